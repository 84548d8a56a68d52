"""What may not be changed of an object that is there.

What pulumi-kubernetes replaces never comes here (`simcloud/rules/kubernetes.py`): these are the fields that it tries to
change, and the server refuses. Source: `Validate…Update` of each kind in `pkg/apis/*/validation`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from stackwright.simcloud.apiserver import quantities
from stackwright.simcloud.apiserver.field import NIL, Field, in_order
from stackwright.wire.values import Properties, Value

_IMMUTABLE: Final = "field is immutable"
_FIXED: Final[Mapping[str, Mapping[str, Value]]] = {
    "apps/v1:Deployment": {"spec.selector": None},
    "apps/v1:ReplicaSet": {"spec.selector": None},
    "apps/v1:DaemonSet": {"spec.selector": None},
    "batch/v1:Job": {
        "spec.completionMode": "NonIndexed",
        "spec.podFailurePolicy": None,
        "spec.backoffLimitPerIndex": None,
    },
    "networking.k8s.io/v1:IngressClass": {"spec.controller": None},
    "discovery.k8s.io/v1:EndpointSlice": {"addressType": None},
    "storage.k8s.io/v1:StorageClass": {
        "parameters": None,
        "provisioner": None,
        "reclaimPolicy": "Delete",
        "volumeBindingMode": "Immediate",
    },
    "storage.k8s.io/v1:CSIDriver": {"spec.attachRequired": True, "spec.volumeLifecycleModes": ["Persistent"]},
    "scheduling.k8s.io/v1:PriorityClass": {"preemptionPolicy": "PreemptLowerPriority"},
    "node.k8s.io/v1:RuntimeClass": {"handler": None},
    "core/v1:PersistentVolume": {"spec.volumeMode": "Filesystem"},
    "core/v1:Secret": {"type": "Opaque"},
    "apiextensions.k8s.io/v1:CustomResourceDefinition": {
        "spec.group": None,
        "spec.scope": None,
        "spec.names.plural": None,
        "spec.names.kind": None,
    },
}
"""Paths that stay as they were made, each with what the server takes where nothing is given."""
_ELSEWHERE: Final = {"spec.attachRequired": "spec.attachedRequired", "spec.volumeMode": "volumeMode"}
_AS_NULL: Final = frozenset({"discovery.k8s.io", "storage.k8s.io/v1:StorageClass", "node.k8s.io"})
_OF_CLAIMS: Final = frozenset({"resources", "volumeAttributesClassName"})
_OF_PODS: Final = frozenset({"activeDeadlineSeconds", "tolerations", "containers", "initContainers"})
_POD: Final = (
    "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
    "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"
)
_CLAIM: Final = (
    "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"
)


def check_update(kind: str, old: Properties, new: Properties, errors: list[str]) -> None:
    """`kind` as in `kinds.KINDS`; `old` is what was given last."""
    before, after = Field(old, "", []), Field(new, "", errors)
    for path, default in _FIXED.get(kind, {}).items():
        was, now = (found.at(*path.split(".")) for found in (before, after))
        if _or(was, default) != _or(now, default):
            null = any(kind.startswith(each) for each in _AS_NULL)
            now.named(_ELSEWHERE.get(path, path)).invalid(_IMMUTABLE, NIL if null else in_order(_or(now, default)))
    if special := _SPECIAL.get(kind):
        special(before, after)


def _or(found: Field, default: Value) -> Value:
    return default if found.value is None else found.value


def _pod(before: Field, after: Field) -> None:
    was, now = before.at("spec"), after.at("spec")
    for name in ("containers", "initContainers"):
        if len(was.at(name).each()) != len(now.at(name).each()):
            now.at(name).forbidden("pod updates may not add or remove containers")
            return
    changed = [name for name in {*was.keys, *now.keys} - _OF_PODS if was.at(name).value != now.at(name).value]
    for name in ("containers", "initContainers"):
        pairs = zip(was.at(name).each(), now.at(name).each(), strict=True)
        changed += [name for one, two in pairs if _without_image(one) != _without_image(two)]
    if changed or any(item not in _items(now.at("tolerations")) for item in _items(was.at("tolerations"))):
        now.forbidden(_POD)


def _items(found: Field) -> list[Value]:
    return found.value if isinstance(found.value, list) else []


def _without_image(container: Field) -> Value:
    value = container.value
    return {name: item for name, item in value.items() if name != "image"} if isinstance(value, dict) else value


def _claim(before: Field, after: Field) -> None:
    """A claim is bound as soon as it is made, so it may grow: which classes let it is not known here."""
    was, now = before.at("spec"), after.at("spec")
    defaults: Mapping[str, Value] = {"volumeMode": "Filesystem"}
    for name in sorted({*was.keys, *now.keys} - _OF_CLAIMS):
        if _or(was.at(name), defaults.get(name)) != _or(now.at(name), defaults.get(name)):
            now.forbidden(_CLAIM)
    limits = [each.at("resources", "limits").value for each in (was, now)]
    if limits[0] != limits[1]:
        now.forbidden(_CLAIM)
    mode = now.at("volumeMode")
    if _or(was.at("volumeMode"), "Filesystem") != _or(mode, "Filesystem"):
        mode.invalid(_IMMUTABLE)
    old, new = (quantities.parse(each.at("resources", "requests", "storage").value) for each in (was, now))
    if old is not None and new is not None and new < old:
        now.at("resources", "requests", "storage").forbidden("field can not be less than status.capacity")


def _keep_rolling(name: str, default: str, refuse: Callable[[Field], None]) -> Callable[[Field, Field], None]:
    """Server-side apply takes away only what somebody gave: what the server filled in beside another type stays there,
    and is refused beside the new one.
    """

    def check(before: Field, after: Field) -> None:
        was, now = before.at("spec", name), after.at("spec", name)
        was_rolling = _or(was.at("type"), "RollingUpdate") == "RollingUpdate"
        left = was_rolling and not now.at("rollingUpdate").there and len(was.at("rollingUpdate").keys) < 2
        if left and now.at("type").text == default:
            refuse(now.at("rollingUpdate"))

    return check


def _priority_class(before: Field, after: Field) -> None:
    if _or(before.at("value"), 0) != _or(after.at("value"), 0):
        after.at("value").forbidden("may not be changed in an update.")


def _sealed(before: Field, after: Field) -> None:
    """ConfigMaps and Secrets that nobody may change any more."""
    if not before.at("immutable").true:
        return
    for name in ("immutable", "data", "binaryData"):
        if before.at(name).value != after.at(name).value:
            after.at(name).forbidden("field is immutable when `immutable` is set")


def _service(before: Field, after: Field) -> None:
    was, now = before.at("spec"), after.at("spec")
    chosen = now.at("loadBalancerClass")
    both = {was.at("type").text, now.at("type").text} == {"LoadBalancer"}
    if both and was.at("loadBalancerClass").value != chosen.value:
        chosen.invalid("may not change once set")


_SPECIAL: Final[Mapping[str, Callable[[Field, Field], None]]] = {
    "core/v1:Pod": _pod,
    "core/v1:PersistentVolumeClaim": _claim,
    "apps/v1:Deployment": _keep_rolling(
        "strategy",
        "Recreate",
        lambda found: found.forbidden("may not be specified when strategy `type` is 'Recreate'"),
    ),
    "apps/v1:StatefulSet": _keep_rolling(
        "updateStrategy",
        "OnDelete",
        lambda found: found.invalid(
            "only allowed for updateStrategy 'RollingUpdate'", {"Partition": 0, "MaxUnavailable": 1}
        ),
    ),
    "scheduling.k8s.io/v1:PriorityClass": _priority_class,
    "core/v1:ConfigMap": _sealed,
    "core/v1:Secret": _sealed,
    "core/v1:Service": _service,
}
