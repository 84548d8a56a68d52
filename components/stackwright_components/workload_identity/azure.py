"""Azure trusts a Kubernetes cluster identity by identity, so this is the place for them: a resource group.

A managed identity says itself whose tokens it takes; those of workloads are made by their connections.
"""

from typing import Final

import pulumi
from pulumi_azure_native import resources

from stackwright_components.conventions import child
from stackwright_components.labels import azure_tags
from stackwright_components.workload_identity.interface import Settings, WorkloadIdentityOutputs

AUDIENCE: Final = "api://AzureADTokenExchange"


def build(identity: pulumi.ComponentResource, name: str, settings: Settings) -> WorkloadIdentityOutputs:
    """Make the resource group."""
    group = resources.ResourceGroup(
        f"{name}-identities", location=settings.location, tags=azure_tags(settings.tags), opts=child(identity)
    )
    nothing = pulumi.Output.from_input("")
    return WorkloadIdentityOutputs(
        issuer=pulumi.Output.from_input(settings.issuer or ""),
        audience=pulumi.Output.from_input(AUDIENCE),
        provider_arn=nothing,
        resource_group_name=group.name,
        pool_name=nothing,
        kubernetes_provider_name=nothing,
        aws_provider_name=nothing,
    )
