"""What goes into the vault, when, and for how long.

The hours keep clear of RDS's own backup window (02:00 to 03:00) and maintenance (Sunday 03:30 to 04:30), an hour before
and during which AWS Backup's jobs fail: https://docs.aws.amazon.com/aws-backup/latest/devguide/create-on-demand-backup.html
"""

from collections.abc import Mapping
from typing import Final

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_policies import place_of
from stackwright_components.backup.interface import NEEDS, Settings
from stackwright_components.conventions import child
from stackwright_components.labels import aws_tags

DAILY: Final = "cron(0 6 * * ? *)"
WEEKLY: Final = "cron(0 7 ? * SUN *)"
MONTHLY: Final = "cron(0 8 1 * ? *)"
START_MINUTES: Final = 60
END_MINUTES: Final = 8 * 60


def plans(
    backup: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    vault: aws.backup.Vault,
    copy: aws.backup.Vault | None,
    role: aws.iam.Role,
    tags: Mapping[str, str],
) -> aws.backup.Plan:
    """The plan of snapshots; beside it, one that follows every change of buckets.

    Databases are left out of the second: RDS restores to any second by itself, and once AWS Backup did so in its stead,
    RDS would refuse updates of the instance (https://github.com/crossplane-contrib/provider-aws/issues/1356).
    """

    def rule(label: str, schedule: str, days: int, cold: int = 0) -> aws.backup.PlanRuleArgsDict:
        life: aws.backup.PlanRuleLifecycleArgsDict = {"delete_after": days}
        if cold:
            life["cold_storage_after"] = cold
        made: aws.backup.PlanRuleArgsDict = {
            "rule_name": label,
            "target_vault_name": vault.name,
            "schedule": schedule,
            "start_window": START_MINUTES,
            "completion_window": END_MINUTES,
            "lifecycle": life,
            "recovery_point_tags": tags,
        }
        if copy is not None:
            made["copy_actions"] = [{"destination_vault_arn": copy.arn, "lifecycle": life}]
        return made

    rules = [rule("daily", DAILY, settings.daily_days), rule("weekly", WEEKLY, settings.weekly_days)]
    if settings.monthly_days:
        rules.append(rule("monthly", MONTHLY, settings.monthly_days, settings.cold_after_days))
    plan = aws.backup.Plan(f"{name}-backup", rules=rules, tags=tags, opts=child(backup))
    _select(backup, f"{name}-backup", settings, plan, role, everything="*", kinds=("database", "object-storage"))
    if settings.continuous:
        follow = aws.backup.Plan(
            f"{name}-continuous",
            rules=[
                {
                    "rule_name": "continuous",
                    "target_vault_name": vault.name,
                    "schedule": DAILY,
                    "enable_continuous_backup": True,
                    "lifecycle": {"delete_after": settings.continuous_days},
                    "recovery_point_tags": tags,
                }
            ],
            tags=tags,
            opts=child(backup),
        )
        buckets = place_of(vault.arn).apply(lambda here: f"arn:{here.partition}:s3:::*")
        _select(backup, f"{name}-continuous", settings, follow, role, everything=buckets, kinds=("object-storage",))
    return plan


def _select(
    backup: pulumi.ComponentResource,
    label: str,
    settings: Settings,
    plan: aws.backup.Plan,
    role: aws.iam.Role,
    *,
    everything: pulumi.Input[str],
    kinds: tuple[str, ...],
) -> None:
    """What carries all of the tags, whenever it is made; and each protected part, whatever it carries."""
    if settings.select:
        same: list[aws.backup.SelectionConditionStringEqualArgsDict] = [
            {"key": f"aws:ResourceTag/{key}", "value": value}
            for key, value in sorted(aws_tags(settings.select).items())
        ]
        aws.backup.Selection(
            f"{label}-tagged",
            plan_id=plan.id,
            iam_role_arn=role.arn,
            resources=[everything],
            conditions=[{"string_equals": same}],
            opts=child(backup),
        )
    for key, part in settings.protect.items():
        if part["blueprint"] in kinds:
            (output,) = NEEDS["aws"][part["blueprint"]]
            aws.backup.Selection(
                f"{label}-{key}",
                plan_id=plan.id,
                iam_role_arn=role.arn,
                resources=[part["outputs"][output]],
                opts=child(backup),
            )
