"""Shows that the conformance suite can fail: mutates the planner, and prints what the goldens let pass.

    python -m tests.conformance.mutants [--module planner] [--sample N --seed S] [--jobs 1] [--no-tests]

The planner is what stands between a registration and the state that it leaves behind, and does what Pulumi does: which
old resource a registration continues (`aliases`), what differs (`comparison`, `diff`, `paths`), what follows from that
(`planner`, `replacement`, `targeting`, `graph`, `deleting`), what a step does (`steps`, `goal`, `registry`), and what
is kept of it (`recorder`). Not the program's side (`monitor`, `transforms`, `hooks`), which turns requests into goals.
Not `recovery` and `adoption`, where this engine means to differ from Pulumi (docs/adr/0002), so that no golden of
Pulumi's can judge it: they have tests of their own.

There are two stages. The goldens of Pulumi judge every mutant but those of what this engine has of its own (see
`accepted`); what they let pass, and what they cannot judge, is put before the engine's own tests. Both shares are
printed. The exit code is 0 if at least the share that `--least` asks for is caught.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from tests.conformance.mutants.accepted import EQUIVALENT, OWN, reason
from tests.conformance.mutants.operators import Mutant
from tests.conformance.mutants.running import Judged, Verdict, at_home, found, judge, scratch, survey

PLANNER: Final = (
    "goal",
    *(
        f"embedded/{name}"
        for name in (
            "aliases",
            "comparison",
            "deleting",
            "diff",
            "graph",
            "paths",
            "planner",
            "recorder",
            "registry",
            "replacement",
            "steps",
            "targeting",
        )
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    modules = [name for name in PLANNER if name.split("/")[-1] in asked.module] if asked.module else PLANNER
    mutants = [mutant for module in modules for mutant in found(module) if asked.only in mutant.key]
    equivalent = [mutant for mutant in mutants if reason(mutant, EQUIVALENT)]
    mutants = [mutant for mutant in mutants if not reason(mutant, EQUIVALENT)]
    if asked.sample is not None:
        mutants = random.Random(asked.seed).sample(mutants, min(asked.sample, len(mutants)))
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="mutants-", dir=scratch()))
    judged = [Judged(mutant, "of its own") for mutant in mutants if reason(mutant, OWN)]
    try:
        with at_home(folder):
            for one in judge(
                [each for each in mutants if not reason(each, OWN)], survey(modules, folder), folder, jobs=asked.jobs
            ):
                judged.append(one)
                if asked.verbose:
                    print(
                        f"{one.verdict:12} {one.mutant.module}.py:{one.mutant.line} {one.mutant.key} {one.case}",
                        flush=True,
                    )
                elif sys.stderr.isatty():
                    print(f"\r{len(judged)}/{len(mutants)}", end="", file=sys.stderr)
            left = [one.mutant for one in judged if one.verdict != "caught"]
            tested = by_tests(modules, left) if left and asked.tests else frozenset[str]()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(report(judged, equivalent, tested, time.monotonic() - began))
    return 0 if share(judged, tested) >= asked.least else 1


def by_tests(modules: Sequence[str], mutants: Sequence[Mutant]) -> frozenset[str]:
    """The names of those mutants that the engine's own tests catch."""
    # Imported here: what it needs of pytest need not be in the children of the first stage.
    from tests.conformance.mutants.second import judge_by_tests, survey_tests

    return frozenset(mutant.key for mutant, caught in judge_by_tests(mutants, survey_tests(modules)) if caught)


def share(judged: Sequence[Judged], tested: Collection[str] = ()) -> float:
    """Which percentage of the mutants is caught by the goldens, or by a test; those that nothing touches are not.

    Without tests, what this engine has of its own does not count: the goldens are Pulumi's.
    """
    counted = [one for one in judged if tested or one.verdict != "of its own"]
    return 100 * sum(one.verdict == "caught" or one.mutant.key in tested for one in counted) / max(1, len(counted))


def report(judged: Sequence[Judged], equivalent: Sequence[Mutant], tested: Collection[str], seconds: float) -> str:
    lines: list[str] = []
    for verdict, title in _TITLES.items():
        of_it = [one.mutant for one in judged if one.verdict == verdict]
        for some, by in (
            ([mutant for mutant in of_it if mutant.key not in tested], ""),
            ([mutant for mutant in of_it if mutant.key in tested], ", caught by tests/engine"),
        ):
            if some:
                lines += [f"{title}{by} ({len(some)})"]
                lines += map(_described, sorted(some, key=lambda mutant: (mutant.module, mutant.line)))
    for why in dict.fromkeys(entry.why for entry in EQUIVALENT):
        some = [mutant for mutant in equivalent if reason(mutant, EQUIVALENT) == why]
        if some:
            lines += [f"Equivalent, not counted ({len(some)}): {why}", *map(_described, some)]
    of_pulumi = [one for one in judged if one.verdict != "of its own"]
    caught = sum(one.verdict == "caught" for one in of_pulumi)
    lines.append(f"Caught by the goldens: {caught} of {len(of_pulumi)} mutants, {share(of_pulumi):.1f} %")
    if tested:
        more = sum(one.mutant.key in tested for one in judged)
        both = f"{caught + more} of {len(judged)} mutants, {share(judged, tested):.1f} %"
        lines.append(f"Caught by the goldens or by tests/engine: {both}")
    lines.append(f"({len(equivalent)} equivalent; {seconds:.0f} s)")
    return "\n".join(lines)


_TITLES: Final[dict[Verdict, str]] = {
    "survived": "Let pass by the goldens",
    "not covered": "Not covered by any case",
    "of its own": "What this engine has of its own",
}


def _described(mutant: Mutant) -> str:
    place = f"src/stackwright/engine/{mutant.module}.py:{mutant.line} {mutant.function}"
    return f"  {place}: {mutant.operator}\n    {_short(mutant.before)}\n -> {_short(mutant.after)}"


def _short(text: str) -> str:
    return text if len(text) <= 110 else text[:109] + "…"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.mutants", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--module", action="append", default=[], help="only this module of the planner; may be given again"
    )
    parser.add_argument("--only", default="", help="only mutants that have this in their name")
    parser.add_argument("--sample", type=int, help="only so many, drawn at random")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1, help="how many mutants to try at once")
    parser.add_argument(
        "--no-tests", dest="tests", action="store_false", help="leave out the second stage, the tests of the engine"
    )
    parser.add_argument("--least", type=float, default=0, help="fail if less than this percentage is caught")
    parser.add_argument("--verbose", action="store_true", help="tell of each mutant, and of the case that caught it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
