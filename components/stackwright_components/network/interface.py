"""A network's arguments and outputs: the same on every cloud."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NotRequired, TypedDict

import pulumi

from stackwright_components.conventions import ArgumentError, integer, one_of

NAT_PER_ZONE: Final = "per-zone"
NAT_SINGLE: Final = "single"
NAT_NONE: Final = "none"
FLOW_LOG_RETENTION_DAYS: Final = 365
"""What AWS Security Hub asks of log groups (control CloudWatch.16), and the longest that Azure's flow logs know."""


class NetworkArgs(TypedDict):
    """A network with a private and a public subnet in each zone."""

    cloud: str
    """`aws`, `azure`, `gcp` or `private` (OpenStack)."""
    cidr: str
    """Address range of the whole network, between /8 and /23; on AWS between /16 and /23."""
    zones: list[str]
    """Zone names as the cloud writes them: `eu-west-1a` (AWS), `1` (Azure), `europe-west1-b` (GCP), `nova`."""
    location: NotRequired[str]
    """Region (AWS, GCP) or location (Azure). Required there; OpenStack takes it from its provider."""
    nat: NotRequired[str]
    """How private subnets reach the internet: `per-zone` (default; survives the loss of a zone), `single`, `none`."""
    flow_logs: NotRequired[bool]
    """Whether accepted and rejected traffic is logged. Default true; OpenStack has no flow logs."""
    flow_log_retention_days: NotRequired[pulumi.Input[int]]
    """How long flow logs are kept. Default 365."""
    zone_slots: NotRequired[dict[str, int]]
    """Address slots (0 to 7) of zones whose names do not end in a letter a-h or a number 1-8."""
    external_network_id: NotRequired[pulumi.Input[str]]
    """OpenStack only: the provider network that the router's gateway is in. Without it nothing leaves the network."""
    network_watcher: NotRequired[str]
    """Azure only: `<resource group>/<name>` of the Network Watcher, which exists once per subscription and location.
    Default: the one that Azure makes itself, `NetworkWatcherRG/NetworkWatcher_<location>`."""
    tags: NotRequired[dict[str, str]]
    """What every resource carries, in each cloud's spelling."""


class NetworkOutputs(TypedDict):
    """What a network tells, on every cloud. The mappings are by zone and have an entry for each zone."""

    network_id: pulumi.Output[str]
    cidr: pulumi.Output[str]
    zones: pulumi.Output[list[str]]
    private_subnet_ids: pulumi.Output[dict[str, str]]
    public_subnet_ids: pulumi.Output[dict[str, str]]
    egress_addresses: pulumi.Output[list[str]]
    nat_gateway_ids: pulumi.Output[dict[str, str]]
    private_route_table_ids: pulumi.Output[dict[str, str]]
    router_id: pulumi.Output[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A network's arguments, checked, with the defaults filled in. `retention_days` is None without flow logs."""

    cidr: str
    zones: tuple[str, ...]
    zone_slots: Mapping[str, int] = field(default_factory=dict[str, int])
    location: str = ""
    nat: str = NAT_PER_ZONE
    retention_days: pulumi.Input[int] | None = None
    external_network_id: pulumi.Input[str] | None = None
    network_watcher: str = ""
    tags: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def nat_zones(self) -> tuple[str, ...]:
        """The zones that get a NAT gateway; a single one stands in the first zone listed."""
        return {NAT_NONE: (), NAT_SINGLE: self.zones[:1], NAT_PER_ZONE: self.zones}[self.nat]

    def nat_zone_for(self, zone: str) -> str | None:
        """Whose NAT gateway a zone's private subnet uses."""
        return None if not self.nat_zones else zone if zone in self.nat_zones else self.nat_zones[0]


def nat_by_zone(settings: Settings, gateways: Mapping[str, pulumi.CustomResource]) -> pulumi.Output[dict[str, str]]:
    """By zone: the id of the one of `gateways` (by zone, too) that its private subnet leaves through."""
    ids = {zone: gateways[there].id for zone in settings.zones if (there := settings.nat_zone_for(zone))}
    return pulumi.Output.all(**ids) if ids else pulumi.Output.from_input({})


def settle(args: NetworkArgs) -> Settings:
    """Check the arguments and fill in the defaults.

    Raises:
        ArgumentError: naming the argument; nothing has been registered yet.
    """
    location = args.get("location", "")
    if args["cloud"] != "private" and not location:
        raise ArgumentError("location", f"is needed on {args['cloud']}: the region or location to build in")
    retention = args.get("flow_log_retention_days", FLOW_LOG_RETENTION_DAYS)
    return Settings(
        cidr=args["cidr"],
        zones=tuple(args["zones"]),
        zone_slots={zone: int(slot) for zone, slot in args.get("zone_slots", {}).items()},
        location=location,
        nat=one_of(args.get("nat", NAT_PER_ZONE), "nat", NAT_PER_ZONE, NAT_SINGLE, NAT_NONE),
        retention_days=integer(retention) if args.get("flow_logs", True) else None,
        external_network_id=args.get("external_network_id"),
        network_watcher=args.get("network_watcher", f"NetworkWatcherRG/NetworkWatcher_{location}"),
        tags=args.get("tags", {}),
    )
