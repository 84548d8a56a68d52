"""Names that are taken in all of Azure, places that it does not have, and grants that are there.

Sources: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules for what is global;
https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors for the codes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from stackwright.simcloud.curated.azure.places import squeezed
from stackwright.simcloud.refusing import forms
from stackwright.simcloud.refusing.azure_network import code
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import World
from stackwright.simcloud.values.ids import plural
from stackwright.simcloud.values.subject import Subject

_VAULT: Final = "azure-native:keyvault:Vault"
_STORAGE, _GROUP = "azure-native:storage:StorageAccount", "azure-native:resources:ResourceGroup"
_ASSIGNMENT: Final = "azure-native:authorization:RoleAssignment"
STORAGE_ACCOUNTS: Final = 250
GROUPS: Final = 980
_GLOBAL: Final[Mapping[str, tuple[str, str, str]]] = {
    _STORAGE: ("accountName", "StorageAccountAlreadyTaken", "The storage account named {name} is already taken."),
    _VAULT: (
        "vaultName",
        "VaultAlreadyExists",
        "The vault name '{name}' is already in use. Vault names are globally unique so it is possible that the name is"
        " already taken. If you are sure that the vault name was not taken then it is possible that a vault with the"
        " same name was recently deleted but not purged after being placed in a recoverable state.",
    ),
    "azure-native:sql:Server": (
        "serverName",
        "NameAlreadyExists",
        "The name '{name}.database.windows.net' already exists. Choose a different name.",
    ),
    "azure-native:containerregistry:Registry": (
        "registryName",
        "AlreadyInUse",
        "The registry DNS name {name}.azurecr.io is already in use.",
    ),
    "azure-native:cosmosdb:DatabaseAccount": (
        "accountName",
        "BadRequest",
        "Dns record for {name} under zone Document is already taken.",
    ),
    "azure-native:web:WebApp": ("name", "Conflict", "Website with given name {name} already exists."),
    "azure-native:dbforpostgresql:Server": (
        "serverName",
        "ServerNameAlreadyExists",
        "Specified server name is already used.",
    ),
    "azure-native:servicebus:Namespace": (
        "namespaceName",
        "NamespaceAlreadyExists",
        "The namespace '{name}' is already in use.",
    ),
    "azure-native:eventhub:Namespace": (
        "namespaceName",
        "NamespaceAlreadyExists",
        "The namespace '{name}' is already in use.",
    ),
}
"""The input that is the name, the code and the message of one that is taken. One in the same group is that resource."""


def _last(path: str) -> str:
    """The name at the end of a path; Azure tells no two apart by their case."""
    return path.rpartition("/")[2].lower()


def _taken(it: Subject, world: World) -> str | None:
    input_name, short, message = _GLOBAL[it.token]
    name = it.text(input_name).lower()
    here = f"/subscriptions/{it.identity.subscription}/resourceGroups/{it.text('resourceGroupName')}/".lower()
    for other in world.ids_anywhere(it.token):
        if name and _last(other) == name and not other.lower().startswith(here):
            return code(short, message.format(name=it.text(input_name)))
    return None


def _recoverable(it: Subject, world: World) -> str | None:
    """azure-native does not purge what it deletes (pulumi/pulumi-azure-native#1174)."""
    properties = it.mapping("properties")
    if properties.get("createMode") == "recover" or not it.text("vaultName"):
        return None
    name = it.text("vaultName").lower()
    standing, deleted = map(_last, world.ids_anywhere(_VAULT)), map(_last, world.deleted_anywhere(_VAULT))
    if name in standing or name not in deleted:
        return None
    return code(
        "ConflictError",
        "A vault with the same name already exists in deleted state. You need to either recover or purge existing key"
        " vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.",
    )


_PLACES: Final = (
    "australiacentral australiacentral2 australiaeast australiasoutheast austriaeast belgiumcentral "
    "brazilsouth brazilsoutheast canadacentral canadaeast centralindia centralus chilecentral eastasia eastus "
    "eastus2 francecentral francesouth germanynorth germanywestcentral global indonesiacentral israelcentral "
    "italynorth japaneast japanwest jioindiacentral jioindiawest koreacentral koreasouth malaysiawest "
    "mexicocentral newzealandnorth northcentralus northeurope norwayeast norwaywest polandcentral "
    "qatarcentral southafricanorth southafricawest southcentralus southeastasia southindia spaincentral "
    "swedencentral swedensouth switzerlandnorth switzerlandwest uaecentral uaenorth uksouth ukwest "
    "westcentralus westeurope westindia westus westus2 westus3 chinaeast chinaeast2 chinaeast3 chinanorth "
    "chinanorth2 chinanorth3 usgovarizona usgovtexas usgovvirginia usdodcentral usdodeast"
)
_LOCATIONS: Final = frozenset(_PLACES.split())
"""https://learn.microsoft.com/azure/reliability/regions-list. There will be more: an unknown name is refused only where
it is spelt like none, or nearly like one of these."""
_NEAR: Final = 0.92


def _location(it: Subject, _world: World) -> str | None:
    given = it.text("location")
    name = squeezed(given)
    if not name or name in _LOCATIONS or "/" in name:
        return None
    near = get_close_matches(name, _LOCATIONS, n=1, cutoff=_NEAR)
    numbered = near and re.sub(r"\d+$", "", near[0]) == re.sub(r"\d+$", "", name)
    if re.fullmatch(r"[a-z0-9]+", name) and (not near or numbered):
        return None
    some = ",".join(near or ["eastus", "westeurope", "…"])
    if it.token == _GROUP:
        return code(
            "LocationNotAvailableForResourceGroup",
            f"The provided location '{given}' is not available for resource group. List of available regions is"
            f" '{some}'.",
        )
    kind = f"Microsoft.{it.service[:1].upper()}{it.service[1:]}/{plural(it.kind[:1].lower() + it.kind[1:])}"
    return code(
        "LocationNotAvailableForResourceType",
        f"The provided location '{given}' is not available for resource type '{kind}'. List of available"
        f" regions for the resource type is '{some}'.",
    )


def _assigned(it: Subject, world: World) -> str | None:
    mine = [it.text(name).lower() for name in ("scope", "principalId", "roleDefinitionId")]
    for thing in world.of(_ASSIGNMENT):
        if all(mine) and [thing.text(name).lower() for name in ("scope", "principalId", "roleDefinitionId")] == mine:
            return code("RoleAssignmentExists", "The role assignment already exists.")
    return None


def _storage_quota(it: Subject, world: World) -> str | None:
    if world.count(_STORAGE) < STORAGE_ACCOUNTS:
        return None
    place = squeezed(it.text("location") or it.identity.location)
    if sum(squeezed(thing.text("location")) == place for thing in world.of(_STORAGE)) < STORAGE_ACCOUNTS:
        return None
    return code(
        "MaxStorageAccountsCountPerSubscriptionExceeded",
        f"Subscription {it.identity.subscription} already contains {STORAGE_ACCOUNTS} storage accounts and the maximum"
        f" allowed is {STORAGE_ACCOUNTS}.",
    )


def _group_quota(it: Subject, world: World) -> str | None:
    if world.count(_GROUP) < GROUPS:
        return None
    return code(
        "ResourceGroupQuotaExceeded",
        f"Creating the resource group of '{it.text('resourceGroupName')}' would exceed the quota of '{GROUPS}'. The"
        f" current resource group count is '{GROUPS}', please delete some resource groups before creating a new one.",
    )


def _name(it: Subject, _world: World) -> str | None:
    return forms.wrong_azure(it)


NAME = Kind(
    "azure-name",
    "names have the characters and the length that their service takes",
    "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules",
    "give it another name, or the resource one that Pulumi can make such a name of",
)
TAKEN = Kind(
    "azure-name-taken",
    "names of storage accounts, vaults, registries, servers, sites and namespaces are unique in all of Azure",
    "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-storage-account-name",
    "leave the name to Pulumi, which adds random digits",
)
RECOVERABLE = Kind(
    "azure-vault-deleted",
    "the name of a deleted vault is taken until it is purged",
    "https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview",
    "purge it, recover it (createMode: recover), or leave the name to Pulumi",
)
LOCATION = Kind(
    "azure-location",
    "the location is one of Azure's",
    "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-location-not-available",
)
ASSIGNED = Kind(
    "azure-role-assigned",
    "a principal has a role in a scope once",
    "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting",
)
QUOTA = Kind(
    "azure-quota",
    f"a subscription has {STORAGE_ACCOUNTS} storage accounts per region and {GROUPS} resource groups",
    "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits",
    "have the quota raised, or use less",
    asked=True,
)
RULES: Final[Sequence[Rule]] = (
    rule(NAME, "change", forms.AZURE, _name),
    rule(LOCATION, "create", "azure-native", _location),
    rule(TAKEN, "create", _GLOBAL, _taken),
    rule(RECOVERABLE, "create", _VAULT, _recoverable),
    rule(ASSIGNED, "create", _ASSIGNMENT, _assigned),
    rule(QUOTA, "create", _STORAGE, _storage_quota),
    rule(QUOTA, "create", _GROUP, _group_quota),
)
