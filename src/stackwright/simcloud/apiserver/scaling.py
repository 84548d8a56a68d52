"""How many there are, and who goes first. Source: `pkg/apis/autoscaling/validation`, `policy`, `scheduling`, `node`,
`coordination`.
"""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.apiserver import forms, metadata, quantities
from stackwright.simcloud.apiserver.field import Field
from stackwright.simcloud.apiserver.workloads import check_share, not_more_than_all

_SOURCES: Final = {
    "ContainerResource": "containerResource",
    "External": "external",
    "Object": "object",
    "Pods": "pods",
    "Resource": "resource",
}
_WINDOW, _PERIOD = 3600, 1800
_HIGHEST: Final = 1_000_000_000
_OF_SYSTEM: Final = {"system-node-critical": 2_000_001_000, "system-cluster-critical": 2_000_000_000}


def check_autoscaler(found: Field) -> None:
    spec = found.at("spec")
    least, most = spec.at("minReplicas"), spec.at("maxReplicas")
    metrics = [metric.at("type").text for metric in spec.at("metrics").each()]
    if least.number is not None and least.number < 0:
        least.invalid("must be greater than or equal to 0")
    elif least.number == 0 and not {"Object", "External"} & set(metrics):
        spec.at("metrics").forbidden(
            "must specify at least one Object or External metric to support scaling to zero replicas"
        )
    top = most.number or 0
    if top < 0:
        most.required()
    if top < (1 if least.number is None else least.number):
        most.invalid("must be greater than or equal to `minReplicas`", top)
    if top == 0:
        most.required()
    _check_target(spec.at("scaleTargetRef"))
    for metric in spec.at("metrics").each():
        _check_metric(metric)
    for direction in ("scaleUp", "scaleDown"):
        _check_behavior(spec.at("behavior", direction))


def check_autoscaler_1(found: Field) -> None:
    """Version 1: one metric, which becomes the first of a list."""
    check_autoscaler(found)
    share = found.at("spec", "targetCPUUtilizationPercentage")
    if share.number is not None and share.number < 1:
        share.named("spec.metrics[0].resource.target.averageUtilization").invalid("must be greater than 0")


def _check_target(target: Field) -> None:
    for name in ("kind", "name"):
        if target.at(name).empty:
            target.at(name).required()
        else:
            target.at(name).fits(forms.path_segment)
    version = target.at("apiVersion")
    if "/" not in version.text and target.at("kind").text != "ReplicationController":
        version.invalid("apiVersion must specify API group", version.text)


def _check_metric(metric: Field) -> None:
    kind = metric.at("type")
    if kind.empty:
        kind.required("must specify a metric source type")
        return
    if kind.text not in _SOURCES:
        kind.unsupported(_SOURCES)
        return
    source = metric.at(_SOURCES[kind.text])
    if not source.there:
        source.required("must populate information for the given metric source")
        return
    _check_source(kind, source)
    _check_goal(source.at("target"))
    _check_choice(kind, source.at("target"))


def _check_source(kind: Field, source: Field) -> None:
    if kind.text in {"Resource", "ContainerResource"}:
        if source.at("name").empty:
            source.at("name").required("must specify a resource name")
        if kind.text == "ContainerResource" and source.at("container").empty:
            source.at("container").required("must specify a container name")
    else:
        name = source.at("metric", "name")
        if name.empty:
            name.required("must specify a metric name")
        else:
            name.fits(forms.path_segment)
    if kind.text == "Object":
        _check_target(source.at("describedObject"))


def _check_choice(kind: Field, target: Field) -> None:
    share, average, value = target.at("averageUtilization"), target.at("averageValue"), target.at("value")
    match kind.text:
        case "Resource" | "ContainerResource":
            if not share.there and not average.there:
                share.required("must set either a target raw value or a target utilization")
            if share.there and average.there:
                average.forbidden("may not set both a target raw value and a target utilization")
        case "Pods":
            if not average.there:
                average.required("must specify a positive target averageValue")
        case "External":
            if value.there and average.there:
                value.forbidden("may not set both a target value for metric and a per-pod target")
            elif not value.there and not average.there:
                average.required("must set either a target value for metric or a per-pod target")
        case _:
            if not value.there and not average.there:
                average.required("must set either a target value for metric or a per-pod target")


def _check_goal(target: Field) -> None:
    kind = target.at("type")
    if kind.empty:
        kind.required("must specify a metric target type")
    if kind.text not in {"Utilization", "Value", "AverageValue"}:
        kind.invalid("must be either Utilization, Value, or AverageValue", kind.text)
    for name in ("value", "averageValue"):
        size = quantities.parse(target.at(name).value) if target.at(name).there else None
        if size is not None and size <= 0:
            target.at(name).invalid("must be positive", quantities.canonical(target.at(name).value))
    share = target.at("averageUtilization")
    if share.number is not None and share.number < 1:
        share.invalid("must be greater than 0")


def _check_behavior(rules: Field) -> None:
    if not rules.there:
        return
    window, policies = rules.at("stabilizationWindowSeconds"), rules.at("policies")
    window.not_negative()
    if (window.number or 0) > _WINDOW:
        window.invalid(f"must be less than or equal to {_WINDOW}")
    rules.at("selectPolicy").one_of(("Disabled", "Max", "Min"))
    if policies.there and policies.empty:
        policies.required("must specify at least one Policy")
    for policy in policies.each():
        kind, value, period = policy.at("type"), policy.at("value"), policy.at("periodSeconds")
        if kind.text not in {"Percent", "Pods"}:
            kind.unsupported(("Percent", "Pods"))
        for number in (value, period):
            if (number.number or 0) <= 0:
                number.invalid("must be greater than zero", number.number or 0)
        if (period.number or 0) > _PERIOD:
            period.invalid(f"must be less than or equal to {_PERIOD}")


def check_disruption_budget(found: Field) -> None:
    spec = found.at("spec")
    least, most = spec.at("minAvailable"), spec.at("maxUnavailable")
    if least.there and most.there:
        said = {
            "MinAvailable": least.value,
            "Selector": spec.at("selector").value,
            "MaxUnavailable": most.value,
            "UnhealthyPodEvictionPolicy": spec.at("unhealthyPodEvictionPolicy").value,
        }
        spec.invalid("minAvailable and maxUnavailable cannot be both set", said)
    for share in (least, most):
        if share.there:
            check_share(share)
            not_more_than_all(share)
    if spec.at("selector").there:
        metadata.selector(spec.at("selector"))
    spec.at("unhealthyPodEvictionPolicy").one_of(("AlwaysAllow", "IfHealthyBudget"))


def check_priority_class(found: Field) -> None:
    name, value = found.at("metadata", "name"), found.at("value")
    number = value.number or 0
    if name.text.startswith("system-"):
        if name.text not in _OF_SYSTEM:
            name.forbidden(
                "priority class names with 'system-' prefix are reserved for system use only. error:"
                f" {name.text} is not a known system priority class"
            )
    elif number > _HIGHEST:
        value.forbidden(f"maximum allowed value of a user defined priority is {_HIGHEST}")
    found.at("preemptionPolicy").one_of(("PreemptLowerPriority", "Never"))


def check_runtime_class(found: Field) -> None:
    handler = found.at("handler")
    if handler.empty:
        handler.required()
    else:
        handler.fits(forms.label)


def check_lease(found: Field) -> None:
    seconds, changes = found.at("spec", "leaseDurationSeconds"), found.at("spec", "leaseTransitions")
    if seconds.number is not None and seconds.number <= 0:
        seconds.invalid("must be greater than 0")
    changes.not_negative()
