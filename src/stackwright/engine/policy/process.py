"""One policy pack in a process of its own, started as `pulumi-language-python` starts it."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Final, Literal, cast

import grpc
from google.protobuf import empty_pb2
from google.protobuf.message import Message
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from stackwright.engine.policy.manifest import Manifest
from stackwright.errors import EngineError

Method = Literal["GetAnalyzerInfo", "Configure", "Remediate", "Analyze", "AnalyzeStack"]

STARTING: Final = 60.0
"""Seconds that a pack may take to start."""
ANSWERING: Final = 60.0
"""Seconds that it may take to answer; a stack of thousands of resources is judged in one call."""
_ENDING: Final = 5.0
_LAST_LINES: Final = 20
_LARGEST_MESSAGE: Final = 400 * 1024 * 1024
_NO_ENGINE: Final = "127.0.0.1:0"
"""Packs in Python take the address of Pulumi's engine service and do not use it."""

_START: Final = """\
import os, runpy, sys, threading, time
def watch(parent=os.getppid()):
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
threading.Thread(target=watch, daemon=True).start()
runpy.run_module("pulumi.policy", run_name="__main__", alter_sys=True)
"""
"""`python -m pulumi.policy`, and an end to it when the engine is gone: a pack would otherwise serve for ever."""


class PackProcess:
    """A pack that is starting, or serves. Not for several threads at a time.

    Starting takes a few tenths of a second, so nothing here waits for it before there is something to ask.
    """

    def __init__(
        self,
        manifest: Manifest,
        variables: Mapping[str, str],
        *,
        starting: float = STARTING,
        answering: float = ANSWERING,
    ) -> None:
        self.manifest = manifest
        self._starting = starting
        self._answering = answering
        self._said: deque[str] = deque(maxlen=_LAST_LINES)
        self._port: list[str] = []
        self._told = threading.Event()
        self._channel: grpc.Channel | None = None
        self._stub: Any = None
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the interpreter that the pack names
                [manifest.interpreter, "-u", "-c", _START, _NO_ENGINE, str(manifest.folder)],
                cwd=manifest.folder,
                env=dict(variables),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                process_group=0,  # a Ctrl-C is for the engine, which lets steps under way end first
            )
        except OSError as error:
            raise EngineError(
                f"the policy pack in {manifest.folder} cannot be started: {manifest.interpreter}: {error.strerror}"
            ) from error
        self._readers = [self._read(self._process.stdout, first=True), self._read(self._process.stderr, first=False)]

    @property
    def folder(self) -> Path:
        return self.manifest.folder

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ready(self) -> bool:
        """Whether it could be asked something without waiting."""
        return self._told.is_set()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def info(self) -> proto.AnalyzerInfo:
        """What is in it.

        Raises:
            EngineError: as `ask`.
        """
        return self.ask("GetAnalyzerInfo", empty_pb2.Empty())

    def ask(self, method: Method, request: Message) -> Any:  # noqa: ANN401 - each method has its own answer
        """One call.

        Raises:
            EngineError: the pack did not start, crashed, hangs, or refused; the message names it.
        """
        call = getattr(self._connected(), method)
        try:
            return call(request, timeout=self._answering)
        except grpc.RpcError as error:
            raise self._broken(method, cast("Any", error)) from error

    def configure_stack(self, request: proto.AnalyzerStackConfigureRequest) -> None:
        """Tell it which stack it will see. A pack of before Pulumi 3.200 has no such method, and needs none.

        Raises:
            EngineError: as `ask`.
        """
        try:
            self._connected().ConfigureStack(request, timeout=self._answering)
        except grpc.RpcError as error:
            found = cast("Any", error)
            if found.code() is not grpc.StatusCode.UNIMPLEMENTED:
                raise self._broken("ConfigureStack", found) from error

    def close(self) -> None:
        """End it."""
        if self._channel is not None:
            self._channel.close()
        self._process.terminate()
        try:
            self._process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for reader in self._readers:
            reader.join(_ENDING)
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def _connected(self) -> Any:  # noqa: ANN401 - gRPC's stubs are made at run time
        if self._stub is None:
            if not self._told.wait(self._starting):
                raise EngineError(f"{self._name} did not start within {self._starting:g} s{self._last_words()}")
            if not self._port or not self._port[0].strip().isdigit():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(_ENDING)
                said = self._port[0].strip() if self._port else ""
                why = f": it said {said!r} instead of its port" if said else ""
                raise EngineError(f"{self._name} did not start{why}{self._last_words()}", hint="Its output says why.")
            options = [("grpc.max_receive_message_length", _LARGEST_MESSAGE)]
            self._channel = grpc.insecure_channel(f"127.0.0.1:{self._port[0].strip()}", options=options)
            self._stub = analyzer_pb2_grpc.AnalyzerStub(self._channel)
        return self._stub

    @property
    def _name(self) -> str:
        return f"the policy pack in {self.folder}"

    def _broken(self, method: str, error: Any) -> EngineError:  # noqa: ANN401 - grpc.Call
        if error.code() is grpc.StatusCode.DEADLINE_EXCEEDED:
            return EngineError(f"{self._name} did not answer {method} within {self._answering:g} s")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.5)
        code = self._process.poll()
        if code is not None:
            how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
            return EngineError(f"{self._name} {how} while it was asked to {method}{self._last_words()}")
        return EngineError(f"{self._name} failed to {method}: {error.details()}{self._last_words()}")

    def _last_words(self) -> str:
        for reader in self._readers:
            reader.join(0.2)
        said = "\n  ".join(line.rstrip() for line in self._said if line.strip())
        return f"\n  {said}" if said else ""

    def _read(self, pipe: IO[str] | None, *, first: bool) -> threading.Thread:
        """Drain a pipe, so that what a pack prints never stops it. The first line of its output is its port."""

        def drain() -> None:
            lines = iter(pipe or ())
            with contextlib.suppress(ValueError, OSError):
                if first:
                    for line in lines:
                        self._port.append(line)
                        break
                    self._told.set()
                self._said.extend(lines) if not first else [self._said.append(line) for line in lines]

        thread = threading.Thread(target=drain, name=f"policies in {self.folder.name}", daemon=True)
        thread.start()
        return thread
