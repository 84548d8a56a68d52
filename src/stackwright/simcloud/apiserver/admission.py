"""What an API server adds to a pod, and to no template of one, before it is stored.

Source: Kubernetes v1.37.2 (Apache-2.0), `SetDefaults_Pod` in `pkg/apis/core/v1/defaults.go`, and the admission plugins
that a server runs unless told otherwise: `plugin/pkg/admission/{serviceaccount,defaulttolerationseconds,priority}`.
"""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.seed import Seed
from stackwright.wire.values import Properties, Value, is_secret

_CLASSES: Final = {None: 0, "": 0, "system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000}
"""Priorities that every cluster has. Those of other classes are their definition's."""
_TOKEN: Final = "/var/run/secrets/kubernetes.io/serviceaccount"  # noqa: S105 - a path
_SOURCES: Final[list[Value]] = [
    {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
    {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
    {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"fieldPath": "metadata.namespace"}}]}},
]


def admitted(pod: Properties, seed: Seed) -> Properties:
    """A pod with what is added to it."""
    given = pod.get("spec")
    if not isinstance(given, dict) or is_secret(given):
        return pod
    name = given.get("priorityClassName")
    priority = _CLASSES.get(name) if name is None or isinstance(name, str) else None
    spec: Properties = {
        "enableServiceLinks": True,
        "preemptionPolicy": "PreemptLowerPriority",
        "serviceAccountName": given.get("serviceAccount") or "default",
        **({} if priority is None else {"priority": priority}),
        **given,
        "tolerations": _tolerations(_items(given, "tolerations")),
    }
    token = None if spec.get("automountServiceAccountToken") is False else f"kube-api-access-{seed.hex(5, 'token')}"
    for listed in ("containers", "initContainers"):
        if isinstance(spec.get(listed), list):
            spec[listed] = [_container(item, token) for item in _items(spec, listed)]
    if token:
        spec["volumes"] = [*_items(spec, "volumes"), {"name": token, "projected": {"sources": _SOURCES}}]
    return {**pod, "spec": spec}


def _items(given: Properties, key: str) -> list[Value]:
    value = given.get(key)
    return value if isinstance(value, list) else []


def _tolerations(given: list[Value]) -> list[Value]:
    """Those given, and five minutes on a node that is not ready or not in reach."""
    tolerated = {str(item.get("key") or "") for item in given if isinstance(item, dict)}
    added: list[Value] = [
        {"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}
        for key in ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
        if not tolerated & {key, ""}
    ]
    return [*given, *added]


def _container(given: Value, token: str | None) -> Value:
    """It asks for as much as it is limited to, and finds the token of its account."""
    if not isinstance(given, dict) or is_secret(given):
        return given
    container = dict(given)
    resources = given.get("resources")
    limits = resources.get("limits") if isinstance(resources, dict) else None
    if isinstance(resources, dict) and isinstance(limits, dict) and not is_secret(limits):
        asked = resources.get("requests")
        same: Properties = {key: str(it) if isinstance(it, int | float) else it for key, it in limits.items()}
        container["resources"] = {**resources, "requests": {**same, **(asked if isinstance(asked, dict) else {})}}
    mounts = _items(given, "volumeMounts")
    if token and all(not isinstance(it, dict) or it.get("mountPath") != _TOKEN for it in mounts):
        container["volumeMounts"] = [*mounts, {"name": token, "mountPath": _TOKEN, "readOnly": True}]
    return container
