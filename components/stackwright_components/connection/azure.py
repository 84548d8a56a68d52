"""A connection's rules and grants on Azure."""

import hashlib
from collections.abc import Mapping
from typing import Final, cast

import pulumi
from pulumi_azure_native import authorization, managedidentity, network

from stackwright_components.azure_names import role_definition, segment
from stackwright_components.connection.interface import Client, Connected, KubernetesAccount, Link, Projection
from stackwright_components.connection.recognition import FOLDER, Recognised, Trust
from stackwright_components.conventions import child
from stackwright_components.labels import azure_tags

_FIRST: Final = 200
_PRIORITIES: Final = 3800
"""From 200 to 3999: what a target's own rules leave free (100 to 199, 4000 to 4096)."""

_BEHIND: Final[Mapping[str, str]] = {"web-service": "31443"}
"""The port behind a target's balancer, which the rule must allow as well as the one that callers name.

https://learn.microsoft.com/azure/container-apps/firewall-integration
"""


def admit(link: Link, port: pulumi.Output[int]) -> list[pulumi.Resource]:
    """Let the client's network in at the target's network security group."""
    source = {"source": link.client.network_cidr or ""}
    behind = _BEHIND.get(link.target["blueprint"])
    return [_rule(link, "from", link.target["guard_id"], "Inbound", source, port, behind)]


def let_out(link: Link, network_cidr: pulumi.Output[str], port: pulumi.Output[int]) -> list[pulumi.Resource]:
    """Let the client out, if a network security group of its own restricts it: by default Azure lets everything out."""
    if link.client.guard_id is None:
        return []
    return [_rule(link, "to", link.client.guard_id, "Outbound", {"destination": network_cidr}, port)]


def priority(link: Link) -> int:
    """A priority of this connection's own, 200 to 3999, always the same.

    Rules of one group and direction need different priorities, and consumers in different stacks do not know of each
    other: so it is derived from the project, the stack and the connection. Two of 20 consumers meet with a probability
    of 5 %; Azure then refuses the second rule (`SecurityRuleConflict`), whose connection says a `priority` itself.
    """
    if link.priority is not None:
        return link.priority
    return _FIRST + int(_digest(link), 16) % _PRIORITIES


def _digest(link: Link) -> str:
    """Tells this connection from those of other stacks, whose labels may be the same."""
    who = f"{pulumi.get_project()}/{pulumi.get_stack()}/{link.label}"
    return hashlib.sha256(who.encode()).hexdigest()[:16]


def _rule(
    link: Link,
    role: str,
    guard: pulumi.Input[str],
    direction: str,
    addresses: Mapping[str, pulumi.Input[str]],
    port: pulumi.Output[int],
    behind: str | None = None,
) -> network.SecurityRule:
    named = port.apply(lambda number: str(int(number)))
    guard_id = pulumi.Output.from_input(guard)
    return network.SecurityRule(
        f"{link.label}-{role}",
        # Azure Native does not autoname what is inside something else.
        security_rule_name=f"{link.label}-{role}-{_digest(link)[:8]}",
        resource_group_name=guard_id.apply(lambda text: segment(text, "resourceGroups")),
        network_security_group_name=guard_id.apply(lambda text: segment(text, "networkSecurityGroups")),
        description=f"{link.label}: from {link.client.cloud} to {link.cloud}",
        priority=priority(link),
        direction=direction,
        access="Allow",
        protocol="Tcp",
        source_address_prefix=addresses.get("source", "*"),
        source_port_range="*",
        destination_address_prefix=addresses.get("destination", "*"),
        destination_port_range=None if behind else named,
        destination_port_ranges=[named, behind] if behind else None,
        opts=child(link.parent),
    )


def assign(
    link: Link,
    principal: pulumi.Output[str],
    role: str,
    scope: pulumi.Output[str],
    condition: str | None = None,
) -> pulumi.Resource:
    """Assign a built-in role to the principal, at this resource and nowhere else."""
    return authorization.RoleAssignment(
        link.label,
        scope=scope,
        principal_id=principal,
        # Without it, Azure looks for an identity that was made just now, and may not find it yet.
        principal_type=authorization.PrincipalType.SERVICE_PRINCIPAL,
        role_definition_id=scope.apply(lambda it: role_definition(it, role)),
        description=f"{link.label}: {link.access}",
        condition=condition,
        condition_version="2.0" if condition else None,
        opts=child(link.parent),
    )


def trust(parent: pulumi.ComponentResource, label: str, client: Client, via: Trust) -> Recognised:
    """A managed identity that only this service account of the cluster acts as.

    https://learn.microsoft.com/entra/workload-id/workload-identity-federation
    """
    account = cast("KubernetesAccount", client.identity)
    advice = "set its `issuer`"
    group, location, issuer, audience = (
        via.needs(output, advice) for output in ("resource_group_name", "location", "issuer", "audience")
    )
    identity = managedidentity.UserAssignedIdentity(
        label,
        resource_group_name=group,
        location=location,
        tags=azure_tags(client.tags),
        opts=child(parent),
    )
    credential = managedidentity.FederatedIdentityCredential(
        label,
        resource_group_name=group,
        resource_name_=identity.name,
        issuer=issuer,
        subject=account.subject,
        audiences=[audience],
        opts=child(parent),
    )
    folder = f"{FOLDER}/azure"
    return Recognised(
        principal=identity.principal_id,
        connected=Connected(
            environment={
                "AZURE_CLIENT_ID": identity.client_id,
                "AZURE_TENANT_ID": identity.tenant_id,
                "AZURE_FEDERATED_TOKEN_FILE": f"{folder}/token",
                "AZURE_AUTHORITY_HOST": "https://login.microsoftonline.com/",
            },
            projections=[Projection(name="azure-identity", path=folder, audience=audience)],
            prerequisites=[credential],
        ),
    )
