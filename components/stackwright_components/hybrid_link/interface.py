"""A link's arguments and outputs: the same for every pair of clouds."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Final, NotRequired, TypedDict

import pulumi

from stackwright_components.conventions import CLOUDS, ArgumentError, integer, one_of
from stackwright_components.network.addresses import reserved

RUNBOOK: Final = "docs/components/hybrid-link.md#runbook"
AZURE_SKUS: Final = ("VpnGw1AZ", "VpnGw2AZ", "VpnGw3AZ", "VpnGw4AZ", "VpnGw5AZ")
"""The gateways that span zones: https://learn.microsoft.com/azure/vpn-gateway/about-gateway-skus"""


class LinkEnd(TypedDict):
    """One of the two networks: what the component `Network`, or the blueprint of that name, puts out."""

    cloud: str
    """`aws`, `azure`, `gcp` or `private` (OpenStack)."""
    network_id: pulumi.Input[str]
    """The VPC (AWS), virtual network (Azure) or network (GCP, OpenStack)."""
    cidr: pulumi.Input[str]
    """The address range of the whole network."""
    location: NotRequired[str]
    """Region (GCP) or location (Azure) of the network. Required there."""
    zones: NotRequired[list[str]]
    """Zones of the network whose private subnets are routed into the link. Required on AWS."""
    private_subnet_ids: NotRequired[pulumi.Input[dict[str, str]]]
    """Private subnets by zone. Required on AWS and OpenStack."""
    public_subnet_ids: NotRequired[pulumi.Input[dict[str, str]]]
    """Public subnets by zone. Required on OpenStack."""
    private_route_table_ids: NotRequired[pulumi.Input[dict[str, str]]]
    """The private subnets' route tables by zone. Required on AWS."""
    router_id: NotRequired[pulumi.Input[str]]
    """The router that both kinds of subnets are on, with a gateway in the provider network. Required on OpenStack."""


class HybridLinkArgs(TypedDict):
    """Two networks on different clouds, and how to link them."""

    left: LinkEnd
    """One network."""
    right: LinkEnd
    """The other one, on another cloud."""
    key_generation: NotRequired[pulumi.Input[int]]
    """Another number is another set of pre-shared keys; 1, if not given. Both ends get them in the same update."""
    paused_tunnels: NotRequired[list[int]]
    """Tunnels (from 1) to take out for a while, where one end is OpenStack; at least one stays. None, if not given."""
    azure_sku: NotRequired[str]
    """Azure's gateway: `VpnGw1AZ` (default, 650 Mbit/s) to `VpnGw5AZ` (10 Gbit/s)."""
    aws_alarm_target: NotRequired[pulumi.Input[str]]
    """The ARN of an SNS topic for the alarms of the end on AWS. One is made, if not given."""
    azure_alarm_target: NotRequired[pulumi.Input[str]]
    """The id of an action group for the alarms of the end on Azure. One is made, if not given."""
    gcp_alarm_target: NotRequired[pulumi.Input[str]]
    """Names of notification channels, with commas between, for the alarms of the end on GCP. They open incidents and
    tell nobody, if not given."""
    log_retention_days: NotRequired[int]
    """How long tunnel logs are kept; 90 days, if not given. CloudWatch knows 30, 60, 90, 120, 150, 180, 365 …"""
    runbook_url: NotRequired[pulumi.Input[str]]
    """What an alarm tells people to read."""
    tags: NotRequired[dict[str, str]]
    """What every resource carries, in each cloud's spelling."""


class HybridLinkOutputs(TypedDict):
    """What a link tells. Lists are by tunnel, in the same order on both sides."""

    left_cidr: pulumi.Output[str]
    right_cidr: pulumi.Output[str]
    left_addresses: pulumi.Output[list[str]]
    right_addresses: pulumi.Output[list[str]]
    left_gateway_ids: pulumi.Output[list[str]]
    right_gateway_ids: pulumi.Output[list[str]]
    alarm_targets: pulumi.Output[dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One side, checked. What decides which resources there are is plain."""

    side: str
    """`left` or `right`."""
    cloud: str
    network_id: pulumi.Input[str]
    cidr: pulumi.Output[str]
    location: str
    zones: tuple[str, ...]
    private_subnet_ids: pulumi.Output[dict[str, str]]
    public_subnet_ids: pulumi.Output[dict[str, str]]
    private_route_table_ids: pulumi.Output[dict[str, str]]
    router_id: pulumi.Input[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`HybridLinkArgs` with defaults. `ends` are left and right."""

    ends: tuple[End, End]
    key_generation: pulumi.Output[int]
    paused: frozenset[int]
    azure_sku: str
    alarm_targets: Mapping[str, pulumi.Input[str]]
    log_retention_days: int
    runbook: pulumi.Input[str]
    tags: Mapping[str, str]


_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("zones", "private_subnet_ids", "private_route_table_ids"),
    "azure": ("location",),
    "gcp": ("location",),
    "private": ("router_id", "private_subnet_ids", "public_subnet_ids"),
}


