"""Kubernetes' kinds in every API version that the SDK has, and the objects of a resource: itself, or a list's items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from stackwright_policies.model import Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Verdict, each

_APPS: Final = ("apps/v1", "apps/v1beta2", "apps/v1beta1", "extensions/v1beta1")
_RBAC: Final = tuple(f"rbac.authorization.k8s.io/{version}" for version in ("v1", "v1beta1", "v1alpha1"))
_VERSIONS: Final[Mapping[str, Sequence[str]]] = {
    "Pod": ("core/v1",),
    "PodTemplate": ("core/v1",),
    "ReplicationController": ("core/v1",),
    "Deployment": _APPS,
    "ReplicaSet": ("apps/v1", "apps/v1beta2", "extensions/v1beta1"),
    "StatefulSet": ("apps/v1", "apps/v1beta2", "apps/v1beta1"),
    "DaemonSet": ("apps/v1", "apps/v1beta2", "extensions/v1beta1"),
    "Job": ("batch/v1",),
    "CronJob": ("batch/v1", "batch/v1beta1", "batch/v2alpha1"),
    "Service": ("core/v1",),
    "ServiceAccount": ("core/v1",),
    "Secret": ("core/v1",),
    "ConfigMap": ("core/v1",),
    "Namespace": ("core/v1",),
    "Ingress": ("networking.k8s.io/v1", "networking.k8s.io/v1beta1", "extensions/v1beta1"),
    "NetworkPolicy": ("networking.k8s.io/v1", "extensions/v1beta1"),
    "Role": _RBAC,
    "ClusterRole": _RBAC,
    "RoleBinding": _RBAC,
    "ClusterRoleBinding": _RBAC,
    "PodDisruptionBudget": ("policy/v1", "policy/v1beta1"),
    "HorizontalPodAutoscaler": tuple(f"autoscaling/{version}" for version in ("v2", "v1", "v2beta2", "v2beta1")),
}
"""Those that no maintained cluster serves any more are in old programs all the same.
https://kubernetes.io/docs/reference/using-api/deprecation-guide/"""
_PATCH: Final = "Patch"
_LIST: Final = "List"


def types(*kinds: str) -> tuple[str, ...]:
    """The tokens of kinds, in all versions, and of their patches and lists."""
    return tuple(
        f"kubernetes:{version}:{kind}{suffix}"
        for kind in kinds
        for version in _VERSIONS[kind]
        for suffix in ("", _PATCH, _LIST)
    )


def kind_of(token: str) -> str:
    """`Deployment` of `kubernetes:apps/v1:DeploymentPatch`."""
    return token.rpartition(":")[2].removesuffix(_PATCH).removesuffix(_LIST)


def is_patch(resource: Resource) -> bool:
    """Whether the rest of the object is somebody else's: what a patch does not say may well be there.

    https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/
    """
    return resource.type.endswith(_PATCH)


def objects(resource: Resource) -> list[View]:
    """The object that a resource is, or those that it lists.

    Raises:
        NotKnown: which ones it lists is not known.
    """
    return resource.properties.get("items").items() if resource.type.endswith(_LIST) else [resource.properties]


def judging_objects(
    judge: Callable[[View, Settings], Iterable[Verdict]],
) -> Callable[[Resource, Settings], Iterator[Verdict]]:
    """The check that judges every object of a resource."""

    def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
        return each(objects(resource), lambda it: judge(it, settings))

    return check


def namespace_of(one: View, provider: View) -> str:
    """Where an object goes: into its namespace, else that of its provider, else `default`.

    A kubeconfig's context can name another one; the program does not say so, and nobody who reads it can tell.
    """
    return one.get("metadata", "namespace").text() or provider.get("namespace").text() or "default"


def title(one: View, name: str) -> str:
    """What to call a list's item, or the resource itself, in a message."""
    return one.path or name
