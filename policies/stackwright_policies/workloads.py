"""The pods inside Kubernetes' workloads, wherever each kind keeps its template."""

from __future__ import annotations

from typing import Final

from stackwright_policies.resource import Resource, View

_TEMPLATE: Final = ("spec", "template", "spec")
_WHERE: Final = {
    "Pod": ("spec",),
    "PodTemplate": ("template", "spec"),
    "ReplicationController": _TEMPLATE,
    "Deployment": _TEMPLATE,
    "ReplicaSet": _TEMPLATE,
    "StatefulSet": _TEMPLATE,
    "DaemonSet": _TEMPLATE,
    "Job": _TEMPLATE,
    "CronJob": ("spec", "jobTemplate", *_TEMPLATE),
}
_VERSIONS: Final = {
    "core/v1": ("Pod", "PodTemplate", "ReplicationController"),
    "apps/v1": ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"),
    "batch/v1": ("Job", "CronJob"),
}
"""What clusters that are still maintained serve. https://kubernetes.io/docs/reference/using-api/deprecation-guide/"""

PODS: Final = tuple(
    f"kubernetes:{version}:{kind}{suffix}"
    for version, kinds in _VERSIONS.items()
    for kind in kinds
    for suffix in ("", "Patch")
)
"""The types that run containers. `Patch` is how Pulumi changes what somebody else owns."""


def pod(resource: Resource) -> View:
    """The `PodSpec` of a resource of one of `PODS`."""
    kind = resource.type.rpartition(":")[2].removesuffix("Patch")
    return resource.properties.get(*_WHERE[kind])
