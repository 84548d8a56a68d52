"""The tables of `rules/data/`: what was distilled from a source that says what forces replacement.

One file per package, read when a type of it is first asked for. A line is a type: letter of a source → the paths that
replace, separated by spaces; under `?` the inputs of which no source knows anything. An input that is nowhere in the
line is known to change in place; where there is more than one source, `~` says which knows that: the letter for all,
but `letter:input` for one. `distilling/README.md` tells how the tables are made and what they may be used for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from stackwright.simcloud.rules.model import Rule

WHOLE = "="
"""Ends a path that replaces only if a whole block is added or removed there: what is in the block has its own rules."""
UNKNOWN = "?"
IN_PLACE = "~"


@dataclass(frozen=True, slots=True)
class Distilled:
    """What is known of a type. `unknown`: the inputs of which nothing is; `source`: who knows what changes in place,
    but for the inputs in `others`.
    """

    rules: tuple[Rule, ...]
    unknown: frozenset[str]
    source: str
    others: Mapping[str, str]

    def in_place(self, name: str) -> str:
        """Who says that an input changes in place; empty if nobody does."""
        return "" if name in self.unknown else self.others.get(name, self.source)


def distilled(token: str) -> Distilled | None:
    """What is known of a type; None if it is in no table."""
    table = _table(token.partition(":")[0])
    line: Mapping[str, str] | None = table["types"].get(token) if table else None
    if table is None or line is None:
        return None
    sources: Mapping[str, str] = table["sources"]
    rules = tuple(
        Rule(path.removesuffix(WHOLE), sources[letter], whole=path.endswith(WHOLE))
        for letter, listed in line.items()
        if letter in sources
        for path in listed.split()
    )
    most, *others = line.get(IN_PLACE, next(iter(line))).split()
    by_input = {name: sources[letter] for letter, _, name in (item.partition(":") for item in others)}
    return Distilled(rules, frozenset(line.get(UNKNOWN, "").split()), sources[most], by_input)


@lru_cache(maxsize=16)
def _table(package: str) -> Mapping[str, Any] | None:
    file = Path(__file__).parent / "data" / f"{package}.json"
    return json.loads(file.read_bytes()) if file.is_file() else None
