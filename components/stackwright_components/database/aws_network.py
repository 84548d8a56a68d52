"""Where an RDS instance lives: private subnets in two zones or more, and who may connect."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stackwright_components.conventions import ArgumentError, child
from stackwright_components.database.interface import PORT, Settings
from stackwright_components.network import Network
from stackwright_components.network.interface import NAT_NONE


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The network, the instance's subnets, its security group, and the one that its clients carry."""

    network_id: pulumi.Input[str]
    subnet_group: aws.rds.SubnetGroup
    security_group: aws.ec2.SecurityGroup
    clients: aws.ec2.SecurityGroup


def surroundings(
    database: pulumi.ComponentResource, name: str, settings: Settings, tags: Mapping[str, str]
) -> Surroundings:
    """Make what the instance needs in the given network, or in one that is made for it: closed, without a way out."""
    network_id, subnet_ids = _network(database, name, settings)
    subnet_group = aws.rds.SubnetGroup(
        name,
        description=f"Private subnets of the database {name}",
        subnet_ids=pulumi.Output.from_input(subnet_ids).apply(
            lambda by_zone: [by_zone[zone] for zone in sorted(by_zone)]
        ),
        tags=tags,
        opts=child(database),
    )
    # The database's own group has no outbound rule: it calls nobody.
    guard = aws.ec2.SecurityGroup(
        f"{name}-guard",
        description=f"The database {name}",
        vpc_id=network_id,
        tags=dict(tags) | {"Name": f"{name}-guard"},
        opts=child(database),
    )
    clients = aws.ec2.SecurityGroup(
        f"{name}-clients",
        description=f"Clients of the database {name}",
        vpc_id=network_id,
        tags=dict(tags) | {"Name": f"{name}-clients"},
        opts=child(database),
    )
    aws.vpc.SecurityGroupIngressRule(
        f"{name}-clients",
        security_group_id=guard.id,
        referenced_security_group_id=clients.id,
        ip_protocol="tcp",
        from_port=PORT,
        to_port=PORT,
        description="PostgreSQL from its clients",
        tags=tags,
        opts=child(database),
    )
    aws.vpc.SecurityGroupEgressRule(
        f"{name}-clients",
        security_group_id=clients.id,
        referenced_security_group_id=guard.id,
        ip_protocol="tcp",
        from_port=PORT,
        to_port=PORT,
        description="PostgreSQL",
        tags=tags,
        opts=child(database),
    )
    for cidr in settings.allowed_cidrs:
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-allowed-{cidr}",
            security_group_id=guard.id,
            cidr_ipv4=cidr,
            ip_protocol="tcp",
            from_port=PORT,
            to_port=PORT,
            description="PostgreSQL from an allowed range",
            tags=tags,
            opts=child(database),
        )
    return Surroundings(network_id, subnet_group, guard, clients)


def _network(
    database: pulumi.ComponentResource, name: str, settings: Settings
) -> tuple[pulumi.Input[str], pulumi.Input[dict[str, str]]]:
    if settings.network_id is not None and settings.subnet_ids is not None:
        return settings.network_id, settings.subnet_ids
    if len(settings.zones) < 2 or not settings.location:
        raise ArgumentError("zones", "name two zones or more and the location, or give network_id and subnet_ids")
    if not isinstance(settings.network_cidr, str):
        raise ArgumentError("network_cidr", "it decides which subnets there are; write the range of the network itself")
    own = Network(
        f"{name}-network",
        {
            "cloud": "aws",
            "cidr": settings.network_cidr,
            "zones": list(settings.zones),
            "location": settings.location,
            "nat": NAT_NONE,
            "tags": dict(settings.tags),
        },
        child(database),
    )
    return own.network_id, own.private_subnet_ids
