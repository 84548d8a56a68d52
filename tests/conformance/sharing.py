"""Writes each value of a recording once: one resource comes in many steps, states, events and calls alike.

A value that comes twice stands in a table by a digest of itself, and `{"@": digest}` where it is meant.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any, Final

_REFERENCE: Final = "@"
_SMALLEST: Final = 60
"""Characters below which a value is written again: a reference is no shorter."""


def shared(value: Any) -> tuple[Any, dict[str, Any]]:
    """`value` with references, and the table of what they stand for."""
    uses: Counter[str] = Counter()
    _count(value, uses)
    table: dict[str, Any] = {}
    return _with_references(value, uses, table), dict(sorted(table.items()))


def restored(value: Any, table: dict[str, Any]) -> Any:
    """What `shared` was given. What was the same is one object, which must not be changed."""
    known: dict[str, Any] = {}

    def restore(item: Any) -> Any:
        if isinstance(item, list):
            return [restore(each) for each in item]
        if not isinstance(item, dict):
            return item
        if item.keys() != {_REFERENCE}:
            return {key: restore(each) for key, each in item.items()}
        digest = item[_REFERENCE]
        if digest not in known:
            known[digest] = restore(table[digest])
        return known[digest]

    return restore(value)


def _count(value: Any, uses: Counter[str]) -> None:
    """How often each value is used; what is inside one that is used often is used there once."""
    if not isinstance(value, dict | list):
        return
    text = _text(value)
    if len(text) >= _SMALLEST:
        uses[text] += 1
        if uses[text] > 1:
            return
    for each in value.values() if isinstance(value, dict) else value:
        _count(each, uses)


def _with_references(value: Any, uses: Counter[str], table: dict[str, Any]) -> Any:
    if not isinstance(value, dict | list):
        return value
    text = _text(value)
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    if digest in table:
        return {_REFERENCE: digest}
    if isinstance(value, dict):
        inside: Any = {key: _with_references(each, uses, table) for key, each in value.items()}
    else:
        inside = [_with_references(each, uses, table) for each in value]
    if uses[text] < 2:
        return inside
    table[digest] = inside
    return {_REFERENCE: digest}


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
