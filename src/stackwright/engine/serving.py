"""A Python process that serves gRPC for the engine, and says its port first: a policy pack, or a plugin.

Source: `pulumi-language-python` (sdk/python/cmd, pulumi v3.260), which starts them so.
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Final

import grpc

from stackwright.errors import EngineError

STARTING: Final = 60.0
"""Seconds that one may take to start."""
_ENDING: Final = 5.0
_LAST_LINES: Final = 20
_LARGEST_MESSAGE: Final = 400 * 1024 * 1024

_WATCH: Final = """\
import os, runpy, sys, threading, time
def watch(parent=os.getppid()):
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
threading.Thread(target=watch, daemon=True).start()
"""
"""An end to it when the engine is gone: it would otherwise serve for ever."""


def module(name: str) -> str:
    """A program that runs a module, as `python -m` does."""
    return f"runpy.run_module({name!r}, run_name='__main__', alter_sys=True)\n"


def folder(path: Path) -> str:
    """A program that runs a folder's `__main__.py`, as `python <folder>` does."""
    return f"runpy.run_path({str(path)!r}, run_name='__main__')\n"


class ServingProcess:
    """One that is starting, or serves. Not for several threads at a time.

    `name` says to people what it is. Starting takes a few tenths of a second, so nothing here waits for it before there
    is something to ask.
    """

    def __init__(
        self,
        name: str,
        interpreter: str,
        program: str,
        arguments: Sequence[str],
        *,
        cwd: Path,
        variables: Mapping[str, str],
        starting: float = STARTING,
    ) -> None:
        self.name = name
        self._starting = starting
        self._said: deque[str] = deque(maxlen=_LAST_LINES)
        self._port: list[str] = []
        self._told = threading.Event()
        self._channel: grpc.Channel | None = None
        try:
            self.process = subprocess.Popen(  # noqa: S603 - the interpreter that the pack or the plugin names
                [interpreter, "-u", "-c", _WATCH + program, *arguments],
                cwd=cwd,
                env=dict(variables),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                process_group=0,  # a Ctrl-C is for the engine, which lets steps under way end first
            )
        except OSError as error:
            raise EngineError(f"{name} cannot be started: {interpreter}: {error.strerror}") from error
        self._readers = [self._read(self.process.stdout, first=True), self._read(self.process.stderr, first=False)]

    @property
    def ready(self) -> bool:
        """Whether it could be asked something without waiting."""
        return self._told.is_set()

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def channel(self) -> grpc.Channel:
        """The way to it, once it serves.

        Raises:
            EngineError: it did not start.
        """
        if self._channel is None:
            if not self._told.wait(self._starting):
                raise EngineError(f"{self.name} did not start within {self._starting:g} s{self.last_words()}")
            if not self._port or not self._port[0].strip().isdigit():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(_ENDING)
                said = self._port[0].strip() if self._port else ""
                why = f": it said {said!r} instead of its port" if said else ""
                raise EngineError(f"{self.name} did not start{why}{self.last_words()}", hint="Its output says why.")
            options = [("grpc.max_receive_message_length", _LARGEST_MESSAGE)]
            self._channel = grpc.insecure_channel(f"127.0.0.1:{self._port[0].strip()}", options=options)
        return self._channel

    def end(self) -> str:
        """How it ended, if it has; else empty."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.5)
        code = self.process.poll()
        if code is None:
            return ""
        return f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"

    def last_words(self) -> str:
        """What it printed last, each line indented; empty where it printed nothing."""
        for reader in self._readers:
            reader.join(0.2)
        said = "\n  ".join(line.rstrip() for line in self._said if line.strip())
        return f"\n  {said}" if said else ""

    def close(self) -> None:
        """End it."""
        if self._channel is not None:
            self._channel.close()
        self.process.terminate()
        try:
            self.process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for reader in self._readers:
            reader.join(_ENDING)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()

    def _read(self, pipe: IO[str] | None, *, first: bool) -> threading.Thread:
        """Drain a pipe, so that what is printed never stops it. The first line of its output is its port."""

        def drain() -> None:
            lines = iter(pipe or ())
            with contextlib.suppress(ValueError, OSError):
                if first:
                    for line in lines:
                        self._port.append(line)
                        break
                    self._told.set()
                self._said.extend(lines) if not first else [self._said.append(line) for line in lines]

        thread = threading.Thread(target=drain, name=self.name, daemon=True)
        thread.start()
        return thread
