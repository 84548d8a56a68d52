"""The subnet that Container Apps is delegated, in the given network: who may come in, and where it may go.

What must be open is in https://learn.microsoft.com/azure/container-apps/firewall-integration (workload profiles).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import network, resources

from stackwright_components.azure_names import segment
from stackwright_components.conventions import child
from stackwright_components.network.addresses import reserved
from stackwright_components.web_service.azure_checks import way_out
from stackwright_components.web_service.interface import PRIVATE_RANGES, Settings

_SERVICE: Final = "Microsoft.App/environments"
_DNS: Final = "168.63.129.16"
"""Azure's resolver, the same in every network."""


@dataclass(frozen=True, slots=True)
class Place:
    """The subnet, its range, and what guards it."""

    subnet: network.Subnet
    cidr: pulumi.Output[str]
    guard: network.NetworkSecurityGroup


def subnet(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    group: resources.ResourceGroup,
    tags: Mapping[str, str],
) -> Place:
    """Add the subnet to the network: guarded, and with the network's NAT gateway as its only way out."""
    network_id = pulumi.Output.from_input(settings.network_id)
    cidr = (
        pulumi.Output.from_input(settings.network_cidr).apply(lambda whole: reserved(whole, "web-service"))
        if settings.subnet_cidr is None
        else pulumi.Output.from_input(settings.subnet_cidr)
    )
    # Without `security_rules`, Azure Native leaves alone those that others add: connections make their own.
    guard = network.NetworkSecurityGroup(
        f"{name}-web",
        resource_group_name=group.name,
        location=settings.location,
        tags=tags,
        opts=child(service),
    )
    rules = _rules(service, name, settings, group, guard, cidr)
    made = network.Subnet(
        f"{name}-web",
        resource_group_name=network_id.apply(lambda text: segment(text, "resourceGroups")),
        virtual_network_name=network_id.apply(lambda text: segment(text, "virtualNetworks")),
        address_prefix=cidr,
        default_outbound_access=False,
        delegations=[{"name": "container-apps", "service_name": _SERVICE}],
        nat_gateway={"id": pulumi.Output.from_input(settings.nat_gateway_ids).apply(way_out)},
        # The vault's firewall knows this subnet by it.
        service_endpoints=[{"service": "Microsoft.KeyVault"}],
        network_security_group={"id": guard.id},
        # A subnet is never seen without its rules.
        opts=child(service, depends_on=rules),
    )
    return Place(made, cidr, guard)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """What a security rule says; by default: allowed, over TCP, from and to any address, any port."""

    direction: str
    priority: int
    access: str = "Allow"
    protocol: str = "Tcp"
    source: pulumi.Input[str] = "*"
    destination: pulumi.Output[str] | str | tuple[str, ...] = "*"
    port: str | tuple[str, ...] = "*"


def _rules(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    group: resources.ResourceGroup,
    guard: network.NetworkSecurityGroup,
    cidr: pulumi.Output[str],
) -> list[pulumi.Resource]:
    """Each a resource of its own. Connections have the priorities from 200 to 3999."""
    rules = {
        # 31080 and 31443 are the ports behind the balancer's 80 and 443.
        "callers": _Rule(
            direction="Inbound",
            priority=100,
            source=settings.network_cidr,
            destination=cidr,
            port=("80", "443", "31080", "31443"),
        ),
        "balancer": _Rule(
            direction="Inbound",
            priority=110,
            source="AzureLoadBalancer",
            destination=cidr,
            port="30000-32767",
        ),
        "inside-in": _Rule(direction="Inbound", priority=120, protocol="*", source=cidr, destination=cidr),
        # Azure's own rules let the whole network in; this ends it.
        "nothing-else-in": _Rule(
            direction="Inbound", priority=4096, access="Deny", protocol="*", source="VirtualNetwork"
        ),
        "https": _Rule(direction="Outbound", priority=100, port="443"),
        "dns": _Rule(direction="Outbound", priority=110, protocol="*", destination=_DNS, port="53"),
        "inside-out": _Rule(direction="Outbound", priority=120, protocol="*", source=cidr, destination=cidr),
        "nothing-else-out": _Rule(direction="Outbound", priority=4096, access="Deny", protocol="*"),
    }
    if settings.private_ports:
        rules["private"] = _Rule(
            direction="Outbound",
            priority=130,
            destination=PRIVATE_RANGES,
            port=tuple(str(port) for port in settings.private_ports),
        )
    return [
        network.SecurityRule(
            f"{name}-{role}",
            resource_group_name=group.name,
            network_security_group_name=guard.name,
            priority=rule.priority,
            direction=rule.direction,
            access=rule.access,
            protocol=rule.protocol,
            source_address_prefix=rule.source,
            source_port_range="*",
            # One is said in another place than several; `*` and service tags can only be alone.
            destination_address_prefix=_one(rule.destination),
            destination_address_prefixes=_several(rule.destination),
            destination_port_range=_one(rule.port),
            destination_port_ranges=_several(rule.port),
            opts=child(service),
        )
        for role, rule in rules.items()
    ]


def _one(value: pulumi.Output[str] | str | tuple[str, ...]) -> pulumi.Input[str] | None:
    return None if isinstance(value, tuple) else value


def _several(value: pulumi.Output[str] | str | tuple[str, ...]) -> list[str] | None:
    return list(value) if isinstance(value, tuple) else None
