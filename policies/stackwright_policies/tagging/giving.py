"""Gives a resource the tags that it lacks, where somebody knows what they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from stackwright_policies.model import Json, Settings
from stackwright_policies.resource import Resource, View, changed
from stackwright_policies.tagging.placeholders import lacks
from stackwright_policies.tagging.reading import cloud_of, in_list, inherited, own, spelled, taggable, worded, written
from stackwright_policies.verdicts import NotKnown


def give(resource: Resource, inputs: Json, settings: Settings) -> Json:
    """The inputs with what is missing, or blank: as `values` say it, else as the provider's default tags do.

    What the program says is kept, and so is a key that differs by case only: two of them would be worse than one.
    """
    try:
        known = _known(resource, settings)
        said = {key: value.value for key, value in own(resource)}
        alike = {key.lower() for key, value in written(resource) if not _blank(value.value)}
    except NotKnown:
        return inputs
    given = {
        key: value
        for key, value in known.items()
        if key.lower() not in alike and (key in said or key.lower() not in {it.lower() for it in said})
    }
    return _with(resource, inputs, given) if given else inputs


def _known(resource: Resource, settings: Settings) -> dict[str, str]:
    """The required tags whose values somebody knows, each as its cloud spells it."""
    cloud = cloud_of(resource.type)
    values = {spelled(key, cloud): worded(value, cloud) for key, value in settings["values"].items()}
    defaults = {spelled(key, cloud): value.text() for key, value in inherited(resource)}
    known = {**defaults, **values}
    keys = {key if cloud == "azure-native" else spelled(key, cloud): spelled(key, cloud) for key in settings["keys"]}
    return {key: known[same] for key, same in keys.items() if not _blank(known.get(same))}


def _blank(value: object) -> bool:
    return value is None or lacks(str(value))


def _with(resource: Resource, inputs: Json, given: Mapping[str, str]) -> Json:
    place = taggable()[resource.type].removesuffix("[]").split(".")
    if not in_list(resource):
        for key, value in given.items():
            inputs = changed(inputs, [*place, key], value)
        return inputs
    listed: Any = inputs.get(place[0]) or []
    if not isinstance(listed, list):
        return inputs  # a secret
    kept = [it for it in cast("list[Any]", listed) if View(it).get("key").value not in given]
    added = [{"key": key, "value": value, "propagateAtLaunch": True} for key, value in given.items()]
    return {**inputs, place[0]: [*kept, *added]}
