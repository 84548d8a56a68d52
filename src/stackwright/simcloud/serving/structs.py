"""Between wire values and `google.protobuf.Struct`, which carries every number as a double."""

from __future__ import annotations

from collections.abc import Mapping

from google.protobuf.struct_pb2 import ListValue, Struct
from google.protobuf.struct_pb2 import Value as StructValue

from stackwright.wire.values import Properties, Value

_EXACT = 2**53
"""Up to here every whole number is a double."""


def from_struct(message: Struct) -> Properties:
    """Whole numbers become ints, as in the programs that sent them."""
    return {key: _from(value) for key, value in message.fields.items()}


def _from(value: StructValue) -> Value:
    match value.WhichOneof("kind"):
        case "string_value":
            return value.string_value
        case "number_value":
            number = value.number_value
            return int(number) if number.is_integer() and abs(number) <= _EXACT else number
        case "bool_value":
            return value.bool_value
        case "struct_value":
            return from_struct(value.struct_value)
        case "list_value":
            return [_from(item) for item in value.list_value.values]
        case _:
            return None


def to_struct(properties: Mapping[str, Value]) -> Struct:
    return Struct(fields={key: _to(value) for key, value in properties.items()})


def _to(value: Value) -> StructValue:
    if isinstance(value, str):
        return StructValue(string_value=value)
    if isinstance(value, bool):
        return StructValue(bool_value=value)
    if isinstance(value, int | float):
        return StructValue(number_value=float(value))
    if isinstance(value, dict):
        return StructValue(struct_value=to_struct(value))
    if isinstance(value, list):
        return StructValue(list_value=ListValue(values=[_to(item) for item in value]))
    return StructValue(null_value=0)  # type: ignore[arg-type] - the enum's only value
