"""VNet flow logs: to a storage account that has no keys, written with an identity of their own.

https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-managed-identity
"""

from collections.abc import Mapping
from typing import Final

import pulumi
from pulumi_azure_native import authorization, managedidentity, resources, storage
from pulumi_azure_native import network as net

from stackwright_components.azure_names import account_name, role_definition
from stackwright_components.conventions import ArgumentError, child
from stackwright_components.network.interface import Settings

# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
STORAGE_BLOB_DATA_CONTRIBUTOR: Final = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"


def flow_logs(
    network: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    group: resources.ResourceGroup,
    vnet: net.VirtualNetwork,
    tags: Mapping[str, str],
) -> None:
    """Log the traffic of `vnet`. Azure itself deletes what is older than the retention."""
    watcher_group, slash, watcher = settings.network_watcher.partition("/")
    if not (watcher_group and slash and watcher):
        raise ArgumentError("network_watcher", f"{settings.network_watcher!r} is not <resource group>/<name>")
    account = storage.StorageAccount(
        account_name(name, "flow"),
        resource_group_name=group.name,
        location=settings.location,
        kind=storage.Kind.STORAGE_V2,
        sku=storage.SkuArgs(name=storage.SkuName.STANDARD_ZRS),
        allow_shared_key_access=False,
        allow_blob_public_access=False,
        allow_cross_tenant_replication=False,
        enable_https_traffic_only=True,
        minimum_tls_version=storage.MinimumTlsVersion.TLS1_2,
        network_rule_set=storage.NetworkRuleSetArgs(
            default_action=storage.DefaultAction.DENY,
            bypass=storage.Bypass.AZURE_SERVICES,  # Network Watcher is one of Azure's trusted services
        ),
        tags=tags,
        opts=child(network),
    )
    identity = managedidentity.UserAssignedIdentity(
        f"{name}-flow-logs",
        resource_group_name=group.name,
        location=settings.location,
        tags=tags,
        opts=child(network),
    )
    writer = authorization.RoleAssignment(
        f"{name}-flow-logs",
        scope=account.id,
        principal_id=identity.principal_id,
        principal_type=authorization.PrincipalType.SERVICE_PRINCIPAL,
        role_definition_id=account.id.apply(lambda it: role_definition(it, STORAGE_BLOB_DATA_CONTRIBUTOR)),
        opts=child(network),
    )
    net.FlowLog(
        f"{name}-flow-logs",
        resource_group_name=watcher_group,
        network_watcher_name=watcher,
        location=settings.location,
        target_resource_id=vnet.id,
        storage_id=account.id,
        enabled=True,
        format=net.FlowLogFormatParametersArgs(type="JSON", version=2),
        retention_policy=net.RetentionPolicyParametersArgs(enabled=True, days=settings.retention_days),
        identity=net.ManagedServiceIdentityArgs(
            type=net.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[identity.id]
        ),
        tags=tags,
        opts=child(network, depends_on=[writer]),
    )
