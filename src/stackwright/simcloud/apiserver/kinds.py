"""What is looked at for each kind: the form of its names, and its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from stackwright.simcloud.apiserver import (
    access,
    definitions,
    forms,
    ingresses,
    jobs,
    pods,
    scaling,
    services,
    settings,
    storage,
    webhooks,
    workloads,
)
from stackwright.simcloud.apiserver.field import Field, Form


@dataclass(frozen=True, slots=True)
class Kind:
    """`allocate` comes last, and only if nothing else is wrong."""

    check: Callable[[Field], None]
    name: Form = forms.subdomain
    allocate: Callable[[Field], None] | None = None
    scoped: bool = True
    """In a namespace."""


def _nothing(_found: Field) -> None:
    """All that there is to look at is in the metadata."""


def _pod(found: Field) -> None:
    pods.check_pod(found.at("spec"))
    if not found.at("spec", "ephemeralContainers").empty:
        found.at("spec", "ephemeralContainers").forbidden("cannot be set on create")


def _allocate_ports(found: Field) -> None:
    services.check_node_ports(found.at("spec"))


_RBAC: Final = "rbac.authorization.k8s.io/v1"
KINDS: Final[Mapping[str, Kind]] = {
    "core/v1:Pod": Kind(_pod),
    "apps/v1:Deployment": Kind(workloads.check_deployment),
    "apps/v1:ReplicaSet": Kind(workloads.check_replica_set),
    "apps/v1:DaemonSet": Kind(workloads.check_daemon_set),
    "apps/v1:StatefulSet": Kind(workloads.check_stateful_set, forms.label),
    "batch/v1:Job": Kind(jobs.check_job),
    "batch/v1:CronJob": Kind(jobs.check_cron_job),
    "core/v1:Service": Kind(services.check_service, forms.label, _allocate_ports),
    "core/v1:Endpoints": Kind(services.check_endpoints),
    "discovery.k8s.io/v1:EndpointSlice": Kind(services.check_slice),
    "networking.k8s.io/v1:Ingress": Kind(ingresses.check_ingress),
    "networking.k8s.io/v1:IngressClass": Kind(ingresses.check_ingress_class, scoped=False),
    "networking.k8s.io/v1:NetworkPolicy": Kind(ingresses.check_network_policy),
    "core/v1:ConfigMap": Kind(settings.check_config_map),
    "core/v1:Secret": Kind(settings.check_secret),
    "core/v1:Namespace": Kind(settings.check_namespace, forms.label, settings.check_levels, scoped=False),
    "core/v1:ServiceAccount": Kind(_nothing),
    "core/v1:LimitRange": Kind(settings.check_limit_range),
    "core/v1:ResourceQuota": Kind(settings.check_quota),
    "core/v1:PersistentVolume": Kind(storage.check_persistent_volume, scoped=False),
    "core/v1:PersistentVolumeClaim": Kind(storage.check_persistent_volume_claim),
    "storage.k8s.io/v1:StorageClass": Kind(storage.check_storage_class, scoped=False),
    "storage.k8s.io/v1:CSIDriver": Kind(storage.check_csi_driver, scoped=False),
    f"{_RBAC}:Role": Kind(access.check_role, forms.path_segment),
    f"{_RBAC}:ClusterRole": Kind(access.check_cluster_role, forms.path_segment, scoped=False),
    f"{_RBAC}:RoleBinding": Kind(access.check_role_binding, forms.path_segment),
    f"{_RBAC}:ClusterRoleBinding": Kind(access.check_cluster_role_binding, forms.path_segment, scoped=False),
    "autoscaling/v2:HorizontalPodAutoscaler": Kind(scaling.check_autoscaler),
    "autoscaling/v1:HorizontalPodAutoscaler": Kind(scaling.check_autoscaler_1),
    "policy/v1:PodDisruptionBudget": Kind(scaling.check_disruption_budget),
    "scheduling.k8s.io/v1:PriorityClass": Kind(scaling.check_priority_class, scoped=False),
    "node.k8s.io/v1:RuntimeClass": Kind(scaling.check_runtime_class, scoped=False),
    "coordination.k8s.io/v1:Lease": Kind(scaling.check_lease),
    "apiextensions.k8s.io/v1:CustomResourceDefinition": Kind(definitions.check_definition, scoped=False),
    "admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration": Kind(webhooks.check_webhooks, scoped=False),
    "admissionregistration.k8s.io/v1:MutatingWebhookConfiguration": Kind(webhooks.check_webhooks, scoped=False),
    "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy": Kind(webhooks.check_admission_policy, scoped=False),
}
"""By what a type's token has after `kubernetes:`. Of another kind only the metadata are looked at."""
