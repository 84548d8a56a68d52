"""A pack for the official CLI that stands before another one: it passes everything on, and changes what is said as the
guard does: what is excepted stops nothing, and what cannot be judged fails where that is wanted.

`write` makes its folder. The CLI starts what is in there as it starts any pack in Python; that hands over to this
module, in the Python that Stackwright runs in, and this starts the pack itself.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any, Final

import grpc
import yaml
from google.protobuf import empty_pb2
from google.protobuf.message import Message
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from stackwright.engine.policy import exempting
from stackwright.engine.policy.closing import close
from stackwright.engine.policy.manifest import FILE, Manifest, read
from stackwright.engine.policy.process import Method, PackProcess
from stackwright.engine.protocol import Exemption, PolicyPack
from stackwright.engine.state import urns
from stackwright.errors import EngineError

_RULES: Final = "relay.json"
_LARGEST_MESSAGE: Final = 400 * 1024 * 1024
_START: Final = """\
import os, sys
code = "import sys; sys.path[:0] = {path!r}; from stackwright.engine.policy import relay; relay.main(*sys.argv[1:])"
os.execv({python!r}, [{python!r}, "-u", "-c", code, {pack!r}, {folder!r}])
"""
"""Another Python may start this than ours, so it hands over at once. Output stays the same pipe."""


def write(folder: Path, pack: PolicyPack, manifest: Manifest) -> None:
    """Make the folder of a pack that stands before `pack`."""
    folder.mkdir()
    options = {"virtualenv": sys.prefix} if sys.prefix != sys.base_prefix else {}
    runtime = {"name": "python", "options": {"toolchain": "pip", **options}}
    described = {"version": manifest.version} if manifest.version else {}
    (folder / FILE).write_text(yaml.safe_dump({**described, "runtime": runtime}), encoding="utf-8")
    rules = {"exemptions": exempting.as_json(pack.exemptions), "fails": fails(pack)}
    (folder / _RULES).write_text(json.dumps(rules), encoding="utf-8")
    start = _START.format(path=sys.path, pack=str(pack.path.resolve()), folder=str(folder), python=sys.executable)
    (folder / "__main__.py").write_text(start, encoding="utf-8")


def needed(pack: PolicyPack) -> bool:
    """Whether anything is to be changed of what a pack says."""
    return bool(pack.exemptions) or fails(pack)


def fails(pack: PolicyPack) -> bool:
    return pack.level_set is not None and pack.level_set.fails


def main(pack: str, folder: str) -> None:
    """Serve until the process is ended; the port goes to standard output, as the engine expects."""
    rules = json.loads((Path(folder) / _RULES).read_text("utf-8"))
    exemptions = exempting.from_json(rules["exemptions"])
    variables = dict(os.environ)
    with closing(PackProcess(read(Path(pack), variables), variables)) as process:
        # One thread: a pack's process is not for several, and the engine asks one thing after another.
        server = grpc.server(
            ThreadPoolExecutor(max_workers=1), options=[("grpc.max_receive_message_length", _LARGEST_MESSAGE)]
        )
        analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Relay(process, exemptions, fails=rules["fails"]), server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        try:
            Event().wait()
        except KeyboardInterrupt:
            server.stop(0)


class Relay(analyzer_pb2_grpc.AnalyzerServicer):
    """Passes on what the engine asks, and what the pack answers."""

    def __init__(self, process: PackProcess, exemptions: Sequence[Exemption], *, fails: bool) -> None:
        self._process = process
        self._exemptions = exemptions
        self._fails = fails
        self._preview = True
        self._info: proto.AnalyzerInfo | None = None
        self._levels: dict[str, proto.EnforcementLevel.ValueType] = {}

    def GetAnalyzerInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> proto.AnalyzerInfo:  # noqa: N802
        return self._ask("GetAnalyzerInfo", request, context)

    def GetPluginInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> proto.PluginInfo:  # noqa: N802
        del request, context
        return proto.PluginInfo(version=self._process.manifest.version)

    def Configure(  # noqa: N802
        self, request: proto.ConfigureAnalyzerRequest, context: grpc.ServicerContext
    ) -> empty_pb2.Empty:
        self._levels = {name: it.enforcementLevel for name, it in request.policyConfig.items()}
        return self._ask("Configure", request, context)

    def ConfigureStack(  # noqa: N802
        self, request: proto.AnalyzerStackConfigureRequest, context: grpc.ServicerContext
    ) -> proto.AnalyzerStackConfigureResponse:
        self._preview = request.dry_run
        try:
            self._process.configure_stack(request)
        except EngineError as error:
            context.abort(grpc.StatusCode.UNKNOWN, error.message)
        return proto.AnalyzerStackConfigureResponse()

    def Remediate(self, request: proto.AnalyzeRequest, context: grpc.ServicerContext) -> proto.RemediateResponse:  # noqa: N802
        return self._ask("Remediate", request, context)

    def Analyze(self, request: proto.AnalyzeRequest, context: grpc.ServicerContext) -> proto.AnalyzeResponse:  # noqa: N802
        response: proto.AnalyzeResponse = self._ask("Analyze", request, context)
        for found in response.diagnostics:
            self._change(found, request.urn, context)
        return response

    def AnalyzeStack(self, request: proto.AnalyzeStackRequest, context: grpc.ServicerContext) -> proto.AnalyzeResponse:  # noqa: N802
        response: proto.AnalyzeResponse = self._ask("AnalyzeStack", request, context)
        root = next((it.urn for it in request.resources if it.type == urns.STACK_TYPE), "")
        for found in response.diagnostics:
            self._change(found, found.urn or root, context)
        return response

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:  # noqa: N802
        del request, context
        return empty_pb2.Empty()

    def _change(self, found: proto.AnalyzeDiagnostic, urn: str, context: grpc.ServicerContext) -> None:
        info = self._told(context)
        if self._fails:
            by_itself = {it.name: it.enforcementLevel for it in info.policies}
            level = self._levels.get(found.policyName) or by_itself.get(found.policyName, found.enforcementLevel)
            close(found, level, preview=self._preview)
        exempting.exempt(found, info.name, urn, self._exemptions)

    def _told(self, context: grpc.ServicerContext) -> proto.AnalyzerInfo:
        """What is in the pack."""
        info = self._info or self._ask("GetAnalyzerInfo", empty_pb2.Empty(), context)
        self._info = info
        return info

    def _ask(self, method: Method, request: Message, context: grpc.ServicerContext) -> Any:  # noqa: ANN401 - each has its own answer
        try:
            return self._process.ask(method, request)
        except EngineError as error:
            context.abort(grpc.StatusCode.UNKNOWN, error.message)
