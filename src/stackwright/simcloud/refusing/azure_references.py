"""References of Azure to what is not there.

A resource group that was made here was empty then, so what is not made here in it is not there: with exceptions, since
Azure makes some things itself, and templates, clusters and the generic types make others. A group that stands elsewhere
is not known, and what was only read is taken to hold anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stackwright.simcloud.refusing.azure_network import code
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import World, at
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_ID: Final = re.compile(
    r"(/subscriptions/[^/]+/resourceGroups/([^/]+))/providers/([^/]+)/([^/]+)/([^/]+)(?:/([^/]+)/([^/]+))?(?:/.*)?",
    re.IGNORECASE,
)
_MADE_BY_HAND: Final = frozenset(
    {
        "microsoft.network/virtualnetworks",
        "microsoft.network/networksecuritygroups",
        "microsoft.network/publicipaddresses",
        "microsoft.network/networkinterfaces",
        "microsoft.network/routetables",
        "microsoft.network/natgateways",
        "microsoft.network/loadbalancers",
        "microsoft.network/virtualnetworkgateways",
        "microsoft.network/privatednszones",
        "microsoft.web/serverfarms",
        "microsoft.keyvault/vaults",
        "microsoft.managedidentity/userassignedidentities",
        "microsoft.app/managedenvironments",
        "microsoft.operationalinsights/workspaces",
        "microsoft.storage/storageaccounts",
        "microsoft.containerregistry/registries",
    }
)
"""What nothing but a program makes in a group that is its own."""
_MAKERS: Final = (
    "azure-native:resources:Deployment",
    "azure-native:resources:Resource",
    "azure-native:resources:DeploymentStackAtResourceGroup",
    "azure-native:resources:AzureCliScript",
    "azure-native:resources:AzurePowerShellScript",
)
"""What may make anything beside it."""


def _own_group(world: World, id: str) -> bool:
    """Whether all that is in the group was made by programs of this world."""
    return world.made(id) and not world.of(*_MAKERS)


def _ids(value: Value, key: str = "") -> Iterator[str]:
    """Texts where an id is said: under `id`, `serverFarmId`, `subnetIds`, `scope`. Settings may hold any text."""
    if isinstance(value, str):
        if key.lower().endswith(("id", "ids", "scope", "scopes")):
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from _ids(item, key)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _ids(item, name)


def _missing(it: Subject, world: World) -> Iterator[str]:
    """Ids in the inputs of what was made here and deleted, or never made in a group that is this world's own."""
    own = {value.lower() for value in it.inputs.values() if isinstance(value, str)}
    for text in _ids(dict(it.inputs)):
        found = _ID.fullmatch(text) if text[:15].lower() == "/subscriptions/" else None
        if not found:
            continue
        group, _, provider, type_, name, below, child = found.groups()
        top = f"{group}/providers/{provider}/{type_}/{name}"
        if world.gone(top) or (below and world.gone(f"{top}/{below}/{child}")):
            yield text
        elif f"{provider}/{type_}".lower() in _MADE_BY_HAND and _own_group(world, group):
            there = world.ids_inside(f"{group}/providers")
            # What is made in one request names its own parts by id: a rule of a load balancer its probe.
            if name.lower() not in own and not any(f"/{name.lower()}" in other for other in there):
                yield text
            elif (
                below
                and below.lower() == "subnets"
                and world.made(top)
                and f"{top}/subnets/{child}".lower() not in there
            ):
                inline = at(it.other(top), "subnets.name")
                if child not in inline:
                    yield f"{top}/subnets/{child}"


def _reference(it: Subject, world: World) -> str | None:
    for missing in _missing(it, world):
        return code(
            "InvalidResourceReference",
            f"Resource {missing} referenced by resource {it.text('resourceGroupName') or it.name}/{it.name} was not"
            " found. Please make sure that the referenced resource exists, and that both resources are in the same"
            " region.",
        )
    return None


def _group(it: Subject, world: World) -> str | None:
    name = it.text("resourceGroupName")
    if not name or it.kind == "ResourceGroup":
        return None
    if world.gone(f"/subscriptions/{it.identity.subscription}/resourceGroups/{name}"):
        return code("ResourceGroupNotFound", f"Resource group '{name}' could not be found.")
    return None


_PARENTS: Final = {
    "virtualNetworkName": "Microsoft.Network/virtualNetworks",
    "networkSecurityGroupName": "Microsoft.Network/networkSecurityGroups",
    "routeTableName": "Microsoft.Network/routeTables",
    "accountName": "Microsoft.Storage/storageAccounts",
    "vaultName": "Microsoft.KeyVault/vaults",
    "registryName": "Microsoft.ContainerRegistry/registries",
}
"""What an input of a child names, in the group of the child."""
_CHILDREN: Final = {
    "azure-native:network:Subnet": "virtualNetworkName",
    "azure-native:network:VirtualNetworkPeering": "virtualNetworkName",
    "azure-native:network:SecurityRule": "networkSecurityGroupName",
    "azure-native:network:Route": "routeTableName",
    "azure-native:storage:BlobContainer": "accountName",
    "azure-native:storage:Blob": "accountName",
    "azure-native:storage:FileShare": "accountName",
    "azure-native:storage:Queue": "accountName",
    "azure-native:storage:Table": "accountName",
    "azure-native:storage:StorageAccountStaticWebsite": "accountName",
    "azure-native:storage:ManagementPolicy": "accountName",
    "azure-native:keyvault:Secret": "vaultName",
    "azure-native:keyvault:Key": "vaultName",
}


def _parent(it: Subject, world: World) -> str | None:
    named = _CHILDREN[it.token]
    group = f"/subscriptions/{it.identity.subscription}/resourceGroups/{it.text('resourceGroupName')}"
    name = it.text(named)
    parent = f"{group}/providers/{_PARENTS[named]}/{name}"
    if not name or world.stands(parent) or not (world.gone(parent) or _own_group(world, group)):
        return None
    if parent.lower() in world.ids_inside(f"{group}/providers"):
        return None
    kind = f"{_PARENTS[named].partition('/')[2]}/{plural_of(it)}"
    return code(
        "ParentResourceNotFound",
        f"Failed to perform 'write' on resource(s) of type '{kind}', because the parent resource '{parent}' could"
        " not be found.",
    )


def plural_of(it: Subject) -> str:
    """`subnets` of Subnet, as Resource Manager calls the type."""
    return f"{it.kind[:1].lower()}{it.kind[1:]}s"


REFERENCE = Kind(
    "azure-reference",
    "ids are of what stands: nothing that was deleted, or was never made in a group that is made here",
    "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-not-found",
    "refer to what stands, by its id",
)
GROUP = Kind(
    "azure-group",
    "the resource group was not deleted",
    "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-not-found",
)
PARENT = Kind(
    "azure-parent",
    "what something is made in stands: the network of a subnet, the account of a container",
    "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-parent-resource",
    "make its parent first, and name it by the parent's own name, which may have random digits",
)
RULES: Final[Sequence[Rule]] = (
    rule(GROUP, "create", "azure-native", _group),
    rule(PARENT, "create", _CHILDREN, _parent),
    rule(REFERENCE, "change", "azure-native", _reference),
)
