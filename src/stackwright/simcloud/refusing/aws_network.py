"""What AWS refuses of networks although a preview finds nothing wrong with it, worded as pulumi-aws passes it on.

Sources: Amazon EC2 API reference, "Error codes"; the user guides of the services for the rules. Nothing is refused that
is not known for sure: an id that this cloud never issued may be of something that stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stackwright.simcloud.refusing.model import Kind, Rule, Words, rule
from stackwright.simcloud.refusing.ranges import blocks, conflict, inside
from stackwright.simcloud.refusing.world import World
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

EC2_CODES: Final = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"
_VPC, _SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
_GROUP, _MORE_BLOCKS = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
)
_LONGEST, _SHORTEST = 28, 16
"""Prefix lengths between which the block of a VPC or subnet must be."""
_ENOUGH_ZONES: Final = 2


def called(operation: str, words: Words) -> Words:
    """`creating EC2 VPC: operation error EC2: CreateVpc, api error …`, as the SDK in pulumi-aws says it."""

    def say(it: Subject, world: World) -> str | None:
        said = words(it, world)
        return f"{operation}, api error {said}" if said else None

    return say


def _vpc_block(it: Subject, _world: World) -> str | None:
    block = next(blocks([it.text("cidrBlock")]), None)
    if block is None or _SHORTEST <= block.prefixlen <= _LONGEST:
        return None
    return f"InvalidVpc.Range: The CIDR '{block}' is invalid."


def _subnet_range(it: Subject, world: World) -> str | None:
    """It must lie in a block of its VPC."""
    block = next(blocks([it.text("cidrBlock")]), None)
    vpc = it.other(it.text("vpcId"))
    if block is None or not vpc or vpc.get("ipv4IpamPoolId") or not world.made(it.text("vpcId")):
        return None
    added = [item.text("cidrBlock") for item in world.of(_MORE_BLOCKS) if item.text("vpcId") == it.text("vpcId")]
    if _SHORTEST <= block.prefixlen <= _LONGEST and inside(block, blocks([vpc.get("cidrBlock"), *added])):
        return None
    return f"InvalidSubnet.Range: The CIDR '{block}' is invalid."


def _subnet_conflict(it: Subject, world: World) -> str | None:
    block = next(blocks([it.text("cidrBlock")]), None)
    if block is None:
        return None
    beside = [item.text("cidrBlock") for item in world.of(_SUBNET) if item.text("vpcId") == it.text("vpcId")]
    if conflict(block, blocks(beside)) is None:
        return None
    return f"InvalidSubnet.Conflict: The CIDR '{block}' conflicts with another subnet"


def _zone_elsewhere(it: Subject, _world: World) -> str | None:
    """Only where somebody said which region it is: a region that a rehearsal assumed says nothing of a real one."""
    zone, region = it.text("availabilityZone"), it.text("region") or str(it.identity.config.get("region") or "")
    if not zone or zone.startswith(region):
        return None
    there = ", ".join(f"{region}{letter}" for letter in "abc")
    return (
        f"InvalidParameterValue: Value ({zone}) for parameter availabilityZone is invalid. Subnets can currently only"
        f" be created in the following availability zones: {there}."
    )


def _group_twin(it: Subject, world: World) -> str | None:
    name, vpc = it.text("name"), it.text("vpcId")
    if not vpc or not any(item.text("name") == name and item.text("vpcId") == vpc for item in world.of(_GROUP)):
        return None
    return f"InvalidGroup.Duplicate: The security group '{name}' already exists for VPC '{vpc}'"


def _zones(it: Subject, subnets: Value) -> list[str] | None:
    """The zones of subnets; None unless all of them are known here."""
    found = [it.other(str(subnet)).get("availabilityZone") for subnet in subnets] if isinstance(subnets, list) else []
    zones = [zone for zone in found if isinstance(zone, str)]
    return sorted(set(zones)) if zones and len(zones) == len(found) else None


def _balancer_zones(it: Subject, _world: World) -> str | None:
    zones = _zones(it, it.items("subnets"))
    if zones is None or len(zones) >= _ENOUGH_ZONES or it.text("loadBalancerType", "application") != "application":
        return None
    return "ValidationError: At least two subnets in two different Availability Zones must be specified"


def _database_zones(it: Subject, _world: World) -> str | None:
    zones = _zones(it, it.items("subnetIds"))
    if zones is None or len(zones) >= _ENOUGH_ZONES:
        return None
    return (
        "DBSubnetGroupDoesNotCoverEnoughAZs: The DB subnet group doesn't meet Availability Zone (AZ) coverage"
        f" requirement. Current AZ coverage: {', '.join(zones)}. Add subnets to cover at least 2 AZs."
    )


def _cluster_zones(it: Subject, _world: World) -> str | None:
    zones = _zones(it, it.mapping("vpcConfig").get("subnetIds"))
    if zones is None or len(zones) >= _ENOUGH_ZONES:
        return None
    return "InvalidParameterException: Subnets specified must be in at least two different AZs"


RANGE = Kind(
    "aws-vpc-range",
    "a VPC's IPv4 block has a prefix length of 16 to 28",
    "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
)
SUBNET_RANGE = Kind(
    "aws-subnet-range",
    "a subnet lies in a block of its VPC, with a prefix length of 16 to 28",
    "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
    "its range must be part of its VPC's, with a prefix length of 16 to 28",
)
SUBNET_CONFLICT = Kind(
    "aws-subnet-conflict",
    "no two subnets of a VPC overlap",
    "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
    "give every subnet of the VPC a range of its own",
)
ZONE = Kind(
    "aws-zone",
    "a subnet is in a zone of its region",
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
    "name a zone of the region in which the subnet is made, or ask get_availability_zones",
)
GROUP_DUPLICATE = Kind("aws-group-duplicate", "no two security groups of a VPC have one name", EC2_CODES)
BALANCER_ZONES = Kind(
    "aws-load-balancer-zones",
    "an application load balancer has subnets in two zones",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
)
DATABASE_ZONES = Kind(
    "aws-database-zones",
    "the subnets of a database are in two zones",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
)
CLUSTER_ZONES = Kind(
    "aws-cluster-zones",
    "the subnets of an EKS cluster are in two zones",
    "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
)
_BALANCERS: Final = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
_NEW_VPC, _NEW_SUBNET = (
    "creating EC2 VPC: operation error EC2: CreateVpc",
    "creating EC2 Subnet: operation error EC2: CreateSubnet",
)
_NEW_GROUP: Final = "creating Security Group: operation error EC2: CreateSecurityGroup"
_NEW_BALANCER: Final = (
    "creating ELBv2 application Load Balancer: operation error Elastic Load Balancing v2: CreateLoadBalancer"
)
_NEW_SUBNET_GROUP: Final = "creating RDS DB Subnet Group: operation error RDS: CreateDBSubnetGroup"
RULES: Final[Sequence[Rule]] = (
    rule(RANGE, "create", _VPC, called(_NEW_VPC, _vpc_block)),
    rule(SUBNET_RANGE, "create", _SUBNET, called(_NEW_SUBNET, _subnet_range)),
    rule(SUBNET_CONFLICT, "create", _SUBNET, called(_NEW_SUBNET, _subnet_conflict)),
    rule(ZONE, "create", _SUBNET, called(_NEW_SUBNET, _zone_elsewhere)),
    rule(GROUP_DUPLICATE, "create", _GROUP, called(_NEW_GROUP, _group_twin)),
    rule(BALANCER_ZONES, "create", _BALANCERS, called(_NEW_BALANCER, _balancer_zones)),
    rule(DATABASE_ZONES, "create", "aws:rds/subnetGroup:SubnetGroup", called(_NEW_SUBNET_GROUP, _database_zones)),
    rule(
        CLUSTER_ZONES,
        "create",
        "aws:eks/cluster:Cluster",
        called("creating EKS Cluster: operation error EKS: CreateCluster", _cluster_zones),
    ),
)
