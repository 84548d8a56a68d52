"""How things are timed: in rounds, the alternatives one after another in each, so that noise meets them alike."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of each round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def best(self) -> float:
        return min(self.seconds)

    def __str__(self) -> str:
        return f"{_shown(self.median)} median, {_shown(self.best)} best of {len(self.seconds)}"


def measured(actions: Mapping[str, Callable[[], object]], *, rounds: int, warm: int = 1) -> dict[str, Timing]:
    """Time every action `rounds` times, after `warm` rounds that do not count."""
    found: dict[str, list[float]] = {name: [] for name in actions}
    for number in range(warm + rounds):
        for name, act in actions.items():
            began = time.perf_counter()
            act()
            if number >= warm:
                found[name].append(time.perf_counter() - began)
    return {name: Timing(tuple(seconds)) for name, seconds in found.items()}


def user_environment(home: Path) -> dict[str, str]:
    """The variables of a tool that keeps its worlds in `home`: a user's, whose Python keeps bytecode.

    Machines that run benchmarks may turn that off, and the official CLI's Python, in a rehearsal, knows nothing of it.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "STACKWRIGHT_HOME": str(home)}


def line(what: str, text: str) -> None:
    print(f"{what:<46} {text}", flush=True)


def against(what: str, timing: Timing, budget: float) -> None:
    """Print a figure beside what was promised."""
    verdict = "kept" if timing.median < budget else "MISSED"
    line(what, f"{timing}   promised: under {_shown(budget)}, {verdict}")


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
