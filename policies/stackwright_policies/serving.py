"""Serves a pack to a Pulumi engine: the analyzer protocol of CrossGuard (`analyzer.proto`, pulumi v3.260).

The class `PolicyPack` of the package pulumi-policy speaks the same protocol, and decodes a resource once for each
policy: 60 policies over 1,000 resources took 13 s. Here a resource is decoded once, and only the policies that look at
its type are called. Nor does an unknown value let a mandatory policy pass in silence, and a policy that raises is
reported as failed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event
from typing import Any, Final, cast

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from stackwright_policies.judging import by_type, judge, judge_stack, where
from stackwright_policies.model import Json, Level, Pack, Policy, Severity
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Broken, Failed, Undecided, Verdict

_LARGEST_MESSAGE: Final = 400 * 1024 * 1024
"""As Pulumi's own limit."""
_THREADS: Final = 4
THEME: Final = "stackwright:pack="
"""Begins a tag of a policy: a pack that it belongs to, though another one may serve it."""
STATELESS: Final = "stackwright:stateless"
"""A tag of packs that keep nothing of a run: an engine may use one process for one run after another."""

_LEVELS: Final[Mapping[Level, proto.EnforcementLevel.ValueType]] = {
    "advisory": proto.ADVISORY,
    "mandatory": proto.MANDATORY,
    "remediate": proto.REMEDIATE,
    "disabled": proto.DISABLED,
}
_LEVEL_NAMES: Final[Mapping[int, Level]] = {number: name for name, number in _LEVELS.items()}
_SEVERITIES: Final[Mapping[Severity, proto.PolicySeverity.ValueType]] = {
    "low": proto.POLICY_SEVERITY_LOW,
    "medium": proto.POLICY_SEVERITY_MEDIUM,
    "high": proto.POLICY_SEVERITY_HIGH,
    "critical": proto.POLICY_SEVERITY_CRITICAL,
}


_RECEIVER: Final[ContextVar[Callable[[Pack], None] | None]] = ContextVar("receiver", default=None)


@contextmanager
def served_to(receiver: Callable[[Pack], None]) -> Generator[None]:
    """Hand the pack to `receiver` where a program would serve it: for who wants to know what is in it."""
    token = _RECEIVER.set(receiver)
    try:
        yield
    finally:
        _RECEIVER.reset(token)


def serve(pack: Pack) -> None:
    """Serve the pack until the process is ended; the port goes to standard output, as the engine expects."""
    if receiver := _RECEIVER.get():
        receiver(pack)
        return
    server = grpc.server(
        ThreadPoolExecutor(max_workers=_THREADS), options=[("grpc.max_receive_message_length", _LARGEST_MESSAGE)]
    )
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Analyzer(pack), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    try:
        Event().wait()
    except KeyboardInterrupt:
        server.stop(0)


