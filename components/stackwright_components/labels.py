"""The same tags on every cloud, in the spelling that each cloud accepts.

Components take `tags: dict[str, str]` (a blueprint passes its context's: owner, service, part, environment) and hand
them to one of these. What a cloud forbids is replaced by a hyphen and cut to the cloud's length; two tags that become
one that way are an error, so nothing is lost in silence.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from stackwright_components.conventions import ArgumentError

# https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#tag-conventions
_AWS: Final = re.compile(r"[^\w\s+\-=.:/@]")
# https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
_AZURE: Final = re.compile(r"[<>%&\\?/]")
# https://cloud.google.com/compute/docs/labeling-resources#requirements
_GCP: Final = re.compile(r"[^a-z0-9_-]")
# https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
_KUBERNETES: Final = re.compile(r"[^A-Za-z0-9_.-]")
_DNS: Final = re.compile(r"[^a-z0-9.-]")


def aws_tags(tags: Mapping[str, str], name: str = "") -> dict[str, str]:
    """AWS tags; with `name` also the tag `Name`, which the console shows first."""
    normal = _each(tags, lambda key: _AWS.sub("-", key)[:128], lambda value: _AWS.sub("-", value)[:256])
    return normal | ({"Name": name} if name else {})


def azure_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """Azure tags, within the 128 characters that storage accounts allow for a key."""
    return _each(tags, lambda key: _AZURE.sub("-", key)[:128], lambda value: value[:256])


def gcp_labels(tags: Mapping[str, str]) -> dict[str, str]:
    """GCP labels: lower case, and a key starts with a letter."""

    def key(text: str) -> str:
        cleaned = _GCP.sub("-", text.lower())
        return (cleaned if cleaned[:1].isalpha() else f"x{cleaned}")[:63]

    return _each(tags, key, lambda value: _GCP.sub("-", value.lower())[:63])


def kubernetes_labels(tags: Mapping[str, str]) -> dict[str, str]:
    """Kubernetes labels: at most 63 characters, a letter or digit first and last. A key's `prefix/` is a DNS name."""

    def trimmed(text: str) -> str:
        return _KUBERNETES.sub("-", text)[:63].strip("-_.")

    def key(text: str) -> str:
        prefix, _, rest = text.rpartition("/")
        domain = _DNS.sub("-", prefix.lower())[:253].strip("-.")
        return f"{domain}/{trimmed(rest)}" if domain else trimmed(rest)

    return _each(tags, key, trimmed)


def openstack_tags(tags: Mapping[str, str]) -> list[str]:
    """OpenStack's tags are words of at most 255 characters; `key=value`, sorted. A comma separates tags in queries."""
    return sorted(f"{key}={value}".replace(",", "-")[:255] for key, value in tags.items())


def described(tags: Mapping[str, str]) -> str:
    """The tags as a description, for what carries no tags: `owner: team-retail; service: shop`."""
    return "; ".join(f"{key}: {value}" for key, value in sorted(tags.items()))


def _each(tags: Mapping[str, str], key: Callable[[str], str], value: Callable[[str], str]) -> dict[str, str]:
    result: dict[str, str] = {}
    origin: dict[str, str] = {}
    for name, text in tags.items():
        normal = key(name)
        if normal in result:
            raise ArgumentError("tags", f"{name!r} and {origin[normal]!r} both become {normal!r} on this cloud")
        result[normal], origin[normal] = value(text), name
    return result
