"""A network on AWS: a VPC, a private and a public subnet in each zone, NAT gateways, gateway endpoints, flow logs."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import cloudwatch, ec2, iam

from stackwright_components.conventions import ArgumentError, child
from stackwright_components.labels import aws_tags
from stackwright_components.network.addresses import by_zone, parse
from stackwright_components.network.interface import NetworkOutputs, Settings, nat_by_zone

_WIDEST_VPC = 16


def build(network: pulumi.ComponentResource, name: str, settings: Settings) -> NetworkOutputs:
    """Register the resources of one VPC below `network`."""
    ranges = by_zone(settings.cidr, settings.zones, settings.zone_slots)
    if parse(settings.cidr).prefixlen < _WIDEST_VPC:
        raise ArgumentError("cidr", f"{settings.cidr} is wider than /{_WIDEST_VPC}, the widest VPC that AWS makes")
    tags = settings.tags
    vpc = ec2.Vpc(
        f"{name}-vpc",
        cidr_block=settings.cidr,
        enable_dns_support=True,
        enable_dns_hostnames=True,  # private DNS of interface endpoints and RDS names need it
        tags=aws_tags(tags, name),
        opts=child(network),
    )
    # Whoever forgets to name a security group gets the VPC's default one: without rules, it connects to nothing.
    ec2.DefaultSecurityGroup(
        f"{name}-default",
        vpc_id=vpc.id,
        ingress=[],
        egress=[],
        tags=aws_tags(tags, f"{name}-default-closed"),
        opts=child(network),
    )
    private = _subnets(network, name, "private", vpc, {zone: it.private for zone, it in ranges.items()}, tags)
    public = _subnets(network, name, "public", vpc, {zone: it.public for zone, it in ranges.items()}, tags)
    gateway = ec2.InternetGateway(f"{name}-internet", vpc_id=vpc.id, tags=aws_tags(tags, name), opts=child(network))
    public_routes = _public_routes(network, name, vpc, gateway, public, tags)
    addresses, nats = _nat_gateways(network, name, settings, gateway, public)
    private_routes = _private_routes(network, name, settings, vpc, private, nats)
    _gateway_endpoints(network, name, settings, vpc, [public_routes, *private_routes.values()])
    if settings.retention_days is not None:
        _flow_logs(network, name, vpc, settings.retention_days, tags)
    return {
        "network_id": vpc.id,
        "cidr": vpc.cidr_block,
        "zones": pulumi.Output.from_input(list(settings.zones)),
        "private_subnet_ids": pulumi.Output.all(**{zone: subnet.id for zone, subnet in private.items()}),
        "public_subnet_ids": pulumi.Output.all(**{zone: subnet.id for zone, subnet in public.items()}),
        "egress_addresses": pulumi.Output.all(*(address.public_ip for address in addresses)),
        "private_route_table_ids": pulumi.Output.all(**{zone: table.id for zone, table in private_routes.items()}),
        "router_id": pulumi.Output.from_input(""),
        "nat_gateway_ids": nat_by_zone(settings, nats),
    }


def _subnets(
    network: pulumi.ComponentResource,
    name: str,
    tier: str,
    vpc: ec2.Vpc,
    ranges: Mapping[str, str],
    tags: Mapping[str, str],
) -> dict[str, ec2.Subnet]:
    return {
        zone: ec2.Subnet(
            f"{name}-{tier}-{zone}",
            vpc_id=vpc.id,
            availability_zone=zone,
            cidr_block=cidr,
            map_public_ip_on_launch=False,  # a public address is asked for, never given (Security Hub EC2.15)
            tags=aws_tags({**tags, "tier": tier}, f"{name}-{tier}-{zone}"),
            opts=child(network),
        )
        for zone, cidr in ranges.items()
    }


def _public_routes(
    network: pulumi.ComponentResource,
    name: str,
    vpc: ec2.Vpc,
    gateway: ec2.InternetGateway,
    subnets: Mapping[str, ec2.Subnet],
    tags: Mapping[str, str],
) -> ec2.RouteTable:
    table = ec2.RouteTable(f"{name}-public", vpc_id=vpc.id, tags=aws_tags(tags, f"{name}-public"), opts=child(network))
    ec2.Route(
        f"{name}-public-internet",
        route_table_id=table.id,
        destination_cidr_block="0.0.0.0/0",
        gateway_id=gateway.id,
        opts=child(network),
    )
    for zone, subnet in subnets.items():
        ec2.RouteTableAssociation(
            f"{name}-public-{zone}", route_table_id=table.id, subnet_id=subnet.id, opts=child(network)
        )
    return table


def _nat_gateways(
    network: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    gateway: ec2.InternetGateway,
    public: Mapping[str, ec2.Subnet],
) -> tuple[list[ec2.Eip], dict[str, ec2.NatGateway]]:
    """One address and gateway in each zone that has one, named after it: from `single` to `per-zone` only adds."""
    addresses: list[ec2.Eip] = []
    nats: dict[str, ec2.NatGateway] = {}
    for zone in settings.nat_zones:
        tags = aws_tags(settings.tags, f"{name}-nat-{zone}")
        options = child(network, depends_on=[gateway])  # AWS refuses both in a VPC without an internet gateway
        address = ec2.Eip(f"{name}-nat-{zone}", domain="vpc", tags=tags, opts=options)
        nats[zone] = ec2.NatGateway(
            f"{name}-nat-{zone}",
            allocation_id=address.allocation_id,
            subnet_id=public[zone].id,
            tags=tags,
            opts=options,
        )
        addresses.append(address)
    return addresses, nats


def _private_routes(
    network: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    vpc: ec2.Vpc,
    subnets: Mapping[str, ec2.Subnet],
    nats: Mapping[str, ec2.NatGateway],
) -> dict[str, ec2.RouteTable]:
    """A table per zone even where all share one NAT gateway, so that changing `nat` later changes routes only."""
    tables: dict[str, ec2.RouteTable] = {}
    for zone, subnet in subnets.items():
        label = f"{name}-private-{zone}"
        table = ec2.RouteTable(label, vpc_id=vpc.id, tags=aws_tags(settings.tags, label), opts=child(network))
        ec2.RouteTableAssociation(label, route_table_id=table.id, subnet_id=subnet.id, opts=child(network))
        if nat_zone := settings.nat_zone_for(zone):
            ec2.Route(
                f"{label}-nat",
                route_table_id=table.id,
                destination_cidr_block="0.0.0.0/0",
                nat_gateway_id=nats[nat_zone].id,
                opts=child(network),
            )
        tables[zone] = table
    return tables


def _gateway_endpoints(
    network: pulumi.ComponentResource, name: str, settings: Settings, vpc: ec2.Vpc, tables: Sequence[ec2.RouteTable]
) -> None:
    """S3 and DynamoDB without NAT: free, and the traffic stays on AWS's network."""
    for service in ("s3", "dynamodb"):
        ec2.VpcEndpoint(
            f"{name}-{service}",
            vpc_id=vpc.id,
            vpc_endpoint_type="Gateway",
            service_name=f"com.amazonaws.{settings.location}.{service}",
            route_table_ids=[table.id for table in tables],
            tags=aws_tags(settings.tags, f"{name}-{service}"),
            opts=child(network),
        )


