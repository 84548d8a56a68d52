"""URNs and provider references as text: `urn:pulumi:<stack>::<project>::<parent types$>type::<name>`.

A provider reference is `<URN>::<id>`. Source: `sdk/go/common/resource/urn/urn.go` and
`sdk/go/common/providers/reference.go` (pulumi v3.260).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from stackwright.wire.values import UNKNOWN

STACK_TYPE: Final = "pulumi:pulumi:Stack"
PROVIDER_PREFIX: Final = "pulumi:providers:"
DENIED_ID: Final = "denydefaultprovider"
"""The id in the reference to a default provider that configuration forbids."""


def create(stack: str, project: str, parent_type: str, type_: str, name: str) -> str:
    """The URN of a resource. `parent_type` is the parent's qualified type; the root stack's is left out."""
    if parent_type and parent_type != STACK_TYPE:
        type_ = f"{parent_type}${type_}"
    return f"urn:pulumi:{stack}::{project}::{type_}::{name}"


def is_urn(text: str) -> bool:
    return text.startswith("urn:pulumi:") and text.count("::") >= 3


@lru_cache(maxsize=16384)
def _parts(urn: str) -> tuple[str, str, str, str]:
    stack, project, types, name = urn.removeprefix("urn:pulumi:").split("::", 3)
    return stack, project, types, name


def stack_of(urn: str) -> str:
    return _parts(urn)[0]


def project_of(urn: str) -> str:
    return _parts(urn)[1]


def qualified_type(urn: str) -> str:
    """The type with those of its ancestors: `my:Outer$my:Inner$aws:s3/bucket:Bucket`."""
    return _parts(urn)[2]


def type_of(urn: str) -> str:
    return _parts(urn)[2].rpartition("$")[2]


def name_of(urn: str) -> str:
    return _parts(urn)[3]


def package_of(type_: str) -> str:
    """The package of a type or function token: `aws` of `aws:s3/bucket:Bucket`."""
    return type_.partition(":")[0]


def is_provider_type(type_: str) -> bool:
    return type_.startswith(PROVIDER_PREFIX) and len(type_) > len(PROVIDER_PREFIX)


def provider_package(type_: str) -> str:
    """`aws` of `pulumi:providers:aws`."""
    return type_[len(PROVIDER_PREFIX) :]


def is_default_provider(urn: str) -> bool:
    return is_provider_type(type_of(urn)) and name_of(urn).startswith("default")


def reference(urn: str, id: str) -> str:
    """A provider reference. A provider without an id (in a preview) has the unknown one."""
    return f"{urn}::{id or UNKNOWN}"


def parse_reference(ref: str) -> tuple[str, str]:
    """The URN and id of a provider reference.

    Raises:
        ValueError: it is not one.
    """
    urn, separator, id_ = ref.rpartition("::")
    if not separator or not is_urn(urn) or not is_provider_type(type_of(urn)):
        raise ValueError(f"{ref!r} is not a provider reference")
    return urn, id_


def denied_reference(package: str) -> str:
    return f"urn:pulumi:denied::denied::denied$pulumi:providers:denied::{package}::{DENIED_ID}"


def is_denied(ref: str) -> bool:
    return ref.endswith(f"::{DENIED_ID}")