class Analyzer(analyzer_pb2_grpc.AnalyzerServicer):
    """One pack, as an engine asks for it."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._by_type = by_type(pack.policies)
        self._levels: dict[str, Level] = {policy.id: policy.enforced for policy in pack.policies}
        self._settings = {policy.id: policy.defaults() for policy in pack.policies}

    def GetAnalyzerInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> proto.AnalyzerInfo:  # noqa: N802
        del request, context
        return proto.AnalyzerInfo(
            name=self._pack.name,
            displayName=self._pack.title,
            description=self._pack.description,
            supportsConfig=True,
            policies=[_info(policy) for policy in self._pack.policies],
            tags=[STATELESS],
        )

    def GetPluginInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> proto.PluginInfo:  # noqa: N802
        del request, context
        return proto.PluginInfo()  # the version is in PulumiPolicy.yaml

    def Configure(  # noqa: N802
        self, request: proto.ConfigureAnalyzerRequest, context: grpc.ServicerContext
    ) -> empty_pb2.Empty:
        del context
        for policy in self._pack.policies:
            given = request.policyConfig.get(policy.id)
            properties: dict[str, Any] = {} if given is None else _whole(_plain(given.properties))
            self._levels[policy.id] = policy.enforced if given is None else _LEVEL_NAMES[given.enforcementLevel]
            self._settings[policy.id] = policy.defaults() | properties
        return empty_pb2.Empty()

    def ConfigureStack(  # noqa: N802
        self, request: proto.AnalyzerStackConfigureRequest, context: grpc.ServicerContext
    ) -> proto.AnalyzerStackConfigureResponse:
        del request, context  # no policy depends on the stack
        return proto.AnalyzerStackConfigureResponse()

    def Analyze(self, request: proto.AnalyzeRequest, context: grpc.ServicerContext) -> proto.AnalyzeResponse:  # noqa: N802
        del context
        concerned = self._enabled(self._by_type(request.type))
        if not concerned:
            return proto.AnalyzeResponse()
        resource = _resource(request)
        return proto.AnalyzeResponse(
            diagnostics=[
                self._diagnostic(policy, verdict)
                for policy in concerned
                for verdict in judge(policy, resource, self._settings[policy.id])
            ]
        )

    def AnalyzeStack(self, request: proto.AnalyzeStackRequest, context: grpc.ServicerContext) -> proto.AnalyzeResponse:  # noqa: N802
        del context
        concerned = self._enabled(policy for policy in self._pack.policies if policy.check_stack is not None)
        resources = [_stack_resource(resource) for resource in request.resources] if concerned else []
        return proto.AnalyzeResponse(
            diagnostics=[
                self._diagnostic(policy, verdict)
                for policy in concerned
                for verdict in judge_stack(policy, resources, self._settings[policy.id])
            ]
        )

    def Remediate(self, request: proto.AnalyzeRequest, context: grpc.ServicerContext) -> proto.RemediateResponse:  # noqa: N802
        del context
        response = proto.RemediateResponse()
        wanting = [policy for policy in self._by_type(request.type) if self._levels[policy.id] == "remediate"]
        if not wanting:
            return response
        inputs: Json = _plain(request.properties)
        for policy in wanting:
            resource = _resource(request, inputs)
            verdicts = judge(policy, resource, self._settings[policy.id])
            if not policy.remedies or not any(isinstance(verdict, Failed) for verdict in verdicts):
                continue
            made = proto.Remediation(policyName=policy.id, policyPackName=self._pack.name, description=policy.title)
            try:
                remedied = policy.remedied(resource, inputs, self._settings[policy.id])
                if remedied == inputs:
                    continue  # not everything that a rule finds can be put right; this is analysed, and fails
                inputs = remedied
                made.properties.CopyFrom(json_format.ParseDict(dict(inputs), struct_pb2.Struct()))
            except Exception as error:  # noqa: BLE001 - what could not be put right is analysed, and fails
                made.diagnostic = f"{policy.id} could not put it right: {where(error)}"
            response.remediations.append(made)
        return response

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:  # noqa: N802
        del request, context
        return empty_pb2.Empty()

    def _enabled(self, policies: Sequence[Policy] | Iterator[Policy]) -> list[Policy]:
        return [policy for policy in policies if self._levels[policy.id] != "disabled"]

    def _diagnostic(self, policy: Policy, verdict: Verdict | Broken) -> proto.AnalyzeDiagnostic:
        level = self._levels[policy.id]
        if isinstance(verdict, Undecided):
            level = "advisory"
        elif level == "remediate":
            level = "mandatory"  # it was not put right
        return proto.AnalyzeDiagnostic(
            policyName=policy.id,
            policyPackName=self._pack.name,
            description=policy.title,
            message=message(policy, verdict),
            enforcementLevel=_LEVELS[level],
            severity=_SEVERITIES[policy.severity],
            urn="" if isinstance(verdict, Broken) else verdict.urn,
        )


def message(policy: Policy, verdict: Verdict | Broken) -> str:
    """What a person reads: the rule, what is wrong and where, why it matters, how to fix it.

    An engine tells people of a diagnostic only in words, so the second line says which of the three values it is:
    one that begins with `unknown:` is neither a pass nor a failure.
    """
    title = f"{policy.id}: {policy.title}"
    match verdict:
        case Failed(what):
            return f"{title}\n{what}\nwhy: {policy.why}\nfix: {policy.fix}"
        case Undecided(path):
            return f"{title}\nunknown: it cannot be judged before {path} is known"
        case Broken(what):
            return (
                f"{title}\nthe policy itself failed, so it cannot pass: {what}\nfix: correct the policy, or disable it"
            )


def _info(policy: Policy) -> proto.PolicyInfo:
    info = proto.PolicyInfo(
        name=policy.id,
        displayName=policy.title,
        description=policy.why,
        enforcementLevel=_LEVELS[policy.enforced],
        severity=_SEVERITIES[policy.severity],
        policy_type=proto.POLICY_TYPE_RESOURCE if policy.check_stack is None else proto.POLICY_TYPE_STACK,
        tags=[*map(str, policy.frameworks), *(f"{THEME}{name}" for name in policy.themes)],
        remediation_steps=policy.fix,
    )
    if policy.settings:
        info.configSchema.properties.update(dict(policy.settings))
    if policy.frameworks:
        first = policy.frameworks[0]
        info.framework.CopyFrom(
            proto.PolicyComplianceFramework(name=first.name, version=first.version, reference=first.control)
        )
    return info


def _resource(request: proto.AnalyzeRequest, inputs: Json | None = None) -> Resource:
    return Resource(
        type=request.type,
        urn=request.urn,
        name=request.name,
        properties=View(_plain(request.properties) if inputs is None else inputs),
        provider=View(_plain(request.provider.properties) if request.HasField("provider") else None),
    )


def _stack_resource(given: proto.AnalyzerResource) -> Resource:
    return Resource(
        type=given.type,
        urn=given.urn,
        name=given.name,
        properties=View(_plain(given.properties)),
        provider=View(_plain(given.provider.properties) if given.HasField("provider") else None),
        depends={key: list(urns.urns) for key, urns in given.propertyDependencies.items()},
    )


def _whole(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Settings with whole numbers as they were written: on the way through a Struct 22 becomes 22.0."""
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_whole(item) for item in cast("list[Any]", value)]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _plain(struct: struct_pb2.Struct) -> dict[str, Any]:
    return json_format.MessageToDict(struct)
