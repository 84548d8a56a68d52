"""`Worker`: a container that takes work from somewhere and serves nobody, on a Kubernetes cluster that exists."""

import pulumi

from stackwright_components.connection import described
from stackwright_components.conventions import implementation, masked, type_token
from stackwright_components.worker.interface import WorkerArgs, WorkerEgress, WorkerOutputs, settle

__all__ = ["Worker", "WorkerArgs", "WorkerEgress", "WorkerOutputs"]


class Worker(pulumi.ComponentResource):
    """A container without a port, in a namespace of its own: restricted, spread, scaled by load, cut off by default."""

    namespace: pulumi.Output[str]
    """The namespace, which holds nothing else."""
    deployment_name: pulumi.Output[str]
    """The Deployment."""
    service_account_name: pulumi.Output[str]
    """Who the worker is in the cluster: bind a role to it if it must talk to the API."""

    def __init__(self, name: str, args: WorkerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        cloud = implementation("worker", args["cloud"], ("private",))
        settings = settle(args)
        told = {"connections": described(settings.connections)} if settings.connections else {}
        super().__init__(type_token("Worker"), name, masked(args, "secrets") | told, opts)
        built: WorkerOutputs = cloud.build(self, name, settings)
        self.namespace = built["namespace"]
        self.deployment_name = built["deployment_name"]
        self.service_account_name = built["service_account_name"]
        self.register_outputs(dict(built))
