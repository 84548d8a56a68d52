"""Workloads have two replicas or more, and say how many of them may be away at a time. Looks at the whole stack."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackwright_policies.controls import AVAILABILITY
from stackwright_policies.environments import PRODUCTION, where_production
from stackwright_policies.kubernetes_api import kind_of, namespace_of, types
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.references import References, of_each, references
from stackwright_policies.reliability.kubernetes.selecting import Selecting, selecting, selector_of, selects
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, each

DEPLOYMENT: Final = "kubernetes:apps/v1:Deployment"
STATEFUL_SET: Final = "kubernetes:apps/v1:StatefulSet"
BUDGET: Final = "kubernetes:policy/v1:PodDisruptionBudget"
AUTOSCALER: Final = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
_WORKLOADS: Final = tuple(
    token for token in types("Deployment", "StatefulSet") if not token.endswith(("Patch", "List"))
)
_BUDGETS: Final = types("PodDisruptionBudget")
_AUTOSCALERS: Final = types("HorizontalPodAutoscaler")
_NAME: Final = "metadata.name"
_SEVERAL: Final = 2


def _workload(
    why: str,
    *others: Example,
    type: str = DEPLOYMENT,
    environment: object = "prod",
    **more: Any,  # noqa: ANN401
) -> Example:
    labels = {"app": "web"}
    return Example(
        why=why,
        type=type,
        name="web",
        inputs={
            "metadata": {"name": "web", "namespace": "shop", "labels": {"environment": environment}},
            "spec": {"template": {"metadata": {"labels": labels}, "spec": {"containers": []}}} | more,
        },
        others=others,
    )


def _budget(why: str, selector: object, namespace: str = "shop") -> Example:
    spec = {"selector": selector, "maxUnavailable": 1}
    return Example(why=why, type=BUDGET, name="budget", inputs={"metadata": {"namespace": namespace}, "spec": spec})


def _autoscaler(why: str, least: object, target: object = "web") -> Example:
    spec = {"scaleTargetRef": {"kind": "Deployment", "name": target}, "minReplicas": least, "maxReplicas": 9}
    return Example(why=why, type=AUTOSCALER, name="scaler", inputs={"metadata": {"namespace": "shop"}, "spec": spec})


_OURS: Final = _budget("for it", {"matchLabels": {"app": "web"}})
PASSES: Final = (
    _workload("three, and a budget", _OURS, replicas=3),
    _workload("the autoscaler keeps two", _OURS, _autoscaler("two", 2)),
    _workload(
        "selected by an expression",
        _budget("for it", {"matchExpressions": [{"key": "app", "operator": "In", "values": ["web", "api"]}]}),
        type=STATEFUL_SET,
        replicas=3,
    ),
    _workload("not production", environment="dev", replicas=1),
    _workload("switched off", replicas=0),
)
VIOLATES: Final = (
    _workload("one by default", _OURS),
    _workload("one", _OURS, replicas=1, type=STATEFUL_SET),
    _workload("the autoscaler keeps one", _OURS, _autoscaler("one", 1)),
    _workload("the autoscaler is another one's", _OURS, _autoscaler("two", 2, "api")),
    _workload("no budget", replicas=3),
    _workload("the budget is for other pods", _budget("others", {"matchLabels": {"app": "api"}}), replicas=3),
    _workload(
        "the budget is in another namespace", _budget("there", {"matchLabels": {"app": "web"}}, "api"), replicas=3
    ),
    _workload("whatever the budget is for", _budget("some", UNKNOWN), replicas=1),
)
UNDECIDED: Final = (
    _workload("how many is not known", _OURS, replicas=UNKNOWN),
    _workload("what the budget is for is not known", _budget("some", UNKNOWN), replicas=3),
    _workload("where it is is not known", environment=UNKNOWN, replicas=1),
)


def check_stack(resources: Sequence[Resource], settings: Settings) -> Iterator[Verdict]:
    budgets = selecting(resources, _BUDGETS)
    autoscalers = references(resources, _AUTOSCALERS, "spec.scaleTargetRef.name")

    def judge(workload: Resource) -> Iterator[Verdict]:
        return where_production(workload, settings, lambda: _judge(workload, budgets, autoscalers))

    return of_each(resources, _WORKLOADS, judge)


def _judge(workload: Resource, budgets: Selecting, autoscalers: References) -> Iterator[Verdict]:
    yield from each(
        (lambda: _single(workload, autoscalers), lambda: _unguarded(workload, budgets)), lambda judge: judge()
    )


def _single(workload: Resource, autoscalers: References) -> Iterator[Verdict]:
    if autoscalers.any_to(workload, _NAME, where=lambda it: _scales(it, workload)):
        if not autoscalers.any_to(
            workload, _NAME, where=lambda it: all_of(lambda: _scales(it, workload), lambda: _keeps_several(it))
        ):
            yield Failed(f"the autoscaler of {workload.name} may leave it one replica")
    elif _replicas(workload) == 1:
        yield Failed(f"{workload.name} has one replica")


def _unguarded(workload: Resource, budgets: Selecting) -> Iterator[Verdict]:
    labels = workload.properties.get("spec", "template", "metadata", "labels")
    if all_of(
        lambda: not any_in(budgets.perhaps(labels), lambda it: _guards(it, workload, labels)),
        lambda: _replicas(workload) != 0,
    ):
        yield Failed(f"no PodDisruptionBudget of its stack is for the pods of {workload.name}")


def _replicas(workload: Resource) -> float:
    return workload.properties.get("spec", "replicas").number(default=1)


def _scales(autoscaler: Resource, workload: Resource) -> bool:
    """Whether an autoscaler that names a workload means it, and not another kind's, or another namespace's."""
    return all_of(
        lambda: autoscaler.properties.get("spec", "scaleTargetRef", "kind").text() == kind_of(workload.type),
        lambda: _together(autoscaler, workload),
    )


def _keeps_several(autoscaler: Resource) -> bool:
    return autoscaler.properties.get("spec", "minReplicas").number(default=1) >= _SEVERAL


def _guards(budget: Resource, workload: Resource, labels: View) -> bool:
    return all_of(lambda: selects(selector_of(budget), labels), lambda: _together(budget, workload))


def _together(one: Resource, other: Resource) -> bool:
    """Whether two resources are in one namespace. Two that are not known are taken for one, if both come from it."""
    first, second = ({*it.depends.get("metadata", ())} for it in (one, other))
    if first & second:
        return True
    return namespace_of(one.properties, one.provider) == namespace_of(other.properties, other.provider)


policy: Final = Policy(
    id="REL-K8S-01",
    title="Workloads have replicas, and a disruption budget",
    severity="medium",
    why="Nodes are drained, upgraded and lost: one replica is an outage each time, and so is draining all at once.",
    fix="Set replicas, or the autoscaler's minReplicas, to 2 or more; add a PodDisruptionBudget with their labels.",
    frameworks=AVAILABILITY,
    types=_WORKLOADS,
    check_stack=check_stack,
    settings=PRODUCTION,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
