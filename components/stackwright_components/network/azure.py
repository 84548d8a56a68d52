"""A network on Azure: a virtual network, a private and a public subnet in each zone, zonal NAT, VNet flow logs.

Azure's subnets span zones; there is one per zone all the same, because a NAT gateway stands in one zone and serves
whole subnets. A zone is lost alone that way.
"""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import network as net
from pulumi_azure_native import resources

from stackwright_components.conventions import child
from stackwright_components.labels import azure_tags
from stackwright_components.network.addresses import by_zone
from stackwright_components.network.azure_flow_logs import flow_logs
from stackwright_components.network.interface import NetworkOutputs, Settings, nat_by_zone


def build(network: pulumi.ComponentResource, name: str, settings: Settings) -> NetworkOutputs:
    """Register the resources of one virtual network, in a resource group of its own, below `network`."""
    ranges = by_zone(settings.cidr, settings.zones, settings.zone_slots)
    tags = azure_tags(settings.tags)
    group = resources.ResourceGroup(f"{name}-network", location=settings.location, tags=tags, opts=child(network))
    vnet = net.VirtualNetwork(
        f"{name}-vnet",
        resource_group_name=group.name,
        location=settings.location,
        address_space=net.AddressSpaceArgs(address_prefixes=[settings.cidr]),
        tags=tags,
        opts=child(network),
    )
    addresses, nats = _nat_gateways(network, name, settings, group, tags)
    subnets: dict[str, dict[str, net.Subnet]] = {"private": {}, "public": {}}
    last: list[pulumi.Resource] = []
    for tier in subnets:
        rules = net.NetworkSecurityGroup(
            f"{name}-{tier}",
            resource_group_name=group.name,
            location=settings.location,
            tags={**tags, "tier": tier},
            opts=child(network),
        )
        for zone, it in ranges.items():
            nat_zone = settings.nat_zone_for(zone) if tier == "private" else None
            subnet = net.Subnet(
                f"{name}-{tier}-{zone}",
                resource_group_name=group.name,
                virtual_network_name=vnet.name,
                address_prefix=it.private if tier == "private" else it.public,
                default_outbound_access=False,
                network_security_group=net.NetworkSecurityGroupArgs(id=rules.id),
                nat_gateway=net.SubResourceArgs(id=nats[nat_zone].id) if nat_zone else None,
                private_endpoint_network_policies="Enabled",  # security rules hold for private endpoints too
                # Azure changes a network's subnets one at a time: AnotherOperationInProgress (pulumi-azure-native#903).
                opts=child(network, depends_on=last),
            )
            subnets[tier][zone] = subnet
            last = [subnet]
    if settings.retention_days is not None:
        flow_logs(network, name, settings, group=group, vnet=vnet, tags=tags)
    return {
        "network_id": vnet.id,
        "cidr": pulumi.Output.from_input(settings.cidr),
        "zones": pulumi.Output.from_input(list(settings.zones)),
        "private_subnet_ids": pulumi.Output.all(**{zone: it.id for zone, it in subnets["private"].items()}),
        "public_subnet_ids": pulumi.Output.all(**{zone: it.id for zone, it in subnets["public"].items()}),
        "egress_addresses": pulumi.Output.all(*(address.ip_address.apply(str) for address in addresses)),
        "nat_gateway_ids": nat_by_zone(settings, nats),
        "private_route_table_ids": pulumi.Output.from_input({}),
        "router_id": pulumi.Output.from_input(""),
    }


def _nat_gateways(
    network: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    group: resources.ResourceGroup,
    tags: Mapping[str, str],
) -> tuple[list[net.PublicIPAddress], dict[str, net.NatGateway]]:
    addresses: list[net.PublicIPAddress] = []
    nats: dict[str, net.NatGateway] = {}
    for zone in settings.nat_zones:
        address = net.PublicIPAddress(
            f"{name}-nat-{zone}",
            resource_group_name=group.name,
            location=settings.location,
            sku=net.PublicIPAddressSkuArgs(name="Standard"),
            public_ip_allocation_method="Static",
            zones=[zone],
            tags=tags,
            opts=child(network),
        )
        nats[zone] = net.NatGateway(
            f"{name}-nat-{zone}",
            resource_group_name=group.name,
            location=settings.location,
            sku=net.NatGatewaySkuArgs(name="Standard"),
            public_ip_addresses=[net.SubResourceArgs(id=address.id)],
            idle_timeout_in_minutes=4,
            zones=[zone],
            tags=tags,
            opts=child(network),
        )
        addresses.append(address)
    return addresses, nats
