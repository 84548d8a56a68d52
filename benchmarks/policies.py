"""How long all of our rules take for a stack's resources, on the analyzer's side: each resource, then the whole stack.

The resources are those of the rules' own examples, so that many rules look at each. Beside it pulumi-policy's analyzer,
with as many policies that look at the type of a resource and at nothing else: the least that one policy per rule costs.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from pulumi.runtime import proto
from pulumi_policy import policy as pulumi_policy
from stackwright_policies.asking import request
from stackwright_policies.model import Example
from stackwright_policies.packs import everything
from stackwright_policies.serving import Analyzer

from benchmarks.timing import line

_PROMISED = 2.0
_CALL = cast("Any", SimpleNamespace())


def run(options: Sequence[str] = ()) -> None:
    counts = (200, 1_000) if "--quick" in options else (1_000, 10_000)
    for count in counts:
        requests = _requests(count)
        stack = proto.AnalyzeStackRequest(resources=[_standing(each) for each in requests])
        taken, found = _ours(requests, stack)
        kept = f"   promised: under {_PROMISED:.0f} s, {'kept' if taken < _PROMISED else 'MISSED'}" * (count == 1_000)
        line(
            f"{len(everything.policies)} policies over {count:,} resources",
            f"{taken:.2f} s, {taken / count * 1000:.2f} ms each, {found:,} findings{kept}",
        )
    theirs = _theirs(_requests(_SMALL))
    mine, _ = _ours(_requests(_SMALL), proto.AnalyzeStackRequest())
    line(
        f"  pulumi-policy, as many that do nothing, {_SMALL}",
        f"{theirs:.2f} s: {theirs / mine:.0f} times as long as ours, which judge",
    )


_SMALL = 200


def _requests(count: int) -> list[proto.AnalyzeRequest]:
    """Resources of all kinds that rules look at, each with a name of its own."""
    examples: list[Example] = [it for policy in everything.policies for it in (*policy.passes, *policy.violates)]
    return [request(replace(it, name=f"r{number}")) for number, it in zip(range(count), itertools.cycle(examples))]


def _standing(asked: proto.AnalyzeRequest) -> proto.AnalyzerResource:
    return proto.AnalyzerResource(type=asked.type, urn=asked.urn, name=asked.name, properties=asked.properties)


def _ours(requests: Sequence[proto.AnalyzeRequest], stack: proto.AnalyzeStackRequest) -> tuple[float, int]:
    """Seconds, and how many findings there are."""
    analyzer = Analyzer(everything)
    began = time.perf_counter()
    found = sum(len(analyzer.Analyze(each, _CALL).diagnostics) for each in requests)
    found += len(analyzer.AnalyzeStack(stack, _CALL).diagnostics)
    return time.perf_counter() - began, found


def _theirs(requests: Sequence[proto.AnalyzeRequest]) -> float:
    """The same by pulumi-policy's own analyzer, with policies that find nothing."""
    types = {policy.id: frozenset(policy.types) for policy in everything.policies}

    def looking(wanted: frozenset[str]) -> Callable[[Any, Any], bool]:
        return lambda it, _report: it.resource_type in wanted

    official: Any = pulumi_policy  # which is only partly typed
    policies = [
        official.ResourceValidationPolicy(name=name, description=name, validate=looking(wanted))
        for name, wanted in types.items()
    ]
    # What `PolicyPack` makes, which would serve for ever.
    analyzer = official._PolicyAnalyzerServicer("benchmark", "1.0.0", policies, official.EnforcementLevel.MANDATORY)
    began = time.perf_counter()
    for each in requests:
        analyzer.Analyze(each, _CALL)
    return time.perf_counter() - began
