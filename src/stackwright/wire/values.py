"""Property values in Pulumi's wire form, as plain Python.

Both engines, the simulated clouds, checkpoints and events speak this one form, so nothing is converted on the way:
JSON values, an *unknown* is a sentinel string, and a secret, an asset, an archive, a resource reference or an output
value is a mapping that carries a signature under `SIGNATURE`.

Source of the constants: pulumi/pulumi v3.260, `sdk/go/common/resource/sig/sig.go` and
`sdk/go/common/resource/plugin/rpc.go`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias, TypeGuard

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
Properties: TypeAlias = dict[str, Value]

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a signature, not a secret
ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What stands for a value that is not known yet, whatever its type."""

UNKNOWNS: Final = frozenset(
    {
        UNKNOWN,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # bool
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)
"""Every sentinel that Pulumi reads as unknown; it writes `UNKNOWN` for all of them today."""


def is_unknown(value: Value) -> bool:
    """Whether `value` itself is unknown (a secret unknown counts)."""
    if is_secret(value):
        return is_unknown(value.get("value"))
    return isinstance(value, str) and value in UNKNOWNS


def is_secret(value: Value) -> TypeGuard[dict[str, Value]]:
    """Whether `value` itself is marked secret."""
    return isinstance(value, dict) and value.get(SIGNATURE) == SECRET


def secret(value: Value) -> Value:
    """`value` marked secret, once."""
    return value if is_secret(value) else {SIGNATURE: SECRET, "value": value}


def reveal(value: Value) -> Value:
    """`value` without any secret mark, at any depth. For providers and comparisons, never for printing."""
    if isinstance(value, list):
        return [reveal(item) for item in value]
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return reveal(value.get("value"))
        return {key: reveal(item) for key, item in value.items()}
    return value


def revealed(properties: Mapping[str, Value]) -> Properties:
    """Properties without any secret mark: `reveal` of each."""
    return {key: reveal(value) for key, value in properties.items()}


def contains_unknown(value: Value) -> bool:
    """Whether `value` is unknown at any depth."""
    if isinstance(value, str):
        return value in UNKNOWNS
    if isinstance(value, list):
        return any(contains_unknown(item) for item in value)
    if isinstance(value, dict):
        return any(contains_unknown(item) for item in value.values())
    return False


def lowered(value: Value) -> Value:
    """`value` with each resource in it replaced by its id, or its URN where it has none.

    That is what reaches a provider which takes no resources, as no provider of a cloud does: the bridged ones,
    azure-native and kubernetes all say `AcceptResources: false` or decode without `KeepResources`
    (`sdk/go/common/resource/plugin/rpc.go`). So `role=role` means `role=role.id`.
    """
    if isinstance(value, list):
        return [lowered(item) for item in value]
    if isinstance(value, dict):
        if value.get(SIGNATURE) == RESOURCE:
            return (value["id"] or UNKNOWN) if "id" in value else value.get("urn")
        return {key: lowered(item) for key, item in value.items()}
    return value


def lowered_all(properties: Mapping[str, Value]) -> Properties:
    """Each property `lowered`."""
    return {key: lowered(value) for key, value in properties.items()}


def known_part(value: Value) -> Value:
    """`value` without what is unknown in it: members and elements are left out; None where it is unknown itself."""
    if isinstance(value, str):
        return None if value in UNKNOWNS else value
    if isinstance(value, list):
        return [known_part(item) for item in value if not is_unknown(item)]
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET and is_unknown(value.get("value")):
            return None
        return {key: known_part(item) for key, item in value.items() if not is_unknown(item)}
    return value


def contains_secret(value: Value) -> bool:
    """Whether `value` is marked secret at any depth."""
    if isinstance(value, list):
        return any(contains_secret(item) for item in value)
    if isinstance(value, dict):
        return value.get(SIGNATURE) == SECRET or any(contains_secret(item) for item in value.values())
    return False


MASK: Final = "[secret]"
"""What events, logs and tables show for a secret; the official CLI writes the same word."""
UNKNOWN_WORD: Final = "[unknown]"
"""What people and programs are shown for a value that is not known; the official CLI writes the sentinel itself."""
_ELIDED: Final = "<contents elided>"


def masked(value: Value) -> Value:
    """`value` with each secret replaced by `MASK`: fit for events, logs and people."""
    if isinstance(value, list):
        return [masked(item) for item in value]
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return MASK
        return {key: masked(item) for key, item in value.items()}
    return value


def unmasked(value: Value) -> Value:
    """What was written for people, read back: `MASK` is a secret, the content of which is not known."""
    if value == MASK:
        return secret(UNKNOWN)
    if value == UNKNOWN_WORD:
        return UNKNOWN
    if isinstance(value, list):
        return [unmasked(item) for item in value]
    if isinstance(value, dict):
        return {key: unmasked(item) for key, item in value.items()}
    return value


def shown(properties: Properties) -> Properties:
    """The properties as events show them: secrets masked; contents of assets and unknown ids of resources left out."""
    return {key: _shown(value) for key, value in properties.items()}


def _shown(value: Value) -> Value:
    if isinstance(value, dict):
        signature = value.get(SIGNATURE)
        if signature == SECRET:
            return MASK
        if signature in {ASSET, ARCHIVE} and value.get("text"):
            return {**value, "text": _ELIDED}
        if signature == RESOURCE and is_unknown(value.get("id")):  # `ResourceReference.IDString`
            return {**value, "id": ""}
        return {key: _shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return value


def as_properties(value: Mapping[str, Value]) -> Properties:
    """A copy that its receiver may keep and change at the top level."""
    return dict(value)
