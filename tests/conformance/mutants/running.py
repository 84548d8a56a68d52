"""Runs the replay against mutants: each in a process forked from a warmed one, until the first case that notices.

The parent has gone through the cases once, so that all but the engine is loaded, read and derived; the child loads the
engine again, one module of it changed. A case stops at its first step that differs from the golden.
"""

from __future__ import annotations

import ast
import gc
import importlib
import os
import pickle
import resource
import select
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any, Final, Literal, TypeVar

from tests.conformance import goldens
from tests.conformance.cases import Case
from tests.conformance.mutants.operators import Mutant, mutants_of
from tests.conformance.suite import CASES
from tests.conftest import offline

T = TypeVar("T")
Verdict = Literal["caught", "survived", "not covered", "of its own"]
"""What the goldens make of a mutant; they do not judge what this engine has of its own."""
Lines = frozenset[int]

_ENGINE: Final = Path(__file__).parents[3] / "src/stackwright/engine"
_RELOADED: Final = ("stackwright.engine.embedded", "stackwright.engine.goal", "tests.conformance.harness")
"""What a child loads anew: all that has, or is made of, what can be mutated."""
_SLOWER: Final = 10
"""How many times the seconds that a case takes with the engine as it is it gets with a mutant."""
_IDLE: Final = 300.0
"""Seconds without the end of a case after which a mutant is taken to wait for ever: a busy machine may starve it."""
_MEMORY: Final = 4 << 30


@dataclass(frozen=True, slots=True)
class Known:
    """What the cases have shown of the engine as it is: the seconds that each takes, and the lines it touches by
    module.
    """

    cases: Sequence[Case]
    seconds: Mapping[str, float]
    lines: Mapping[str, Mapping[str, Lines]]


@dataclass(frozen=True, slots=True)
class Judged:
    mutant: Mutant
    verdict: Verdict
    case: str = ""


def source(module: str) -> Path:
    return _ENGINE / f"{module}.py"


def found(module: str) -> list[Mutant]:
    """The mutants of one module of the engine, named as `embedded/planner`."""
    return list(mutants_of(ast.parse(source(module).read_text()), module))


@contextmanager
def at_home(folder: Path) -> Generator[None]:
    """With nothing of the developer's in the environment, as tests have it."""
    before = dict(os.environ)
    try:
        for name in set(os.environ) - {"PATH", "LANG", "TMPDIR", "PYTHONPATH"}:
            del os.environ[name]
        os.environ.update(offline(folder))
        # gRPC is imported and not used; its part in a fork is to complain.
        os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def scratch() -> str | None:
    """Where worlds lie: in memory if there is such a place, for every step syncs its state to the disk."""
    memory = Path("/dev/shm")
    return str(memory) if os.access(memory, os.W_OK) else None


def notices(case: Case, folder: Path) -> bool:
    """Whether the engine as it is loaded does something else in `case` than its golden says, or fails at it."""
    harness = importlib.import_module("tests.conformance.harness")
    steps: list[Any] = goldens.load(case.name)["steps"]
    try:
        recordings = harness.recorded(case, harness.embedded, folder)
        return any(goldens.unlike([step], [found]) for step, found in zip(steps, recordings, strict=True))
    except Exception:  # noqa: BLE001 - whatever a mutant breaks
        return True


def survey(modules: Iterable[str], folder: Path, cases: Sequence[Case] = CASES) -> Known:
    """Go through every case, to load everything and to see what it touches.

    What calls back into its program uses gRPC, which does not survive a fork: such a case never runs in the parent.

    Raises:
        RuntimeError: a case fails with the engine as it is.
    """
    files = {str(source(module)): module for module in (*modules, "embedded/callbacks")}
    seconds: dict[str, float] = {}
    lines: dict[str, Mapping[str, Lines]] = {}
    for case in cases:
        seen = apart(lambda case=case: _see(case, files, folder / "seen"))
        seconds[case.name], lines[case.name] = seen.seconds, seen.lines
        if not seen.passed or (
            "Callbacks.invoke" not in seen.functions and notices(case, folder / "loaded" / case.name)
        ):
            raise RuntimeError(f"{case.name} fails with the engine as it is")
    return Known(cases, seconds, lines)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one run of a case has shown."""

    passed: bool
    seconds: float
    lines: Mapping[str, Lines]
    functions: frozenset[str]


def _see(case: Case, files: Mapping[str, str], folder: Path) -> _Seen:
    """Run a case and watch which lines and functions of these files run, by the names of their modules."""
    lines: dict[str, set[int]] = {module: set() for module in files.values()}
    functions: set[str] = set()

    def called(frame: FrameType, event: str, argument: object) -> Any:
        del event, argument
        module = files.get(frame.f_code.co_filename)
        if module is None:
            return None
        functions.add(frame.f_code.co_qualname)
        note = lines[module].add

        def line(frame: FrameType, event: str, argument: object) -> Any:
            del event, argument
            note(frame.f_lineno)
            return line

        return line

    _forget()
    threading.settrace(called)
    sys.settrace(called)
    began = time.process_time()
    passed = not notices(case, folder / case.name)
    seconds = time.process_time() - began
    return _Seen(passed, seconds, {module: frozenset(found) for module, found in lines.items()}, frozenset(functions))


def _forget() -> None:
    """Empty the caches of the engine: what is remembered is not run again, and would not be seen."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_RELOADED):
            for value in list(vars(module).values()):
                getattr(value, "cache_clear", int)()


