"""A Kubernetes Deployment in a namespace of its own."""

from collections.abc import Mapping
from typing import Final

import pulumi
from pulumi_kubernetes import apps, autoscaling, core, policy

from stackwright_components.connection import Client, KubernetesAccount, connect
from stackwright_components.connection.merging import furnished
from stackwright_components.conventions import child
from stackwright_components.labels import kubernetes_labels
from stackwright_components.worker.interface import Settings, WorkerOutputs
from stackwright_components.worker.kubernetes_isolation import isolate
from stackwright_components.worker.kubernetes_pod import pod

APPLICATION: Final = "app.kubernetes.io/name"


def build(worker: pulumi.ComponentResource, name: str, settings: Settings) -> WorkerOutputs:
    """Make the namespace and everything in it."""
    labels = kubernetes_labels(settings.tags) | {APPLICATION: name, "app.kubernetes.io/managed-by": "pulumi"}
    selector = {APPLICATION: name}
    namespace = core.v1.Namespace(
        name,
        metadata={
            "labels": labels
            | {
                f"pod-security.kubernetes.io/{mode}{suffix}": value
                for mode in ("enforce", "audit", "warn")
                for suffix, value in (("", "restricted"), ("-version", "latest"))
            }
        },
        opts=child(worker),
    )
    place = namespace.metadata.name
    isolation = isolate(worker, name, settings, namespace=place, labels=labels, selector=selector)
    account = core.v1.ServiceAccount(
        name,
        metadata={"namespace": place, "labels": labels},
        automount_service_account_token=False,
        opts=child(worker),
    )
    client = Client(
        identity=KubernetesAccount(namespace=place, name=account.metadata.name, selector=selector),
        network_cidr=settings.network_cidr,
        tags=settings.tags,
    )
    connected = connect(worker, name, settings.connections, client)
    settings = furnished(settings, connected)
    secret = _secret(worker, name, settings, place, labels)
    deployment = apps.v1.Deployment(
        name,
        metadata={"namespace": place, "labels": labels},
        spec={
            # No `replicas`: they are the autoscaler's, and every `up` would set them back.
            "selector": {"match_labels": selector},
            "strategy": {"type": "RollingUpdate", "rolling_update": {"max_unavailable": 0, "max_surge": 1}},
            "min_ready_seconds": 10,
            "progress_deadline_seconds": 600,
            "revision_history_limit": 5,
            "template": {
                "metadata": {"labels": labels},
                "spec": pod(
                    settings,
                    account=account.metadata.name,
                    secret=secret,
                    selector=selector,
                    projections=connected.projections,
                ),
            },
        },
        # A pod that starts before the policies are there is not isolated yet.
        opts=child(worker, depends_on=[*isolation, *connected.prerequisites]),
    )
    policy.v1.PodDisruptionBudget(
        name,
        metadata={"namespace": place, "labels": labels},
        spec={
            "selector": {"match_labels": selector},
            "max_unavailable": 1,
            # A pod that does not start must not keep a node from being drained.
            "unhealthy_pod_eviction_policy": "AlwaysAllow",
        },
        opts=child(worker),
    )
    autoscaling.v2.HorizontalPodAutoscaler(
        name,
        metadata={"namespace": place, "labels": labels},
        spec={
            "scale_target_ref": {"api_version": "apps/v1", "kind": "Deployment", "name": deployment.metadata.name},
            "min_replicas": settings.replicas,
            "max_replicas": settings.max_replicas,
            "metrics": [
                {
                    "type": "Resource",
                    "resource": {"name": "cpu", "target": {"type": "Utilization", "average_utilization": 70}},
                }
            ],
            "behavior": {"scale_down": {"stabilization_window_seconds": 300}},
        },
        opts=child(worker),
    )
    nothing = pulumi.Output.from_input("")
    return WorkerOutputs(
        namespace=place,
        deployment_name=deployment.metadata.name,
        service_account_name=account.metadata.name,
        cluster_name=nothing,
        service_name=nothing,
        security_group_id=nothing,
        task_role_arn=nothing,
        log_group_name=nothing,
        alarm_target=nothing,
    )


def _secret(
    worker: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    namespace: pulumi.Output[str],
    labels: Mapping[str, str],
) -> pulumi.Output[str] | None:
    """The name of the Secret. Another value is another Secret with another name, so the pods are rolled.

    That is why there is no checksum in an annotation: whoever may read the Deployment, but not the Secret, could try
    guesses against it. The old Secret goes when no pod uses it any more, and until then a rollback finds it.
    """
    if not settings.secrets:
        return None
    secret = core.v1.Secret(
        name,
        metadata={"namespace": namespace, "labels": labels},
        type="Opaque",
        immutable=True,
        string_data={variable: pulumi.Output.secret(value) for variable, value in sorted(settings.secrets.items())},
        opts=child(worker, replace_on_changes=["string_data"], additional_secret_outputs=["data", "stringData"]),
    )
    return secret.metadata.name
