"""Gives a resource the tags that it lacks, where somebody knows what they say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, cast

from stackwright_policies.model import Json, Settings
from stackwright_policies.resource import Resource, View, changed
from stackwright_policies.tagging.placeholders import lacks
from stackwright_policies.tagging.reading import cloud_of, in_list, inherited, own, spelled, taggable, worded, written
from stackwright_policies.verdicts import NotKnown

MANIFEST: Final[Json] = {
    "type": "object",
    "additionalProperties": {"type": "string"},
    "default": {},
    "description": "What service.yaml knows (service, part, environment, owner, cost-centre, expires), for who lets "
    "this rule put tags right. Stackwright says it.",
    "x-stackwright": "*",
}
"""A setting that Stackwright fills in, with what it knows of whatever is deployed."""
_ALSO_CALLED: Final[Mapping[str, Sequence[str]]] = {
    "environment": ("env",),
    "cost-centre": ("cost-center", "costcentre", "costcenter"),
    "expires": ("expires-on", "expiry", "expiry-date", "expiration", "delete-after"),
}
_FACTS: Final = {other: fact for fact, others in _ALSO_CALLED.items() for other in (fact, *others)}


def give(resource: Resource, inputs: Json, settings: Settings) -> Json:
    """The inputs with what is missing or blank of `keys`: as `values` say it, else as the provider's default tags do,
    else as the manifest knows it; and what the manifest knows besides.

    What the program says is kept, and so is a key that differs by case only: two of them would be worse than one.
    """
    manifest: Mapping[str, str] = settings["manifest"]
    try:
        known = _known(resource, settings["keys"], settings["values"], manifest)
        named = {fact_of(key) for key in known} | {fact_of(key) for key, _ in written(resource)}
        more = {fact: fact for fact in manifest if fact_of(fact) not in named}
        return with_tags(resource, inputs, known | _known(resource, more, {}, manifest))
    except NotKnown:
        return inputs


def fact_of(key: str) -> str:
    """What a tag tells, by its key: `CostCenter`, `cost_center` and `acme.example/cost-centre` tell the same."""
    plain = spelled(key, "gcp")
    return _FACTS.get(plain, plain)


def with_tags(resource: Resource, inputs: Json, known: Mapping[str, str]) -> Json:
    """The inputs with those of `known` that the resource lacks, or has with nothing to say.

    Raises:
        NotKnown
    """
    mine = {key for key, _ in own(resource)}
    alike = {key.lower() for key, value in written(resource) if key not in mine or _says(value)}
    alike |= {key.lower() for key in mine - known.keys()}
    given = {key: value for key, value in known.items() if key.lower() not in alike}
    return _with(resource, inputs, given) if given else inputs


def _known(
    resource: Resource, keys: Collection[str], values: Mapping[str, str], manifest: Mapping[str, str]
) -> dict[str, str]:
    """What somebody knows of these keys, each as its cloud spells it."""
    cloud = cloud_of(resource.type)
    said = {spelled(key, cloud): worded(value, cloud) for key, value in values.items()}
    defaults = {spelled(key, cloud): value.text() for key, value in inherited(resource)}
    facts = {fact_of(key): worded(value, cloud) for key, value in manifest.items()}
    known = {
        key if cloud == "azure-native" else spelled(key, cloud): said.get(spelled(key, cloud))
        or defaults.get(spelled(key, cloud))
        or facts.get(fact_of(key), "")
        for key in keys
    }
    return {key: value for key, value in known.items() if not _blank(value)}


def _blank(value: object) -> bool:
    return value is None or lacks(str(value))


def _says(value: View) -> bool:
    """Whether a tag says something; what is not known yet will."""
    try:
        return not _blank(value.value)
    except NotKnown:
        return True


def _with(resource: Resource, inputs: Json, given: Mapping[str, str]) -> Json:
    place = taggable()[resource.type].removesuffix("[]").split(".")
    if not in_list(resource):
        for key, value in given.items():
            inputs = changed(inputs, [*place, key], value)
        return inputs
    listed: Any = inputs.get(place[0]) or []
    if not isinstance(listed, list):
        return inputs  # a secret
    kept = [it for it in cast("list[Any]", listed) if not _is_one_of(View(it), given)]
    added = [{"key": key, "value": value, "propagateAtLaunch": True} for key, value in given.items()]
    return {**inputs, place[0]: [*kept, *added]}


def _is_one_of(tag: View, keys: Collection[str]) -> bool:
    """Whether a tag of a list has one of these keys; one whose key is not known is left alone."""
    try:
        return tag.get("key").text() in keys
    except NotKnown:
        return False
