"""`WorkloadIdentity`: whose workloads a cloud trusts to be who they are, so that none of them needs a key."""

import pulumi

from stackwright_components.conventions import implementation, type_token
from stackwright_components.workload_identity.interface import (
    CLOUDS,
    WorkloadIdentityArgs,
    WorkloadIdentityOutputs,
    settle,
)

__all__ = ["WorkloadIdentity", "WorkloadIdentityArgs", "WorkloadIdentityOutputs"]


class WorkloadIdentity(pulumi.ComponentResource):
    """Trust in the workloads of a Kubernetes cluster or an AWS account. Grants are made by connections, one by one."""

    issuer: pulumi.Output[str]
    """The Kubernetes cluster's issuer; empty if none is trusted."""
    audience: pulumi.Output[str]
    """For whom a cluster's tokens are signed (aws, azure); else empty."""
    provider_arn: pulumi.Output[str]
    """The IAM OIDC provider (aws); else empty."""
    resource_group_name: pulumi.Output[str]
    """Where the identities of workloads are made (azure); else empty."""
    pool_name: pulumi.Output[str]
    """`projects/<number>/locations/global/workloadIdentityPools/<id>` (gcp); else empty."""
    kubernetes_provider_name: pulumi.Output[str]
    """The pool's provider for the cluster, `<pool>/providers/kubernetes` (gcp); else empty."""
    aws_provider_name: pulumi.Output[str]
    """The pool's provider for the AWS account, `<pool>/providers/aws-account` (gcp); else empty."""

    def __init__(self, name: str, args: WorkloadIdentityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        cloud = implementation("workload_identity", args["cloud"], CLOUDS)
        settings = settle(args)
        super().__init__(type_token("WorkloadIdentity"), name, dict(args), opts)
        built: WorkloadIdentityOutputs = cloud.build(self, name, settings)
        self.issuer = built["issuer"]
        self.audience = built["audience"]
        self.provider_arn = built["provider_arn"]
        self.resource_group_name = built["resource_group_name"]
        self.pool_name = built["pool_name"]
        self.kubernetes_provider_name = built["kubernetes_provider_name"]
        self.aws_provider_name = built["aws_provider_name"]
        self.register_outputs(dict(built))
