"""How much AWS takes: of one document or text, and of one account and region by default.

Quotas are those that a new account has. They can be raised, so they are left out unless they are asked for. Sources:
Service Quotas, and the quota pages of the services.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Sequence
from typing import Final

from stackwright.simcloud.refusing.aws_network import called
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import World
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

VPCS, ADDRESSES, RULES_PER_GROUP, POLICIES_PER_ROLE = 5, 5, 60, 10
_VPC, _EIP = "aws:ec2/vpc:Vpc", "aws:ec2/eip:Eip"
_POLICY_CHARACTERS, _INLINE_CHARACTERS, _DATA_BYTES, _PARAMETER_BYTES = 6_144, 10_240, 16_384, 4_096
_ENVIRONMENT_BYTES, _TAGS, _SECRET_BYTES = 4_096, 50, 65_536
_INSTANCES: Final = ("aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate")


def _here(it: Subject, world: World, token: str) -> int:
    """How many stand in the region of `it`."""
    if world.count(token) == 0:
        return 0
    region = it.text("region") or it.identity.region
    return sum(thing.text("region") in ("", region) for thing in world.of(token))


def _vpcs(it: Subject, world: World) -> str | None:
    if world.count(_VPC) < VPCS or _here(it, world, _VPC) < VPCS:
        return None
    return "VpcLimitExceeded: The maximum number of VPCs has been reached."


def _addresses(it: Subject, world: World) -> str | None:
    if world.count(_EIP) < ADDRESSES or it.text("publicIpv4Pool") or _here(it, world, _EIP) < ADDRESSES:
        return None
    return "AddressLimitExceeded: The maximum number of addresses has been reached."


def _group_rules(it: Subject, _world: World) -> str | None:
    """A rule counts once per range, group and prefix list that it names."""
    for name in ("ingress", "egress"):
        found = sum(_sources(item) for item in it.items(name))
        if found > RULES_PER_GROUP:
            return (
                "RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached."
            )
    return None


def _sources(value: Value) -> int:
    if not isinstance(value, dict):
        return 0
    lists = [value.get(name) for name in ("cidrBlocks", "securityGroups", "prefixListIds")]
    return sum(len(each) for each in lists if isinstance(each, list)) + (value.get("self") is True)


def _size(text: str) -> int:
    """White space counts for nothing, but inside of texts."""
    try:
        return len(json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False))
    except ValueError:
        return len(re.sub(r"\s", "", text))


def _policy(it: Subject, _world: World) -> str | None:
    if _size(it.text("policy")) <= _POLICY_CHARACTERS:
        return None
    return f"LimitExceeded: Cannot exceed quota for PolicySize: {_POLICY_CHARACTERS}"


def _inline_policy(it: Subject, _world: World) -> str | None:
    if _size(it.text("policy")) <= _INLINE_CHARACTERS:
        return None
    return f"LimitExceeded: Maximum policy size of {_INLINE_CHARACTERS} bytes exceeded for role {it.text('role')}"


def _attachments(it: Subject, world: World) -> str | None:
    attached = [thing for thing in world.of(it.token) if thing.text("role") == it.text("role")]
    if len(attached) < POLICIES_PER_ROLE:
        return None
    return f"LimitExceeded: Cannot exceed quota for PoliciesPerRole: {POLICIES_PER_ROLE}"


def _user_data(it: Subject, _world: World) -> str | None:
    plain = it.text("userData").encode()
    if it.kind == "LaunchTemplate" or it.text("userDataBase64"):
        try:
            plain = base64.b64decode(it.text("userDataBase64") or plain)
        except (binascii.Error, ValueError):
            return None
    return None if len(plain) <= _DATA_BYTES else f"InvalidParameterValue: User data is limited to {_DATA_BYTES} bytes"


def _parameter(it: Subject, _world: World) -> str | None:
    """`Intelligent-Tiering` chooses the tier that is needed; so does an account's default, which nobody here knows."""
    if len(it.text("value").encode()) <= _PARAMETER_BYTES or it.text("tier") != "Standard":
        return None
    return (
        "ValidationException: Standard tier parameters support a maximum parameter value of 4096 characters. To create"
        " a larger parameter value, upgrade the parameter to use the advanced-parameter tier."
    )


