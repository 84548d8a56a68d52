"""What some of AWS's own policies allow: those that ordinary programs attach, and those that allow very much.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html, as of 2025; their statements on
everything (`Resource: *`), without those that only read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

ADMINISTRATOR: Final = "AdministratorAccess"
POWER_USER: Final = "PowerUserAccess"
NOT_POWER_USER: Final = ("iam:*", "organizations:*", "account:*")
"""What a power user may not."""
_LOGS: Final = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
ACTIONS: Final[Mapping[str, Sequence[str]]] = {
    ADMINISTRATOR: ("*",),
    "IAMFullAccess": ("iam:*", "organizations:Describe*", "organizations:List*"),
    "AmazonS3FullAccess": ("s3:*", "s3-object-lambda:*"),
    "AmazonEC2FullAccess": ("ec2:*", "elasticloadbalancing:*", "cloudwatch:*", "autoscaling:*"),
    "AmazonDynamoDBFullAccess": ("dynamodb:*", "dax:*", "application-autoscaling:*"),
    "AmazonSQSFullAccess": ("sqs:*",),
    "AmazonSNSFullAccess": ("sns:*",),
    "SecretsManagerReadWrite": ("secretsmanager:*",),
    "ReadOnlyAccess": ("*:Get*", "*:List*", "*:Describe*"),
    "ViewOnlyAccess": ("*:List*", "*:Describe*"),
    "AWSLambdaBasicExecutionRole": _LOGS,
    "AWSLambdaVPCAccessExecutionRole": (
        *_LOGS,
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
    ),
    "AWSLambdaSQSQueueExecutionRole": (
        *_LOGS,
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
    ),
    "AmazonECSTaskExecutionRolePolicy": (
        "ecr:GetAuthorizationToken",
        "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer",
        "ecr:BatchGetImage",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ),
    "AmazonEC2ContainerRegistryReadOnly": (
        "ecr:GetAuthorizationToken",
        "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer",
        "ecr:BatchGetImage",
        "ecr:Describe*",
        "ecr:List*",
        "ecr:GetRepositoryPolicy",
    ),
    "CloudWatchAgentServerPolicy": ("cloudwatch:PutMetricData", *_LOGS),
    "AWSXRayDaemonWriteAccess": ("xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:Get*"),
}


def name_of(arn: str) -> str:
    """The name of one of AWS's own policies; empty for any other."""
    return arn.rpartition("/")[2] if arn.startswith("arn:") and ":iam::aws:policy/" in arn else ""
