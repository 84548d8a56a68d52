"""The real packs, in their own process, asked as a Pulumi engine asks: over gRPC."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc
from stackwright_policies.model import Example, Policy

Outcome = Literal["pass", "fail", "unknown"]
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
        resources = [_stack_resource(one) for one in (example, *example.others)]
        return self.stub.AnalyzeStack(proto.AnalyzeStackRequest(resources=resources), timeout=SECONDS).diagnostics

    def outcome(self, policy: Policy, example: Example) -> tuple[Outcome, Sequence[proto.AnalyzeDiagnostic]]:
        """What the policy alone says of an example."""
        self.configure(policy.id, example.settings)
        found = self.analyze(example) if policy.check is not None else self.analyze_stack(example)
        if any(one.enforcementLevel == proto.MANDATORY for one in found):
            return "fail", found
        return ("unknown" if found else "pass"), found


def struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(dict(values), struct_pb2.Struct())


def urn(example: Example) -> str:
    return f"urn:pulumi:dev::shop::{example.type}::{example.name}"


def request(example: Example) -> proto.AnalyzeRequest:
    made = proto.AnalyzeRequest(
        type=example.type, urn=urn(example), name=example.name, properties=struct(example.inputs)
    )
    if example.provider:
        made.provider.CopyFrom(_provider(example))
    return made


def _provider(example: Example) -> proto.AnalyzerProviderResource:
    return proto.AnalyzerProviderResource(
        type=f"pulumi:providers:{example.type.partition(':')[0]}", properties=struct(example.provider), name="default"
    )


def _stack_resource(example: Example) -> proto.AnalyzerResource:
    made = proto.AnalyzerResource(
        type=example.type, urn=urn(example), name=example.name, properties=struct(example.inputs)
    )
    for key, names in example.dependencies.items():
        made.propertyDependencies[key].urns.extend(
            urn(replace(example, type="aws:s3/bucket:Bucket", name=name)) for name in names
        )
    return made


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
