"""Roles of Azure's own: their ids, names, and what they may do as far as that leads to more rights.

https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stackwright_policies.resource import View


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its name, and its actions. `but` are those that it may not (`notActions`)."""

    name: str
    actions: Sequence[str] = ()
    but: Sequence[str] = ()


OWNER: Final = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
CONTRIBUTOR: Final = "b24988ac-6180-42a0-ab88-20f7382dd24c"
USER_ACCESS_ADMINISTRATOR: Final = "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"
_NO_ACCESS: Final = (
    "Microsoft.Authorization/*/Delete",
    "Microsoft.Authorization/*/Write",
    "Microsoft.Authorization/elevateAccess/Action",
)
_STORAGE: Final = "Microsoft.Storage/storageAccounts"
_BLOBS: Final = f"{_STORAGE}/blobServices/containers/blobs"
_QUEUES: Final = f"{_STORAGE}/queueServices/queues/messages"
_VAULT: Final = "Microsoft.KeyVault/vaults"
_IDENTITY: Final = "Microsoft.ManagedIdentity/userAssignedIdentities"
_REGISTRY: Final = "Microsoft.ContainerRegistry/registries"
ROLES: Final[Mapping[str, Role]] = {
    OWNER: Role("Owner", ("*",)),
    CONTRIBUTOR: Role("Contributor", ("*",), _NO_ACCESS),
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": Role("Reader", ("*/read",)),
    USER_ACCESS_ADMINISTRATOR: Role("User Access Administrator", ("*/read", "Microsoft.Authorization/*")),
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168": Role(
        "Role Based Access Control Administrator",
        ("Microsoft.Authorization/roleAssignments/write", "Microsoft.Authorization/roleAssignments/delete", "*/read"),
    ),
    "f1a07417-d97a-45cb-824c-7a7467783830": Role(
        "Managed Identity Operator", (f"{_IDENTITY}/*/read", f"{_IDENTITY}/*/assign/action")
    ),
    "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59": Role(
        "Managed Identity Contributor",
        (
            f"{_IDENTITY}/read",
            f"{_IDENTITY}/write",
            f"{_IDENTITY}/delete",
            f"{_IDENTITY}/federatedIdentityCredentials/write",
        ),
    ),
    "9980e02c-c2be-4d73-94e8-173b1dc7cf3c": Role(
        "Virtual Machine Contributor",
        ("Microsoft.Compute/virtualMachines/*", "Microsoft.Compute/virtualMachineScaleSets/*"),
    ),
    "de139f84-1756-47ae-9be6-808fbbe84772": Role("Website Contributor", ("Microsoft.Web/sites/*",)),
    "4d97b98b-1d4f-4787-a291-c67834d212e7": Role("Network Contributor", ("Microsoft.Network/*",)),
    "17d1049b-9a84-46fb-8f53-869881c3d3ab": Role("Storage Account Contributor", (f"{_STORAGE}/*",)),
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": Role("Storage Blob Data Owner", (f"{_STORAGE}/blobServices/containers/*",)),
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe": Role(
        "Storage Blob Data Contributor", (f"{_BLOBS}/read", f"{_BLOBS}/write", f"{_BLOBS}/delete")
    ),
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": Role("Storage Blob Data Reader", (f"{_BLOBS}/read",)),
    "974c5e8b-45b9-4653-ba55-5f855dd0fb88": Role(
        "Storage Queue Data Contributor", (f"{_QUEUES}/read", f"{_QUEUES}/write", f"{_QUEUES}/delete")
    ),
    "00482a5a-887f-4fb3-b363-3b7fe8e74483": Role("Key Vault Administrator", (f"{_VAULT}/*",)),
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7": Role("Key Vault Secrets Officer", (f"{_VAULT}/secrets/*",)),
    "4633458b-17de-408a-b874-0445c86b69e6": Role("Key Vault Secrets User", (f"{_VAULT}/secrets/getSecret/action",)),
    "14b46e9e-c2b7-41b4-b07b-48a6ebf60603": Role("Key Vault Crypto Officer", (f"{_VAULT}/keys/*",)),
    "e147488a-f6f5-4113-8e2d-b22465e65bf6": Role(
        "Key Vault Crypto Service Encryption User",
        (f"{_VAULT}/keys/read", f"{_VAULT}/keys/wrap/action", f"{_VAULT}/keys/unwrap/action"),
    ),
    "7f951dda-4ed3-4680-a7ca-43fe172d538d": Role("AcrPull", (f"{_REGISTRY}/pull/read",)),
    "8311e382-0749-4cb8-b61a-304f252e45ec": Role("AcrPush", (f"{_REGISTRY}/pull/read", f"{_REGISTRY}/push/write")),
    "090c5cfd-751d-490a-894a-3ce6f1109419": Role("Azure Service Bus Data Owner", ("Microsoft.ServiceBus/*",)),
    "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39": Role(
        "Azure Service Bus Data Sender", ("Microsoft.ServiceBus/*/send/action",)
    ),
    "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0": Role(
        "Azure Service Bus Data Receiver", ("Microsoft.ServiceBus/*/receive/action",)
    ),
    "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b": Role(
        "Azure Kubernetes Service RBAC Cluster Admin", ("Microsoft.ContainerService/managedClusters/*",)
    ),
}
# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/privileged
MIGHTY: Final = {it: ROLES[it].name for it in (OWNER, USER_ACCESS_ADMINISTRATOR)}
"""Those that can give themselves whatever there is."""


def guid_of(role: View) -> str:
    """The id of a role by which it is called in every subscription.

    Raises:
        NotKnown
    """
    return role.text().rpartition("/")[2].lower()
