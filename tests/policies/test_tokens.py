"""Type tokens and property names as the installed SDKs spell them: a rule about a misspelt one would pass for ever."""

from __future__ import annotations

import json
from itertools import chain

import pytest
from stackwright_policies.model import Example, Policy
from stackwright_policies.packs import everything
from stackwright_policies.sdk import version
from stackwright_policies.tagging import derive
from stackwright_policies.tagging.reading import DATA, taggable

from tests.policies.spelling import catalogue_of, misspelt

NAMED = [policy for policy in everything.policies if len(policy.types) < 100]


@pytest.mark.parametrize("policy", NAMED, ids=lambda policy: policy.id)
def test_every_type_of_a_policy_exists(policy: Policy) -> None:
    unknown = [token for token in policy.types if catalogue_of(token).resource(token) is None]
    assert not unknown


@pytest.mark.parametrize("policy", everything.policies, ids=lambda policy: policy.id)
def test_every_property_of_an_example_exists(policy: Policy) -> None:
    examples: list[Example] = [*policy.passes, *policy.violates, *policy.undecided]
    for example in chain(examples, *(example.others for example in examples)):
        assert not list(misspelt(example.type, example.inputs))


def test_a_misspelt_property_would_be_found() -> None:
    given = {"ingres": [], "ingress": [{"fromPort": 22, "cidrBlock": "0.0.0.0/0"}]}
    assert list(misspelt("aws:ec2/securityGroup:SecurityGroup", given)) == [".ingres", ".ingress[].cidrBlock"]
    assert list(misspelt("aws:ec2/securityGrp:SecurityGrp", given)) == ["aws:ec2/securityGrp:SecurityGrp"]


@pytest.mark.parametrize("package", derive.PACKAGES)
def test_taggable_types_are_those_of_the_installed_sdk(package: str) -> None:
    stored = json.loads(DATA.read_text("utf-8"))[package]
    assert stored["version"] == version(package), "run python -m stackwright_policies.tagging.derive"
    assert stored["types"] == derive.derive(package)


def test_what_can_be_tagged_is_where_the_sdks_say() -> None:
    """Against the other reader of the SDKs, for one type of each place."""
    first = {place: token for token, place in sorted(taggable().items(), reverse=True)}
    assert len(first) >= 6
    for place, token in first.items():
        of = catalogue_of(token)
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
