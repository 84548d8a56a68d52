"""Alarms inside a component, and the topic through which they reach its owner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_policies import Place, document, place_of
from stackwright_components.conventions import child

PUBLISHERS: Final = ("cloudwatch.amazonaws.com", "events.rds.amazonaws.com")
"""The AWS services whose news an owner topic takes."""

MissingData = Literal["breaching", "notBreaching", "ignore", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One CloudWatch alarm.

    `missing` is chosen metric by metric: *breaching* where silence means that nothing is left to report, *notBreaching*
    where the metric exists only when something is wrong, *missing* where silence says nothing either way.
    """

    name: str
    meaning: str
    namespace: str
    metric: pulumi.Input[str]
    less: str = ""
    """Another metric of the same namespace and dimensions, which is subtracted first."""
    dimensions: Mapping[str, pulumi.Input[str]]
    threshold: pulumi.Input[float]
    missing: MissingData
    above: bool = True
    statistic: str = "Average"
    """A CloudWatch statistic, or a percentile such as `p99`."""
    period: int = 60
    """Seconds."""
    periods: int = 5
    breaches: int | None = None
    """Out of `periods`, how many must breach; all of them, if not given."""


def owner_topic(
    parent: pulumi.ComponentResource,
    name: str,
    *,
    key: aws.kms.Key,
    place: pulumi.Output[Place] | None = None,
    publishers: Sequence[str] = PUBLISHERS,
    tags: Mapping[str, str],
) -> pulumi.Output[str]:
    """The ARN of an encrypted topic that only this account's alarms and events may publish to, over TLS only.

    `publishers` are service principals, which must be those of the key. Without `place`, the account is read from the
    topic's own ARN. It is ready when its policy is: what publishes to it depends on both through the returned ARN.
    """
    topic = aws.sns.Topic(f"{name}-alarms", kms_master_key_id=key.arn, tags=tags, opts=child(parent))
    here = place_of(topic.arn) if place is None else place
    publish = {
        "Sid": "Publish",
        "Effect": "Allow",
        "Principal": {"Service": list(publishers)},
        "Action": "sns:Publish",
        "Resource": topic.arn,
        "Condition": {"StringEquals": {"aws:SourceAccount": here.apply(lambda known: known.account)}},
    }
    plaintext = {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sns:Publish",
        "Resource": topic.arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    policy = aws.sns.TopicPolicy(
        f"{name}-alarms",
        arn=topic.arn,
        policy=pulumi.Output.json_dumps(document(publish, plaintext)),
        opts=child(parent),
    )
    return policy.arn


def raise_alarms(
    parent: pulumi.ComponentResource,
    name: str,
    alarms: Sequence[Alarm],
    *,
    topic: pulumi.Input[str] | None,
    runbook: pulumi.Input[str],
    region: str | None = None,
    tags: Mapping[str, str],
) -> list[aws.cloudwatch.MetricAlarm]:
    """One `MetricAlarm` each, which tells the topic when it breaks and when it heals, and says where the runbook is.

    `region` is where it stands, if not where the provider works. Without a `topic` it acts through an event only: an
    alarm cannot publish to a topic of another region.
    """
    actions = [] if topic is None else [topic]
    return [
        aws.cloudwatch.MetricAlarm(
            f"{name}-{alarm.name}",
            alarm_description=pulumi.Output.concat(alarm.meaning, " Runbook: ", runbook),
            comparison_operator="GreaterThanThreshold" if alarm.above else "LessThanThreshold",
            threshold=alarm.threshold,
            evaluation_periods=alarm.periods,
            datapoints_to_alarm=alarm.breaches or alarm.periods,
            treat_missing_data=alarm.missing,
            alarm_actions=actions,
            ok_actions=actions,
            region=region,
            tags=tags,
            opts=child(parent),
            **_measured(alarm),
        )
        for alarm in alarms
    ]


def _measured(alarm: Alarm) -> dict[str, Any]:
    """What an alarm looks at: one metric, or the difference of two."""
    if not alarm.less:
        return {
            "namespace": alarm.namespace,
            "metric_name": alarm.metric,
            "dimensions": alarm.dimensions,
            "statistic": None if alarm.statistic.startswith("p") else alarm.statistic,
            "extended_statistic": alarm.statistic if alarm.statistic.startswith("p") else None,
            "period": alarm.period,
        }

    def query(id: str, metric: pulumi.Input[str]) -> aws.cloudwatch.MetricAlarmMetricQueryArgsDict:
        return {
            "id": id,
            "metric": {
                "namespace": alarm.namespace,
                "metric_name": metric,
                "dimensions": alarm.dimensions,
                "stat": alarm.statistic,
                "period": alarm.period,
            },
        }

    difference: aws.cloudwatch.MetricAlarmMetricQueryArgsDict = {
        "id": "difference",
        "expression": "whole - part",
        "label": alarm.name,
        "return_data": True,
    }
    return {"metric_queries": [query("whole", alarm.metric), query("part", alarm.less), difference]}
