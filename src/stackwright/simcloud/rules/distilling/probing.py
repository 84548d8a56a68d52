"""Asks a Terraform provider which arguments of its resources force a new one: by plans that change one argument each.

A plan is the provider's own word: for a resource that has every argument but one as before, it lists the paths that
require a replacement. What its API needs to be called for cannot be seen that way, and a plan that fails says nothing:
such an argument is unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from stackwright.simcloud.rules.distilling.plugin import Message, Plugin, Terms

_LIST, _SET, _MAP = 2, 3, 4
"""`NestingMode` of the protocol; 1 is a single block."""
_DEEPEST = 3
_SKIPPED = frozenset({"id", "tags_all", "timeouts"})
_ARN = ("arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/b")
_JSON = ('{"a":"a"}', '{"a":"b"}')
_BLOCK = ("10.0.0.0/16", "10.1.0.0/16")
_TEXTS = (("a", "b"), _ARN, _JSON, _BLOCK, ("1", "2"), ("2031-01-01T00:00:00Z", "2032-01-01T00:00:00Z"))
"""Two values each, tried until a plan succeeds: of some arguments a provider reads what they say."""
_HINTS = {"arn": _ARN, "cidr": _BLOCK, "policy": _JSON, "document": _JSON, "json": _JSON}
_OLD = frozenset({"c", *(pair[0] for pair in _TEXTS)})
Kind: TypeAlias = Any
"""A type as schemas write it: `"string"`, `["list", "string"]`, `["object", {…}]`; None for a block."""
Verdict = Literal["replace", "update", "unknown"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """An argument: its path and its type. A whole block has none: asked is whether one more of it replaces."""

    path: tuple[str, ...]
    type: Kind


def leaves(block: Message, at: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """The arguments of a block that a program may set, those of nested blocks included, and the blocks themselves."""
    for item in block.attributes:
        if (item.required or item.optional) and (at or item.name not in _SKIPPED):
            yield Leaf((*at, item.name), json.loads(item.type) if item.type else "string")
    for inner in block.blocks:
        if inner.name not in _SKIPPED and len(at) < _DEEPEST - 1:
            yield Leaf((*at, inner.name), None)
            yield from leaves(inner.block, (*at, inner.name))


Filled = Literal["nothing", "computed", "all"]
"""What a resource has besides the argument that is asked about. A provider that checks arguments against each other may
refuse one and take another.
"""
_BASES: tuple[Filled, ...] = ("computed", "nothing", "all")


def base(block: Message, filled: Filled) -> dict[str, Terms]:
    """A block with nothing set, with what the cloud would have filled in, or with all its own arguments."""

    def given(item: Message) -> bool:
        return (
            bool(item.type)
            and item.name != "tags_all"
            and (filled == "all" or (filled == "computed" and item.computed))
        )

    attributes = {item.name: _value(json.loads(item.type), "c") if given(item) else None for item in block.attributes}
    return attributes | {inner.name: [] if inner.nesting in {_LIST, _SET} else None for inner in block.blocks}


def _value(kind: Kind, text: str) -> Terms:
    """A value of a type of the schema that depends on `text`."""
    if kind == "string":
        return text
    if kind == "number":
        return sum(map(ord, text)) % 97 + 1
    if kind == "bool":
        return text not in _OLD
    if kind == "dynamic":
        return None
    if kind[0] in {"list", "set"}:
        return [_value(kind[1], text)]
    if kind[0] == "map":
        return {"k": _value(kind[1], text)}
    if kind[0] == "object":
        return {key: _value(inner, text) for key, inner in kind[1].items()}
    return None


def _with(block: Message, given: Mapping[str, Terms], path: tuple[str, ...], value: Terms) -> dict[str, Terms]:
    """`given` with one argument set, or with one block more where `value` is a block's."""
    name, *rest = path
    inner = next((item for item in block.blocks if item.name == name), None)
    if inner is None:
        return {**given, name: value}
    inside = base(inner.block, "nothing")
    if rest:
        inside = _with(inner.block, inside, tuple(rest), value)
    elif not value:
        return dict(given)
    if inner.nesting in {_LIST, _SET}:
        return {**given, name: [inside]}
    return {**given, name: {"k": inside} if inner.nesting == _MAP else inside}


def _related(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return one == other[: len(one)] or other == one[: len(other)]


def _values(leaf: Leaf) -> Iterator[tuple[Terms, Terms]]:
    """Old and new values to try, what the argument's name suggests first."""
    if leaf.type is None:
        yield False, True
        return
    name = leaf.path[-1]
    hinted = [pair for hint, pair in _HINTS.items() if hint in name]
    others = [pair for pair in _TEXTS if pair not in hinted] if "string" in json.dumps(leaf.type) else [_TEXTS[0]]
    for before, after in (*hinted, *others):
        old, new = _value(leaf.type, before), _value(leaf.type, after)
        if old != new:
            yield old, new


def probe(plugin: Plugin, kind: str, block: Message, leaf: Leaf) -> Verdict:
    """Whether a change of one argument replaces the resource, whatever else it has."""
    verdict: Verdict = "unknown"
    for filled in _BASES:
        given = {**base(block, filled), "id": "c"}
        for old, new in _values(leaf):
            found = plugin.plan(kind, _with(block, given, leaf.path, old), _with(block, given, leaf.path, new))
            if any(_related(path, leaf.path) for path in found.replaces):
                return "replace"
            if not found.errors:
                verdict = "update"
                break
        if filled == "nothing" and verdict == "update":
            break
    return verdict
