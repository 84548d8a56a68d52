"""What makes pods and keeps them. Source: `pkg/apis/apps/validation/validation.go`."""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.apiserver import forms, metadata
from stackwright.simcloud.apiserver.claims import check_claim
from stackwright.simcloud.apiserver.field import Field, in_order
from stackwright.simcloud.apiserver.pods import check_template
from stackwright.wire.values import Value

_NO_MATCH: Final = "`selector` does not match template `labels`"
_DEFAULT_DEADLINE: Final = 600
_ALL: Final = 100


def check_deployment(found: Field) -> None:
    spec = found.at("spec")
    spec.at("replicas").not_negative()
    _check_selected(spec, "deployment", required=True)
    _check_always(spec, "ReplicaSet")
    strategy = spec.at("strategy")
    rolling = strategy.at("rollingUpdate")
    match strategy.at("type").text:
        case "Recreate":
            if rolling.there:
                rolling.forbidden("may not be specified when strategy `type` is 'Recreate'")
        case "" | "RollingUpdate":
            unavailable, surge = rolling.at("maxUnavailable"), rolling.at("maxSurge")
            for share in (unavailable, surge):
                check_share(share)
            if _nought(unavailable) and _nought(surge):
                unavailable.invalid("may not be 0 when `maxSurge` is 0")
            not_more_than_all(unavailable)
        case _:
            strategy.unsupported(("Recreate", "RollingUpdate"), _typed(strategy))
    spec.at("minReadySeconds").not_negative()
    spec.at("revisionHistoryLimit").not_negative()
    deadline = spec.at("progressDeadlineSeconds")
    deadline.not_negative()
    seconds = _DEFAULT_DEADLINE if deadline.number is None else deadline.number
    if seconds <= (spec.at("minReadySeconds").number or 0):
        deadline.invalid("must be greater than minReadySeconds", seconds)


def check_replica_set(found: Field) -> None:
    spec = found.at("spec")
    spec.at("replicas").not_negative()
    spec.at("minReadySeconds").not_negative()
    _check_selected(spec, "deployment", required=True)
    _check_always(spec, "ReplicaSet")


def check_daemon_set(found: Field) -> None:
    spec = found.at("spec")
    _check_selected(spec, "daemonset", required=False)
    _check_always(spec, "DaemonSet")
    spec.at("minReadySeconds").not_negative()
    strategy = spec.at("updateStrategy")
    unavailable, surge = strategy.at("rollingUpdate", "maxUnavailable"), strategy.at("rollingUpdate", "maxSurge")
    match strategy.at("type").text:
        case "" | "RollingUpdate":
            for share in (unavailable, surge):
                check_share(share)
                not_more_than_all(share)
            raised = surge.there and not _nought(surge)
            lowered = not _nought(unavailable) if unavailable.there else not raised
            if lowered and raised:
                surge.invalid("may not be set when maxUnavailable is non-zero")
            elif not lowered and not raised:
                unavailable.required("cannot be 0 when maxSurge is 0")
        case "OnDelete":
            pass
        case _:
            strategy.unsupported(("RollingUpdate", "OnDelete"), _typed(strategy))
    spec.at("revisionHistoryLimit").not_negative()


def check_stateful_set(found: Field) -> None:
    spec = found.at("spec")
    management = spec.at("podManagementPolicy")
    if management.text not in {"", "OrderedReady", "Parallel"}:
        management.invalid("must be 'OrderedReady' or 'Parallel'")
    _check_update_strategy(spec.at("updateStrategy"))
    for name in ("whenDeleted", "whenScaled"):
        spec.at("persistentVolumeClaimRetentionPolicy", name).one_of(("Retain", "Delete"))
    for claim in spec.at("volumeClaimTemplates").each():
        check_claim(claim.at("spec"))
    spec.at("replicas").not_negative()
    spec.at("minReadySeconds").not_negative()
    spec.at("ordinals", "start").not_negative()
    if not spec.at("serviceName").empty:
        spec.at("serviceName").fits(forms.label)
    claims = tuple(claim.at("metadata", "name").text for claim in spec.at("volumeClaimTemplates").each())
    _check_selected(spec, "statefulset", required=True, claims=claims)
    _check_always(spec, "StatefulSet")


def _check_update_strategy(strategy: Field) -> None:
    rolling = strategy.at("rollingUpdate")
    match strategy.at("type").text:
        case "OnDelete":
            if rolling.there:
                said = {
                    "Partition": rolling.at("partition").number or 0,
                    "MaxUnavailable": rolling.at("maxUnavailable").value,
                }
                rolling.invalid("only allowed for updateStrategy 'RollingUpdate'", said)
        case "" | "RollingUpdate":
            rolling.at("partition").not_negative()
            if (share := rolling.at("maxUnavailable")).there:
                check_share(share)
                if _nought(share):
                    share.invalid("cannot be 0")
                not_more_than_all(share)
        case _:
            strategy.invalid("must be 'RollingUpdate' or 'OnDelete'", _typed(strategy))


def _check_selected(spec: Field, kind: str, *, required: bool, claims: tuple[str, ...] = ()) -> None:
    """The selector, the template, and whether the one finds what the other makes."""
    selector, template = spec.at("selector"), spec.at("template")
    sound = True
    if not selector.there and required:
        selector.required()
    elif selector.there:
        sound = metadata.selector(selector)
        if selector.at("matchLabels").empty and selector.at("matchExpressions").empty:
            selector.invalid(f"empty selector is invalid for {kind}", {})
    if not sound:
        selector.invalid("invalid label selector" if kind == "deployment" else "")
        return
    labels = template.at("metadata", "labels")
    if not metadata.matches(selector, labels.value):
        labels.invalid(_NO_MATCH, in_order(labels.value))
    check_template(template, tuple(claim for claim in claims if claim))


def _check_always(spec: Field, kind: str) -> None:
    pod = spec.at("template", "spec")
    if pod.at("restartPolicy").text not in {"", "Always"}:
        pod.at("restartPolicy").unsupported(("Always",))
    if pod.at("activeDeadlineSeconds").there:
        pod.at("activeDeadlineSeconds").forbidden(f"activeDeadlineSeconds in {kind} is not Supported")


def _typed(strategy: Field) -> dict[str, Value]:
    """A strategy as the server writes it: by the names of its Go fields."""
    return {"Type": strategy.at("type").value, "RollingUpdate": strategy.at("rollingUpdate").value}


def check_share(share: Field) -> None:
    """A number or a percentage."""
    if isinstance(share.value, str):
        share.fits(forms.percent)
    else:
        share.not_negative()


def not_more_than_all(share: Field) -> None:
    if isinstance(share.value, str) and not forms.percent(share.value) and int(share.value[:-1]) > _ALL:
        share.invalid("must not be greater than 100%")


def _nought(share: Field) -> bool:
    """Whether it is said to be nothing; what is missing is 25%."""
    return share.value in ("0%", 0) and not isinstance(share.value, bool)
