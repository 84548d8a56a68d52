"""Runs a program's code as if the process were its own, and puts everything back afterwards.

A program finds its own working directory, arguments, environment, `sys.path[0]`, `__main__` and standard output, and
its modules are forgotten when it ends, so that the next program may have modules of the same names. SDK packages stay:
they refuse to be imported twice.
"""

from __future__ import annotations

import contextlib
import gc
import io
import logging
import os
import sys
import sysconfig
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Final

LOCK: Final = RLock()
"""One program at a time: what is isolated here belongs to the process."""
GC_THRESHOLD: Final = 50_000
"""Allocations between collections while a program runs. Python's 700 costs half of the SDK's time (measured:
4.6 s and 2.4 s per 1,000 resources), and memory is the same."""

_PRIVATE: Final = frozenset({"PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"})
"""What the engine needs and a program does not."""


class Lines(io.TextIOBase):
    """Passes on whole lines."""

    def __init__(self, line: Callable[[str], None]) -> None:
        self._line = line
        self._rest = ""

    def write(self, s: str, /) -> int:
        *lines, self._rest = (self._rest + s).split("\n")
        for line in lines:
            self._line(line)
        return len(s)

    def finish(self) -> None:
        if self._rest:
            self._line(self._rest)
            self._rest = ""

    def writable(self) -> bool:
        return True


def environment(given: Mapping[str, str], *, inherit: bool) -> dict[str, str]:
    """The environment of a program: what was given for it, over the caller's own if that is wanted."""
    result = dict(os.environ) if inherit else {}
    result.update(given)
    return {key: value for key, value in result.items() if key not in _PRIVATE}


@contextmanager
def isolated(
    folder: Path,
    root: Path,
    variables: Mapping[str, str],
    out: Callable[[str], None],
    err: Callable[[str], None],
    *,
    forget: bool = True,
) -> Generator[None]:
    """Be the program in `folder` of the project in `root` while the block runs. Hold `LOCK` meanwhile.

    `out` and `err` get what the program prints, line by line. What it imports of its own is forgotten unless `forget`
    is false: a program that is a function of this process shares its modules with the rest of it.
    """
    before = _State()
    stdout, stderr = Lines(out), Lines(err)
    try:
        os.chdir(folder)
        sys.argv = ["."]
        _set_environment(variables)
        sys.path.insert(0, str(folder))
        gc.set_threshold(GC_THRESHOLD)
        # What is there already is none of the program's. A collection would walk all of the SDKs, for 0.3 s each time.
        gc.freeze()
        with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
            yield
    finally:
        stdout.finish()
        stderr.finish()
        before.restore(folder, root, forget=forget)


class _State:
    """What of the process a program may change."""

    def __init__(self) -> None:
        self.folder = Path.cwd()
        self.argv = sys.argv
        self.path = list(sys.path)
        self.variables = dict(os.environ)
        self.modules = set(sys.modules)
        self.main = sys.modules.get("__main__")
        self.threshold = gc.get_threshold()
        self.loggers = {each: _settings(each) for each in _loggers()}

    def restore(self, folder: Path, root: Path, *, forget: bool) -> None:
        gc.unfreeze()
        gc.set_threshold(*self.threshold)
        os.chdir(self.folder)
        sys.argv = self.argv
        sys.path[:] = self.path
        _set_environment(self.variables)
        for each in _loggers():
            # What writes to where this program printed, and what it has silenced, is nothing to the next.
            each.handlers[:], each.level, each.disabled, each.propagate = self.loggers.get(each, ([], 0, False, True))
        if self.main is not None:
            sys.modules["__main__"] = self.main
        for name in set(sys.modules) - self.modules if forget else ():
            if _belongs(sys.modules[name], folder, root):
                del sys.modules[name]
        sys.path_importer_cache.pop(str(folder), None)


def _loggers() -> list[logging.Logger]:
    named = logging.Logger.manager.loggerDict.values()
    return [logging.root, *(each for each in named if isinstance(each, logging.Logger))]


def _settings(logger: logging.Logger) -> tuple[list[logging.Handler], int, bool, bool]:
    return list(logger.handlers), logger.level, logger.disabled, logger.propagate


_INSTALLED: Final = tuple({sysconfig.get_path(name) for name in ("purelib", "platlib", "stdlib")})


def _belongs(module: object, folder: Path, root: Path) -> bool:
    """Whether a module is the program's own: below its folders, and not installed."""
    file = getattr(module, "__file__", None) or next(iter(getattr(module, "__path__", ())), None)
    if not isinstance(file, str) or file.startswith(_INSTALLED):
        return False
    path = Path(file)
    return path.is_relative_to(folder) or path.is_relative_to(root)


def _set_environment(variables: Mapping[str, str]) -> None:
    if os.environ != variables:
        os.environ.clear()
        os.environ.update(variables)
