"""How right the simulated cluster is about what an API server refuses: a module to run.

Precision: of the cases that the simulated cluster refuses, how many the server refuses. Recall: of those that the
server refuses, how many the simulated cluster refuses, or the provider would replace: then the server is never asked.
Worded: of those that both refuse, how many the simulated cluster refuses for the same reason in the same words.
Filled in: of the fields that the server fills in where an object leaves them out, how many the simulated cluster fills
in with the same values.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from tests.simcloud.apiserver.answers import plain, recorded
from tests.simcloud.apiserver.asking import Answer
from tests.simcloud.apiserver.cases import SETS, load
from tests.simcloud.apiserver.defaults import Filled, filled
from tests.simcloud.apiserver.simulating import Verdict, simulate


@dataclass(frozen=True, slots=True)
class Measured:
    """Names of cases, but for `server`. `otherwise` are refused by both, in other words."""

    server: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    taken: tuple[str, ...]
    otherwise: tuple[str, ...]

    @property
    def precision(self) -> float:
        return len(self.right) / (len(self.right) + len(self.wrong) or 1)

    @property
    def recall(self) -> float:
        return len(self.right) / (len(self.right) + len(self.missed) or 1)

    @property
    def worded(self) -> float:
        return 1 - len(self.otherwise) / (len(self.right) or 1)

    @property
    def cases(self) -> int:
        return len(self.right) + len(self.wrong) + len(self.missed) + len(self.taken)


def measure(which: str, verdicts: dict[str, Verdict]) -> Measured:
    """Compare verdicts with the recorded answers to one of the sets of cases."""
    server, answers = recorded(which)
    piles: dict[str, list[str]] = {"right": [], "wrong": [], "missed": [], "taken": [], "otherwise": []}
    for name, answer in answers.items():
        said = verdicts[name]
        if answer.accepted:
            piles["taken" if said.accepted else "wrong"].append(name)
        else:
            piles["missed" if said.accepted and not said.replaced else "right"].append(name)
            if not said.accepted and not _same(said, answer):
                piles["otherwise"].append(name)
    return Measured(server, **{pile: tuple(names) for pile, names in piles.items()})


def _same(said: Verdict, answer: Answer) -> bool:
    return plain(Answer(answer.code, answer.reason, said.message)) == plain(answer)


def table(measured: Sequence[tuple[str, Measured]]) -> list[str]:
    """Lines for a person."""
    lines = [f"{'set':<10}{'cases':>6}{'refused':>9}{'precision':>11}{'recall':>8}{'worded':>8}  server"]
    for name, it in measured:
        refused = len(it.right) + len(it.missed)
        lines.append(
            f"{name:<10}{it.cases:>6}{refused:>9}{it.precision:>11.1%}{it.recall:>8.1%}{it.worded:>8.1%}"
            f"  kube-apiserver {it.server}"
        )
    return lines


def filled_line(it: Filled) -> str:
    """For a person."""
    share = len(it.shown) / len(it.recorded)
    return f"filled in: {len(it.shown)} of {len(it.recorded)} fields, {share:.1%}  kube-apiserver {it.server}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.simcloud.apiserver.measuring")
    parser.add_argument(
        "sets", nargs="*", default=SETS, metavar="SET", help=f"of {', '.join(SETS)}; all if none is given"
    )
    parser.add_argument("--list", action="store_true", help="name the cases on which simulator and server differ")
    given = parser.parse_args(arguments)
    lines: list[str] = []
    measured: list[tuple[str, Measured]] = []
    for which in given.sets:
        verdicts = simulate(load(which))
        it = measure(which, verdicts)
        measured.append((which, it))
        _, answers = recorded(which)
        if given.list:
            lines += [f"only the simulator refuses {name}: {verdicts[name].message}" for name in it.wrong]
            lines += [f"only the server refuses {name}: {answers[name].message}" for name in it.missed]
            for name in it.otherwise:
                lines += [f"in other words: {name}", f"  {answers[name].message}", f"  {verdicts[name].message}"]
    fields = filled()
    if given.list:
        lines += [f"only the server fills in {it}" for it in sorted({*fields.recorded} - {*fields.shown})]
        lines += [f"only the simulator fills in {it}" for it in fields.made_up]
    print("\n".join([*table(measured), filled_line(fields), *lines]))


if __name__ == "__main__":
    main()
