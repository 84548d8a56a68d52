"""IAM, KMS, Secrets Manager, SSM parameters."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from stackwright.simcloud.curated.aws.shapes import by_name
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties

_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

_LINKED = {
    "autoscaling": "AutoScaling",
    "batch": "Batch",
    "config": "Config",
    "ecs": "ECS",
    "eks": "AmazonEKS",
    "eks-nodegroup": "AmazonEKSNodegroup",
    "elasticache": "ElastiCache",
    "elasticbeanstalk": "ElasticBeanstalk",
    "elasticloadbalancing": "ElasticLoadBalancing",
    "es": "AmazonElasticsearchService",
    "guardduty": "AmazonGuardDuty",
    "opensearchservice": "AmazonOpenSearchService",
    "organizations": "Organizations",
    "rds": "RDS",
    "spot": "EC2Spot",
    "ssm": "AmazonSSM",
}
"""How service-linked roles end (the pages "Using service-linked roles" of the services)."""


def _iam(it: Subject, kind: str) -> str:
    """`arn:aws:iam::123456789012:role/path/name`."""
    path = it.text("path") or "/"
    return f"arn:{it.identity.partition}:iam::{it.identity.account}:{kind}{path}{it.physical_name}"


def _key_policy(it: Subject) -> str:
    root = f"arn:{it.identity.partition}:iam::{it.identity.account}:root"
    return (
        '{"Id":"key-default-1","Statement":[{"Action":"kms:*","Effect":"Allow","Principal":{"AWS":"'
        + root
        + '"},"Resource":"*","Sid":"Enable IAM User Permissions"}],"Version":"2012-10-17"}'
    )


def _target_key(it: Subject) -> str:
    """The key's ARN, of which an alias may be given its id or its ARN."""
    key = it.text("targetKeyId")
    me = it.identity
    region = it.text("region") or me.region
    return key if key.startswith("arn:") else f"arn:{me.partition}:kms:{region}:{me.account}:key/{key}"


def _key_id(it: Subject) -> str:
    """Keys of several regions share an id, which says so (AWS KMS Developer Guide, "Multi-Region keys")."""
    return f"mrk-{it.seed.hex(32)}" if it.inputs.get("multiRegion") is True else it.seed.uuid()


def _replica_id(it: Subject) -> str:
    return it.text("primaryKeyArn").rpartition("/")[2] or it.text("primaryKeyId") or _key_id(it)


def _linked_name(it: Subject) -> str:
    """The role that a service has of its own: `AWSServiceRoleForElastiCache`, and what the program adds."""
    service = it.text("awsServiceName").partition(".")[0]
    suffix = it.text("customSuffix")
    return f"AWSServiceRoleFor{_LINKED.get(service, service.title())}{f'_{suffix}' if suffix else ''}"


def _linked_arn(it: Subject) -> str:
    path = f"role/aws-service-role/{it.text('awsServiceName')}"
    return f"arn:{it.identity.partition}:iam::{it.identity.account}:{path}/{_linked_name(it)}"


def _secret_suffix(it: Subject) -> str:
    return it.seed.text(6, _MIXED[:62], "suffix")


def _role_unique(it: Subject) -> str:
    return "AROA" + it.seed.text(17, _UPPER, "unique")


def _user_unique(it: Subject) -> str:
    return "AIDA" + it.seed.text(17, _UPPER, "unique")


def _policy_unique(it: Subject) -> str:
    return "ANPA" + it.seed.text(17, _UPPER, "unique")


def _parameter_version(_it: Subject, old: Properties, changed: frozenset[str]) -> Properties:
    version = old.get("version")
    return {"version": version + 1} if isinstance(version, int) and changed - {"tags"} else {"version": version}


