"""A key of the queue's own, in a vault of its own, and the identity with which Service Bus uses it.

https://learn.microsoft.com/azure/service-bus-messaging/configure-customer-managed-key
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import authorization, keyvault, managedidentity, resources

from stackwright_components.azure_expiry import expiry, today
from stackwright_components.azure_names import role_definition
from stackwright_components.azure_vaults import key_vault
from stackwright_components.conventions import child
from stackwright_components.queue.interface import Settings

# "Key Vault Crypto Service Encryption User": reads a key's metadata, wraps and unwraps with it.
# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security
_ENCRYPTION_USER: Final = "e147488a-f6f5-4113-8e2d-b22465e65bf6"


@dataclass(frozen=True, slots=True)
class Key:
    """Where the key is, who uses it, and what must be there before it can be used."""

    vault_uri: pulumi.Output[str]
    name: pulumi.Output[str]
    identity_id: pulumi.Output[str]
    grant: pulumi.Resource


def own_key(
    queue: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    group: resources.ResourceGroup,
    tags: Mapping[str, str],
) -> Key:
    """A key that is rotated every year, and that only this queue's namespace may use."""
    identity = managedidentity.UserAssignedIdentity(
        f"{name}-queue-key",
        resource_group_name=group.name,
        location=settings.location,
        tags=tags,
        opts=child(queue),
    )
    # Service Bus takes no key that could be purged: its messages would be lost with it.
    vault = key_vault(
        queue,
        name,
        "keys",
        group=group,
        location=settings.location,
        tenant_id=identity.tenant_id,
        tags=tags,
    )
    key = keyvault.Key(
        f"{name}-queue",
        resource_group_name=group.name,
        vault_name=vault.name,
        properties=keyvault.KeyPropertiesArgs(
            kty=keyvault.JsonWebKeyType.RSA,
            key_size=3072,
            key_ops=[keyvault.JsonWebKeyOperation.WRAP_KEY, keyvault.JsonWebKeyOperation.UNWRAP_KEY],
            # The first version; those that rotation makes follow the policy. Its successor comes a year before its end.
            attributes=keyvault.KeyAttributesArgs(expires=expiry(today(), years=2)),
            rotation_policy=keyvault.RotationPolicyArgs(
                attributes=keyvault.KeyRotationPolicyAttributesArgs(expiry_time="P2Y"),
                lifetime_actions=[
                    keyvault.LifetimeActionArgs(
                        action=keyvault.ActionArgs(type=keyvault.KeyRotationPolicyActionType.ROTATE),
                        trigger=keyvault.TriggerArgs(time_after_create="P1Y"),
                    )
                ],
            ),
        ),
        tags=tags,
        # Resource Manager makes a key's first version and never changes it:
        # https://learn.microsoft.com/azure/templates/microsoft.keyvault/vaults/keys
        opts=child(queue, ignore_changes=["properties.attributes"]),
    )
    grant = authorization.RoleAssignment(
        f"{name}-queue-key",
        scope=vault.id,
        role_definition_id=vault.id.apply(lambda scope: role_definition(scope, _ENCRYPTION_USER)),
        principal_id=identity.principal_id,
        principal_type=authorization.PrincipalType.SERVICE_PRINCIPAL,
        opts=child(queue),
    )
    return Key(vault.properties.apply(lambda known: known.vault_uri or ""), key.name, identity.id, grant)
