"""How right the replacement rules are, by sources that are not theirs: a module to run, with truths as arguments.

Precision: of the inputs that the rules say replace, how many the truth says do. Recall: of those that the truth says
do, how many the rules say. Unknown: of all inputs of which the truth says something, how many the rules say nothing
of; they count as changes in place, as in a rehearsal. Rules that came from the truth's own source are left out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stackwright.simcloud import paths
from stackwright.simcloud.rules.find import replaced_by
from stackwright.simcloud.rules.knowledge import knowledge


@dataclass(frozen=True, slots=True)
class Measured:
    """The counts of one truth: of inputs, but for `types`. `wrong` and `missed` name them."""

    source: str
    types: int
    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    unknown: int
    inputs: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + len(self.wrong) or 1)

    @property
    def recall(self) -> float:
        return self.right / (self.right + len(self.missed) or 1)


def measure(truth: Path) -> Measured:
    """Compare the rules with a truth that `distilling/truth.py` wrote. What it says of a part of an input, such as
    `spec.selector`, is for packages that have one list of all that replaces: there nothing is unknown.
    """
    document = json.loads(truth.read_bytes())
    own = str(document["source"]).partition(",")[0]
    right, unknown, inputs = 0, 0, 0
    wrong: list[str] = []
    missed: list[str] = []
    for token, said in document["types"].items():
        replaces, in_place = set(said["replaces"].split()), set(said["in place"].split())
        for item in knowledge(token, without=own):
            if item.input not in replaces | in_place or item.verdict == "partly":
                continue
            inputs += 1
            unknown += item.verdict == "unknown"
            ours, theirs = item.verdict == "replaces", item.input in replaces
            right += ours and theirs
            if ours and not theirs:
                wrong.append(f"{token} {item.input}")
            elif theirs and not ours:
                missed.append(f"{token} {item.input}{' (unknown)' if item.verdict == 'unknown' else ''}")
        for path in sorted(path for path in replaces | in_place if paths.top(path) != path):
            inputs += 1
            rule = replaced_by(token, path)
            ours, theirs = rule is not None and own not in rule.source, path in replaces
            right += ours and theirs
            if ours != theirs:
                (wrong if ours else missed).append(f"{token} {path}")
    return Measured(document["source"], len(document["types"]), right, tuple(wrong), tuple(missed), unknown, inputs)


def table(measured: Sequence[tuple[str, Measured]]) -> list[str]:
    """Lines for a person."""
    lines = [f"{'cloud':<14}{'types':>6}{'inputs':>8}{'precision':>11}{'recall':>8}{'unknown':>9}  truth"]
    for name, it in measured:
        share = it.unknown / (it.inputs or 1)
        lines.append(
            f"{name:<14}{it.types:>6}{it.inputs:>8}{it.precision:>11.1%}{it.recall:>8.1%}{share:>9.1%}  {it.source}"
        )
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m stackwright.simcloud.rules.measuring")
    parser.add_argument("truths", nargs="+", type=Path, metavar="TRUTH", help="tests/simcloud/rules/truth/*.json")
    parser.add_argument("--list", action="store_true", help="name the inputs on which rules and truth differ")
    given = parser.parse_args(arguments)
    measured = [(truth.stem, measure(truth)) for truth in given.truths]
    lines = table(measured)
    if given.list:
        for name, it in measured:
            lines += [f"{name}: only the rules say that it replaces: {item}" for item in it.wrong]
            lines += [f"{name}: only the truth says that it replaces: {item}" for item in it.missed]
    print("\n".join(lines))  # noqa: T201 - what it is for


if __name__ == "__main__":
    main()
