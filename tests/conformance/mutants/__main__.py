"""Shows that the conformance suite can fail: mutates the planner, and prints what the goldens let pass.

    python -m tests.conformance.mutants [--module embedded/planner] [--sample N --seed S] [--jobs 1]

The planner is what stands between a registration and the state that it leaves behind, and does what Pulumi does: which
old resource a registration continues (`aliases`), what differs (`comparison`, `diff`, `paths`), what follows from that
(`planner`, `replacement`, `targeting`, `graph`, `deleting`), what a step does (`steps`, `goal`, `registry`), and what
is kept of it (`recorder`). Not the program's side (`monitor`, `transforms`, `hooks`), which turns requests into goals.
Not `recovery` and `adoption`, where this engine means to differ from Pulumi (docs/adr/0002), so that no golden of
Pulumi's can judge it: they have tests of their own.

The exit code is 0 if at least the share that `--least` asks for is caught.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.conformance.mutants.accepted import ACCEPTED, reason
from tests.conformance.mutants.running import Judged, at_home, found, judge, scratch, survey

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
    mutants = [mutant for module in modules for mutant in found(module)]
    if asked.only:
        mutants = [mutant for mutant in mutants if asked.only in mutant.key]
    equivalent = [mutant for mutant in mutants if reason(mutant) is not None]
    mutants = [mutant for mutant in mutants if reason(mutant) is None]
    if asked.sample is not None:
        mutants = random.Random(asked.seed).sample(mutants, min(asked.sample, len(mutants)))
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="mutants-", dir=scratch()))
    judged: list[Judged] = []
    try:
        with at_home(folder):
            known = survey(modules, folder)
            for one in judge(mutants, known, folder, jobs=asked.jobs):
                judged.append(one)
                if asked.verbose:
                    print(f"{one.verdict:12} {one.mutant.module}.py:{one.mutant.line} {one.mutant.key} {one.case}")
                elif sys.stderr.isatty():
                    print(f"\r{len(judged)}/{len(mutants)}", end="", file=sys.stderr)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(report(judged, len(equivalent), time.monotonic() - began))
    return 0 if share(judged) >= asked.least else 1


def share(judged: Sequence[Judged]) -> float:
    """Which percentage of the mutants is caught; those that nothing touches are not."""
    return 100 * sum(one.verdict == "caught" for one in judged) / max(1, len(judged))


def report(judged: Sequence[Judged], equivalent: int, seconds: float) -> str:
    lines: list[str] = []
    for verdict, title in (("survived", "Survivors"), ("not covered", "Not covered by any case")):
        some = sorted(
            (one.mutant for one in judged if one.verdict == verdict), key=lambda mutant: (mutant.module, mutant.line)
        )
        if some:
            lines += [f"{title} ({len(some)})"]
            lines += [
                f"  src/stackwright/engine/{mutant.module}.py:{mutant.line} {mutant.function}: {mutant.operator}\n"
                f"    {_short(mutant.before)}\n -> {_short(mutant.after)}"
                for mutant in some
            ]
    if equivalent:
        lines += [f"Left out as equivalent ({equivalent}), see tests/conformance/mutants/accepted.py"]
        lines += [f"  {why}" for why in dict.fromkeys(entry.why for entry in ACCEPTED)]
    caught = sum(one.verdict == "caught" for one in judged)
    lines.append(f"{len(judged)} mutants, {caught} caught: {share(judged):.1f} % (in {seconds:.0f} s)")
    return "\n".join(lines)


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
    parser.add_argument("--least", type=float, default=0, help="fail if less than this percentage is caught")
    parser.add_argument("--verbose", action="store_true", help="tell of each mutant, and of the case that caught it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
