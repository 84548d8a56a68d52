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
_NOT_IN_AWS: Final = re.compile(r"[^\w\s.:/=+@-]+")
_NOT_IN_GCP: Final = re.compile(r"[^\w-]+")
_NOT_IN_KUBERNETES: Final = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST: Final = 63
"""Of a value on GCP and in Kubernetes."""
_LONGEST_ON_AWS: Final = 256


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
    cloud = cloud_of(resource.type)
    return {spelled(key, cloud): value for key, value in written(resource)}


def written(resource: Resource) -> list[tuple[str, View]]:
    """The tags that a resource will bear, its provider's default ones first, by key as it is written.

    Raises:
        NotKnown
    """
    mine = own(resource)
    given = {key for key, _ in mine}
    defaults = [] if in_list(resource) else inherited(resource)
    return [*((key, value) for key, value in defaults if key not in given), *mine]


def own(resource: Resource) -> list[tuple[str, View]]:
    """The tags that the program gives to the resource itself, by key as it is written.

    Raises:
        NotKnown
    """
    found = resource.properties.get(*taggable()[resource.type].removesuffix("[]").split("."))
    if in_list(resource):
        return [(item.get("key").text(), item.get("value")) for item in found.items()]
    return list(found.entries())


def in_list(resource: Resource) -> bool:
    """Whether its tags are a list: an auto-scaling group's, which AWS' provider does not give its default ones.

    https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block
    """
    return taggable()[resource.type].endswith("[]")


def inherited(resource: Resource) -> list[tuple[str, View]]:
    """The default tags of the resource's provider, by key as it is written.

    Raises:
        NotKnown
    """
    return [entry for found in _defaults(resource) for entry in found.entries()]


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


def worded(value: str, cloud: str) -> str:
    """A value as the cloud accepts it: what it has no characters for becomes a hyphen."""
    if cloud == "aws":
        return _NOT_IN_AWS.sub("-", value)[:_LONGEST_ON_AWS]
    if cloud == "gcp":
        return _NOT_IN_GCP.sub("-", value.lower())[:_LONGEST]
    if cloud == "kubernetes":
        return _NOT_IN_KUBERNETES.sub("-", value)[:_LONGEST].strip("_.-")
    return value