TYPES: Mapping[str, Recipe] = {
    "aws:iam/role:Role": by_name(
        lambda it: _iam(it, "role"),
        uniqueId=_role_unique,
        createDate="{time}",
        managedPolicyArns=[],
        inlinePolicies=[],
        path="/",
        maxSessionDuration=3600,
        forceDetachPolicies=False,
    ),
    "aws:iam/policy:Policy": Recipe(
        id=lambda it: _iam(it, "policy"),
        unique=True,
        outputs={"arn": "{id}", "policyId": _policy_unique, "attachmentCount": 0, "path": "/"},
    ),
    "aws:iam/rolePolicy:RolePolicy": Recipe(id="{in:role}:{in:name}"),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": Recipe(id="{in:role}/{in:policyArn}"),
    "aws:iam/userPolicy:UserPolicy": Recipe(id="{in:user}:{in:name}"),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": Recipe(id="{in:user}/{in:policyArn}"),
    "aws:iam/user:User": by_name(lambda it: _iam(it, "user"), uniqueId=_user_unique, path="/"),
    "aws:iam/group:Group": by_name(lambda it: _iam(it, "group"), uniqueId="AGPA{digits:17}", path="/"),
    "aws:iam/instanceProfile:InstanceProfile": by_name(
        lambda it: _iam(it, "instance-profile"), uniqueId="AIPA{digits:17}", createDate="{time}", path="/"
    ),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": Recipe(id="{in:group}/{in:policyArn}"),
    "aws:iam/groupPolicy:GroupPolicy": Recipe(id="{in:group}:{in:name}"),
    "aws:iam/userGroupMembership:UserGroupMembership": Recipe(id="{in:user}/{hex:8}"),
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": Recipe(
        id=_linked_arn,
        unique=True,
        outputs={
            "arn": "{id}",
            "name": _linked_name,
            "uniqueId": _role_unique,
            "createDate": "{time}",
            "path": "/aws-service-role/{in:awsServiceName}/",
        },
    ),
    "aws:iam/samlProvider:SamlProvider": Recipe(
        id="arn:{partition}:iam::{account}:saml-provider/{in:name}",
        unique=True,
        outputs={"arn": "{id}", "samlProviderUuid": "{uuid}"},
    ),
    "aws:iam/accessKey:AccessKey": Recipe(
        id=lambda it: "AKIA" + it.seed.text(16, _UPPER),
        outputs={
            "secret": lambda it: it.seed.text(40, _MIXED, "secret"),
            "sesSmtpPasswordV4": lambda it: it.seed.text(44, _MIXED, "smtp"),
            "encryptedSecret": "",
            "encryptedSesSmtpPasswordV4": "",
            "keyFingerprint": "",
            "createDate": "{time}",
            "status": "Active",
        },
    ),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": Recipe(
        id=lambda it: (
            f"arn:{it.identity.partition}:iam::{it.identity.account}:oidc-provider/"
            + it.text("url").removeprefix("https://")
        ),
        outputs={"arn": "{id}", "thumbprintLists": ["{hex:40:thumbprint}"]},
    ),
    "aws:kms/ciphertext:Ciphertext": Recipe(
        id="{time} +0000 UTC",
        outputs={"ciphertextBlob": lambda it: base64.b64encode(it.seed.data(152, "cipher")).decode()},
    ),
    "aws:kms/key:Key": Recipe(
        id=_key_id,
        outputs={
            "arn": "arn:{partition}:kms:{region}:{account}:key/{id}",
            "keyId": "{id}",
            "policy": _key_policy,
            "rotationPeriodInDays": 365,
            "multiRegion": False,
            "keyUsage": "ENCRYPT_DECRYPT",
            "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
            "description": "",
        },
    ),
    "aws:kms/replicaKey:ReplicaKey": Recipe(
        id=_replica_id,
        outputs={"arn": "arn:{partition}:kms:{region}:{account}:key/{id}", "keyId": "{id}", "policy": _key_policy},
    ),
    "aws:kms/keyPolicy:KeyPolicy": Recipe(id="{in:keyId}"),
    "aws:kms/alias:Alias": by_name("arn:{partition}:kms:{region}:{account}:{in:name}", targetKeyArn=_target_key),
    "aws:secretsmanager/secret:Secret": Recipe(
        id=lambda it: (
            f"arn:{it.identity.partition}:secretsmanager:{it.text('region') or it.identity.region}"
            f":{it.identity.account}:secret:{it.physical_name}-{_secret_suffix(it)}"
        ),
        outputs={"arn": "{id}", "policy": "", "replicas": [], "recoveryWindowInDays": 30},
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": Recipe(
        id="{in:secretId}|{uuid}",
        outputs={
            "arn": "{in:secretId}",
            "secretArn": "{in:secretId}",
            "hasSecretStringWo": False,
            "versionId": "{uuid}",
            "versionStages": ["AWSCURRENT"],
        },
    ),
    "aws:secretsmanager/secretPolicy:SecretPolicy": Recipe(id="{in:secretArn}"),
    "aws:secretsmanager/secretRotation:SecretRotation": Recipe(id="{in:secretId}"),
    "aws:ssm/parameter:Parameter": Recipe(
        counting=_parameter_version,
        id="{in:name}",
        unique=True,
        outputs={
            "arn": lambda it: (
                f"arn:{it.identity.partition}:ssm:{it.text('region') or it.identity.region}:{it.identity.account}"
                f":parameter/{it.physical_name.lstrip('/')}"
            ),
            "version": 1,
            "tier": "Standard",
            "dataType": "text",
        },
    ),
}
