"""A replacement rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A change of `path` (indexes written `[]`) or of anything below it replaces the resource, says `source`."""

    path: str
    source: str


Table = Mapping[str, str]
"""Type token → paths, separated by spaces."""


def rules(table: Table, token: str, source: str) -> list[Rule]:
    """The rules of one type in a table."""
    return [Rule(path, source) for path in table.get(token, "").split()]