def settle(args: HybridLinkArgs) -> Settings:
    """Check the arguments and fill in the defaults.

    Ranges that are outputs are compared when they are known, before anything is made of them.

    Raises:
        ArgumentError: naming the argument; nothing has been registered yet.
    """
    left, right = args["left"], args["right"]
    for side, end in (("left", left), ("right", right)):
        one_of(end["cloud"], f"{side}.cloud", *CLOUDS)
        for name in _NEEDS[end["cloud"]]:
            if end.get(name) in (None, ""):
                raise ArgumentError(f"{side}.{name}", f"is needed on {end['cloud']}")
        cidr = end["cidr"]
        if end["cloud"] == "azure" and isinstance(cidr, str):
            reserved(cidr, "gateway")
    if left["cloud"] == right["cloud"]:
        instead = "the cloud's own peering, or one Neutron router, joins them without a tunnel that could be lost"
        raise ArgumentError("right", f"is on {right['cloud']}, as left is; {instead}")
    left_cidr, right_cidr = _apart(left["cidr"], right["cidr"])
    targets = {cloud: args.get(f"{cloud}_alarm_target") for cloud in ("aws", "azure", "gcp")}
    return Settings(
        ends=(_end("left", left, left_cidr), _end("right", right, right_cidr)),
        key_generation=pulumi.Output.from_input(integer(args.get("key_generation", 1))),
        paused=frozenset(int(number) for number in args.get("paused_tunnels", ())),
        azure_sku=one_of(args.get("azure_sku", AZURE_SKUS[0]), "azure_sku", *AZURE_SKUS),
        alarm_targets={cloud: target for cloud, target in targets.items() if target is not None},
        log_retention_days=int(args.get("log_retention_days", 90)),
        runbook=args.get("runbook_url", RUNBOOK),
        tags=args.get("tags", {}),
    )


def _end(side: str, end: LinkEnd, cidr: pulumi.Output[str]) -> End:
    def by_zone(name: str) -> pulumi.Output[dict[str, str]]:
        return pulumi.Output.from_input(end.get(name, {}))

    return End(
        side=side,
        cloud=end["cloud"],
        network_id=end["network_id"],
        cidr=cidr,
        location=end.get("location", ""),
        zones=tuple(end.get("zones", ())),
        private_subnet_ids=by_zone("private_subnet_ids"),
        public_subnet_ids=by_zone("public_subnet_ids"),
        private_route_table_ids=by_zone("private_route_table_ids"),
        router_id=end.get("router_id", ""),
    )


def _apart(left: pulumi.Input[str], right: pulumi.Input[str]) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
    """Both ranges, which are known only together: whatever is made of one has seen that the other does not overlap."""
    if isinstance(left, str) and isinstance(right, str):
        refuse_overlap(left, right)

    def checked(both: list[str]) -> list[str]:
        refuse_overlap(*both)
        return both

    both = pulumi.Output.all(left, right).apply(checked)
    return both.apply(lambda them: them[0]), both.apply(lambda them: them[1])


def refuse_overlap(left: str, right: str) -> None:
    """Two networks that share addresses cannot be linked: a packet for one of these would never leave its own network.

    Raises:
        ArgumentError: they overlap, or one is no range.
    """
    try:
        overlap = IPv4Network(left).overlaps(IPv4Network(right))
    except ValueError as error:
        raise ArgumentError("cidr", f"{error}; write it like 10.10.0.0/16") from error
    if overlap:
        raise ArgumentError(
            "right.cidr", f"{right} overlaps {left}, the range of the other network; one of them must move"
        )
