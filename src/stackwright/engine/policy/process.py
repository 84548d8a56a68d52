"""One policy pack in a process of its own, started as `pulumi-language-python` starts it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, cast

import grpc
from google.protobuf import empty_pb2
from google.protobuf.message import Message
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from stackwright.engine.policy.manifest import Manifest
from stackwright.engine.serving import STARTING, ServingProcess, module
from stackwright.errors import EngineError

Method = Literal["GetAnalyzerInfo", "Configure", "Remediate", "Analyze", "AnalyzeStack"]

ANSWERING: Final = 60.0
"""Seconds that it may take to answer; a stack of thousands of resources is judged in one call."""
_NO_ENGINE: Final = "127.0.0.1:0"
"""Packs in Python take the address of Pulumi's engine service and do not use it."""


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
        self._answering = answering
        self._stub: Any = None
        self._served = ServingProcess(
            f"the policy pack in {manifest.folder}",
            manifest.interpreter,
            module("pulumi.policy"),
            [_NO_ENGINE, str(manifest.folder)],
            cwd=manifest.folder,
            variables=variables,
            starting=starting,
        )

    @property
    def folder(self) -> Path:
        return self.manifest.folder

    @property
    def pid(self) -> int:
        return self._served.process.pid

    @property
    def ready(self) -> bool:
        """Whether it could be asked something without waiting."""
        return self._served.ready

    @property
    def alive(self) -> bool:
        return self._served.alive

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
        self._served.close()

    def _connected(self) -> Any:  # noqa: ANN401 - gRPC's stubs are made at run time
        if self._stub is None:
            self._stub = analyzer_pb2_grpc.AnalyzerStub(self._served.channel())
        return self._stub

    def _broken(self, method: str, error: Any) -> EngineError:  # noqa: ANN401 - grpc.Call
        name = self._served.name
        if error.code() is grpc.StatusCode.DEADLINE_EXCEEDED:
            return EngineError(f"{name} did not answer {method} within {self._answering:g} s")
        ended = self._served.end()
        said = self._served.last_words()
        if ended:
            return EngineError(f"{name} {ended} while it was asked to {method}{said}")
        return EngineError(f"{name} failed to {method}: {error.details()}{said}")
