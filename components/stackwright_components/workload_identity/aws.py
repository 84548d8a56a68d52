"""AWS trusts a Kubernetes cluster: an IAM OIDC provider. Roles for its workloads are made by their connections."""

from typing import Final

import pulumi
import pulumi_aws as aws

from stackwright_components.conventions import child
from stackwright_components.labels import aws_tags
from stackwright_components.workload_identity.interface import Settings, WorkloadIdentityOutputs

AUDIENCE: Final = "sts.amazonaws.com"


def build(identity: pulumi.ComponentResource, name: str, settings: Settings) -> WorkloadIdentityOutputs:
    """Make the provider. AWS checks the issuer's certificate against its own authorities: no thumbprint to renew."""
    issuer = pulumi.Output.from_input(settings.issuer or "")
    provider = aws.iam.OpenIdConnectProvider(
        f"{name}-kubernetes",
        url=issuer,
        client_id_lists=[AUDIENCE],
        tags=aws_tags(settings.tags, f"{name}-kubernetes"),
        opts=child(identity),
    )
    nothing = pulumi.Output.from_input("")
    return WorkloadIdentityOutputs(
        issuer=issuer,
        audience=pulumi.Output.from_input(AUDIENCE),
        provider_arn=provider.arn,
        resource_group_name=nothing,
        pool_name=nothing,
        kubernetes_provider_name=nothing,
        aws_provider_name=nothing,
    )
