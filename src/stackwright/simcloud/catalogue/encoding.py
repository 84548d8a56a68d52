"""The catalogue's types as compact JSON, for the cache on disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from stackwright.simcloud.catalogue.model import FunctionType, Kind, ObjectType, Property, ResourceType, Shape
from stackwright.wire.values import Value

Json: TypeAlias = Any
"""What was just read from a file and is not trusted yet: a wrong shape raises TypeError, ValueError or KeyError."""

FORMAT = 5
"""Raise it whenever the reader would read something else; old entries are then left alone."""


def encode_shape(shape: Shape) -> Value:
    """`"string"` where there is nothing else to say, else a list."""
    if shape.item is None and not shape.ref and not shape.members and not shape.options:
        return shape.kind
    return [
        shape.kind,
        encode_shape(shape.item) if shape.item else None,
        shape.ref,
        list(shape.members),
        [encode_shape(option) for option in shape.options],
    ]


def decode_shape(data: Json) -> Shape:
    """Raises TypeError or ValueError for what `encode_shape` never wrote."""
    if isinstance(data, str):
        return Shape(cast("Kind", data))
    kind, item, ref, members, options = data
    return Shape(
        kind,
        item=decode_shape(item) if item is not None else None,
        ref=ref,
        members=tuple(members),
        options=tuple(decode_shape(option) for option in options),
    )


def encode_properties(properties: Mapping[str, Property]) -> Value:
    return {
        name: [encode_shape(item.shape), int(item.required), item.replaces, item.default, item.usual]
        for name, item in properties.items()
    }


def decode_properties(data: Json) -> dict[str, Property]:
    return {
        name: Property(name, decode_shape(shape), bool(required), replaces, default, usual)
        for name, (shape, required, replaces, default, usual) in data.items()
    }


def encode_resource(resource: ResourceType) -> Value:
    return {
        "token": resource.token,
        "inputs": encode_properties(resource.inputs),
        "outputs": encode_properties(resource.outputs),
        "secrets": list[Value](sorted(resource.secrets)),
        "open": resource.open,
        "example": resource.example,
    }


def decode_resource(data: Json) -> ResourceType:
    return ResourceType(
        data["token"],
        decode_properties(data["inputs"]),
        decode_properties(data["outputs"]),
        frozenset(data["secrets"]),
        data["open"],
        data["example"],
    )


def encode_object(item: ObjectType) -> Value:
    return encode_properties(item.properties)


def decode_object(data: Json) -> ObjectType:
    return ObjectType(decode_properties(data))


def encode_function(function: FunctionType) -> Value:
    return {
        "token": function.token,
        "args": encode_properties(function.args),
        "result": encode_properties(function.result),
    }


def decode_function(data: Json) -> FunctionType:
    return FunctionType(data["token"], decode_properties(data["args"]), decode_properties(data["result"]))
