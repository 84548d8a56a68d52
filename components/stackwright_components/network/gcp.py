"""A network on GCP: a VPC with one private and one public subnet, which span all zones, Cloud NAT, flow logs."""

import pulumi
from pulumi_gcp import compute, logging

from stackwright_components.conventions import child
from stackwright_components.labels import described
from stackwright_components.network.addresses import by_zone, whole
from stackwright_components.network.interface import NetworkOutputs, Settings


def build(network: pulumi.ComponentResource, name: str, settings: Settings) -> NetworkOutputs:
    """Register the resources of one VPC below `network`. GCP's networks and subnets carry no labels."""
    by_zone(settings.cidr, settings.zones, settings.zone_slots)  # the same zones are refused on every cloud
    ranges = whole(settings.cidr)
    vpc = compute.Network(
        f"{name}-vpc",
        description=described(settings.tags),
        auto_create_subnetworks=False,
        routing_mode="REGIONAL",
        opts=child(network),
    )
    private = _subnetwork(network, f"{name}-private", vpc, ranges.private, settings)
    public = _subnetwork(network, f"{name}-public", vpc, ranges.public, settings)
    # Every network denies what no rule allows, without a trace. The same rule written out is logged.
    compute.Firewall(
        f"{name}-deny-ingress",
        network=vpc.id,
        direction="INGRESS",
        priority=65534,
        source_ranges=["0.0.0.0/0"],
        denies=[compute.FirewallDenyArgs(protocol="all")],
        log_config=compute.FirewallLogConfigArgs(metadata="INCLUDE_ALL_METADATA")
        if settings.retention_days is not None
        else None,
        opts=child(network),
    )
    addresses = _nat(network, name, settings, vpc, private)
    if settings.retention_days is not None:
        _keep_flow_logs(network, name, vpc, [private, public], settings.location, settings.retention_days)
    return {
        "network_id": vpc.id,
        "cidr": pulumi.Output.from_input(settings.cidr),
        "zones": pulumi.Output.from_input(list(settings.zones)),
        "private_subnet_ids": pulumi.Output.all(**dict.fromkeys(settings.zones, private.id)),
        "public_subnet_ids": pulumi.Output.all(**dict.fromkeys(settings.zones, public.id)),
        "egress_addresses": pulumi.Output.all(*(address.address for address in addresses)),
        "nat_gateway_ids": pulumi.Output.from_input({}),
        "private_route_table_ids": pulumi.Output.from_input({}),
        "router_id": pulumi.Output.from_input(""),
    }


def _subnetwork(
    network: pulumi.ComponentResource, label: str, vpc: compute.Network, cidr: str, settings: Settings
) -> compute.Subnetwork:
    log = compute.SubnetworkLogConfigArgs(
        aggregation_interval="INTERVAL_1_MIN", flow_sampling=1.0, metadata="INCLUDE_ALL_METADATA"
    )
    return compute.Subnetwork(
        label,
        description=described(settings.tags),
        network=vpc.id,
        region=settings.location,
        ip_cidr_range=cidr,
        private_ip_google_access=True,
        log_config=log if settings.retention_days is not None else None,
        opts=child(network),
    )


def _nat(
    network: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    vpc: compute.Network,
    private: compute.Subnetwork,
) -> list[compute.Address]:
    """Cloud NAT has no gateway that could be lost with a zone; a zone gets a public address, and ports, of its own."""
    if not settings.nat_zones:
        return []
    addresses = [
        compute.Address(f"{name}-nat-{zone}", region=settings.location, opts=child(network))
        for zone in settings.nat_zones
    ]
    router = compute.Router(f"{name}-nat", network=vpc.id, region=settings.location, opts=child(network))
    compute.RouterNat(
        f"{name}-nat",
        router=router.name,
        region=settings.location,
        nat_ip_allocate_option="MANUAL_ONLY",  # reserved addresses can stand in others' allow-lists
        nat_ips=[address.self_link for address in addresses],
        source_subnetwork_ip_ranges_to_nat="LIST_OF_SUBNETWORKS",
        subnetworks=[
            compute.RouterNatSubnetworkArgs(name=private.self_link, source_ip_ranges_to_nats=["ALL_IP_RANGES"])
        ],
        enable_dynamic_port_allocation=True,
        enable_endpoint_independent_mapping=False,  # GCP allows only one of the two
        log_config=compute.RouterNatLogConfigArgs(enable=True, filter="ERRORS_ONLY"),
        opts=child(network),
    )
    return addresses


def _keep_flow_logs(
    network: pulumi.ComponentResource,
    name: str,
    vpc: compute.Network,
    subnets: list[compute.Subnetwork],
    location: str,
    retention_days: pulumi.Input[int],
) -> None:
    """A log bucket with the wanted retention, and a sink that routes these subnets' flow logs there.

    The project's `_Default` bucket keeps them too, for the 30 days that it keeps everything; changing that is the
    project owner's business.
    """
    bucket = logging.ProjectBucketConfig(
        f"{name}-flow-logs",
        project=vpc.project,
        location=location,
        bucket_id=vpc.name.apply(lambda it: f"{it}-flow-logs"),  # GCP names no log bucket itself
        retention_days=retention_days,
        opts=child(network),
    )
    names = pulumi.Output.all(*(subnet.name for subnet in subnets))
    logging.ProjectSink(
        f"{name}-flow-logs",
        project=vpc.project,
        destination=pulumi.Output.concat("logging.googleapis.com/", bucket.id),
        filter=names.apply(
            lambda them: (
                'log_id("compute.googleapis.com/vpc_flows") AND resource.labels.subnetwork_name=('
                + " OR ".join(f'"{it}"' for it in them)
                + ")"
            )
        ),
        unique_writer_identity=True,
        opts=child(network),
    )
