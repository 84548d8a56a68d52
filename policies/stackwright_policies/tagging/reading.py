"""Where each cloud keeps tags, and when two keys are the same there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from stackwright_policies.resource import Resource, View

DATA: Final = Path(__file__).with_name("taggable.json")
"""What `derive.py` found in the SDKs."""
Tags = dict[str, View]
_AFTER_LOWER: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER: Final = re.compile(r"[^a-z0-9]+")


@cache
def taggable() -> Mapping[str, str]:
    """Token → the place of the tags of a resource of that type (`tags`, `metadata.labels`, `tags[]` for a list)."""
    data: dict[str, Any] = json.loads(DATA.read_text("utf-8"))
    return {token: place for package in data.values() for place, tokens in package["types"].items() for token in tokens}


def read(resource: Resource) -> Tags:
    """The tags that a resource will bear, its provider's default ones among them, by key as it is compared.

    Raises:
        NotKnown: which keys there are is not known. A value may be unknown all the same.
    """
    place = taggable()[resource.type]
    own = resource.properties.get(*place.removesuffix("[]").split("."))
    tags = {key: value for found in _defaults(resource) for key, value in found.entries()}
    if place.endswith("[]"):
        tags |= {item.get("key").text(): item.get("value") for item in own.items()}
    else:
        tags |= dict(own.entries())
    cloud = cloud_of(resource.type)
    return {spelled(key, cloud): value for key, value in tags.items()}


def _defaults(resource: Resource) -> Iterator[View]:
    """The default tags of the provider (AWS), its default labels (GCP)."""
    yield from (
        _configured(resource.provider, *keys)
        for cloud, keys in {"aws": ("defaultTags", "tags"), "gcp": ("defaultLabels",)}.items()
        if resource.type.startswith(f"{cloud}:")
    )


def _configured(provider: View, first: str, *keys: str) -> View:
    """A nested setting of a provider; Pulumi passes those on as JSON text."""
    found = provider.get(first)
    value = found.value
    if isinstance(value, str):
        try:
            found = View(json.loads(value), found.path)
        except ValueError:
            return View(None, found.path)
    return found.get(*keys)


def cloud_of(token: str) -> str:
    return token.partition(":")[0]


def spelled(key: str, cloud: str) -> str:
    """A key as it is compared.

    AWS tells upper from lower case, Azure does not; GCP and Kubernetes accept fewer characters, so that `CostCenter` is
    `cost-center` there, and what is before the slash of a Kubernetes label says only who gave it.
    """
    if cloud == "aws":
        return key
    if cloud == "azure-native":
        return key.lower()
    return _OTHER.sub("-", _AFTER_LOWER.sub("-", key.rpartition("/")[2]).lower()).strip("-")
