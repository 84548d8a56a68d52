"""The second stage: do the engine's own tests catch what the goldens let pass?

They hold what this engine does otherwise than Pulumi, or what no scripted sequence can reach: the tests of
`tests/engine` that touch the mutated lines, in a process forked from one that has loaded everything but the engine.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest

from tests.conformance.mutants.operators import Mutant
from tests.conformance.mutants.running import Lines, apart, reload, silence, source

ROOT: Final = Path(__file__).parents[3]
_FOLDER: Final = "tests/engine"
_OPTIONS: Final = ("-q", "-x", "-n", "0", "-p", "no:cacheprovider", "--assert=plain", f"--rootdir={ROOT}")
_PATIENCE: Final = 120.0
"""Seconds that the tests of one mutant may compute."""


@dataclass(slots=True)
class _Watch:
    """A plugin of pytest that notes which lines of some files each test touches, and how long it takes."""

    files: Mapping[str, str]
    touched: dict[str, dict[str, set[int]]] = field(default_factory=dict[str, "dict[str, set[int]]"])
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    failed: list[str] = field(default_factory=list[str])
    _lines: dict[str, set[int]] = field(default_factory=dict[str, "set[int]"])

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._lines = self.touched[nodeid] = {module: set() for module in self.files.values()}
        self.seconds[nodeid] = time.process_time()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.seconds[nodeid] = time.process_time() - self.seconds[nodeid]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def called(self, frame: FrameType, event: str, argument: object) -> Any:
        del event, argument
        module = self.files.get(frame.f_code.co_filename)
        if module is None or module not in self._lines:
            return None
        note = self._lines[module].add

        def line(frame: FrameType, event: str, argument: object) -> Any:
            del event, argument
            note(frame.f_lineno)
            return line

        return line


@dataclass(frozen=True, slots=True)
class Touched:
    """What the tests of the engine touch, by the names of tests and modules."""

    lines: Mapping[str, Mapping[str, Lines]]
    seconds: Mapping[str, float]

    def touching(self, mutant: Mutant) -> list[str]:
        """The tests that come by a mutant, the quickest first."""
        lines = range(mutant.line, mutant.last + 1)
        tests = [name for name, seen in self.lines.items() if not seen[mutant.module].isdisjoint(lines)]
        return sorted(tests, key=lambda name: self.seconds[name])


def survey_tests(modules: Iterable[str]) -> Touched:
    """Run the engine's tests once, and see what they touch.

    Raises:
        RuntimeError: one fails with the engine as it is.
    """
    files = {str(source(module)): module for module in modules}
    watch = apart(lambda: _watch(files))
    if watch.failed or not watch.touched:
        raise RuntimeError(f"tests fail with the engine as it is: {', '.join(watch.failed) or 'none was found'}")
    lines = {name: {module: frozenset(found) for module, found in seen.items()} for name, seen in watch.touched.items()}
    return Touched(lines, watch.seconds)


def _watch(files: Mapping[str, str]) -> _Watch:
    silence()
    watch = _Watch(files)
    threading.settrace(watch.called)
    sys.settrace(watch.called)
    pytest.main([*_OPTIONS, str(ROOT / _FOLDER)], plugins=[watch])
    return watch


def judge_by_tests(mutants: Sequence[Mutant], known: Touched) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant, and whether a test of the engine catches it."""
    for mutant in mutants:
        tests = known.touching(mutant)
        yield mutant, bool(tests) and _fails(mutant, tests)


def _fails(mutant: Mutant, tests: Sequence[str]) -> bool:
    process = os.fork()
    if process == 0:
        code = 1
        try:
            silence()
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_PROF, _PATIENCE)
            reload(mutant)
            code = pytest.main([*_OPTIONS, *(str(ROOT / name) for name in tests)])
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    return status != 0