def _flow_logs(
    network: pulumi.ComponentResource,
    name: str,
    vpc: ec2.Vpc,
    retention_days: pulumi.Input[int],
    tags: Mapping[str, str],
) -> None:
    label = f"{name}-flow-logs"
    group = cloudwatch.LogGroup(
        label, retention_in_days=retention_days, tags=aws_tags(tags, label), opts=child(network)
    )
    # Only flow logs of this account and region may take the role (AWS's "confused deputy" advice for flow logs).
    flow_logs = vpc.arn.apply(lambda arn: ":".join([*arn.split(":")[:5], "vpc-flow-log/*"]))
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": vpc.owner_id},
                    "ArnLike": {"aws:SourceArn": flow_logs},
                },
            }
        ],
    }
    write = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
                "Resource": group.arn.apply(lambda arn: f"{arn}:*"),
            }
        ],
    }
    role = iam.Role(
        label,
        description="Lets VPC flow logs write to their log group",
        assume_role_policy=pulumi.Output.json_dumps(trust),
        tags=aws_tags(tags, label),
        opts=child(network),
    )
    policy = iam.RolePolicy(label, role=role.id, policy=pulumi.Output.json_dumps(write), opts=child(network))
    ec2.FlowLog(
        label,
        vpc_id=vpc.id,
        traffic_type="ALL",
        log_destination_type="cloud-watch-logs",
        log_destination=group.arn,
        iam_role_arn=role.arn,
        max_aggregation_interval=60,
        tags=aws_tags(tags, label),
        opts=child(network, depends_on=[policy]),
    )
