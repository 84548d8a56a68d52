"""Values as Pulumi hands them over, made what a schema says they are.

Over Pulumi's protocol every number is a float (`google.protobuf.Value`): a port arrives as 5432.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pulumi.output import Unknown

from stackwright.service.schemas import TEXT, Schema, schema_at, types_of


class Missing(KeyError):
    """There is nothing at a path. The message says where it ends."""


def shaped(value: Any, schema: Schema | None) -> Any:  # noqa: ANN401 - a Pulumi value may be anything
    """`value` with whole numbers as integers, and scalars as text where the schema wants only text."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool | int | float):
        wants_text = schema is not None and types_of(schema) == TEXT
        return as_text(value) if wants_text else value
    if isinstance(value, list):
        items = schema_at(schema, (0,)) if schema is not None else None
        return [shaped(item, items) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)
        return {
            key: shaped(item, schema_at(schema, (key,)) if schema is not None else None)
            for key, item in entries.items()
        }
    return value


def as_text(value: Any) -> str:  # noqa: ANN401 - a Pulumi value may be anything
    """A scalar inside a text, written as YAML and JSON write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def dig(value: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - a Pulumi value may be anything
    """What stands at `path` inside `value`; unknown inside an unknown.

    Raises:
        Missing: there is nothing.
    """
    for depth, step in enumerate(path):
        if isinstance(value, Unknown):
            return value
        if isinstance(value, Mapping) and step in value:
            value = cast("Mapping[Any, Any]", value)[step]
        elif isinstance(value, list) and isinstance(step, int) and step < len(cast("list[Any]", value)):
            value = cast("list[Any]", value)[step]
        else:
            raise Missing(path[depth])
    if value is None:
        raise Missing(path[-1] if path else None)
    return value
