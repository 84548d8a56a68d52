"""What a server cannot read into its own types, in the words of Go's `encoding/json`.

Types come from the installed SDK. What it does not tell, a quantity from a text, is told by name. Unknown fields are
dropped, as servers do without `fieldValidation=Strict`; missing ones are for the validation to find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from stackwright.simcloud import paths
from stackwright.simcloud.apiserver import quantities
from stackwright.simcloud.catalogue.model import Property, Shape
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.wire.values import Value

_QUANTITY_NAMES: Final = (
    "limits requests capacity hard used overhead podFixed allocatable default defaultRequest max min"
    " maxLimitRequestRatio sizeLimit divisor averageValue allocatedResources"
)
_QUANTITIES: Final = frozenset(_QUANTITY_NAMES.split())
_ALSO: Final = frozenset({("MetricTarget", "value")})
"""Names that mean something else in other types."""
_LONG_NAMES: Final = (
    "runAsUser runAsGroup fsGroup terminationGracePeriodSeconds activeDeadlineSeconds tolerationSeconds"
    " expirationSeconds startingDeadlineSeconds supplementalGroups seconds observedGeneration generation"
)
_LONG: Final = frozenset(_LONG_NAMES.split())
_BYTES: Final = frozenset({("Secret", "data"), ("ConfigMap", "binaryData")})
_ALPHABET: Final = re.compile("[A-Za-z0-9+/]")


_INLINE: Final = {"Volume": "VolumeSource.", "Probe": "ProbeHandler."}
_INLINED: Final = {
    "Volume": frozenset(
        (
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "hostPath",
            "nfs",
            "persistentVolumeClaim",
            "projected",
            "secret",
        )
    ),
    "Probe": frozenset(["exec", "httpGet", "tcpSocket", "grpc"]),
}
"""Types within types that Go embeds, which its errors name."""


class Decoder:
    """Reads objects as a server does. `struct` is the name of a type, without its version."""

    def __init__(self, types: Catalogue) -> None:
        self._types = types

    def wrong(self, inputs: Mapping[str, Value], known: Mapping[str, Property], struct: str) -> str:
        """The first thing that cannot be read; empty if all can."""
        return next(self._members(inputs, known, struct, ""), "")

    def undeclared(self, inputs: Mapping[str, Value], known: Mapping[str, Property]) -> str:
        """The first field that the server does not know: only server-side apply refuses one."""
        return next(self._unknown(inputs, known, ""), "")

    def _members(
        self, given: Mapping[str, Value], known: Mapping[str, Property], struct: str, at: str
    ) -> Iterator[str]:
        for name, value in given.items():
            if name in known and value is not None:
                path = (
                    f"{at}.{_INLINE[struct]}{name}" if name in _INLINED.get(struct, ()) else f"{at}.{name}".lstrip(".")
                )
                if (struct, name) in _BYTES and isinstance(value, dict):
                    yield from _not_base64(value)
                elif _is_quantity(struct, name):
                    yield from _no_quantities(value)
                else:
                    yield from self._value(value, known[name].shape, f"{struct}.{path}", path, name)

    def _value(self, value: Value, shape: Shape, said: str, path: str, name: str) -> Iterator[str]:
        if value is None or shape.kind == "any":
            return
        wanted = _go(shape, name)
        if not _fits(value, shape):
            number = value if isinstance(value, float) and not value.is_integer() and shape.kind == "integer" else None
            what = f"number {number}" if number is not None else _json(value)
            yield f"json: cannot unmarshal {what} into Go struct field {said} of type {wanted}"
        elif isinstance(value, list) and shape.item:
            for item in value:
                yield from self._value(item, shape.item, said, path, name)
        elif isinstance(value, dict) and shape.kind == "object":
            yield from self._members(value, self._types.object(shape.ref).properties, _struct(shape.ref), path)
        elif isinstance(value, dict) and shape.item:
            for item in value.values():
                yield from self._value(item, shape.item, said, path, name)

    def _unknown(self, given: Mapping[str, Value], known: Mapping[str, Property], at: str) -> Iterator[str]:
        for name, value in given.items():
            path = f"{at}.{name}"
            if name not in known:
                if not name.startswith("__") and paths.top(name) == name:
                    yield path
                continue
            yield from self._unknown_in(value, known[name].shape, path)

    def _unknown_in(self, value: Value, shape: Shape, path: str) -> Iterator[str]:
        if isinstance(value, list) and shape.item:
            for item in value:
                yield from self._unknown_in(item, shape.item, path)
        elif isinstance(value, dict) and shape.kind == "object":
            yield from self._unknown(value, self._types.object(shape.ref).properties, path)


def _struct(ref: str) -> str:
    return ref.rpartition(":")[2].removesuffix("Args")


def _is_quantity(struct: str, name: str) -> bool:
    if struct.startswith("JSONSchemaProps") or (struct, name) == ("LimitRangeSpec", "limits"):
        return False
    return name in _QUANTITIES or (struct, name) in _ALSO


def _no_quantities(value: Value) -> Iterator[str]:
    for item in value.values() if isinstance(value, dict) else [value]:
        if isinstance(item, str | int | float) and (said := quantities.wrong(item)):
            yield said


def _not_base64(values: Mapping[str, Value]) -> Iterator[str]:
    for value in values.values():
        if isinstance(value, str) and (at := _bad_byte(value)) is not None:
            yield f"illegal base64 data at input byte {at}"


def _bad_byte(text: str) -> int | None:
    """Where Go's decoder stops, or None."""
    text = text.replace("\r", "").replace("\n", "")
    body = text.rstrip("=")
    padding = len(text) - len(body)
    for index, letter in enumerate(body):
        if not _ALPHABET.fullmatch(letter):
            return index
    whole, rest = len(body) // 4 * 4, len(body) % 4
    if rest == 0:
        return whole if padding else None
    if rest == 1 or (padding and padding != 4 - rest):
        return len(body) if padding else whole
    return None if padding else whole


def _go(shape: Shape, name: str) -> str:
    """The type in Go."""
    match shape.kind:
        case "integer":
            return "int64" if name in _LONG else "int32"
        case "boolean":
            return "bool"
        case "number":
            return "float64"
        case "list" if shape.item:
            return f"[]{_go(shape.item, name)}"
        case "map" if shape.item:
            return f"map[string]{_go(shape.item, name)}"
        case "object":
            return f"v1.{_struct(shape.ref)}"
        case _:
            return "string"


def _json(value: Value) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def _fits(value: Value, shape: Shape) -> bool:
    match shape.kind:
        case "object" | "map":
            return isinstance(value, dict)
        case "list":
            return isinstance(value, list)
        case "boolean":
            return isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case _:
            return isinstance(value, int | float) and not isinstance(value, bool) and _whole(value, shape)


def _whole(value: float, shape: Shape) -> bool:
    return shape.kind != "integer" or isinstance(value, int) or value.is_integer()
