"""CloudWatch, EventBridge, CloudTrail, Budgets."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws.shapes import by_name
from stackwright.simcloud.curated.recipe import Recipe

TYPES: Mapping[str, Recipe] = {
    "aws:cloudwatch/logGroup:LogGroup": by_name(
        "arn:{partition}:logs:{region}:{account}:log-group:{in:name}",
        retentionInDays=0,
        logGroupClass="STANDARD",
        skipDestroy=False,
        namePrefix="",
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": by_name(
        "arn:{partition}:cloudwatch:{region}:{account}:alarm:{in:name}",
        evaluateLowSampleCountPercentiles="",
        treatMissingData="missing",
    ),
    "aws:cloudwatch/dashboard:Dashboard": Recipe(
        id="{in:dashboardName}",
        unique=True,
        outputs={"dashboardArn": "arn:{partition}:cloudwatch::{account}:dashboard/{in:dashboardName}"},
    ),
    "aws:cloudwatch/eventTarget:EventTarget": Recipe(id="{in:rule}-{hex:20}", outputs={"targetId": "{hex:20}"}),
    "aws:cloudtrail/trail:Trail": Recipe(
        id="arn:{partition}:cloudtrail:{region}:{account}:trail/{in:name}",
        outputs={"arn": "{id}", "homeRegion": "{region}", "snsTopicArn": ""},
    ),
    "aws:budgets/budget:Budget": Recipe(
        id="{account}:{in:name}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:budgets::{account}:budget/{in:name}",
            "accountId": "{account}",
            "timePeriodStart": "2026-01-01_00:00",
            "timePeriodEnd": "2087-06-15_00:00",
        },
    ),
}
