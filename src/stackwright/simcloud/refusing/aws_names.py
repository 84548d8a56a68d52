"""Names that AWS does not take, and those that are taken.

pulumi-aws looks at many of them itself, in the words that are used here where it does (terraform-provider-aws,
`validateFunc`s of the types); a preview that does not know the name yet cannot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stackwright.simcloud.refusing.aws_network import called
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import World
from stackwright.simcloud.values.subject import Subject

_BUCKET: Final = "aws:s3/bucket:Bucket"
_BUCKET_NAME: Final = re.compile(r"(?!xn--)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_IAM_NAME: Final = re.compile(r"[\w+=,.@-]+", re.ASCII)
_FIFO_NAME: Final = re.compile(r"[\w-]{1,75}\.fifo", re.ASCII)
_REGION: Final = re.compile(r"[a-z]{2,4}(?:-[a-z]+)+-\d+")
"""The form of regions' names in all partitions: `eu-west-1`, `us-gov-west-1`, `us-isob-east-1`, `eusc-de-east-1`."""


@dataclass(frozen=True, slots=True)
class Form:
    """`property` matches `form` as a whole and is at most `longest` long; `wrong` is said of one that does not."""

    property: str
    form: str
    longest: int
    wrong: str


_HYPHENS: Final = 'only alphanumeric characters and hyphens allowed in "{property}": "{name}"'
_RDS: Final = Form(
    "identifier",
    r"[a-z](?:-?[a-z0-9])*",
    63,
    'only lowercase alphanumeric characters and hyphens allowed in "{property}", which must begin with a letter, not'
    ' end with a hyphen and not hold two in a row: "{name}"',
)
_IAM: Final = Form("name", r"[\w+=,.@-]+", 128, 'invalid value for name (must match [\\w+=,.@-]): "{name}"')
_ELB: Final = Form("name", r"(?!-)[A-Za-z0-9-]+(?<!-)", 32, _HYPHENS)
FORMS: Final[Mapping[str, Form]] = {
    "aws:lb/loadBalancer:LoadBalancer": Form("name", r"(?!-|internal-)[A-Za-z0-9-]+(?<!-)", 32, _HYPHENS),
    "aws:alb/loadBalancer:LoadBalancer": Form("name", r"(?!-|internal-)[A-Za-z0-9-]+(?<!-)", 32, _HYPHENS),
    "aws:lb/targetGroup:TargetGroup": _ELB,
    "aws:alb/targetGroup:TargetGroup": _ELB,
    "aws:rds/instance:Instance": _RDS,
    "aws:rds/clusterInstance:ClusterInstance": _RDS,
    "aws:rds/cluster:Cluster": replace(_RDS, property="clusterIdentifier"),
    "aws:dynamodb/table:Table": Form(
        "name",
        r"[A-Za-z0-9_.-]{3,}",
        255,
        "ValidationException: TableName must be at least 3 characters long and at most 255 characters long, and match"
        ' the pattern [a-zA-Z0-9_.-]+: "{name}"',
    ),
    "aws:ecr/repository:Repository": Form(
        "name",
        r"(?=.{2,})(?:[a-z0-9]+(?:[._-]+[a-z0-9]+)*/)*[a-z0-9]+(?:[._-]+[a-z0-9]+)*",
        256,
        "InvalidParameterException: Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy"
        r" regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*'': {name}",
    ),
    "aws:lambda/function:Function": Form(
        "name",
        r"[A-Za-z0-9_-]{1,64}|arn:.+",
        170,
        'invalid value for function_name (must be valid function name or ARN): "{name}"',
    ),
    "aws:sns/topic:Topic": Form(
        "name",
        r"[A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\.fifo",
        256,
        "InvalidParameter: Invalid parameter: Topic Name",
    ),
    "aws:sqs/queue:Queue": Form(
        "name",
        r"[A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\.fifo",
        80,
        "InvalidParameterValue: Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    ),
    "aws:ecs/cluster:Cluster": Form(
        "name",
        r"[A-Za-z0-9_-]+",
        255,
        "InvalidParameterException: Identifier must contain only letters, numbers, hyphens and underscores: {name}",
    ),
    "aws:cloudwatch/logGroup:LogGroup": Form(
        "name",
        r"[\w./#-]+",
        512,
        '"name" isn\'t a valid log group name (alphanumeric characters, underscores, hyphens, slashes, hash signs and'
        ' dots are allowed): "{name}"',
    ),
    "aws:iam/policy:Policy": _IAM,
    "aws:iam/user:User": replace(_IAM, longest=64),
    "aws:iam/group:Group": _IAM,
    "aws:iam/instanceProfile:InstanceProfile": _IAM,
}  # fmt: skip
"""What a type's name must look like. Autonames are looked at, too: `Repository("Web")` makes one that ECR refuses."""


def _name(it: Subject, _world: World) -> str | None:
    form = FORMS[it.token]
    name = it.text(form.property)
    if not name:
        return None
    if len(name) > form.longest:
        return f'"{form.property}" cannot be longer than {form.longest} characters: "{name}"'
    if re.fullmatch(form.form, name, re.ASCII):
        return None
    return form.wrong.format(name=name, property=form.property)


def _bucket_name(it: Subject, _world: World) -> str | None:
    name = it.text("bucket")
    if not name or (_BUCKET_NAME.fullmatch(name) and ".." not in name):
        return None
    return "InvalidBucketName: The specified bucket is not valid."


def _bucket_taken(it: Subject, world: World) -> str | None:
    name = it.text("bucket")
    if name not in world.ids_anywhere(_BUCKET) or world.stands(name):
        return None
    return (
        "BucketAlreadyExists: The requested bucket name is not available. The bucket namespace is shared by all users"
        " of the system. Please select a different name and try again."
    )


def _role_name(it: Subject, _world: World) -> str | None:
    name = it.text("name")
    if not name or _IAM_NAME.fullmatch(name):
        return None
    return (
        "ValidationError: The specified value for roleName is invalid. It must contain only alphanumeric characters"
        " and/or the following: +=,.@_-"
    )


def _fifo_name(it: Subject, _world: World) -> str | None:
    if it.inputs.get("fifoQueue") is not True or not it.text("name") or _FIFO_NAME.fullmatch(it.text("name")):
        return None
    return (
        "InvalidParameterValue: The name of a FIFO queue can only include alphanumeric characters, hyphens, or"
        " underscores, must end with .fifo suffix and be 1 to 80 in length."
    )


def _region(it: Subject, _world: World) -> str | None:
    region = it.text("region") or it.identity.region
    return None if not region or _REGION.fullmatch(region) else f"invalid AWS Region: {region}"


NAME = Kind(
    "aws-name",
    "names have the characters and the length that their service takes",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
    "give it another name, or the resource one that Pulumi can make such a name of",
)
BUCKET_NAME = Kind(
    "aws-bucket-name",
    "bucket names follow S3's rules",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
)
BUCKET_TAKEN = Kind(
    "aws-bucket-taken",
    "bucket names are unique over all accounts",
    "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
    "leave the name to Pulumi, which adds random digits",
)
ROLE_NAME = Kind(
    "aws-role-name",
    "names of roles have the characters that IAM takes",
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
)
FIFO_NAME = Kind(
    "aws-fifo-name",
    "the name of a FIFO queue ends with .fifo",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html",
)
REGION = Kind(
    "aws-region",
    "the region is spelt like one",
    "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
    "regions are called like eu-west-1",
)
_NEW_BUCKET, _NEW_QUEUE = (
    "creating S3 Bucket: operation error S3: CreateBucket",
    "creating SQS Queue: operation error SQS: CreateQueue",
)
RULES: Final[Sequence[Rule]] = (
    rule(REGION, "create", "aws", _region),
    rule(BUCKET_NAME, "create", _BUCKET, called(_NEW_BUCKET, _bucket_name)),
    rule(BUCKET_TAKEN, "create", _BUCKET, called(_NEW_BUCKET, _bucket_taken)),
    rule(
        ROLE_NAME,
        "create",
        "aws:iam/role:Role",
        called("creating IAM Role: operation error IAM: CreateRole", _role_name),
    ),
    rule(FIFO_NAME, "create", "aws:sqs/queue:Queue", called(_NEW_QUEUE, _fifo_name)),
    rule(NAME, "create", FORMS, _name),
)
