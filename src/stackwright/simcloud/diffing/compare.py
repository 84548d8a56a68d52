"""Compares old values with new ones and lists the changed paths.

Secret marks are no difference; an unknown new value is one. Lists are compared by position: an SDK does not say which
of them are sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from stackwright.simcloud import paths
from stackwright.wire.results import DiffKind
from stackwright.wire.values import Value, is_unknown, revealed

Change = Literal["add", "delete", "update"]
REPLACING: Mapping[Change, DiffKind] = {"add": "add-replace", "delete": "delete-replace", "update": "update-replace"}
UPDATING: Mapping[Change, DiffKind] = {"add": "add", "delete": "delete", "update": "update"}
_IGNORED = frozenset({"__defaults", "__meta", "__internal"})


class _Missing:
    """No value at all, which is not None."""


_MISSING = _Missing()
_Side: TypeAlias = "Value | _Missing"


def changes(old: Mapping[str, Value], state: Mapping[str, Value], new: Mapping[str, Value]) -> dict[str, Change]:
    """Changed path → what happened to it.

    `old` are the old inputs, which decide which properties count; `state` is what the cloud has, and wins where it has
    the property (empty to compare inputs only); `new` are the new inputs.
    """
    return dict(_mapping(revealed(old), revealed(state), revealed(new), ""))


def _mapping(
    old: Mapping[str, Value], state: Mapping[str, Value], new: Mapping[str, Value], at: str
) -> Iterator[tuple[str, Change]]:
    for key in [*old, *(key for key in new if key not in old)]:
        if key in _IGNORED:
            continue
        before: _Side = old.get(key, _MISSING)
        yield from _value(before, state.get(key, before), new.get(key, _MISSING), paths.join(at, key))


def _value(old: _Side, state: _Side, new: _Side, path: str) -> Iterator[tuple[str, Change]]:
    """`state` is the old value as it stands in the cloud."""
    if _absent(new):
        if not _absent(old):
            yield path, "delete"
    elif _absent(state) or (_absent(old) and not _same(state, new)):
        yield path, "add" if _absent(old) else "update"
    elif isinstance(new, dict) and isinstance(state, dict):
        yield from _mapping(old if isinstance(old, dict) else {}, state, new, path)
    elif isinstance(new, list) and isinstance(state, list):
        yield from _items(old if isinstance(old, list) else [], state, new, path)
    elif is_unknown(new if not isinstance(new, _Missing) else None) or not _same(state, new):
        yield path, "update"


def _items(old: list[Value], state: list[Value], new: list[Value], path: str) -> Iterator[tuple[str, Change]]:
    for index in range(max(len(state), len(new))):
        before: _Side = old[index] if index < len(old) else _MISSING
        there: _Side = state[index] if index < len(state) else _MISSING
        after: _Side = new[index] if index < len(new) else _MISSING
        at = paths.join(path, index)
        if isinstance(after, _Missing):
            yield at, "delete"
        elif isinstance(there, _Missing):
            yield at, "add"
        else:
            yield from _value(before if not isinstance(before, _Missing) else there, there, after, at)


def _absent(value: _Side) -> bool:
    return value is None or isinstance(value, _Missing)


def _same(left: _Side, right: _Side) -> bool:
    """Equality in which True is not 1, but 1 is 1.0: both engines carry numbers as doubles."""
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    return left == right
