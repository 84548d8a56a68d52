"""A replacement rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

GUESS = "guess: "
"""How a source begins that is none: experience says so, no page or operation was found that does."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A change of `path` (indexes written `[]`) or of anything below it replaces the resource, says `source`."""

    path: str
    source: str
    whole: bool = False
    """Replaces only if a whole block is added or removed there: what is in the block has rules of its own."""
    general: bool = False
    """Holds for most types of a cloud: what is known of a type in particular wins."""

    @property
    def guessed(self) -> bool:
        return self.source.startswith(GUESS)


Table = Mapping[str, str]
"""Type token → paths, separated by spaces."""
Sources = Mapping[str, str]
"""`<type token>.<path>`, or the type token for all its other paths → where the rules come from."""


def rules(table: Table, token: str, sources: Sources | str) -> list[Rule]:
    """The rules of one type in a table; one that `sources` says nothing of is a guess."""

    def source(path: str) -> str:
        if isinstance(sources, str):
            return sources
        return sources.get(f"{token}.{path}") or sources.get(token) or f"{GUESS}it is said when the resource is created"

    return [Rule(path, source(path)) for path in table.get(token, "").split()]


def spread(sources: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """`{token: (paths, source)}` as `Sources`."""
    return {f"{token}.{path}": source for token, (paths, source) in sources.items() for path in paths.split()}
