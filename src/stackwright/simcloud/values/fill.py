"""A value for any shape that an SDK describes."""

from __future__ import annotations

from stackwright.simcloud.catalogue.model import Property, Shape
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.packages import CURATED
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_DEEPEST = 3
_PLAIN = frozenset({"string", "integer", "number", "boolean"})


def fill(it: Subject, item: Property, types: Catalogue, path: str = "", depth: int = 0) -> Value:
    """The value of one property that the cloud sets."""
    return _shape(it, item.shape, types, f"{path}.{item.name}" if path else item.name, depth)


def unset(it: Subject, given: Property, output: Property) -> Value:
    """What an input that was not given has in the end: its usual value, a place, or nothing of its kind.

    None for a nested value: the cloud leaves it out.
    """
    usual = given.usual if given.usual is not None else output.usual
    if usual is not None:
        return usual
    match output.shape.kind:
        case "string":
            return guess.place(it, output.name)
        case "integer" | "number":
            return 0
        case "boolean":
            return False
        case "list":
            return []
        case "map":
            return {}
        case _:
            return None


def likely(it: Subject, item: Property, types: Catalogue) -> Value:
    """What takes the place of an input that was not given, on a cloud of which nothing is known but its SDK: that says
    that it is never absent, and names no default. So the cloud chooses it: addresses, ids, times, keys; a text that
    people write, such as a description, stays empty.
    """
    kind = item.shape.kind
    if kind == "object" or (kind in {"string", "integer"} and guess.chosen(item.name)):
        return fill(it, item, types)
    return {"string": "", "integer": 0}.get(kind)


def _shape(it: Subject, shape: Shape, types: Catalogue, path: str, depth: int) -> Value:
    if shape.members:
        return shape.members[0]
    match shape.kind:
        case "string":
            return guess.text(it, path)
        case "integer":
            return guess.whole(it, path)
        case "number":
            return float(guess.whole(it, path))
        case "boolean":
            return False
        case "map":
            return {}
        case "list":
            return _list(it, shape, types, path, depth)
        case "object":
            return _object(it, shape.ref, types, path, depth)
        case "asset" | "any":
            return _shape(it, shape.options[0], types, path, depth) if shape.options else {}


def _list(it: Subject, shape: Shape, types: Catalogue, path: str, depth: int) -> Value:
    if shape.item is None or depth >= _DEEPEST:
        return []
    value = _shape(it, shape.item, types, path, depth + 1)
    return [value] if value not in ({}, None) else []


def _leads_on(it: Subject, item: Property) -> bool:
    """Whether it is where a program looks for an address, on a cloud that says of nothing that it is never absent."""
    nested = item.shape.kind == "list" and item.shape.item is not None and item.shape.item.kind == "object"
    return nested and it.package not in CURATED and guess.is_address(item.name)


def _object(it: Subject, ref: str, types: Catalogue, path: str, depth: int) -> Value:
    """The properties that are never absent. Where the SDK says of none that it is, the plain ones: a program that looks
    into the first of what a cloud lists shall find it, and the clouds list no empty things. Deeper ones stay away.
    """
    if depth >= _DEEPEST:
        return {}
    known = types.object(ref).properties
    wanted = [name for name, item in known.items() if item.required]
    wanted = wanted or [name for name, item in known.items() if item.shape.kind in _PLAIN or _leads_on(it, item)]
    # The list that leads on is one level already.
    return {name: fill(it, known[name], types, path, depth + (not _leads_on(it, known[name]))) for name in wanted}
