"""Turns what a source says of its own types into one line per type of an SDK."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from stackwright.simcloud import paths
from stackwright.simcloud.catalogue.model import NONE, Properties
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.rules.distilled import IN_PLACE, UNKNOWN, WHOLE
from stackwright.simcloud.rules.distilling.matching import folded, path_in
from stackwright.simcloud.rules.distilling.probing import Verdict

Steps = tuple[str, ...]
Said = Mapping[Steps, Verdict]
"""What a source says of one type, by its own names. A block is there beside what is in it if it has a verdict as a
whole: whether adding or removing one replaces.
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source says of one type of an SDK: the paths that replace it, and the inputs that it knows."""

    replaces: Sequence[str] = ()
    known: frozenset[str] = field(default_factory=frozenset[str])


def facts(types: Catalogue, token: str, said: Said) -> Facts:
    """What is said of a type, in the words of the SDK."""
    kind = types.resource(token)
    inputs = kind.inputs if kind else NONE
    replaces: list[str] = []
    known: set[str] = set()
    for top in sorted({steps[0] for steps in said}):
        path = path_in(types, inputs, (_input(token, inputs, top),))
        within: Said = {steps: verdict for steps, verdict in said.items() if steps[0] == top}
        if path is None or all(verdict == "unknown" for verdict in within.values()):
            continue
        known.add(path)
        for steps, whole in _minimal(within, (top,)):
            written = path_in(types, inputs, (_input(token, inputs, steps[0]), *steps[1:]))
            if written is not None:
                replaces.append(f"{written}{WHOLE}" if whole else written)
    return Facts(tuple(dict.fromkeys(replaces)), frozenset(known))


def _input(token: str, inputs: Properties, step: str) -> str:
    """The bridge calls the name of a thing `name`: `function_name` of a `Function`."""
    own = f"{token.rpartition(':')[2]}Name"
    return "name" if own not in inputs and "name" in inputs and folded(step) == folded(own) else step


def _minimal(said: Said, at: Steps) -> Iterator[tuple[Steps, bool]]:
    """The fewest paths that say the same: a block in which everything replaces is one path."""
    inside: Said = {steps: verdict for steps, verdict in said.items() if steps[: len(at)] == at and steps != at}
    ends = [verdict for steps, verdict in inside.items() if not _has_inner(inside, steps)]
    if all(verdict == "replace" for verdict in ends) if inside else said.get(at) == "replace":
        yield at, False
        return
    if inside and said.get(at) == "replace":
        yield at, True
    for steps in sorted({steps[: len(at) + 1] for steps in inside}):
        yield from _minimal(said, steps)


def _has_inner(said: Iterable[Steps], at: Steps) -> bool:
    return any(len(steps) > len(at) and steps[: len(at)] == at for steps in said)


def write(path: Path, types: Catalogue, sources: Mapping[str, str], said: Mapping[str, Mapping[str, Facts]]) -> None:
    """Write a table. `sources` are by letter; `said` is letter → token → facts, the first letter that knows wins."""
    lines: list[str] = []
    for token in types.tokens():
        line = _line(types, token, {letter: said[letter].get(token) for letter in sources})
        if line:
            lines.append(f"{json.dumps(token)}: {json.dumps(line, ensure_ascii=False)}")
    head = json.dumps({"version": types.version, "sources": sources}, indent=1, ensure_ascii=False)[:-2]
    path.write_text(head + ',\n "types": {\n' + ",\n".join(lines) + "\n}}\n", "utf-8")


def _line(types: Catalogue, token: str, said: Mapping[str, Facts | None]) -> dict[str, str]:
    kind = types.resource(token)
    left = set(kind.inputs) if kind else set[str]()
    line: dict[str, str] = {}
    in_place: dict[str, list[str]] = {}
    for letter, found in said.items():
        if found is None or not found.known & left:
            continue
        replaced = [path for path in found.replaces if paths.top(path.removesuffix(WHOLE)) in left]
        line[letter] = " ".join(sorted(replaced))
        in_place[letter] = sorted(found.known & left - {paths.top(path.removesuffix(WHOLE)) for path in replaced})
        left -= found.known
    if len(line) > 1:
        line[IN_PLACE] = _in_place(in_place)
    return {**line, UNKNOWN: " ".join(sorted(left))} if line and left else line


def _in_place(known: Mapping[str, Sequence[str]]) -> str:
    """Which source knows what changes in place: the one that knows most, then the others' inputs one by one."""
    most = max(known, key=lambda letter: len(known[letter]))
    return " ".join((most, *(f"{letter}:{name}" for letter in known if letter != most for name in known[letter])))
