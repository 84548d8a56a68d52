"""Kinds that servers do not have any more. Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
(all removed by Kubernetes 1.32, the oldest that is maintained is newer).
"""

from __future__ import annotations

from typing import Final

_GONE: Final = {
    "extensions/v1beta1": "DaemonSet Deployment Ingress NetworkPolicy PodSecurityPolicy ReplicaSet",
    "apps/v1beta1": "ControllerRevision Deployment StatefulSet",
    "apps/v1beta2": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
    "networking.k8s.io/v1beta1": "Ingress IngressClass",
    "batch/v1beta1": "CronJob",
    "batch/v2alpha1": "CronJob",
    "policy/v1beta1": "PodDisruptionBudget PodSecurityPolicy",
    "autoscaling/v2beta1": "HorizontalPodAutoscaler",
    "autoscaling/v2beta2": "HorizontalPodAutoscaler",
    "rbac.authorization.k8s.io/v1beta1": "ClusterRole ClusterRoleBinding Role RoleBinding",
    "rbac.authorization.k8s.io/v1alpha1": "ClusterRole ClusterRoleBinding Role RoleBinding",
    "admissionregistration.k8s.io/v1beta1": "MutatingWebhookConfiguration ValidatingWebhookConfiguration",
    "apiextensions.k8s.io/v1beta1": "CustomResourceDefinition",
    "apiregistration.k8s.io/v1beta1": "APIService",
    "scheduling.k8s.io/v1beta1": "PriorityClass",
    "scheduling.k8s.io/v1alpha1": "PriorityClass",
    "storage.k8s.io/v1beta1": "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment",
    "node.k8s.io/v1beta1": "RuntimeClass",
    "node.k8s.io/v1alpha1": "RuntimeClass",
    "discovery.k8s.io/v1beta1": "EndpointSlice",
    "events.k8s.io/v1beta1": "Event",
    "coordination.k8s.io/v1beta1": "Lease",
    "certificates.k8s.io/v1beta1": "CertificateSigningRequest",
}
REMOVED: Final = frozenset(f"{version}:{kind}" for version, kinds in _GONE.items() for kind in kinds.split())
"""`<group>/<version>:<kind>`."""
