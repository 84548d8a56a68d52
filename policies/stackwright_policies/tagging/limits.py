"""What each cloud accepts as a tag: how many, how long, of which characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`key` and `value` match what is well formed, whatever its length. `reserved` are beginnings of keys."""

    most: int | None = None
    longest_key: int
    longest_value: int
    key: re.Pattern[str]
    value: re.Pattern[str]
    reserved: tuple[str, ...] = ()
    told: str


_ANYTHING: Final = re.compile(r".*", re.DOTALL)
_AWS_CHARACTERS: Final = re.compile(r"[\w\s.:/=+@-]*")
_AWS: Final = Limits(
    most=50,
    longest_key=128,
    longest_value=256,
    key=_AWS_CHARACTERS,
    value=_AWS_CHARACTERS,
    reserved=("aws:",),
    told="letters, digits, spaces and _ . : / = + - @",
)
"""https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html"""
_AWS_COMPUTE: Final = replace(_AWS, key=_ANYTHING, value=_ANYTHING, told="")
"""EC2 allows for any character: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html"""
_AWS_OBJECT: Final = replace(_AWS, most=10)
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html"""
_AZURE: Final = Limits(
    most=50,
    longest_key=512,
    longest_value=256,
    key=re.compile(r"hidden-.*|[^<>%&\\?/]*", re.DOTALL),
    value=_ANYTHING,
    reserved=("azure", "microsoft", "windows"),
    told="no < > % & \\ ? /",
)
"""Keys that the portal hides name resources: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources"""
_AZURE_STORAGE: Final = replace(_AZURE, longest_key=128)
_AZURE_FEW: Final = replace(_AZURE, most=15)
_GCP: Final = Limits(
    most=64,
    longest_key=63,
    longest_value=63,
    key=re.compile(r"[^\W\d_][\w-]*"),
    value=re.compile(r"[\w-]*"),
    told="lower-case letters, digits, _ and -, and a letter first in a key",
)
"""https://cloud.google.com/resource-manager/docs/labels-overview#requirements"""
_NAME: Final = r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?"
_KUBERNETES: Final = Limits(
    longest_key=63,
    longest_value=63,
    key=re.compile(_NAME),
    value=re.compile(rf"(?:{_NAME})?"),
    told="letters, digits, _ . and -, with a letter or digit first and last",
)
"""https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set"""
_SUBDOMAIN: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_LONGEST_SUBDOMAIN: Final = 253

_BY_CLOUD: Final[Mapping[str, Limits]] = {
    "aws": _AWS,
    "azure-native": _AZURE,
    "gcp": _GCP,
    "kubernetes": _KUBERNETES,
}
_BY_MODULE: Final[Mapping[str, Limits]] = {
    "aws:ec2": _AWS_COMPUTE,
    "aws:vpc": _AWS_COMPUTE,
    "aws:ebs": _AWS_COMPUTE,
    "aws:autoscaling": _AWS_COMPUTE,
    "azure-native:automation": _AZURE_FEW,
    "azure-native:cdn": _AZURE_FEW,
    "azure-native:dns": _AZURE_FEW,
    "azure-native:privatedns": _AZURE_FEW,
}
_BY_TYPE: Final[Mapping[str, Limits]] = {
    "aws:s3/bucketObject:BucketObject": _AWS_OBJECT,
    "aws:s3/bucketObjectv2:BucketObjectv2": _AWS_OBJECT,
    "aws:s3/objectCopy:ObjectCopy": _AWS_OBJECT,
    "azure-native:storage:StorageAccount": _AZURE_STORAGE,
}


def limits_of(token: str) -> Limits:
    """What holds for the tags of a type."""
    cloud, module = token.split(":")[:2]
    return _BY_TYPE.get(token) or _BY_MODULE.get(f"{cloud}:{module.partition('/')[0]}") or _BY_CLOUD[cloud]


def faults_of_key(key: str, token: str) -> Iterator[str]:
    """What is wrong with a key."""
    limits = limits_of(token)
    name = key
    if token.startswith("kubernetes:"):
        prefix, slash, name = key.rpartition("/")
        if slash and not (len(prefix) <= _LONGEST_SUBDOMAIN and _SUBDOMAIN.fullmatch(prefix)):
            yield "what is before the / is no DNS subdomain"
    if not name.strip():
        yield "the key is empty"
        return
    if len(name) > limits.longest_key:
        yield f"the key has {len(name)} characters, and may have {limits.longest_key}"
    if not limits.key.fullmatch(name) or _has_upper_case(name, token):
        yield f"the key has what is not allowed ({limits.told})"
    if reserved := next((start for start in limits.reserved if name.lower().startswith(start)), None):
        yield f"keys that begin with {reserved} are reserved"


def faults_of_value(value: str, token: str) -> Iterator[str]:
    """What is wrong with a value, which is not quoted."""
    limits = limits_of(token)
    if len(value) > limits.longest_value:
        yield f"it has {len(value)} characters, and may have {limits.longest_value}"
    if not limits.value.fullmatch(value) or _has_upper_case(value, token):
        yield f"it has what is not allowed ({limits.told})"


def _has_upper_case(text: str, token: str) -> bool:
    """GCP alone has none."""
    return token.startswith("gcp:") and text != text.lower()
