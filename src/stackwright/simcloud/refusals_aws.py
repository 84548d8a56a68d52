"""What AWS refuses although a preview finds nothing wrong with it, worded as pulumi-aws passes it on.

Sources: Amazon EC2 API reference, "Error codes"; the user guides of the services for the rules. Nothing is refused that
is not known for sure: an id that this cloud never issued may be of something that stands elsewhere.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from stackwright.errors import CloudError
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value

Others: TypeAlias = Callable[[str], Sequence[Properties]]
"""The outputs, with `id`, of what this account has of a type."""
_VPC, _SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
_GROUP, _MORE_BLOCKS = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
)
_BUCKET_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_IAM_NAME: Final = re.compile(r"[\w+=,.@-]+", re.ASCII)
_FIFO_NAME: Final = re.compile(r"[\w-]{1,75}\.fifo", re.ASCII)
_LONGEST, _SHORTEST = 28, 16
"""Prefix lengths between which the block of a VPC or subnet must be."""
_ENOUGH_ZONES: Final = 2


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that AWS refuses. `of` gives its words, or None where there is nothing to refuse."""

    name: str
    token: str
    operation: str
    of: Callable[[Subject, Others], str | None]


def _networks(values: Sequence[object]) -> Iterator[ipaddress.IPv4Network]:
    for value in values:
        if isinstance(value, str):
            try:
                yield ipaddress.IPv4Network(value)
            except ValueError:
                continue


def _vpc_block(it: Subject, _others: Others) -> str | None:
    block = next(_networks([it.text("cidrBlock")]), None)
    if block is None or _SHORTEST <= block.prefixlen <= _LONGEST:
        return None
    return f"InvalidVpc.Range: The CIDR '{block}' is invalid."


def _subnet_range(it: Subject, others: Others) -> str | None:
    """It must lie in a block of its VPC."""
    block = next(_networks([it.text("cidrBlock")]), None)
    vpc = it.other(it.text("vpcId"))
    if block is None or not vpc or vpc.get("ipv4IpamPoolId"):
        return None
    added = [item.get("cidrBlock") for item in others(_MORE_BLOCKS) if item.get("vpcId") == it.text("vpcId")]
    if _SHORTEST <= block.prefixlen <= _LONGEST and any(
        block.subnet_of(whole) for whole in _networks([vpc.get("cidrBlock"), *added])
    ):
        return None
    return f"InvalidSubnet.Range: The CIDR '{block}' is invalid."


def _subnet_conflict(it: Subject, others: Others) -> str | None:
    block = next(_networks([it.text("cidrBlock")]), None)
    if block is None:
        return None
    beside = [item.get("cidrBlock") for item in others(_SUBNET) if item.get("vpcId") == it.text("vpcId")]
    if not any(block.overlaps(other) for other in _networks(beside)):
        return None
    return f"InvalidSubnet.Conflict: The CIDR '{block}' conflicts with another subnet"


def _zone_elsewhere(it: Subject, _others: Others) -> str | None:
    zone, region = it.text("availabilityZone"), it.text("region") or it.identity.region
    if not zone or zone.startswith(region):
        return None
    there = ", ".join(f"{region}{letter}" for letter in "abc")
    return (
        f"InvalidParameterValue: Value ({zone}) for parameter availabilityZone is invalid. Subnets can currently only"
        f" be created in the following availability zones: {there}."
    )


def _bucket_name(it: Subject, _others: Others) -> str | None:
    name = it.text("bucket")
    if not name or (_BUCKET_NAME.fullmatch(name) and ".." not in name):
        return None
    return "InvalidBucketName: The specified bucket is not valid."


def _role_name(it: Subject, _others: Others) -> str | None:
    if not it.text("name") or _IAM_NAME.fullmatch(it.text("name")):
        return None
    return (
        "ValidationError: The specified value for roleName is invalid. It must contain only alphanumeric characters"
        " and/or the following: +=,.@_-"
    )


def _fifo_name(it: Subject, _others: Others) -> str | None:
    if it.inputs.get("fifoQueue") is not True or not it.text("name") or _FIFO_NAME.fullmatch(it.text("name")):
        return None
    return (
        "InvalidParameterValue: The name of a FIFO queue can only include alphanumeric characters, hyphens, or"
        " underscores, must end with .fifo suffix and be 1 to 80 in length."
    )


def _group_twin(it: Subject, others: Others) -> str | None:
    name, vpc = it.text("name"), it.text("vpcId")
    if not vpc or not any(item.get("name") == name and item.get("vpcId") == vpc for item in others(_GROUP)):
        return None
    return f"InvalidGroup.Duplicate: The security group '{name}' already exists for VPC '{vpc}'"


