"""The SDK's own share of a run: a program against a monitor in the same process that answers at once.

`python -m benchmarks.floor FOLDER TEAMS` runs the program of a folder so, as a whole process. No engine that runs a
Python program on this SDK can be faster; Pulumi's mocks skip part of the way, so this is what engines are held against.
"""

from __future__ import annotations

import asyncio
import gc
import runpy
import sys
from pathlib import Path

from google.protobuf import empty_pb2, struct_pb2
from pulumi import runtime
from pulumi.runtime.proto import engine_pb2, resource_pb2

from stackwright.engine.embedded.isolation import GC_THRESHOLD
from stackwright.engine.embedded.loop import InlineLoop
from stackwright.engine.embedded.monitor import FEATURES

_EMPTY = empty_pb2.Empty()


class Monitor:
    """Says to everything that it was done."""

    def GetDeploymentInfo(self, request: empty_pb2.Empty) -> resource_pb2.DeploymentInfo:  # noqa: ARG002, N802
        return resource_pb2.DeploymentInfo(
            project="thousand", stack="dev", organization="organization", supportedFeatures=FEATURES
        )

    def RegisterResource(  # noqa: N802
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        urn = f"urn:pulumi:dev::thousand::{request.type}::{request.name}"
        answer = struct_pb2.Struct()
        answer.CopyFrom(request.object)
        return resource_pb2.RegisterResourceResponse(
            urn=urn, id=request.name if request.custom else "", object=answer, result=resource_pb2.SUCCESS
        )

    def RegisterResourceOutputs(  # noqa: N802
        self,
        request: resource_pb2.RegisterResourceOutputsRequest,  # noqa: ARG002
    ) -> empty_pb2.Empty:
        return _EMPTY

    def SignalAndWaitForShutdown(self, request: empty_pb2.Empty) -> empty_pb2.Empty:  # noqa: ARG002, N802
        return _EMPTY


class Engine:
    def Log(self, request: engine_pb2.LogRequest) -> empty_pb2.Empty:  # noqa: ARG002, N802
        return _EMPTY

    def RequirePulumiVersion(  # noqa: N802
        self,
        request: engine_pb2.RequirePulumiVersionRequest,  # noqa: ARG002
    ) -> engine_pb2.RequirePulumiVersionResponse:
        return engine_pb2.RequirePulumiVersionResponse()


def main(folder: Path, teams: int) -> None:
    gc.set_threshold(GC_THRESHOLD)
    runtime.set_all_config({"thousand:teams": str(teams), "aws:region": "eu-west-1"}, [])
    runtime.configure(
        runtime.Settings(
            monitor=Monitor(), engine=Engine(), project="thousand", stack="dev", parallel=16, dry_run=False
        )
    )
    loop = InlineLoop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(
        runtime.run_in_stack(lambda: (runpy.run_path(str(folder / "__main__.py"), run_name="__main__"), None)[1])
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
