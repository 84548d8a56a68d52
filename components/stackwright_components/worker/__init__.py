"""`Worker`: a container that takes work from somewhere and serves nobody, on ECS or on a Kubernetes cluster."""

import pulumi

from stackwright_components.connection import described
from stackwright_components.conventions import implementation, masked, type_token
from stackwright_components.worker.interface import CLOUDS, WorkerArgs, WorkerEgress, WorkerOutputs, settle

__all__ = ["Worker", "WorkerArgs", "WorkerEgress", "WorkerOutputs"]


class Worker(pulumi.ComponentResource):
    """A container without a port: restricted, spread, scaled by its work, cut off by default.

    An output that a cloud does not have is empty there.
    """

    namespace: pulumi.Output[str]
    """The namespace, which holds nothing else (private)."""
    deployment_name: pulumi.Output[str]
    """The Deployment (private)."""
    service_account_name: pulumi.Output[str]
    """Who the worker is in the cluster (private): bind a role to it if it must talk to the API."""
    cluster_name: pulumi.Output[str]
    """The ECS cluster (aws)."""
    service_name: pulumi.Output[str]
    """The ECS service (aws)."""
    security_group_id: pulumi.Output[str]
    """What the tasks carry (aws)."""
    task_role_arn: pulumi.Output[str]
    """Who the application is (aws)."""
    log_group_name: pulumi.Output[str]
    """Where the container's output goes (aws)."""
    alarm_target: pulumi.Output[str]
    """Where alarms go (aws)."""

    def __init__(self, name: str, args: WorkerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        cloud = implementation("worker", args["cloud"], CLOUDS)
        settings = settle(args)
        told = {"connections": described(settings.connections)} if settings.connections else {}
        super().__init__(type_token("Worker"), name, masked(args, "secrets") | told, opts)
        built: WorkerOutputs = cloud.build(self, name, settings)
        self.namespace = built["namespace"]
        self.deployment_name = built["deployment_name"]
        self.service_account_name = built["service_account_name"]
        self.cluster_name = built["cluster_name"]
        self.service_name = built["service_name"]
        self.security_group_id = built["security_group_id"]
        self.task_role_arn = built["task_role_arn"]
        self.log_group_name = built["log_group_name"]
        self.alarm_target = built["alarm_target"]
        self.register_outputs(dict(built))
