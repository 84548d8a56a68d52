"""Worker processes, and one that is started before it is known what for.

Starting Python and importing Pulumi's SDK takes a third of a second: a command that will need a worker starts it
first, and reads what a person wrote meanwhile. Nothing is imported here that takes time.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final

_MODULE: Final = "stackwright.engine.embedded.worker"
_KEPT: Final = frozenset({"HOME", "LANG", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "TZ", "VIRTUAL_ENV", "XDG_CACHE_HOME"})
_KEPT_PREFIXES: Final = ("LC_", "PYTHON", "STACKWRIGHT_CACHE")


@dataclass(slots=True, eq=False)
class Process:
    """A worker process and the pipe to it."""

    process: subprocess.Popen[bytes]
    pipe: Connection


def start(modules: Sequence[str] = ()) -> Process:
    """Start a worker process that imports `modules`, besides its own, while it waits for what it is to do.

    It runs the caller's own code, by the same interpreter and path, but is started without the caller's variables: what
    a program may see comes with each request, and what it may not see is not in `/proc/<pid>/environ` either.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", _MODULE, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env={**_harmless(os.environ), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    pipe = Connection(ours.detach())
    pipe.send((sys.path, tuple(modules)))
    return Process(process, pipe)


def _harmless(variables: Mapping[str, str]) -> dict[str, str]:
    """What Python needs to start and to find its packages and caches."""
    return {name: value for name, value in variables.items() if name in _KEPT or name.startswith(_KEPT_PREFIXES)}


_spares: Final[list[Process]] = []


@contextmanager
def early(modules: Sequence[str] = ()) -> Generator[None]:
    """Have a worker started while the block begins; one that nobody took is ended with it."""
    spare = start(modules)
    _spares.append(spare)
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):
            _spares.remove(spare)
            spare.process.kill()
            spare.process.wait()
            spare.pipe.close()


def take() -> Process:
    """The worker that was started early, else a new one."""
    try:
        return _spares.pop()
    except IndexError:
        return start()
