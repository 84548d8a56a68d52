"""Secrets by value in a vault of the service's own, and what its identity may read and pull."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pulumi
import pulumi_random as random
from pulumi_azure_native import authorization, keyvault, managedidentity, resources

from stackwright_components.azure_expiry import expiry, today
from stackwright_components.azure_names import role_definition
from stackwright_components.azure_vaults import key_vault
from stackwright_components.conventions import child
from stackwright_components.web_service.azure_checks import secret_id
from stackwright_components.web_service.azure_network import Place
from stackwright_components.web_service.interface import Settings

# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
KEY_VAULT_SECRETS_USER: Final = "4633458b-17de-408a-b874-0445c86b69e6"
ACR_PULL: Final = "7f951dda-4ed3-4680-a7ca-43fe172d538d"


@dataclass(frozen=True, slots=True)
class Kept:
    """The vault, if there is one, where each variable's value is, and names of the values, which change with them."""

    vault: keyvault.Vault | None = None
    urls: Mapping[str, pulumi.Output[str]] = field(default_factory=dict[str, pulumi.Output[str]])
    generations: Sequence[pulumi.Output[str]] = ()


def vault(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    group: resources.ResourceGroup,
    place: Place,
    identity: managedidentity.UserAssignedIdentity,
    tags: Mapping[str, str],
) -> Kept:
    """Keep `settings.secrets`, each value as a secret of its own."""
    if not settings.secrets:
        return Kept()
    made = key_vault(
        service,
        name,
        "web",
        group=group,
        location=settings.location,
        tenant_id=identity.tenant_id,
        tags=tags,
        # Container Apps is no service that vaults trust. It asks from the subnet, or through the subnet's way out:
        # https://github.com/microsoft/azure-container-apps/issues/739 and /1287
        subnet_ids=[place.subnet.id],
        addresses=settings.egress_addresses,
    )
    urls: dict[str, pulumi.Output[str]] = {}
    generations: list[pulumi.Output[str]] = []
    for variable, value in sorted(settings.secrets.items()):
        label = f"{name}-{secret_name(variable)}"
        # Each value has a secret of its own: its name says in a preview that there is another value, without a trace
        # of it, and a variable that comes back does not meet the secret that it once had.
        generation = random.RandomId(
            label,
            byte_length=4,
            keepers={"value": pulumi.Output.secret(value)},
            opts=child(service, additional_secret_outputs=["keepers"]),
        )
        secret = keyvault.Secret(
            label,
            resource_group_name=group.name,
            vault_name=made.name,
            secret_name=pulumi.Output.concat(secret_name(variable), "-", generation.hex),
            properties={
                "value": pulumi.Output.secret(value),
                "content_type": variable,
                # Out of date is what no deployment has confirmed for a year or more.
                "attributes": {"expires": expiry(today())},
            },
            tags=tags,
            # Deleting one is a call to the vault itself, which whoever deploys may not make; it goes with the vault.
            opts=child(service, retain_on_delete=True),
        )
        urls[variable] = pulumi.Output.concat("https://", made.name, ".vault.azure.net/secrets/", secret.name)
        generations.append(generation.hex)
    return Kept(made, urls, generations)


def secret_name(variable: str) -> str:
    """`database-url` for `DATABASE_URL`: lower-case letters, digits and hyphens, as vaults and apps want them."""
    return variable.lower().replace("_", "-").strip("-")


def grants(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    identity: managedidentity.UserAssignedIdentity,
    vault: keyvault.Vault | None,
) -> list[pulumi.Resource]:
    """What the app's identity may do: read its own vault and what it refers to, and pull from its registry."""
    allowed: list[pulumi.Resource] = []

    def allow(role: str, scope: pulumi.Input[str], definition: str) -> None:
        where = pulumi.Output.from_input(scope)
        allowed.append(
            authorization.RoleAssignment(
                f"{name}-{role}",
                scope=where,
                principal_id=identity.principal_id,
                principal_type=authorization.PrincipalType.SERVICE_PRINCIPAL,
                role_definition_id=where.apply(lambda it: role_definition(it, definition)),
                opts=child(service),
            )
        )

    if vault is not None:
        allow("vault", vault.id, KEY_VAULT_SECRETS_USER)
    for variable, url in settings.secret_references.items():
        scope = pulumi.Output.all(url, *settings.secret_vault_ids).apply(lambda it: secret_id(it[0], it[1:]))
        allow(f"reads-{secret_name(variable)}", scope, KEY_VAULT_SECRETS_USER)
    if settings.registry_id is not None:
        allow("pulls", settings.registry_id, ACR_PULL)
    return allowed
