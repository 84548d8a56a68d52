"""Alarms inside a component on GCP, and the notification channels through which they reach its owner.

Cloud Monitoring has nothing between a policy and its channels, so where other clouds have one target there may be
several channels here. An alarm target is their names, with commas between: one text, as elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import pulumi
from pulumi_gcp import monitoring, projects, pubsub

from stackwright_components.conventions import child

MissingData = Literal["INACTIVE", "ACTIVE", "NO_OP"]
Severity = Literal["CRITICAL", "ERROR", "WARNING"]

_NOTIFIER: Final = "gcp-sa-monitoring-notification"
_WEEK: Final = "604800s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alert policy on one time series, found by its monitored resource's labels.

    `missing` is chosen metric by metric: *ACTIVE* where silence means that nothing is left to report, *INACTIVE* where
    the metric exists only when something is wrong, *NO_OP* where silence says nothing either way.
    """

    name: str
    meaning: str
    metric: str
    """The metric's type: `pubsub.googleapis.com/subscription/num_undelivered_messages`."""
    resource: str
    """The monitored resource's type."""
    found_by: Mapping[str, pulumi.Input[str]]
    threshold: pulumi.Input[float]
    missing: MissingData
    above: bool = True
    aligner: str = "ALIGN_MAX"
    minutes: int = 5
    severity: Severity = "ERROR"


def owner_channel(
    parent: pulumi.ComponentResource,
    name: str,
    *,
    agent: projects.ServiceIdentity,
    key: pulumi.Input[str],
    usable: pulumi.Resource,
    regions: Sequence[str],
    labels: Mapping[str, str],
) -> pulumi.Output[str]:
    """The alarm target: a channel to an encrypted topic, to which the owner adds subscriptions.

    `agent` is Pub/Sub's service agent and `usable` its grant for the `key`. Cloud Monitoring publishes as an agent of
    its own, which Google makes with a project's first channel of this kind; only the project's number differs:
    https://cloud.google.com/monitoring/support/notification-options#pubsub
    """
    topic = pubsub.Topic(
        f"{name}-alarms",
        kms_key_name=key,
        message_storage_policy=pubsub.TopicMessageStoragePolicyArgs(allowed_persistence_regions=regions),
        labels=labels,
        opts=child(parent, depends_on=[usable]),
    )
    channel = monitoring.NotificationChannel(
        f"{name}-alarms",
        type="pubsub",
        display_name=f"Owner of {name}",
        labels={"topic": topic.id},
        user_labels=labels,
        opts=child(parent),
    )
    pubsub.TopicIAMMember(
        f"{name}-alarms",
        topic=topic.id,
        role="roles/pubsub.publisher",
        member=agent.member.apply(lambda member: member.replace("gcp-sa-pubsub", _NOTIFIER)),
        opts=child(parent, depends_on=[channel]),
    )
    return channel.name


def owner_channels(
    parent: pulumi.ComponentResource,
    name: str,
    *,
    emails: Sequence[str],
    webhooks: Mapping[str, pulumi.Input[str]],
    labels: Mapping[str, str],
) -> pulumi.Output[str]:
    """The alarm target: a channel for each address and webhook; empty, if nobody is named."""
    channels = [
        monitoring.NotificationChannel(
            f"{name}-{address}",
            display_name=f"{name}: {address}",
            type="email",
            labels={"email_address": address},
            user_labels=labels,
            opts=child(parent),
        )
        for address in emails
    ] + [
        # The URL carries the token: the kind that Cloud Monitoring calls `webhook_tokenauth`.
        monitoring.NotificationChannel(
            f"{name}-hook-{hook}",
            display_name=f"{name}: {hook}",
            type="webhook_tokenauth",
            labels={"url": url},
            user_labels=labels,
            opts=child(parent),
        )
        for hook, url in webhooks.items()
    ]
    return pulumi.Output.concat(*_between([channel.name for channel in channels]))


def channels(target: pulumi.Input[str]) -> pulumi.Output[list[str]]:
    """The channels that an alarm target is made of, as an alert policy takes them."""
    return pulumi.Output.from_input(target).apply(lambda names: [name for name in names.split(",") if name])


def raise_alarms(
    parent: pulumi.ComponentResource,
    name: str,
    alarms: Sequence[Alarm],
    *,
    target: pulumi.Input[str],
    runbook: pulumi.Input[str],
    labels: Mapping[str, str],
) -> None:
    """One `AlertPolicy` each: tells the channels when it breaks and when it heals, and says where the runbook is."""
    for alarm in alarms:
        monitoring.AlertPolicy(
            f"{name}-{alarm.name}",
            display_name=f"{name}: {alarm.name}",
            combiner="OR",
            severity=alarm.severity,
            conditions=[
                monitoring.AlertPolicyConditionArgs(
                    display_name=alarm.meaning,
                    condition_threshold=monitoring.AlertPolicyConditionConditionThresholdArgs(
                        filter=_filter(alarm),
                        comparison="COMPARISON_GT" if alarm.above else "COMPARISON_LT",
                        threshold_value=alarm.threshold,
                        duration=f"{alarm.minutes * 60}s",
                        evaluation_missing_data=f"EVALUATION_MISSING_DATA_{alarm.missing}",
                        aggregations=[
                            monitoring.AlertPolicyConditionConditionThresholdAggregationArgs(
                                alignment_period="60s", per_series_aligner=alarm.aligner
                            )
                        ],
                    ),
                )
            ],
            documentation=monitoring.AlertPolicyDocumentationArgs(
                content=pulumi.Output.concat(alarm.meaning, " Runbook: ", runbook), mime_type="text/markdown"
            ),
            alert_strategy=monitoring.AlertPolicyAlertStrategyArgs(
                auto_close=_WEEK, notification_prompts=["OPENED", "CLOSED"]
            ),
            notification_channels=channels(target),
            user_labels=labels,
            opts=child(parent),
        )


def _filter(alarm: Alarm) -> pulumi.Output[str]:
    """https://cloud.google.com/monitoring/api/v3/filters."""
    found = [
        pulumi.Output.concat(f'resource.labels.{label} = "', value, '"')
        for label, value in sorted(alarm.found_by.items())
    ]
    kinds = [f'metric.type = "{alarm.metric}"', f'resource.type = "{alarm.resource}"']
    return pulumi.Output.all(*kinds, *found).apply(" AND ".join)


def _between(names: Sequence[pulumi.Output[str]]) -> list[pulumi.Input[str]]:
    return [piece for index, name in enumerate(names) for piece in ([",", name] if index else [name])]
