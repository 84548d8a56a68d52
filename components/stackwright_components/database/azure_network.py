"""Where a flexible server lives: a subnet delegated to it alone, guarded, and the private zone that names it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import network, privatedns, resources

from stackwright_components.azure_names import segment
from stackwright_components.conventions import child
from stackwright_components.database.interface import PORT, Settings

_SERVICE: Final = "Microsoft.DBforPostgreSQL/flexibleServers"
_FIRST_ALLOWED: Final = 100
"""Connections have the priorities from 200 to 3999: `stackwright_components.connection.azure`."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The network, the server's own subnet, who guards it, and its private DNS zone with the link to the network."""

    network_id: pulumi.Input[str]
    guard_id: pulumi.Output[str]
    subnet_id: pulumi.Output[str]
    zone_id: pulumi.Output[str]
    link: privatedns.VirtualNetworkLink


def surroundings(
    database: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    group: resources.ResourceGroup,
    tags: Mapping[str, str],
) -> Surroundings:
    """Make the subnet, in the given virtual network or in one that is made for the server, and the zone."""
    if settings.network_id is None:
        own = network.VirtualNetwork(
            f"{name}-network",
            resource_group_name=group.name,
            location=settings.location,
            address_space={"address_prefixes": [settings.network_cidr]},
            tags=tags,
            opts=child(database),
        )
        network_id, network_name, network_group = own.id, own.name, group.name
    else:
        network_id = pulumi.Output.from_input(settings.network_id)
        network_name = network_id.apply(lambda text: segment(text, "virtualNetworks"))
        network_group = network_id.apply(lambda text: segment(text, "resourceGroups"))
    # Without `security_rules`, Azure Native leaves alone those that others add: connections make their own.
    guard = network.NetworkSecurityGroup(
        f"{name}-guard",
        resource_group_name=group.name,
        location=settings.location,
        tags=tags,
        opts=child(database),
    )
    rules = _rules(database, name, settings, group, guard)
    subnet = network.Subnet(
        f"{name}-subnet",
        resource_group_name=network_group,
        virtual_network_name=network_name,
        address_prefix=settings.network_cidr,
        default_outbound_access=False,
        delegations=[{"name": "postgres", "service_name": _SERVICE}],
        # Write-ahead logs go to Azure Storage over the backbone, not over the internet.
        service_endpoints=[{"service": "Microsoft.Storage"}],
        network_security_group={"id": guard.id},
        # A subnet is never seen without its rules, and never loses them before the server is gone.
        opts=child(database, depends_on=rules),
    )
    # Required is a name that ends so, and that is not the server's own; nobody outside the linked networks sees it.
    # https://learn.microsoft.com/azure/postgresql/network/concepts-networking-private
    zone = privatedns.PrivateZone(
        f"{name}-zone",
        private_zone_name=f"{name}.private.postgres.database.azure.com",
        resource_group_name=group.name,
        location="Global",
        tags=tags,
        opts=child(database),
    )
    link = privatedns.VirtualNetworkLink(
        f"{name}-link",
        resource_group_name=group.name,
        private_zone_name=zone.name,
        location="Global",
        registration_enabled=False,
        virtual_network={"id": network_id},
        tags=tags,
        opts=child(database),
    )
    return Surroundings(network_id, guard.id, subnet.id, zone.id, link)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """What a security rule says; by default: inwards, allowed, over TCP, from and to any address."""

    priority: int
    direction: str = "Inbound"
    access: str = "Allow"
    source: pulumi.Input[str] = "*"
    destination: pulumi.Input[str] = "*"
    port: str = "*"


def _rules(
    database: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    group: resources.ResourceGroup,
    guard: network.NetworkSecurityGroup,
) -> list[pulumi.Resource]:
    """PostgreSQL from the allowed ranges, the standby's replication, and nothing else.

    Azure's tag `VirtualNetwork` would let in everything that peering and VPNs join to the network; clients are let in
    one by one, by their connections. Outwards only what a flexible server needs: its standby, Azure Storage for its
    logs, Entra ID for log-ins (https://learn.microsoft.com/azure/postgresql/network/concepts-networking-private).
    """
    rules = {
        f"allowed-{cidr.replace('/', '-').replace(':', '-')}": _Rule(
            priority=_FIRST_ALLOWED + index, source=cidr, port=str(PORT)
        )
        for index, cidr in enumerate(settings.allowed_cidrs)
    }
    subnet, outbound = settings.network_cidr, "Outbound"
    rules |= {
        # The standby's replication comes in as it goes out. Azure's default rules below would let the load balancer's
        # probes in and the whole network; the last rule ends the latter.
        "standby-in": _Rule(priority=4000, source=subnet, destination=subnet, port=str(PORT)),
        "nothing-else-in": _Rule(priority=4096, access="Deny", source="VirtualNetwork"),
        "standby": _Rule(priority=100, direction=outbound, source=subnet, destination=subnet, port=str(PORT)),
        "storage": _Rule(priority=110, direction=outbound, destination="Storage", port="443"),
        "entra": _Rule(priority=120, direction=outbound, destination="AzureActiveDirectory", port="443"),
        "nothing-else-out": _Rule(priority=4096, direction=outbound, access="Deny"),
    }
    return [
        network.SecurityRule(
            f"{name}-{role}",
            resource_group_name=group.name,
            network_security_group_name=guard.name,
            priority=rule.priority,
            direction=rule.direction,
            access=rule.access,
            protocol="*" if rule.access == "Deny" else "Tcp",
            source_address_prefix=rule.source,
            source_port_range="*",
            destination_address_prefix=rule.destination,
            destination_port_range=rule.port,
            opts=child(database),
        )
        for role, rule in rules.items()
    ]
