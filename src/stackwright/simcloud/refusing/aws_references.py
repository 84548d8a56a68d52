"""References of EC2 to what is not there.

Certain are two: what this cloud made and deleted again, and what is no id at all, such as an ARN or a name in its
place. Any other id that was not made here is taken to be of something that stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from stackwright.simcloud.refusing.aws_network import EC2_CODES
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import World, texts_at
from stackwright.simcloud.values.subject import Subject

_VPC = ("vpc-", "InvalidVpcID.NotFound: The vpc ID '{id}' does not exist")
_SUBNET = ("subnet-", "InvalidSubnetID.NotFound: The subnet ID '{id}' does not exist")
_GROUP = ("sg-", "InvalidGroup.NotFound: The security group '{id}' does not exist")
_TABLE = ("rtb-", "InvalidRouteTableID.NotFound: The routeTable ID '{id}' does not exist")
_GATEWAY = ("igw-", "InvalidInternetGatewayID.NotFound: The internetGateway ID '{id}' does not exist")
_ADDRESS = ("eipalloc-", "InvalidAllocationID.NotFound: The allocation ID '{id}' does not exist")
_VOLUME = ("vol-", "InvalidVolume.NotFound: The volume '{id}' does not exist.")
_INTERFACE = ("eni-", "InvalidNetworkInterfaceID.NotFound: The networkInterface ID '{id}' does not exist")
_INSTANCE = ("i-", "InvalidInstanceID.NotFound: The instance ID '{id}' does not exist")
_NAT = ("nat-", "InvalidNatGatewayID.NotFound: The natGateway ID '{id}' does not exist")
NAMED: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "aws:ec2/subnet:Subnet": {"vpcId": _VPC},
    "aws:ec2/securityGroup:SecurityGroup": {"vpcId": _VPC},
    "aws:ec2/internetGateway:InternetGateway": {"vpcId": _VPC},
    "aws:ec2/routeTable:RouteTable": {"vpcId": _VPC},
    "aws:ec2/networkAcl:NetworkAcl": {"vpcId": _VPC, "subnetIds": _SUBNET},
    "aws:ec2/vpcEndpoint:VpcEndpoint": {
        "vpcId": _VPC,
        "subnetIds": _SUBNET,
        "securityGroupIds": _GROUP,
        "routeTableIds": _TABLE,
    },
    "aws:ec2/routeTableAssociation:RouteTableAssociation": {"subnetId": _SUBNET, "routeTableId": _TABLE},
    "aws:ec2/route:Route": {"routeTableId": _TABLE, "natGatewayId": _NAT},
    "aws:ec2/natGateway:NatGateway": {"subnetId": _SUBNET, "allocationId": _ADDRESS},
    "aws:ec2/networkInterface:NetworkInterface": {"subnetId": _SUBNET, "securityGroups": _GROUP},
    "aws:ec2/instance:Instance": {"subnetId": _SUBNET, "vpcSecurityGroupIds": _GROUP},
    "aws:ec2/securityGroupRule:SecurityGroupRule": {"securityGroupId": _GROUP, "sourceSecurityGroupId": _GROUP},
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {"securityGroupId": _GROUP},
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {"securityGroupId": _GROUP},
    "aws:ec2/volumeAttachment:VolumeAttachment": {"volumeId": _VOLUME, "instanceId": _INSTANCE},
    "aws:ec2/eipAssociation:EipAssociation": {
        "allocationId": _ADDRESS,
        "instanceId": _INSTANCE,
        "networkInterfaceId": _INTERFACE,
    },
    "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment": {"vpcId": _VPC, "internetGatewayId": _GATEWAY},
}
"""Which inputs of a type name what: how its ids begin, and what is said where there is no such thing."""


def _reference(it: Subject, world: World) -> str | None:
    for name, (prefix, words) in NAMED[it.token].items():
        for given in texts_at(it.inputs, name):
            if not given.startswith(prefix) or world.gone(given):
                return f"api error {words.format(id=given)}"
    return None


def _key_pair(it: Subject, world: World) -> str | None:
    name = it.text("keyName")
    return (
        f"api error InvalidKeyPair.NotFound: The key pair '{name}' does not exist"
        if name and world.gone(name)
        else None
    )


_ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:lambda/function:Function": ("role",),
    "aws:eks/cluster:Cluster": ("roleArn",),
    "aws:eks/nodeGroup:NodeGroup": ("nodeRoleArn",),
    "aws:sfn/stateMachine:StateMachine": ("roleArn",),
}


def _role(it: Subject, _world: World) -> str | None:
    """Where a role's ARN is wanted, its name will not do. ECS, CodeBuild and others that take both are not asked."""
    for name in _ROLES[it.token]:
        given = it.text(name)
        if given and not given.startswith("arn:"):
            return f'"{_snake(name)}" ({given}) is an invalid ARN: arn: invalid prefix'
    return None


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


REFERENCE = Kind(
    "aws-reference",
    "EC2 ids look like ids, and are of nothing that was deleted",
    EC2_CODES,
    "refer to what stands, by its id",
)
KEY_PAIR = Kind("aws-key-pair", "the key pair of an instance was not deleted", EC2_CODES)
ROLE = Kind(
    "aws-role-arn",
    "where the ARN of a role is wanted, a name is none",
    "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
    "give role.arn",
)
RULES: Final[Sequence[Rule]] = (
    rule(REFERENCE, "change", NAMED, _reference),
    rule(KEY_PAIR, "create", "aws:ec2/instance:Instance", _key_pair),
    rule(ROLE, "change", _ROLES, _role),
)
