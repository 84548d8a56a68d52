"""The monitor and the engine's log over gRPC, for plugins: processes beside the program that register resources, too.

It serves once somebody asks where. `monitor` and `engine` are those of the program that runs.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import grpc
from pulumi.runtime.proto import engine_pb2_grpc, resource_pb2_grpc

_THREADS: Final = 64
_OPTIONS: Final = [("grpc.max_receive_message_length", 400 * 1024 * 1024)]


class Answering:
    """One server; closing it ends the calls under way."""

    def __init__(self) -> None:
        self.monitor: object = None
        self.engine: object = None
        self._server: Any = None
        self._address = ""

    def address(self) -> str:
        if self._server is None:
            server: Any = grpc.server(ThreadPoolExecutor(_THREADS, "plugins"), options=_OPTIONS)
            add: Any = resource_pb2_grpc.add_ResourceMonitorServicer_to_server
            add(_Service(lambda: self.monitor), server)
            add = engine_pb2_grpc.add_EngineServicer_to_server
            add(_Service(lambda: self.engine), server)
            self._address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
            server.start()
            self._server = server
        return self._address

    def close(self) -> None:
        if self._server is not None:
            self._server.stop(None).wait()
            self._server = None


class _Service:
    """A gRPC service whose methods are those of a plain object, which raises `grpc.RpcError`s."""

    def __init__(self, subject: Callable[[], object]) -> None:
        self._subject = subject

    def __getattr__(self, name: str) -> Callable[[Any, grpc.ServicerContext], Any]:
        def answer(request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ANN401 - each method has its own
            method: Callable[[Any], Any] | None = getattr(self._subject(), name, None)
            if method is None:
                context.abort(grpc.StatusCode.UNIMPLEMENTED, f"{name} is not there")
            try:
                return method(request)
            except grpc.RpcError as error:
                told: Any = error
                context.abort(told.code(), told.details())

        return answer
