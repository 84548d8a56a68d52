"""Object storage on Azure: a container in a storage account of its own, its accesses in a Log Analytics workspace."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import monitor, resources
from pulumi_azure_native import storage as blob

from stackwright_components.azure_logs import workspace
from stackwright_components.azure_names import account_name
from stackwright_components.conventions import child
from stackwright_components.labels import azure_tags
from stackwright_components.object_storage.interface import ObjectStorageOutputs, Settings


def build(storage: pulumi.ComponentResource, name: str, settings: Settings) -> ObjectStorageOutputs:
    """Register the resources of one container, in a resource group of its own, below `storage`."""
    tags = azure_tags(settings.tags)
    group = resources.ResourceGroup(f"{name}-objects", location=settings.location, tags=tags, opts=child(storage))
    account = blob.StorageAccount(
        account_name(name, "objects"),
        resource_group_name=group.name,
        location=settings.location,
        kind=blob.Kind.STORAGE_V2,
        sku=blob.SkuArgs(name=blob.SkuName.STANDARD_ZRS),
        access_tier=blob.AccessTier.HOT,
        allow_shared_key_access=False,
        default_to_o_auth_authentication=True,
        allow_blob_public_access=False,
        allow_cross_tenant_replication=False,
        is_local_user_enabled=False,
        enable_https_traffic_only=True,
        minimum_tls_version=blob.MinimumTlsVersion.TLS1_2,
        network_rule_set=_firewall(settings),
        encryption=blob.EncryptionArgs(
            key_source=blob.KeySource.MICROSOFT_STORAGE, require_infrastructure_encryption=True
        ),
        tags=tags,
        opts=child(storage),
    )
    retention = blob.DeleteRetentionPolicyArgs(enabled=True, days=settings.soft_delete_days)
    service = blob.BlobServiceProperties(
        f"{name}-objects",
        resource_group_name=group.name,
        account_name=account.name,
        blob_services_name="default",
        is_versioning_enabled=settings.versioning,
        delete_retention_policy=retention,
        container_delete_retention_policy=retention,
        opts=child(storage),
    )
    container = blob.BlobContainer(
        f"{name}-objects",
        resource_group_name=group.name,
        account_name=account.name,
        public_access=blob.PublicAccess.NONE,
        opts=child(storage, depends_on=[service]),
    )
    blob.ManagementPolicy(
        f"{name}-objects",
        resource_group_name=group.name,
        account_name=account.name,
        management_policy_name="default",
        policy=blob.ManagementPolicySchemaArgs(rules=[_lifecycle(settings)]),
        opts=child(storage, depends_on=[service]),
    )
    if settings.access_log_days is not None:
        _access_logs(storage, name, settings, group=group, account=account, days=settings.access_log_days, tags=tags)
    return {
        "bucket_name": container.name,
        "bucket_id": container.id,
        "url": pulumi.Output.concat("https://", account.name, ".blob.core.windows.net/", container.name),
    }


def _firewall(settings: Settings) -> blob.NetworkRuleSetArgs:
    """Nobody connects but those named, and Azure's own services that act for this subscription (backup, logs)."""
    return blob.NetworkRuleSetArgs(
        default_action=blob.DefaultAction.DENY,
        bypass=blob.Bypass.AZURE_SERVICES,
        ip_rules=pulumi.Output.from_input(settings.allowed_cidrs).apply(
            # https://learn.microsoft.com/azure/storage/common/storage-network-security: a single address has no length.
            lambda ranges: [blob.IPRuleArgs(i_p_address_or_range=each.removesuffix("/32")) for each in ranges]
        ),
        virtual_network_rules=pulumi.Output.from_input(settings.allowed_subnet_ids).apply(
            lambda ids: [blob.VirtualNetworkRuleArgs(virtual_network_resource_id=each) for each in ids]
        ),
    )


def _lifecycle(settings: Settings) -> blob.ManagementPolicyRuleArgs:
    """Azure removes uncommitted blocks after a week by itself, so nothing aborts uploads here."""
    cold = expired = None
    if settings.cold_after_days is not None:
        cold = blob.DateAfterModificationArgs(days_after_modification_greater_than=settings.cold_after_days)
    if settings.expire_days is not None:
        expired = blob.DateAfterModificationArgs(days_after_modification_greater_than=settings.expire_days)
    old = blob.DateAfterCreationArgs(days_after_creation_greater_than=settings.noncurrent_days)
    return blob.ManagementPolicyRuleArgs(
        name="lifecycle",
        type=blob.RuleType.LIFECYCLE,
        enabled=True,
        definition=blob.ManagementPolicyDefinitionArgs(
            filters=blob.ManagementPolicyFilterArgs(blob_types=["blockBlob"]),
            actions=blob.ManagementPolicyActionArgs(
                base_blob=blob.ManagementPolicyBaseBlobArgs(tier_to_cold=cold, delete=expired)
                if cold or expired
                else None,
                version=blob.ManagementPolicyVersionArgs(delete=old),
                snapshot=blob.ManagementPolicySnapShotArgs(delete=old),
            ),
        ),
    )


def _access_logs(
    storage: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    group: resources.ResourceGroup,
    account: blob.StorageAccount,
    days: pulumi.Input[int],
    tags: Mapping[str, str],
) -> None:
    logs = workspace(
        storage, f"{name}-access-logs", group=group, location=settings.location, retention_days=days, tags=tags
    )
    monitor.DiagnosticSetting(
        f"{name}-access-logs",
        resource_uri=account.id.apply(lambda it: f"{it}/blobServices/default"),
        workspace_id=logs.id,
        logs=[
            monitor.DiagnosticsLogSettingsArgs(category=category, enabled=True)
            for category in ("StorageRead", "StorageWrite", "StorageDelete")
        ],
        opts=child(storage),
    )
