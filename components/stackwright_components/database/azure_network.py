"""Where a flexible server lives: a subnet delegated to it alone, guarded, and the private zone that names it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import network, privatedns, resources

from stackwright_components.conventions import child
from stackwright_components.database.interface import PORT, Settings

_SERVICE: Final = "Microsoft.DBforPostgreSQL/flexibleServers"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The network, the server's own subnet, and its private DNS zone with the link to the network."""

    network_id: pulumi.Input[str]
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
        network_name = network_id.apply(lambda text: _segment(text, "virtualNetworks"))
        network_group = network_id.apply(lambda text: _segment(text, "resourceGroups"))
    guard = network.NetworkSecurityGroup(
        f"{name}-guard",
        resource_group_name=group.name,
        location=settings.location,
        security_rules=_rules(settings),
        tags=tags,
        opts=child(database),
    )
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
        opts=child(database),
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
    return Surroundings(network_id, subnet.id, zone.id, link)


def _rules(settings: Settings) -> list[network.SecurityRuleArgsDict]:
    """PostgreSQL from the network and the allowed ranges, the standby's replication, and nothing else.

    Outwards only what a flexible server needs: its standby, Azure Storage for its logs, Entra ID for log-ins
    (https://learn.microsoft.com/azure/postgresql/network/concepts-networking-private).
    """
    sources = {"clients": "VirtualNetwork"} | {
        f"allowed-{cidr.replace('/', '-').replace(':', '-')}": cidr for cidr in settings.allowed_cidrs
    }
    rules = [
        _rule(name, 100 + index, "Inbound", "Allow", source=source, port=str(PORT))
        for index, (name, source) in enumerate(sources.items())
    ]
    subnet = settings.network_cidr
    return [
        *rules,
        # The default rules below let the load balancer's probes in and the whole network; this ends the latter.
        _rule("nothing-else-in", 4096, "Inbound", "Deny", source="VirtualNetwork"),
        _rule("standby", 100, "Outbound", "Allow", source=subnet, destination=subnet, port=str(PORT)),
        _rule("storage", 110, "Outbound", "Allow", destination="Storage", port="443"),
        _rule("entra", 120, "Outbound", "Allow", destination="AzureActiveDirectory", port="443"),
        _rule("nothing-else-out", 4096, "Outbound", "Deny"),
    ]


def _rule(
    name: str,
    priority: int,
    direction: str,
    access: str,
    *,
    source: str = "*",
    destination: str = "*",
    port: str = "*",
) -> network.SecurityRuleArgsDict:
    return {
        "name": name,
        "priority": priority,
        "direction": direction,
        "access": access,
        "protocol": "*" if access == "Deny" else "Tcp",
        "source_address_prefix": source,
        "source_port_range": "*",
        "destination_address_prefix": destination,
        "destination_port_range": port,
    }


def _segment(resource_id: str, kind: str) -> str:
    """`shop-rg` for `resourceGroups` in `/subscriptions/…/resourceGroups/shop-rg/…`; ids compare without case."""
    segments = resource_id.split("/")
    return segments[[segment.lower() for segment in segments].index(kind.lower()) + 1]
