"""The real packs, in their own process, asked as a Pulumi engine asks: over gRPC."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc
from stackwright_policies.asking import request, stack_request, struct
from stackwright_policies.examples import Outcome
from stackwright_policies.model import Example, Policy

LEVELS = {
    "advisory": proto.ADVISORY,
    "mandatory": proto.MANDATORY,
    "remediate": proto.REMEDIATE,
    "disabled": proto.DISABLED,
}
SECONDS = 30


class Pack:
    """A running pack."""

    def __init__(self, stub: analyzer_pb2_grpc.AnalyzerStub) -> None:
        self.stub = stub

    def configure(
        self, policy: str, settings: Mapping[str, Any], level: str = "mandatory", others: str = "disabled"
    ) -> None:
        """Set one policy's settings and level, and every other one's level."""
        request = proto.ConfigureAnalyzerRequest()
        for known in self.info().policies:
            request.policyConfig[known.name].enforcementLevel = LEVELS[level if known.name == policy else others]
        request.policyConfig[policy].properties.CopyFrom(struct(settings))
        self.stub.Configure(request, timeout=SECONDS)

    def info(self) -> proto.AnalyzerInfo:
        return self.stub.GetAnalyzerInfo(empty_pb2.Empty(), timeout=SECONDS)

    def analyze(self, example: Example) -> Sequence[proto.AnalyzeDiagnostic]:
        return self.stub.Analyze(request(example), timeout=SECONDS).diagnostics

    def remediate(self, example: Example) -> Sequence[proto.Remediation]:
        return self.stub.Remediate(request(example), timeout=SECONDS).remediations

    def analyze_stack(self, example: Example) -> Sequence[proto.AnalyzeDiagnostic]:
        return self.stub.AnalyzeStack(stack_request(example), timeout=SECONDS).diagnostics

    def outcome(self, policy: Policy, example: Example) -> tuple[Outcome, Sequence[proto.AnalyzeDiagnostic]]:
        """What the policy alone says of an example."""
        self.configure(policy.id, example.settings)
        found = [*self.analyze(example), *self.analyze_stack(example)]
        if any(one.enforcementLevel == proto.MANDATORY for one in found):
            return "fail", found
        return ("unknown" if found else "pass"), found


@contextmanager
def running(folder: Path) -> Generator[Pack]:
    """The pack in `folder`, started as `pulumi-language-python` starts it."""
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(folder)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield Pack(analyzer_pb2_grpc.AnalyzerStub(channel))
        finally:
            process.terminate()
