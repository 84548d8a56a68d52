"""Word of every backup, copy and restore that failed."""

from collections.abc import Mapping, Sequence
from typing import Final

import pulumi
import pulumi_aws as aws

from stackwright_components.backup.interface import Settings
from stackwright_components.conventions import child

_JOBS: Final = ("Backup", "Copy", "Restore")
_FAILED: Final = ["FAILED", "ABORTED", "EXPIRED", "PARTIAL"]


def tell_failures(
    backup: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    roles: Sequence[aws.iam.Role],
    target: pulumi.Input[str],
    tags: Mapping[str, str],
) -> None:
    """An event rule for the jobs of these roles, which is how one environment's are told from another's.

    Some events have a `state` and some a `status`: https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
    """
    pattern = {
        "source": ["aws.backup"],
        "detail-type": [f"{job} Job State Change" for job in _JOBS],
        "detail": {
            "iamRoleArn": [role.arn for role in roles],
            "$or": [{"state": _FAILED}, {"status": _FAILED}],
        },
    }
    rule = aws.cloudwatch.EventRule(
        f"{name}-backup-failed",
        description=f"Backups, copies and restores of {name} that failed",
        event_pattern=pulumi.Output.json_dumps(pattern),
        tags=tags,
        opts=child(backup),
    )
    aws.cloudwatch.EventTarget(
        f"{name}-backup-failed",
        rule=rule.name,
        arn=target,
        input_transformer={
            "input_paths": {
                "what": "$.detail-type",
                "of": "$.detail.resourceArn",
                "state": "$.detail.state",
                "status": "$.detail.status",
                "reason": "$.detail.statusMessage",
            },
            "input_template": pulumi.Output.concat(
                '"<what>: <state><status> <of> <reason> Runbook: ', settings.runbook, '"'
            ),
        },
        opts=child(backup),
    )
