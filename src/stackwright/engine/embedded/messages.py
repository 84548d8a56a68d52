"""Pulumi's `Engine` service as a plain object: what a program says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2

from stackwright.engine.embedded.refusal import Refusal
from stackwright.engine.embedded.versions import unsatisfied
from stackwright.engine.events import Severity

_SEVERITIES: Final[Mapping[int, Severity]] = {
    engine_pb2.DEBUG: "debug",
    engine_pb2.INFO: "info",
    engine_pb2.WARNING: "warning",
    engine_pb2.ERROR: "error",
}
_EMPTY: Final = empty_pb2.Empty()


class EngineService:
    """Pulumi's `Engine` service: messages of the program. Debug ones are dropped, they would cost most of a run."""

    def __init__(self, say: Callable[[Severity, str, str], None]) -> None:
        self._say = say

    def Log(self, request: engine_pb2.LogRequest) -> empty_pb2.Empty:  # noqa: N802
        severity = _SEVERITIES[request.severity]
        if severity != "debug":
            self._say(severity, request.message, request.urn)
        return _EMPTY

    def RequirePulumiVersion(  # noqa: N802
        self, request: engine_pb2.RequirePulumiVersionRequest
    ) -> engine_pb2.RequirePulumiVersionResponse:
        wrong = unsatisfied(request.pulumi_version_range)
        if wrong:
            raise Refusal(grpc.StatusCode.UNKNOWN, wrong)
        return engine_pb2.RequirePulumiVersionResponse()
