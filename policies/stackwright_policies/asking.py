"""Examples as an engine would send them: requests of CrossGuard's analyzer protocol, and what the answer comes to.

`examples.outcome` judges an example directly; here it goes through protocol buffers and the real `Analyzer`, which is
where numbers become floats and where settings arrive with a level.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any, Final, Literal, TypeAlias, cast

import grpc
from google.protobuf import json_format, struct_pb2
from pulumi.runtime import proto

from stackwright_policies.examples import Outcome, dependencies_of
from stackwright_policies.model import Example, Pack, Policy
from stackwright_policies.serving import Analyzer

Answer: TypeAlias = Outcome | Literal["broken"]
"""`broken`: the policy itself failed, which is neither right nor a finding."""

_NO_CALL: Final = cast("grpc.ServicerContext", SimpleNamespace())
"""The analyzer asks nothing of the call that brings a request."""
_ELSEWHERE: Final = "aws:s3/bucket:Bucket"
"""The type of a resource that an example depends on and does not hold."""


def asked(policy: Policy, example: Example) -> Answer:
    """What an analyzer with this policy alone answers for the resource, and for its stack with the others."""
    return answer(told(policy, example))


def told(policy: Policy, example: Example) -> list[proto.AnalyzeDiagnostic]:
    """The same, in its own words."""
    analyzer = Analyzer(Pack(name="asked", title="Asked", description="One policy.", policies=[policy]))
    analyzer.Configure(configuration(policy, example.settings), _NO_CALL)
    return [
        *analyzer.Analyze(request(example), _NO_CALL).diagnostics,
        *analyzer.AnalyzeStack(stack_request(example), _NO_CALL).diagnostics,
    ]


def answer(found: Iterable[proto.AnalyzeDiagnostic]) -> Answer:
    """What diagnostics come to; the second line of a message says which of the three values it is."""
    second = [one.message.splitlines()[1] for one in found]
    if any(line.startswith("the policy itself failed") for line in second):
        return "broken"
    if any(not line.startswith("unknown:") for line in second):
        return "fail"
    return "unknown" if second else "pass"


def configuration(policy: Policy, settings: Mapping[str, Any]) -> proto.ConfigureAnalyzerRequest:
    """One policy, mandatory, with these settings and the defaults of the others."""
    made = proto.ConfigureAnalyzerRequest()
    made.policyConfig[policy.id].enforcementLevel = proto.MANDATORY
    made.policyConfig[policy.id].properties.CopyFrom(struct(settings))
    return made


def request(example: Example) -> proto.AnalyzeRequest:
    """The example's own resource, before it is registered."""
    made = proto.AnalyzeRequest(
        type=example.type, urn=urn(example), name=example.name, properties=struct(example.inputs)
    )
    if example.provider:
        made.provider.CopyFrom(_provider(example))
    return made


def stack_request(example: Example) -> proto.AnalyzeStackRequest:
    """The stack of the example's resource and the others."""
    resources = (example, *example.others)
    urns = {one.name: urn(one) for one in resources}
    return proto.AnalyzeStackRequest(resources=[_stack_resource(one, urns) for one in resources])


def struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(dict(values), struct_pb2.Struct())


def urn(example: Example) -> str:
    return _urn(example.type, example.name)


def _urn(token: str, name: str) -> str:
    return f"urn:pulumi:dev::shop::{token}::{name}"


def _provider(example: Example) -> proto.AnalyzerProviderResource:
    return proto.AnalyzerProviderResource(
        type=f"pulumi:providers:{example.type.partition(':')[0]}", properties=struct(example.provider), name="default"
    )


def _stack_resource(example: Example, urns: Mapping[str, str]) -> proto.AnalyzerResource:
    made = proto.AnalyzerResource(
        type=example.type, urn=urn(example), name=example.name, properties=struct(example.inputs)
    )
    if example.provider:
        made.provider.CopyFrom(_provider(example))
    for key, names in dependencies_of(example).items():
        made.propertyDependencies[key].urns.extend(urns.get(name) or _urn(_ELSEWHERE, name) for name in names)
    return made
