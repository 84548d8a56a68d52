"""Between protobuf's `Struct` and plain values: the hot path of every registration.

`google.protobuf.json_format` would do, at about ten times the cost. A whole number becomes an `int`, as it is written
in a checkpoint; one too large to be exact stays a `float`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from google.protobuf import struct_pb2

from stackwright.wire.values import OUTPUT, SECRET, SIGNATURE, UNKNOWN, Properties, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

_EXACT: Final = float(2**53)


def plain(struct: struct_pb2.Struct) -> Properties:
    """The properties that a Struct holds."""
    return {key: plain_value(value) for key, value in struct.fields.items()}


def plain_value(value: struct_pb2.Value) -> Value:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return value.string_value
    if kind == "struct_value":
        return {key: plain_value(item) for key, item in value.struct_value.fields.items()}
    if kind == "list_value":
        return [plain_value(item) for item in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() and -_EXACT <= number <= _EXACT else number
    if kind == "bool_value":
        return value.bool_value
    return None


def struct(properties: Properties) -> struct_pb2.Struct:
    """A Struct that holds the properties."""
    result = struct_pb2.Struct()
    fields = result.fields
    for key, value in properties.items():
        _fill(fields[key], value)
    return result


def _fill(target: struct_pb2.Value, value: Value) -> None:
    if isinstance(value, str):
        target.string_value = value
    elif isinstance(value, bool):
        target.bool_value = value
    elif value is None:
        target.null_value = struct_pb2.NULL_VALUE
    elif isinstance(value, dict):
        fields = target.struct_value.fields
        target.struct_value.SetInParent()
        for key, item in value.items():
            _fill(fields[key], item)
    elif isinstance(value, list):
        values = target.list_value.values
        target.list_value.SetInParent()
        for item in value:
            _fill(values.add(), item)
    else:
        target.number_value = value


def without_outputs(value: Value, dependencies: set[str] | None = None) -> Value:
    """`value` with output values turned into what they hold: an unknown, a secret, or the plain value.

    Their dependencies are added to `dependencies` (`downgradeOutputValues` and `addOutputDependencies` in
    `pkg/resource/deploy/source_eval.go`).
    """
    if isinstance(value, dict):
        if value.get(SIGNATURE) == OUTPUT:
            if dependencies is not None:
                dependencies.update(_texts(value.get("dependencies")))
            held = without_outputs(value["value"], dependencies) if "value" in value else UNKNOWN
            return {SIGNATURE: SECRET, "value": held} if value.get("secret") else held
        return {key: without_outputs(item, dependencies) for key, item in value.items()}
    if isinstance(value, list):
        return [without_outputs(item, dependencies) for item in value]
    return value


def _texts(value: Value) -> Iterable[str]:
    return (item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
