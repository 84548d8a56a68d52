"""A backup that was never restored is a hope: AWS restores the latest of each kind every week, and throws it away."""

from collections.abc import Mapping
from typing import Final

import pulumi
import pulumi_aws as aws

from stackwright_components.backup.interface import NEEDS, Settings
from stackwright_components.conventions import child
from stackwright_components.labels import aws_tags

_KINDS: Final[Mapping[str, str]] = {"database": "RDS", "object-storage": "S3"}
_EVERY_MONDAY: Final = "cron(0 9 ? * MON *)"
_LONGEST: Final = 50


def restore_tests(
    backup: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    vault: aws.backup.Vault,
    role: aws.iam.Role,
    tags: Mapping[str, str],
) -> None:
    """A plan, and what it restores: by tags, and each protected part. Named after the vault: no hyphen is allowed."""
    plan = aws.backup.RestoreTestingPlan(
        f"{name}-restore",
        name=vault.name.apply(_word),
        schedule_expression=_EVERY_MONDAY,
        start_window_hours=8,
        recovery_point_selection={
            "algorithm": "LATEST_WITHIN_WINDOW",
            "include_vaults": [vault.arn],
            "recovery_point_types": ["SNAPSHOT"],
            "selection_window_days": 7,
        },
        tags=tags,
        opts=child(backup),
    )

    def test(label: str, kind: str, **what: object) -> None:
        aws.backup.RestoreTestingSelection(
            f"{name}-restore-{label}",
            name=_word(label),
            restore_testing_plan_name=plan.name,
            protected_resource_type=_KINDS[kind],
            iam_role_arn=role.arn,
            # How long what was restored stands, for a look at it.
            validation_window_hours=4,
            opts=child(backup),
            **what,  # pyright: ignore[reportArgumentType] - what is tested, by ARN or by tag
        )

    if settings.select:
        same = [
            {"key": f"aws:ResourceTag/{key}", "value": value}
            for key, value in sorted(aws_tags(settings.select).items())
        ]
        for kind in _KINDS:
            test(
                f"tagged-{kind}",
                kind,
                protected_resource_arns=["*"],
                protected_resource_conditions={"string_equals": same},
            )
    for key, part in settings.protect.items():
        (output,) = NEEDS["aws"][part["blueprint"]]
        test(key, part["blueprint"], protected_resource_arns=[part["outputs"][output]])


def _word(text: str) -> str:
    return text.replace("-", "_")[-_LONGEST:]
