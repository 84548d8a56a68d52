"""Running the CLI: one process per operation, its event log followed while it works, and a polite way to stop it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from stackwright.errors import Cancelled

_POLL: Final = 0.03
"""Seconds between two looks at the event log: shorter than a person sees, long enough to cost nothing."""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a process ended, and what it said."""

    code: int
    stdout: str
    stderr: str


class Processes:
    """The processes of one engine. Each has a process group of its own, which Ctrl-C in a terminal does not reach."""

    def __init__(self) -> None:
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self._interrupts = 0
        self._lock = threading.Lock()

    def run(
        self,
        command: Sequence[str],
        *,
        directory: Path,
        environment: Mapping[str, str],
        stdin: str | None = None,
        log: Path | None = None,
        on_line: Callable[[str], None] = lambda _: None,
    ) -> Finished:
        """Run `command` to its end. Every line that it appends to `log` goes to `on_line` at once.

        Where this call is left early (Ctrl-C, a sink that raises), the process is interrupted and waited for first: an
        engine that dies in the middle of a step leaves a lock and an unknown cloud behind.
        """
        with _buffer() as out, _buffer() as err, _buffer() as source:
            if stdin is not None:
                source.write(stdin.encode())
                source.seek(0)
            process = subprocess.Popen(  # noqa: S603 - the arguments are ours, never a shell
                list(command),
                cwd=directory,
                env=dict(environment),
                stdin=source,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
            with self._lock:
                self._running[process.pid] = process
            try:
                _follow(process, log, on_line)
            except BaseException:
                _interrupt(process)
                process.wait()
                raise
            finally:
                with self._lock:
                    del self._running[process.pid]
            return Finished(process.returncode, _text(out), _text(err))

    def pause(self, seconds: float) -> None:
        """Wait between two tries.

        Raises:
            Cancelled: someone asked to stop meanwhile.
        """
        before, until = self._interrupts, time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._interrupts > before:
                raise Cancelled("stopped while waiting for the stack's lock")
            time.sleep(min(left, _POLL))

    def interrupt(self) -> None:
        """Ask every running process to finish its steps and stop; asked a third time, kill it.

        SIGINT makes the CLI cancel; a second SIGINT makes it terminate (pkg/backend/cancellation_scope.go). It goes to
        the CLI alone: the program shares its group, and would only add a traceback of its own.
        No lock is taken, so this may be called in a signal handler.
        """
        self._interrupts += 1
        for process in list(self._running.values()):
            if self._interrupts <= 2:
                _interrupt(process)
            else:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)


def _buffer() -> IO[bytes]:
    """A file for what passes through a pipe: in memory where the system knows such files, as it may hold secrets."""
    if sys.platform == "linux":
        return open(os.memfd_create("stackwright"), "w+b")  # noqa: PTH123 - a descriptor
    return tempfile.TemporaryFile()


def _follow(process: subprocess.Popen[bytes], log: Path | None, on_line: Callable[[str], None]) -> None:
    if log is None:
        process.wait()
        return
    tail = _Tail(log)
    while process.poll() is None:
        for line in tail.lines():
            on_line(line)
        time.sleep(_POLL)
    for line in tail.lines():
        on_line(line)


class _Tail:
    """The complete lines that were appended to a file since the last look."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0
        self._rest = b""

    def lines(self) -> list[str]:
        try:
            with self._path.open("rb") as file:
                file.seek(self._offset)
                chunk = file.read()
        except FileNotFoundError:
            return []
        self._offset += len(chunk)
        *complete, self._rest = (self._rest + chunk).split(b"\n")
        return [line.decode(errors="replace") for line in complete if line]


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")
