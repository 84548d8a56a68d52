"""Type tokens and property names as the installed SDKs spell them: a rule about a misspelt one would pass for ever."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain

import pytest
from stackwright_policies.model import Example, Policy
from stackwright_policies.packs import everything
from stackwright_policies.tagging import derive
from stackwright_policies.tagging.reading import DATA, taggable

from stackwright.simcloud.catalogue.model import Property, Shape
from stackwright.simcloud.catalogue.sdk import Catalogue, catalogue

NAMED = [policy for policy in everything.policies if len(policy.types) < 100]


def _catalogue(token: str) -> Catalogue:
    return catalogue(token.partition(":")[0])


@pytest.mark.parametrize("policy", NAMED, ids=lambda policy: policy.id)
def test_every_type_of_a_policy_exists(policy: Policy) -> None:
    unknown = [token for token in policy.types if _catalogue(token).resource(token) is None]
    assert not unknown


def _unknown(of: Catalogue, properties: Mapping[str, Property], given: object, path: str) -> Iterator[str]:
    """Paths in `given` that the SDK does not know."""
    if not isinstance(given, Mapping):
        return
    for key, value in given.items():
        known = properties.get(key)
        if known is None:
            yield f"{path}.{key}"
        else:
            yield from _inside(of, known.shape, value, f"{path}.{key}")


def _inside(of: Catalogue, shape: Shape, value: object, path: str) -> Iterator[str]:
    if shape.kind == "list" and isinstance(value, list) and shape.item:
        for item in value:
            yield from _inside(of, shape.item, item, f"{path}[]")
    elif shape.kind == "object" and shape.ref:
        yield from _unknown(of, of.object(shape.ref).properties, value, path)


@pytest.mark.parametrize("policy", everything.policies, ids=lambda policy: policy.id)
def test_every_property_of_an_example_exists(policy: Policy) -> None:
    examples: list[Example] = [*policy.passes, *policy.violates, *policy.undecided]
    for example in chain(examples, *(example.others for example in examples)):
        known = _catalogue(example.type).resource(example.type)
        assert known is not None, example.type
        unknown = list(_unknown(_catalogue(example.type), known.inputs, example.inputs, example.type))
        assert not unknown


def test_a_misspelt_property_would_be_found() -> None:
    token = "aws:ec2/securityGroup:SecurityGroup"
    known = catalogue("aws").resource(token)
    assert known is not None
    given = {"ingres": [], "ingress": [{"fromPort": 22, "cidrBlock": "0.0.0.0/0"}]}
    assert list(_unknown(catalogue("aws"), known.inputs, given, "")) == [".ingres", ".ingress[].cidrBlock"]


@pytest.mark.parametrize("package", derive.PACKAGES)
def test_taggable_types_are_those_of_the_installed_sdk(package: str) -> None:
    stored = json.loads(DATA.read_text("utf-8"))[package]
    assert stored["version"] == derive.version(package), "run python -m stackwright_policies.tagging.derive"
    assert stored["types"] == derive.derive(package)


def test_what_can_be_tagged_is_where_the_sdks_say() -> None:
    """Against the other reader of the SDKs, for one type of each place."""
    first = {place: token for token, place in sorted(taggable().items(), reverse=True)}
    assert len(first) >= 6
    for place, token in first.items():
        of = _catalogue(token)
        known = of.resource(token)
        assert known is not None
        properties = known.inputs
        *above, last = place.removesuffix("[]").split(".")
        for key in above:
            properties = of.object(properties[key].shape.ref).properties
        assert properties[last].shape.kind == ("list" if place.endswith("[]") else "map"), token


def test_lists_of_words_are_no_tags() -> None:
    assert "gcp:compute/instance:Instance" in taggable()
    assert taggable()["gcp:compute/instance:Instance"] == "labels", "its `tags` are network tags"
