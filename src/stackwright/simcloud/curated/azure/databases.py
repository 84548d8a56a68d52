"""Azure SQL, MySQL, Cosmos DB, Azure Cache for Redis, App Configuration."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from stackwright.simcloud.curated.azure.paths import arm
from stackwright.simcloud.curated.azure.places import squeezed
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_SQL = "Microsoft.Sql/servers/{in:serverName}"
_MYSQL = "Microsoft.DBforMySQL/flexibleServers/{in:serverName}"
_COSMOS = "Microsoft.DocumentDB/databaseAccounts/{in:accountName}"


def _regions(it: Subject) -> Value:
    """Each location with an endpoint of its own."""
    account = it.text("accountName")
    made: list[Value] = []
    for index, given in enumerate(it.items("locations")):
        place = str(given.get("locationName")) if isinstance(given, dict) else ""
        own = f"{account}-{squeezed(place)}"
        made.append(
            {
                "id": own,
                "documentEndpoint": f"https://{own}.documents.azure.com:443/",
                "failoverPriority": index,
                "locationName": place,
                "isZoneRedundant": False,
                "provisioningState": "Succeeded",
            }
        )
    return made


def _first_region(it: Subject) -> Value:
    regions = _regions(it)
    return regions[:1] if isinstance(regions, list) else []


def _failovers(it: Subject) -> Value:
    regions = _regions(it)
    kept = ("id", "failoverPriority", "locationName")
    return [
        {key: region[key] for key in kept}
        for region in (regions if isinstance(regions, list) else [])
        if isinstance(region, dict)
    ]


def _resource_marks(it: Subject) -> Value:
    """What Cosmos DB adds to each database and container."""
    mark = base64.b64encode(it.seed.data(6, "rid")).decode()
    return {"rid": mark, "etag": f'"{it.seed.uuid("etag")}"', "ts": int(it.time().timestamp())}


def cache_key(it: Subject, salt: str) -> str:
    """An access key of a cache: 44 characters."""
    return base64.b64encode(it.seed.data(32, salt)).decode()


def _cache_keys(it: Subject) -> Value:
    return {"primaryKey": cache_key(it, "primary"), "secondaryKey": cache_key(it, "secondary")}


TYPES: Mapping[str, Recipe] = {
    "azure-native:sql:Server": arm(
        _SQL,
        fullyQualifiedDomainName="{in:serverName}.database.windows.net",
        state="Ready",
        kind="v12.0",
        version="12.0",
        publicNetworkAccess="Enabled",
        restrictOutboundNetworkAccess="Disabled",
        externalGovernanceStatus="Disabled",
        privateEndpointConnections=[],
        workspaceFeature="",
        absent=frozenset({"workspaceFeature"}),
    ),
    "azure-native:sql:Database": arm(
        _SQL + "/databases/{in:databaseName}",
        status="Online",
        databaseId="{uuid:database}",
        kind="v12.0,user",
        collation="SQL_Latin1_General_CP1_CI_AS",
        catalogCollation="SQL_Latin1_General_CP1_CI_AS",
        maxSizeBytes=268435456000,
        creationDate="{time}",
        earliestRestoreDate="{time}",
        currentBackupStorageRedundancy="Geo",
        currentServiceObjectiveName=lambda it: str(it.mapping("sku").get("name") or "GP_Gen5_2"),
        requestedServiceObjectiveName=lambda it: str(it.mapping("sku").get("name") or "GP_Gen5_2"),
        readScale="Disabled",
        zoneRedundant=False,
        failoverGroupId="",
        managedBy="",
        pausedDate="",
        resumedDate="",
        absent=frozenset({"failoverGroupId", "managedBy", "pausedDate", "resumedDate"}),
    ),
    "azure-native:sql:FirewallRule": arm(_SQL + "/firewallRules/{in:firewallRuleName}"),
    "azure-native:sql:VirtualNetworkRule": arm(
        _SQL + "/virtualNetworkRules/{in:virtualNetworkRuleName}", state="Ready"
    ),
    "azure-native:sql:ElasticPool": arm(
        _SQL + "/elasticPools/{in:elasticPoolName}", state="Ready", creationDate="{time}"
    ),
    "azure-native:dbformysql:Server": arm(
        _MYSQL,
        fullyQualifiedDomainName="{in:serverName}.mysql.database.azure.com",
        state="Ready",
        version="8.0.21",
        availabilityZone="1",
        replicationRole="None",
        replicaCapacity=10,
        privateEndpointConnections=[],
    ),
    "azure-native:dbformysql:Database": arm(
        _MYSQL + "/databases/{in:databaseName}", charset="utf8mb4", collation="utf8mb4_0900_ai_ci"
    ),
    "azure-native:dbformysql:FirewallRule": arm(_MYSQL + "/firewallRules/{in:firewallRuleName}"),
    "azure-native:cosmosdb:DatabaseAccount": arm(
        _COSMOS,
        documentEndpoint="https://{in:accountName}.documents.azure.com:443/",
        instanceId="{uuid:instance}",
        locations=_regions,
        readLocations=_regions,
        writeLocations=_first_region,
        failoverPolicies=_failovers,
        kind="GlobalDocumentDB",
        privateEndpointConnections=[],
        keyVaultKeyUriVersion="",
        absent=frozenset({"keyVaultKeyUriVersion"}),
    ),
    "azure-native:cosmosdb:SqlResourceSqlDatabase": arm(
        _COSMOS + "/sqlDatabases/{in:databaseName}", resource=_resource_marks
    ),
    "azure-native:cosmosdb:SqlResourceSqlContainer": arm(
        _COSMOS + "/sqlDatabases/{in:databaseName}/containers/{in:containerName}", resource=_resource_marks
    ),
    "azure-native:redis:Redis": arm(
        "Microsoft.Cache/redis/{in:name}",
        hostName="{in:name}.redis.cache.windows.net",
        port=6379,
        sslPort=6380,
        redisVersion="6.0",
        enableNonSslPort=False,
        accessKeys=_cache_keys,
        instances=[{"sslPort": 15000, "isMaster": True, "isPrimary": True, "nonSslPort": 0, "shardId": 0, "zone": ""}],
        linkedServers=[],
        privateEndpointConnections=[],
    ),
    "azure-native:appconfiguration:ConfigurationStore": arm(
        "Microsoft.AppConfiguration/configurationStores/{in:configStoreName}",
        endpoint="https://{in:configStoreName}.azconfig.io",
        creationDate="{time}",
        privateEndpointConnections=[],
    ),
}
