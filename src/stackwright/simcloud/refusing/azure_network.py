"""What Azure refuses of networks: ranges of addresses, and rules of security groups.

Sources: Azure Resource Manager answers with a code and a message; those of the network provider are seen in the issues
of the Azure CLI and of terraform-provider-azurerm (MicrosoftDocs/azure-docs#123869 has two of them), and named in the
pages that the kinds give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.ranges import Block, blocks, conflict, inside
from stackwright.simcloud.refusing.world import World, at, texts_at
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value

VNET, SUBNET = "azure-native:network:VirtualNetwork", "azure-native:network:Subnet"
_PEERING: Final = "azure-native:network:VirtualNetworkPeering"
_GROUP, _RULE = "azure-native:network:NetworkSecurityGroup", "azure-native:network:SecurityRule"
_LOWEST, _HIGHEST = 100, 4096
_SPACE: Final = "addressSpace.addressPrefixes"


def code(code: str, message: str) -> str:
    """As azure-native passes on what Azure Resource Manager says."""
    return f'Code="{code}" Message="{message}"'


def _ranges(values: Properties) -> list[Block]:
    return list(blocks(texts_at(values, "addressPrefix", "addressPrefixes")))


def _outside(name: str, network: str) -> str:
    return code(
        "NetcfgSubnetRangeOutsideVnet",
        f"Subnet '{name}' is not valid because its IP address range is outside the IP address range of virtual network"
        f" '{network}'.",
    )


def _overlapping(name: str, network: str) -> str:
    return code(
        "NetcfgSubnetRangesOverlap",
        f"Subnet '{name}' is not valid because its IP address range overlaps with that of an existing subnet in virtual"
        f" network '{network}'.",
    )


def _network(it: Subject, world: World) -> Properties:
    """The network of a subnet, if it was made here."""
    path = (
        f"/subscriptions/{it.identity.subscription}/resourceGroups/{it.text('resourceGroupName')}"
        f"/providers/Microsoft.Network/virtualNetworks/{it.text('virtualNetworkName')}"
    )
    return it.other(path) if world.made(path) else {}


def _inline(values: Properties) -> Iterator[tuple[str, list[Block]]]:
    """The subnets that a network says itself."""
    for each in at(values, "subnets"):
        if isinstance(each, dict):
            yield str(each.get("name", "")), _ranges(each)


def _subnet_range(it: Subject, world: World) -> str | None:
    space = list(blocks(texts_at(_network(it, world), _SPACE)))
    wrong = any(not inside(block, space) for block in _ranges(it.inputs))
    return _outside(_last(it, "subnetName"), it.text("virtualNetworkName")) if wrong else None


def _last(it: Subject, name: str) -> str:
    return it.text(name) or it.text("name") or it.name


def _subnet_conflict(it: Subject, world: World) -> str | None:
    own = _last(it, "subnetName")
    beside = [
        block
        for thing in world.of(SUBNET)
        for block in _ranges(thing.values)
        if thing.text("virtualNetworkName") == it.text("virtualNetworkName")
        and thing.text("resourceGroupName").lower() == it.text("resourceGroupName").lower()
        and thing.id.rpartition("/")[2] != own
    ]
    beside += [block for name, found in _inline(_network(it, world)) for block in found if name != own]
    wrong = any(conflict(block, beside) for block in _ranges(it.inputs))
    return _overlapping(own, it.text("virtualNetworkName")) if wrong else None


def _network_ranges(it: Subject, _world: World) -> str | None:
    """Of the subnets that a network says itself: what becomes of others when its space changes, nobody documents."""
    space, name = list(blocks(texts_at(it.inputs, _SPACE))), _last(it, "virtualNetworkName")
    for subnet, found in _inline(it.inputs):
        if space and any(not inside(block, space) for block in found):
            return _outside(subnet, name)
    return None


def _network_conflict(it: Subject, _world: World) -> str | None:
    seen: list[Block] = []
    for subnet, found in _inline(it.inputs):
        if any(conflict(block, seen) for block in found):
            return _overlapping(subnet, _last(it, "virtualNetworkName"))
        seen += found
    return None


def _peering(it: Subject, world: World) -> str | None:
    remote = next(iter(texts_at(it.inputs, "remoteVirtualNetwork.id")), "")
    ours, theirs = _network(it, world), it.other(remote) if world.made(remote) else {}
    one, other = (list(blocks(texts_at(each, _SPACE))) for each in (ours, theirs))
    for block in one:
        if (found := conflict(block, other)) is not None:
            name = _last(it, "virtualNetworkPeeringName")
            return code(
                "VnetAddressSpacesOverlap",
                f"Cannot create or update peering {ours.get('id')}/virtualNetworkPeerings/{name}. Virtual networks"
                f" {ours.get('id')} and {remote} cannot be peered because their address spaces overlap. Overlapping"
                f" address prefixes: {block}, {found}",
            )
    return None


def _rules(values: Properties) -> Iterator[tuple[str, Value, Value]]:
    for each in at(values, "securityRules"):
        if isinstance(each, dict):
            yield str(each.get("name", "")), each.get("priority"), each.get("direction")


def _twin_rules(it: Subject, _world: World) -> str | None:
    seen: dict[tuple[Value, str], str] = {}
    for name, priority, direction in _rules(it.inputs):
        if (key := (priority, str(direction).lower())) in seen:
            return _same_priority(name, seen[key])
        seen[key] = name
    return None


def _same_priority(one: str, other: str) -> str:
    return code(
        "SecurityRuleConflict",
        f"Security rule {one} conflicts with rule {other}. Rules cannot have the same Priority and Direction.",
    )


def _twin_rule(it: Subject, world: World) -> str | None:
    own, group = _last(it, "securityRuleName"), it.text("networkSecurityGroupName")
    mine = (it.number("priority", 0), it.text("direction").lower())
    for thing in world.of(_RULE):
        if thing.text("networkSecurityGroupName") != group or thing.id.rpartition("/")[2] == own:
            continue
        same = (thing.values.get("priority"), thing.text("direction").lower()) == mine
        if same and thing.text("resourceGroupName").lower() == it.text("resourceGroupName").lower():
            return _same_priority(own, thing.id.rpartition("/")[2])
    return None


def _priority(it: Subject, _world: World) -> str | None:
    given = [(_last(it, "securityRuleName"), it.inputs.get("priority"))]
    given += [(name, priority) for name, priority, _ in _rules(it.inputs)]
    for name, priority in given:
        if isinstance(priority, int | float) and not _LOWEST <= priority <= _HIGHEST:
            return code(
                "SecurityRuleInvalidPriority",
                f"Security rule has invalid Priority. Value provided: {int(priority)} Allowed range"
                f" {_LOWEST}-{_HIGHEST}. (rule {name})",
            )
    return None


_SUBNETS: Final = "https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq"
SUBNET_RANGE = Kind(
    "azure-subnet-range",
    "a subnet lies in the address space of its virtual network",
    _SUBNETS,
    "its range must be part of its network's address space",
)
SUBNET_CONFLICT = Kind(
    "azure-subnet-conflict",
    "no two subnets of a virtual network overlap",
    _SUBNETS,
    "give every subnet of the network a range of its own",
)
PEERING_CONFLICT = Kind(
    "azure-peering-conflict",
    "virtual networks that are peered do not overlap",
    "https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering",
    "give one of the networks another address space",
)
RULE_CONFLICT = Kind(
    "azure-rule-conflict",
    "no two rules of a security group have one priority and direction",
    "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
    "give every rule a priority of its own",
)
RULE_PRIORITY = Kind(
    "azure-rule-priority",
    f"the priority of a security rule is {_LOWEST} to {_HIGHEST}",
    "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
)
RULES: Final[Sequence[Rule]] = (
    rule(SUBNET_RANGE, "change", SUBNET, _subnet_range),
    rule(SUBNET_RANGE, "change", VNET, _network_ranges),
    rule(SUBNET_CONFLICT, "change", SUBNET, _subnet_conflict),
    rule(SUBNET_CONFLICT, "change", VNET, _network_conflict),
    rule(PEERING_CONFLICT, "change", _PEERING, _peering),
    rule(RULE_CONFLICT, "change", _GROUP, _twin_rules),
    rule(RULE_CONFLICT, "change", _RULE, _twin_rule),
    rule(RULE_PRIORITY, "change", (_GROUP, _RULE), _priority),
)
