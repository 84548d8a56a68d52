"""PostgreSQL, storage, key vaults."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.azure.paths import GROUP, arm
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_SERVER = "Microsoft.DBforPostgreSQL/flexibleServers/{in:serverName}"
_ACCOUNT = "Microsoft.Storage/storageAccounts/{in:accountName}"
_PAIRS = {
    "westeurope": "northeurope",
    "northeurope": "westeurope",
    "eastus": "westus",
    "westus": "eastus",
    "uksouth": "ukwest",
}
"""Paired regions (Azure reliability documentation)."""


def _endpoints(it: Subject) -> Value:
    """`https://<account>.blob.core.windows.net/` and its siblings."""
    name = it.text("accountName")
    made: dict[str, Value] = {
        service: f"https://{name}.{service}.core.windows.net/" for service in ("blob", "dfs", "file", "queue", "table")
    }
    return {**made, "web": f"https://{name}.z6.web.core.windows.net/"}


def _redundant(it: Subject) -> bool:
    return "GRS" in str(it.mapping("sku").get("name")) or "GZRS" in str(it.mapping("sku").get("name"))


def _paired(it: Subject) -> Value:
    location = it.place.replace(" ", "").lower()
    return _PAIRS.get(location) if _redundant(it) else None


def _secondary_endpoints(it: Subject) -> Value:
    """Readable only where the SKU says so: `Standard_RAGRS`."""
    if not str(it.mapping("sku").get("name")).startswith("Standard_RA"):
        return None
    return {
        service: f"https://{it.text('accountName')}-secondary.{service}.core.windows.net/"
        for service in ("blob", "dfs", "queue", "table")
    }


def _secondary_status(it: Subject) -> Value:
    return "available" if _redundant(it) else None


def _tier(it: Subject) -> Value:
    return {"tier": str(it.mapping("sku").get("name", "Standard")).partition("_")[0]}


def _vault_uri(it: Subject) -> Value:
    return {"vaultUri": f"https://{it.text('vaultName')}.vault.azure.net/", "provisioningState": "Succeeded"}


TYPES: Mapping[str, Recipe] = {
    "azure-native:dbforpostgresql:Server": arm(
        _SERVER,
        fullyQualifiedDomainName="{in:serverName}.postgres.database.azure.com",
        state="Ready",
        minorVersion="6",
        replicaCapacity=5,
        privateEndpointConnections=[],
        availabilityZone="1",
        authConfig={"activeDirectoryAuth": "Disabled", "passwordAuth": "Enabled"},
        replicationRole="Primary",
        version="17",
    ),
    "azure-native:dbforpostgresql:Database": arm(
        _SERVER + "/databases/{in:databaseName}", charset="UTF8", collation="en_US.utf8"
    ),
    "azure-native:dbforpostgresql:Configuration": arm(
        _SERVER + "/configurations/{in:configurationName}",
        allowedValues="on,off",
        dataType="Boolean",
        defaultValue="off",
        description="",
        documentationLink="",
        isConfigPendingRestart=False,
        isDynamicConfig=True,
        isReadOnly=False,
        unit="",
    ),
    "azure-native:dbforpostgresql:FirewallRule": arm(_SERVER + "/firewallRules/{in:firewallRuleName}"),
    "azure-native:dbforpostgresql:AdministratorsMicrosoftEntra": arm(_SERVER + "/administrators/{in:objectId}"),
    "azure-native:storage:StorageAccount": arm(
        _ACCOUNT,
        primaryEndpoints=_endpoints,
        primaryLocation="{location}",
        statusOfPrimary="available",
        secondaryLocation=_paired,
        creationTime="{time}",
        keyCreationTime={"key1": "{time}", "key2": "{time}"},
        sku=_tier,
        accountMigrationInProgress=False,
        failoverInProgress=False,
        isSkuConversionBlocked=False,
        privateEndpointConnections=[],
        minimumTlsVersion="TLS1_0",
        allowBlobPublicAccess=False,
        enableHttpsTrafficOnly=True,
        accessTier="Hot",
        secondaryEndpoints=_secondary_endpoints,
        statusOfSecondary=_secondary_status,
        absent=frozenset(
            {
                "blobRestoreStatus",
                "geoReplicationStats",
                "lastGeoFailoverTime",
                "secondaryEndpoints",
                "secondaryLocation",
                "statusOfSecondary",
                "storageAccountSkuConversionStatus",
            }
        ),
    ),
    "azure-native:storage:BlobContainer": arm(
        _ACCOUNT + "/blobServices/default/containers/{in:containerName}",
        etag='"0x{hex:15:etag}"',
        lastModifiedTime="{time}",
        leaseState="Available",
        leaseStatus="Unlocked",
        hasImmutabilityPolicy=False,
        hasLegalHold=False,
        deleted=False,
        deletedTime="",
        remainingRetentionDays=0,
        version="",
        defaultEncryptionScope="$account-encryption-key",
        denyEncryptionScopeOverride=False,
        publicAccess="None",
        immutabilityPolicy={},
        legalHold={"hasLegalHold": False, "tags": []},
        leaseDuration="",
    ),
    "azure-native:storage:StorageAccountStaticWebsite": Recipe(
        id=f"{GROUP}/providers/{_ACCOUNT}/staticWebsite", outputs={"containerName": "$web"}
    ),
    "azure-native:storage:Blob": Recipe(
        id=f"{GROUP}/providers/{_ACCOUNT}/blobServices/default/containers/{{in:containerName}}/blobs/{{in:blobName}}",
        outputs={
            "name": "{in:blobName}",
            "url": "https://{in:accountName}.blob.core.windows.net/{in:containerName}/{in:blobName}",
            "type": "Block",
            "accessTier": "Hot",
            "contentType": "application/octet-stream",
            "metadata": {},
        },
    ),
    "azure-native:storage:Table": arm(
        _ACCOUNT + "/tableServices/default/tables/{in:tableName}", tableName="{in:tableName}"
    ),
    "azure-native:storage:FileShare": arm(
        _ACCOUNT + "/fileServices/default/shares/{in:shareName}",
        etag='"0x{hex:15:etag}"',
        lastModifiedTime="{time}",
        leaseState="available",
        leaseStatus="unlocked",
        accessTier="TransactionOptimized",
        enabledProtocols="SMB",
        shareQuota=5120,
    ),
    "azure-native:storage:BlobServiceProperties": arm(
        _ACCOUNT + "/blobServices/{in:blobServicesName}", sku={"name": "Standard_LRS", "tier": "Standard"}
    ),
    "azure-native:storage:ManagementPolicy": arm(
        _ACCOUNT + "/managementPolicies/{in:managementPolicyName}", lastModifiedTime="{time}"
    ),
    "azure-native:storage:Queue": arm(
        _ACCOUNT + "/queueServices/default/queues/{in:queueName}", approximateMessageCount=0
    ),
    "azure-native:keyvault:Vault": arm("Microsoft.KeyVault/vaults/{in:vaultName}", properties=_vault_uri),
    "azure-native:keyvault:Key": arm(
        "Microsoft.KeyVault/vaults/{in:vaultName}/keys/{in:keyName}",
        keyUri="https://{in:vaultName}.vault.azure.net/keys/{in:keyName}",
        keyUriWithVersion="https://{in:vaultName}.vault.azure.net/keys/{in:keyName}/{hex:32:version}",
    ),
}