def apart(do: Callable[[], T]) -> T:
    """What `do` returns, in a process of its own."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(do(), pipe)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(process, 0)
    return pickle.loads(said)


def judge(
    mutants: Iterable[Mutant], known: Known, folder: Path, *, jobs: int = 1, least: float = 3.0
) -> Iterator[Judged]:
    """What becomes of each mutant, as soon as it is known. A case may compute for `least` seconds at least."""
    gc.collect()
    gc.freeze()  # what is here is shared with every child as long as nobody touches it
    caught: Counter[tuple[str, str]] = Counter()
    children: dict[int, _Child] = {}
    try:
        for mutant in mutants:
            cases = [case for case in known.cases if mutant.at_import or _touches(known.lines[case.name], mutant)]
            if not cases:
                yield Judged(mutant, "not covered")
                continue
            # What caught others in the same function is likely to catch this one; else the cheapest goes first.
            cases.sort(key=lambda case: (-caught[case.name, mutant.function], known.seconds[case.name]))
            child = _start(mutant, cases, [max(least, _SLOWER * known.seconds[case.name]) for case in cases], folder)
            children[child.pipe] = child
            while len(children) >= jobs:
                yield from _ended(children, caught)
        while children:
            yield from _ended(children, caught)
    finally:
        gc.unfreeze()
        for child in children.values():
            os.kill(child.process, signal.SIGKILL)
            _reap(child)


def _touches(lines: Mapping[str, Lines], mutant: Mutant) -> bool:
    return not lines[mutant.module].isdisjoint(range(mutant.line, mutant.last + 1))


# One mutant


@dataclass(slots=True)
class _Child:
    """A process with a mutant. It writes a byte for each case that noticed nothing, and ends."""

    mutant: Mutant
    cases: Sequence[Case]
    process: int
    pipe: int
    folder: Path
    heard: float
    passed: int = 0


def _start(mutant: Mutant, cases: Sequence[Case], limits: Sequence[float], folder: Path) -> _Child:
    own = folder / f"mutant-{time.monotonic_ns()}"
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            os.close(reading)
            code = _run(mutant, cases, limits, own, writing)
        finally:
            os._exit(code)
    os.close(writing)
    return _Child(mutant, cases, process, reading, own, time.monotonic())


def _ended(children: dict[int, _Child], caught: Counter[tuple[str, str]]) -> Iterator[Judged]:
    """Wait for a sign of any child, and tell of those that have ended."""
    ready, _, _ = select.select(list(children), [], [], 1)
    for pipe, child in list(children.items()):
        if pipe in ready:
            said = os.read(pipe, 4096)
            child.heard = time.monotonic()
            child.passed += len(said)
            if said:
                continue
        elif time.monotonic() - child.heard < _IDLE:
            continue
        else:
            os.kill(child.process, signal.SIGKILL)
        del children[pipe]
        if _reap(child) == 0:
            yield Judged(child.mutant, "survived")
        else:
            case = child.cases[min(child.passed, len(child.cases) - 1)].name
            caught[case, child.mutant.function] += 1
            yield Judged(child.mutant, "caught", case)


def _reap(child: _Child) -> int:
    """How the child ended: 0 if nothing was noticed."""
    _, status = os.waitpid(child.process, 0)
    os.close(child.pipe)
    shutil.rmtree(child.folder, ignore_errors=True)
    return status


def _run(mutant: Mutant, cases: Sequence[Case], limits: Sequence[float], folder: Path, pipe: int) -> int:
    """In the child: go through the cases with the mutant, each in at most so many seconds; 0 if none notices."""
    silence()
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    # Time that is spent computing: a busy machine is no mutant that loops.
    signal.setitimer(signal.ITIMER_PROF, max(limits))
    try:
        reload(mutant)
    except Exception:  # noqa: BLE001 - the engine cannot even be imported
        return 1
    for case, limit in zip(cases, limits, strict=True):
        signal.setitimer(signal.ITIMER_PROF, limit)
        if notices(case, folder / case.name):
            return 1
        os.write(pipe, b".")
    return 0


def silence() -> None:
    """In a child: say nothing, and take no more memory than a mutant may."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))


def reload(mutant: Mutant) -> None:
    """Forget the engine, and import it again with the mutant in place of its module."""
    for name in [name for name in sys.modules if name.startswith(_RELOADED)]:
        del sys.modules[name]
    path = source(mutant.module)
    code = compile(mutant.make(), str(path), "exec")
    sys.meta_path.insert(0, _Finder("stackwright.engine." + mutant.module.replace("/", "."), path, code))
    importlib.import_module("tests.conformance.harness")


class _Finder(MetaPathFinder, Loader):
    """Loads one module from code that is at hand."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self._name = name
        self._path = path
        self._code = code

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        del path, target
        return spec_from_file_location(fullname, self._path, loader=self) if fullname == self._name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)
