"""The blueprint `workload-identity`: whose workloads a cloud trusts, so that none of them needs a key."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from stackwright_blueprints.model import Blueprint, Field, Input, Output

__all__ = ["WorkloadIdentityInputs", "WorkloadIdentityOutputs", "blueprint"]


class WorkloadIdentityInputs(TypedDict):
    """What a service says of whom a cloud is to trust."""

    issuer: NotRequired[
        Annotated[
            Input[str],
            Field(
                "A Kubernetes cluster's issuer: `kubectl get --raw /.well-known/openid-configuration`. AWS and Azure "
                "read the cluster's keys there, over the internet.",
                format="uri",
                pattern="^https://",
                examples=["https://oidc.example.com/frankfurt"],
            ),
        ]
    ]
    jwks: NotRequired[
        Annotated[
            Input[str],
            Field(
                "GCP: the cluster's public keys, where nobody can read them at its issuer: "
                "`kubectl get --raw /openid/v1/jwks`. They are not secret; give them anew when the cluster changes "
                "them.",
                pattern=r"^\s*\{",
                examples=['{"keys": […]}'],
            ),
        ]
    ]
    aws_account_id: NotRequired[
        Annotated[
            str,
            Field("GCP: the AWS account whose roles are trusted.", pattern="^[0-9]{12}$", examples=["123456789012"]),
        ]
    ]


class WorkloadIdentityOutputs(TypedDict):
    """What connections go `via`."""

    cloud: Annotated[Output[str], Field("The cloud that trusts.")]
    location: Annotated[Output[str], Field("Its region or location; empty on GCP, where a pool is global.")]
    issuer: NotRequired[Annotated[Output[str], Field("The Kubernetes cluster that it trusts.", format="uri")]]
    audience: NotRequired[Annotated[Output[str], Field("AWS, Azure: for whom the cluster's tokens are to be signed.")]]
    provider_arn: NotRequired[Annotated[Output[str], Field("AWS: the IAM OIDC provider.")]]
    resource_group_name: NotRequired[
        Annotated[Output[str], Field("Azure: where the managed identities of workloads are made.")]
    ]
    pool_name: NotRequired[
        Annotated[Output[str], Field("GCP: `projects/<number>/locations/global/workloadIdentityPools/<id>`.")]
    ]
    kubernetes_provider_name: NotRequired[
        Annotated[Output[str], Field("GCP: the pool's provider for the Kubernetes cluster.")]
    ]
    aws_provider_name: NotRequired[Annotated[Output[str], Field("GCP: the pool's provider for the AWS account.")]]


blueprint = Blueprint(
    name="workload-identity",
    version="1.0.0",
    title="Workload identity",
    description=(
        "Trust in the workloads of a Kubernetes cluster or an AWS account: they are known to this cloud as who they "
        "are, without keys, and may do nothing here until a connection says so."
    ),
    owner="platform",
    inputs=WorkloadIdentityInputs,
    outputs=WorkloadIdentityOutputs,
    clouds={"aws": ["aws"], "azure": ["azure-native"], "gcp": ["gcp", "random"]},
    build="stackwright_blueprints.workload_identity.build:build",
    upgrade_notes={"1.0.0": "The first version."},
)
