"""What AWS does not delete, because something else needs it, it is not empty, or it is protected.

What uses what is looked up in the inputs of what stands: a resource that was pointed elsewhere, or deleted first, is no
obstacle. Sources: the API references of the services, "Errors" of each `Delete…` action.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from stackwright.simcloud.protection import AWS, protection_of
from stackwright.simcloud.refusing.aws_network import called
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import World, texts_at
from stackwright.simcloud.values.subject import Subject

_VPC, _SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
_GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
_ROLE, _POLICY = "aws:iam/role:Role", "aws:iam/policy:Policy"
_ATTACHED: Final = ("aws:iam/rolePolicyAttachment:RolePolicyAttachment",)
_BUCKET: Final = "aws:s3/bucket:Bucket"
_OBJECTS: Final = (
    "aws:s3/bucketObject:BucketObject",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:s3/objectCopy:ObjectCopy",
)

_IN_VPC: Final = (
    _SUBNET,
    _GROUP,
    "aws:ec2/internetGateway:InternetGateway",
    "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
    "aws:ec2/routeTable:RouteTable",
    "aws:ec2/networkAcl:NetworkAcl",
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "aws:ec2/vpnGateway:VpnGateway",
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
)
_WITH_INTERFACES: Final[Mapping[str, tuple[str, str]]] = {
    "aws:ec2/instance:Instance": ("subnetId", "vpcSecurityGroupIds"),
    "aws:ec2/networkInterface:NetworkInterface": ("subnetId", "securityGroups"),
    "aws:ec2/natGateway:NatGateway": ("subnetId", ""),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ("subnetIds", "securityGroupIds"),
    "aws:lb/loadBalancer:LoadBalancer": ("subnets", "securityGroups"),
    "aws:alb/loadBalancer:LoadBalancer": ("subnets", "securityGroups"),
    "aws:lambda/function:Function": ("vpcConfig.subnetIds", "vpcConfig.securityGroupIds"),
    "aws:ecs/service:Service": ("networkConfiguration.subnets", "networkConfiguration.securityGroups"),
    "aws:efs/mountTarget:MountTarget": ("subnetId", "securityGroups"),
    "aws:eks/cluster:Cluster": ("vpcConfig.subnetIds", "vpcConfig.securityGroupIds"),
    "aws:rds/instance:Instance": ("", "vpcSecurityGroupIds"),
    "aws:rds/cluster:Cluster": ("", "vpcSecurityGroupIds"),
    "aws:elasticache/cluster:Cluster": ("", "securityGroupIds"),
    "aws:elasticache/replicationGroup:ReplicationGroup": ("", "securityGroupIds"),
}
"""What has network interfaces: where it says their subnets, and their security groups."""
_TO_GROUPS: Final[Mapping[str, str]] = {
    "aws:ec2/securityGroupRule:SecurityGroupRule": "sourceSecurityGroupId",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "referencedSecurityGroupId",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "referencedSecurityGroupId",
}


def _vpc(it: Subject, world: World) -> str | None:
    used = any(thing.text("vpcId") == it.id for thing in world.of(*_IN_VPC))
    return f"DependencyViolation: The vpc '{it.id}' has dependencies and cannot be deleted." if used else None


def _subnet(it: Subject, world: World) -> str | None:
    if not any(
        it.id in texts_at(thing.values, _WITH_INTERFACES[thing.token][0]) for thing in world.of(*_WITH_INTERFACES)
    ):
        return None
    return f"DependencyViolation: The subnet '{it.id}' has dependencies and cannot be deleted."


def _group(it: Subject, world: World) -> str | None:
    used = (
        any(it.id in texts_at(thing.values, _WITH_INTERFACES[thing.token][1]) for thing in world.of(*_WITH_INTERFACES))
        or any(
            thing.text(_TO_GROUPS[thing.token]) == it.id and thing.text("securityGroupId") != it.id
            for thing in world.of(*_TO_GROUPS)
        )
        or any(
            it.id in texts_at(thing.values, "ingress.securityGroups", "egress.securityGroups")
            for thing in world.of(_GROUP)
            if thing.id != it.id
        )
    )
    return f"DependencyViolation: resource {it.id} has a dependent object" if used else None


def _role(it: Subject, world: World) -> str | None:
    """pulumi-aws takes a role out of its instance profiles by itself, and off its policies only where it is told to."""
    if it.inputs.get("forceDetachPolicies") is True or it.items("managedPolicyArns"):
        return None
    if any(thing.text("role") == it.id for thing in world.of(*_ATTACHED)):
        return "DeleteConflict: Cannot delete entity, must detach all policies first."
    if not it.items("inlinePolicies") and any(
        thing.text("role") == it.id for thing in world.of("aws:iam/rolePolicy:RolePolicy")
    ):
        return "DeleteConflict: Cannot delete entity, must delete policies first."
    return None


def _policy(it: Subject, world: World) -> str | None:
    attached = (
        *_ATTACHED,
        "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    )
    if not any(thing.text("policyArn") == it.id for thing in world.of(*attached)):
        return None
    return "DeleteConflict: Cannot delete a policy attached to entities."


def _target_group(it: Subject, world: World) -> str | None:
    listening = (
        "aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule",
        "aws:alb/listener:Listener", "aws:alb/listenerRule:ListenerRule",
    )  # fmt: skip
    paths = tuple(
        f"{actions}.{path}"
        for actions in ("defaultActions", "actions")
        for path in ("targetGroupArn", "forward.targetGroups.arn")
    )
    if not any(it.id in texts_at(thing.values, *paths) for thing in world.of(*listening)):
        return None
    return f"ResourceInUse: Target group '{it.id}' is currently in use by a listener or a rule"


def _subnet_group(it: Subject, world: World) -> str | None:
    databases = ("aws:rds/instance:Instance", "aws:rds/cluster:Cluster")
    using = next((thing for thing in world.of(*databases) if thing.text("dbSubnetGroupName") == it.id), None)
    if using is None:
        return None
    return (
        f"InvalidDBSubnetGroupStateFault: Cannot delete the subnet group '{it.id}' because at least one database"
        f" instance: {using.text('identifier') or using.id} is still using it."
    )


def _bucket(it: Subject, world: World) -> str | None:
    if it.inputs.get("forceDestroy") is True or not any(thing.text("bucket") == it.id for thing in world.of(*_OBJECTS)):
        return None
    return "BucketNotEmpty: The bucket you tried to delete is not empty"


def _protected(it: Subject, _world: World) -> str | None:
    found = protection_of(it.token, it.inputs)
    return found.words.format(id=it.id) if found else None


_EC2: Final = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/"
_IAM: Final = "https://docs.aws.amazon.com/IAM/latest/APIReference/"
VPC_IN_USE = Kind(
    "aws-vpc-in-use", "a VPC goes when nothing is in it", f"{_EC2}API_DeleteVpc.html", "what is in it must go first"
)
SUBNET_IN_USE = Kind(
    "aws-subnet-in-use",
    "a subnet goes when no network interface is in it",
    f"{_EC2}API_DeleteSubnet.html",
    "what is in it must go first",
)
GROUP_IN_USE = Kind(
    "aws-group-in-use",
    "a security group goes when nothing has it and no other group names it",
    f"{_EC2}API_DeleteSecurityGroup.html",
    "what has it, or names it in a rule, must go or change first",
)
ROLE_IN_USE = Kind(
    "aws-role-in-use",
    "a role goes when no policy is attached to it",
    f"{_IAM}API_DeleteRole.html",
    "detach its policies first, or say forceDetachPolicies",
)
POLICY_IN_USE = Kind(
    "aws-policy-in-use", "a policy goes when it is attached to nothing", f"{_IAM}API_DeletePolicy.html"
)
TARGETS_IN_USE = Kind(
    "aws-target-group-in-use",
    "a target group goes when no listener forwards to it",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html",
)
DATABASE_IN_USE = Kind(
    "aws-subnet-group-in-use",
    "a subnet group goes when no database is in it",
    "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html",
)
NOT_EMPTY = Kind(
    "aws-bucket-not-empty",
    "a bucket with objects goes only with forceDestroy",
    "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html",
    "delete its objects first, or say forceDestroy",
)
PROTECTION = Kind(
    "aws-protected",
    "what has deletion protection is not deleted (a rehearsal lifts it before its last destroy, and says so)",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
    "take its deletion protection away in an update of its own, first",
)
RULES: Final[Sequence[Rule]] = (
    rule(VPC_IN_USE, "delete", _VPC, called("deleting EC2 VPC: operation error EC2: DeleteVpc", _vpc)),
    rule(SUBNET_IN_USE, "delete", _SUBNET, called("deleting EC2 Subnet: operation error EC2: DeleteSubnet", _subnet)),
    rule(
        GROUP_IN_USE,
        "delete",
        _GROUP,
        called("deleting Security Group: operation error EC2: DeleteSecurityGroup", _group),
    ),
    rule(ROLE_IN_USE, "delete", _ROLE, called("deleting IAM Role: operation error IAM: DeleteRole", _role)),
    rule(POLICY_IN_USE, "delete", _POLICY, called("deleting IAM Policy: operation error IAM: DeletePolicy", _policy)),
    rule(
        TARGETS_IN_USE,
        "delete",
        ("aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"),
        called(
            "deleting ELBv2 Target Group: operation error Elastic Load Balancing v2: DeleteTargetGroup", _target_group
        ),
    ),
    rule(
        DATABASE_IN_USE,
        "delete",
        "aws:rds/subnetGroup:SubnetGroup",
        called("deleting RDS DB Subnet Group: operation error RDS: DeleteDBSubnetGroup", _subnet_group),
    ),
    rule(NOT_EMPTY, "delete", _BUCKET, called("deleting S3 Bucket: operation error S3: DeleteBucket", _bucket)),
    rule(PROTECTION, "delete", AWS, _protected),
)
