"""What Azure Resource Manager cannot change in place.

A resource's path is its identity: azure-native replaces when a path parameter changes (`provider/pkg/provider/diff.go`,
`calculateDetailedDiff`). Which inputs those are is read from the arguments of the type's own getter.
"""

from __future__ import annotations

import re

from stackwright.simcloud.catalogue.model import NONE
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.curated.find import recipe
from stackwright.simcloud.rules.model import Rule, Table, rules, spread

_LOCATION = "SDK: `location` is where it is; Azure Resource Manager has no request that changes it"
_STORAGE = "Azure REST API, Storage Accounts - Update: the request body has no such property"
_SERVERS = "Azure REST API, Azure Database for PostgreSQL, Servers - Update: the request body has no such property"
_ENVIRONMENTS = "https://learn.microsoft.com/azure/container-apps/networking: not after the environment was made"
_APPS = "Azure REST API, Container Apps - Update: x-ms-mutability create, read"
_SOURCES = spread(
    {
        "azure-native:storage:StorageAccount": ("isHnsEnabled enableNfsV3 extendedLocation", _STORAGE),
        "azure-native:app:ManagedEnvironment": ("zoneRedundant vnetConfiguration", _ENVIRONMENTS),
        "azure-native:app:ContainerApp": ("environmentId managedEnvironmentId", _APPS),
        "azure-native:dbforpostgresql:Server": ("administratorLogin pointInTimeUTC sourceServerResourceId", _SERVERS),
    }
)
"""What is not here, nor in the SDK's documentation, is a guess."""
TABLE: Table = {
    "azure-native:app:ManagedEnvironment": "zoneRedundant vnetConfiguration infrastructureResourceGroup",
    "azure-native:app:ContainerApp": "environmentId managedEnvironmentId",
    "azure-native:app:ManagedCertificate": "properties",
    "azure-native:dbforpostgresql:Server": "administratorLogin createMode pointInTimeUTC sourceServerResourceId"
    " network.delegatedSubnetResourceId",
    "azure-native:storage:StorageAccount": "isHnsEnabled enableNfsV3 extendedLocation dnsEndpointType",
    "azure-native:network:PublicIPAddress": "sku zones extendedLocation",
    "azure-native:network:NatGateway": "sku zones",
    "azure-native:containerservice:ManagedCluster": "dnsPrefix nodeResourceGroup",
}
_IN_PATH = re.compile(r"\{in:(\w+)\}")


def known(token: str) -> list[Rule]:
    types = catalogue("azure-native")
    kind = types.resource(token)
    if kind is None:
        return []
    module, _, class_name = token.partition(":")[2].rpartition(":")
    getter = types.function(f"azure-native:{module}:get{class_name}")
    in_path = [name for name in (getter.args if getter else NONE) if name in kind.inputs and name != "expand"]
    path = f"SDK: an argument of azure-native:{module}:get{class_name}, so a part of the resource's path"
    if getter is None and (made := recipe(token)) and isinstance(made.id, str):
        in_path = list(dict.fromkeys(_IN_PATH.findall(made.id)))
        path = "Azure Resource Manager, resource ids: a part of the resource's path, which has no getter in the SDK"
    found = [Rule(name, path) for name in in_path]
    if "location" in kind.inputs:
        found.append(Rule("location", _LOCATION))
    return found + rules(TABLE, token, _SOURCES)
