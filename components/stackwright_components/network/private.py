"""A network on OpenStack: one Neutron network with a private and a public subnet, and a router."""

import pulumi
from pulumi_openstack import networking

from stackwright_components.conventions import child
from stackwright_components.labels import openstack_tags
from stackwright_components.network.addresses import by_zone, whole
from stackwright_components.network.interface import NAT_NONE, NetworkOutputs, Settings


def build(network: pulumi.ComponentResource, name: str, settings: Settings) -> NetworkOutputs:
    """Register the resources of one tenant network below `network`."""
    by_zone(settings.cidr, settings.zones, settings.zone_slots)  # the same zones are refused on every cloud
    ranges = whole(settings.cidr)
    tags = openstack_tags(settings.tags)
    tenant = networking.Network(
        f"{name}-network",
        admin_state_up=True,
        port_security_enabled=True,
        tags=tags,
        opts=child(network),
    )
    router = networking.Router(
        f"{name}-router",
        admin_state_up=True,
        external_network_id=settings.external_network_id,
        # Left to the cloud otherwise: naming it takes an administrator by Neutron's default policy.
        enable_snat=False if settings.nat == NAT_NONE and settings.external_network_id else None,
        tags=tags,
        opts=child(network),
    )
    subnets = {
        tier: networking.Subnet(
            f"{name}-{tier}",
            network_id=tenant.id,
            cidr=cidr,
            ip_version=4,
            enable_dhcp=True,
            tags=[*tags, f"tier={tier}"],
            opts=child(network),
        )
        for tier, cidr in (("private", ranges.private), ("public", ranges.public))
    }
    for tier, subnet in subnets.items():
        networking.RouterInterface(f"{name}-{tier}", router_id=router.id, subnet_id=subnet.id, opts=child(network))
    return {
        "network_id": tenant.id,
        "cidr": pulumi.Output.from_input(settings.cidr),
        "zones": pulumi.Output.from_input(list(settings.zones)),
        "private_subnet_ids": pulumi.Output.all(**dict.fromkeys(settings.zones, subnets["private"].id)),
        "public_subnet_ids": pulumi.Output.all(**dict.fromkeys(settings.zones, subnets["public"].id)),
        "egress_addresses": _egress(router) if settings.nat != NAT_NONE else pulumi.Output.from_input([]),
        "nat_gateway_ids": pulumi.Output.from_input({}),
        "private_route_table_ids": pulumi.Output.from_input({}),
        "router_id": router.id,
    }


def _egress(router: networking.Router) -> pulumi.Output[list[str]]:
    """The gateway's addresses; none where the router has no gateway."""
    return router.external_fixed_ips.apply(lambda them: [it["ip_address"] for it in them or [] if it["ip_address"]])