def _zones(it: Subject, subnets: Value) -> list[str] | None:
    """The zones of subnets; None unless all of them are known here."""
    found = [it.other(str(subnet)).get("availabilityZone") for subnet in subnets] if isinstance(subnets, list) else []
    zones = [zone for zone in found if isinstance(zone, str)]
    return sorted(set(zones)) if zones and len(zones) == len(found) else None


def _balancer_zones(it: Subject, _others: Others) -> str | None:
    zones = _zones(it, it.items("subnets"))
    if zones is None or len(zones) >= _ENOUGH_ZONES or it.text("loadBalancerType", "application") != "application":
        return None
    return "ValidationError: At least two subnets in two different Availability Zones must be specified"


def _database_zones(it: Subject, _others: Others) -> str | None:
    zones = _zones(it, it.items("subnetIds"))
    if zones is None or len(zones) >= _ENOUGH_ZONES:
        return None
    return (
        "DBSubnetGroupDoesNotCoverEnoughAZs: The DB subnet group doesn't meet Availability Zone (AZ) coverage"
        f" requirement. Current AZ coverage: {', '.join(zones)}. Add subnets to cover at least 2 AZs."
    )


def _cluster_zones(it: Subject, _others: Others) -> str | None:
    zones = _zones(it, it.mapping("vpcConfig").get("subnetIds"))
    if zones is None or len(zones) >= _ENOUGH_ZONES:
        return None
    return "InvalidParameterException: Subnets specified must be in at least two different AZs"


def _vpc_in_use(it: Subject, others: Others) -> str | None:
    used = any(item.get("vpcId") == it.id for item in others(_SUBNET))
    return f"DependencyViolation: The vpc '{it.id}' has dependencies and cannot be deleted." if used else None


CREATING: Final = (
    Refusal("aws-vpc-range", _VPC, "creating EC2 VPC: operation error EC2: CreateVpc", _vpc_block),
    Refusal("aws-subnet-range", _SUBNET, "creating EC2 Subnet: operation error EC2: CreateSubnet", _subnet_range),
    Refusal("aws-subnet-conflict", _SUBNET, "creating EC2 Subnet: operation error EC2: CreateSubnet", _subnet_conflict),
    Refusal("aws-zone", _SUBNET, "creating EC2 Subnet: operation error EC2: CreateSubnet", _zone_elsewhere),
    Refusal(
        "aws-group-duplicate", _GROUP, "creating Security Group: operation error EC2: CreateSecurityGroup", _group_twin
    ),
    Refusal(
        "aws-bucket-name", "aws:s3/bucket:Bucket", "creating S3 Bucket: operation error S3: CreateBucket", _bucket_name
    ),
    Refusal("aws-role-name", "aws:iam/role:Role", "creating IAM Role: operation error IAM: CreateRole", _role_name),
    Refusal("aws-fifo-name", "aws:sqs/queue:Queue", "creating SQS Queue: operation error SQS: CreateQueue", _fifo_name),
    *(
        Refusal(
            "aws-load-balancer-zones",
            token,
            "creating ELBv2 application Load Balancer: operation error Elastic Load Balancing v2: CreateLoadBalancer",
            _balancer_zones,
        )
        for token in ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
    ),
    Refusal(
        "aws-database-zones",
        "aws:rds/subnetGroup:SubnetGroup",
        "creating RDS DB Subnet Group: operation error RDS: CreateDBSubnetGroup",
        _database_zones,
    ),
    Refusal(
        "aws-cluster-zones",
        "aws:eks/cluster:Cluster",
        "creating EKS Cluster: operation error EKS: CreateCluster",
        _cluster_zones,
    ),
)
DELETING: Final = (Refusal("aws-vpc-in-use", _VPC, "deleting EC2 VPC: operation error EC2: DeleteVpc", _vpc_in_use),)
_HINTS: Final[Mapping[str, str]] = {
    "aws-subnet-range": "its range must be part of its VPC's, with a prefix length of 16 to 28",
    "aws-subnet-conflict": "give every subnet of the VPC a range of its own",
    "aws-zone": "name a zone of the region in which the subnet is made, or ask get_availability_zones",
    "aws-vpc-in-use": "what is in it must go first",
}


def refuse(it: Subject, others: Others, allowed: frozenset[str], refusals: Sequence[Refusal]) -> None:
    """
    Raises:
        CloudError: AWS would refuse it, and `allowed` does not name what for.
    """
    for refusal in refusals:
        if refusal.token == it.token and refusal.name not in allowed and (words := refusal.of(it, others)):
            raise CloudError(f"{refusal.operation}, api error {words}", hint=_HINTS.get(refusal.name))
