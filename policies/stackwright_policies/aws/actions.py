"""What IAM actions are: which give rights, which change something, which have no resource that could be named.

AWS lists them per service (https://docs.aws.amazon.com/service-authorization/latest/reference/); here an action's verb
says whether it changes something, so that a service which is new tomorrow is judged as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from stackwright_policies.aws.escalation import ALONE
from stackwright_policies.aws.identity import covers

_READING: Final = re.compile(
    r"(?:batchget|check|count|decode|describe|detect|discover|download|estimate|evaluate|export|filter|find|get|head|list"
    r"|lookup|preview|query|read|receive|resolve|scan|search|select|show|simulate|test|translate|validate|verify|view)"
)
_WITHOUT_RESOURCE: Final = (
    # Those that AWS's reference lists without a resource type, of services that ordinary programs talk to
    "application-autoscaling:RegisterScalableTarget",
    "cloudwatch:PutMetricData",
    "ec2messages:*",
    "ecr:GetAuthorizationToken",
    "elasticloadbalancing:SetWebACL",
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
    "rds:CrossRegionCommunication",
    "ses:VerifyEmailIdentity",
    "ssm:PutConfigurePackageResult",
    "ssm:UpdateInstanceInformation",
    "ssmmessages:*",
    "sts:GetServiceBearerToken",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
)


@lru_cache(maxsize=4096)
def escalates(action: str) -> bool:
    """Whether an action, or what a pattern of actions means, gives its holder rights that it has not."""
    return any(covers(action, known) for known in ALONE)


@lru_cache(maxsize=4096)
def writes(action: str) -> bool:
    """Whether an action, or some that a pattern means, changes something that has a name."""
    if any(covers(known, action) for known in _WITHOUT_RESOURCE):
        return False
    _, _, verb = action.lower().partition(":")
    return not _READING.match(verb)
