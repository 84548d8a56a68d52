"""A connection's rules and grants on Azure."""

import hashlib
from collections.abc import Mapping
from typing import Final

import pulumi
from pulumi_azure_native import network

from stackwright_components.azure_names import segment
from stackwright_components.connection.interface import Link
from stackwright_components.conventions import child

_FIRST: Final = 200
_PRIORITIES: Final = 3800
"""From 200 to 3999: what a target's own rules leave free (100 to 199, 4000 to 4096)."""


def admit(link: Link, port: pulumi.Output[int]) -> list[pulumi.Resource]:
    """Let the client's network in at the target's network security group."""
    return [_rule(link, "from", link.target["guard_id"], "Inbound", {"source": link.client.network_cidr or ""}, port)]


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
    who = f"{pulumi.get_project()}/{pulumi.get_stack()}/{link.label}"
    return _FIRST + int.from_bytes(hashlib.sha256(who.encode()).digest()[:8], "big") % _PRIORITIES


def _rule(
    link: Link,
    role: str,
    guard: pulumi.Input[str],
    direction: str,
    addresses: Mapping[str, pulumi.Input[str]],
    port: pulumi.Output[int],
) -> network.SecurityRule:
    guard_id = pulumi.Output.from_input(guard)
    return network.SecurityRule(
        f"{link.label}-{role}",
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
        destination_port_range=port.apply(lambda number: str(int(number))),
        opts=child(link.parent),
    )
