"""Makes a value fit the place that it is for, as far as the SDK knows the place."""

from __future__ import annotations

import json
from difflib import get_close_matches

from stackwright.simcloud.catalogue.model import ANY, Properties, ResourceType, Shape
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.wire.values import Value


def fitting(kind: ResourceType, path: tuple[str | int, ...], value: Value) -> Value:
    """`value` for the property at `path`: `1` becomes text where text is wanted, as in tags.

    Raises:
        ValueError: there is no such property.
    """
    shape = _shape(kind, path)
    if shape.kind == "string" and not shape.options and isinstance(value, bool | int | float):
        return json.dumps(value)
    return value


def _shape(kind: ResourceType, path: tuple[str | int, ...]) -> Shape:
    top = str(path[0])
    shape = _property({**kind.outputs, **kind.inputs}, top, kind.token, open=kind.open)
    package = kind.token.partition(":")[0]
    for step in path[1:]:
        if shape.kind == "object" and isinstance(step, str):
            members = catalogue(package).object(shape.ref).properties
            shape = _property(members, step, f"{kind.token} {top}", open=not members)
        else:
            shape = shape.item or ANY
    return shape


def _property(known: Properties, name: str, where: str, *, open: bool) -> Shape:
    if name in known:
        return known[name].shape
    if open:
        return ANY
    near = get_close_matches(name, known, n=3)
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    raise ValueError(f"{where} has no property {name}{meant}")