def _secret(it: Subject, _world: World) -> str | None:
    if len(it.text("secretString").encode()) <= _SECRET_BYTES:
        return None
    return (
        "ValidationException: 1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member"
        f" must have length less than or equal to {_SECRET_BYTES}"
    )


def _environment(it: Subject, _world: World) -> str | None:
    variables = it.mapping("environment").get("variables")
    if (
        not isinstance(variables, dict)
        or sum(len(name) + len(str(value).encode()) for name, value in variables.items()) <= _ENVIRONMENT_BYTES
    ):
        return None
    return (
        "InvalidParameterValueException: Lambda was unable to configure your environment variables because the"
        " environment variables you have provided exceeded the 4KB limit."
    )


def _tags(it: Subject, _world: World) -> str | None:
    own = it.mapping("tags")
    if len({**it.identity.tags, **own}) <= _TAGS:
        return None
    return "TagLimitExceeded: More than 50 tags specified"


_IAM: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
_VPC_QUOTAS: Final = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"
_MORE: Final = "have the quota raised, or use less"
VPC_QUOTA = Kind("aws-quota-vpcs", f"a region has {VPCS} VPCs", _VPC_QUOTAS, _MORE, asked=True)
EIP_QUOTA = Kind(
    "aws-quota-addresses", f"a region has {ADDRESSES} Elastic IP addresses", _VPC_QUOTAS, _MORE, asked=True
)
RULE_QUOTA = Kind(
    "aws-quota-rules",
    f"a security group has {RULES_PER_GROUP} rules in either direction",
    _VPC_QUOTAS,
    _MORE,
    asked=True,
)
ROLE_QUOTA = Kind("aws-quota-policies", f"a role has {POLICIES_PER_ROLE} managed policies", _IAM, _MORE, asked=True)
SIZE = Kind("aws-policy-size", "managed policies have 6144 characters, inline ones of a role 10240", _IAM)
DATA_SIZE = Kind(
    "aws-size",
    "user data, variables of functions, parameters, secrets and tags are no more than AWS takes",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
)
_RUN: Final = "creating EC2 Instance: operation error EC2: RunInstances"
RULES: Final[Sequence[Rule]] = (
    rule(VPC_QUOTA, "create", _VPC, called("creating EC2 VPC: operation error EC2: CreateVpc", _vpcs)),
    rule(EIP_QUOTA, "create", _EIP, called("creating EC2 EIP: operation error EC2: AllocateAddress", _addresses)),
    rule(
        RULE_QUOTA,
        "change",
        "aws:ec2/securityGroup:SecurityGroup",
        called("authorizing Security Group rules: operation error EC2: AuthorizeSecurityGroupIngress", _group_rules),
    ),
    rule(
        ROLE_QUOTA,
        "create",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        called("attaching IAM Policy to IAM Role: operation error IAM: AttachRolePolicy", _attachments),
    ),
    rule(
        SIZE,
        "change",
        "aws:iam/policy:Policy",
        called("creating IAM Policy: operation error IAM: CreatePolicy", _policy),
    ),
    rule(
        SIZE,
        "change",
        "aws:iam/rolePolicy:RolePolicy",
        called("putting IAM Role Policy: operation error IAM: PutRolePolicy", _inline_policy),
    ),
    rule(DATA_SIZE, "change", _INSTANCES, called(_RUN, _user_data)),
    rule(
        DATA_SIZE,
        "change",
        "aws:ssm/parameter:Parameter",
        called("creating SSM Parameter: operation error SSM: PutParameter", _parameter),
    ),
    rule(
        DATA_SIZE,
        "change",
        "aws:secretsmanager/secretVersion:SecretVersion",
        called("putting Secrets Manager Secret value: operation error Secrets Manager: PutSecretValue", _secret),
    ),
    rule(
        DATA_SIZE,
        "change",
        "aws:lambda/function:Function",
        called("creating Lambda Function: operation error Lambda: CreateFunction", _environment),
    ),
    rule(
        DATA_SIZE,
        "change",
        (_VPC, "aws:ec2/subnet:Subnet", *_INSTANCES[:1]),
        called("creating tags: operation error EC2: CreateTags", _tags),
    ),
)
