"""Monitoring on AWS: an encrypted topic, CloudWatch alarms and dashboard, Route 53 health checks, a budget."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import PUBLISHERS, Alarm, owner_topic, raise_alarms
from stackwright_components.aws_policies import encryption_key
from stackwright_components.conventions import child
from stackwright_components.labels import aws_tags
from stackwright_components.monitoring.aws_budget import budget
from stackwright_components.monitoring.aws_checks import checks
from stackwright_components.monitoring.aws_dashboard import dashboard
from stackwright_components.monitoring.aws_found import dimensions
from stackwright_components.monitoring.aws_signals import KINDS
from stackwright_components.monitoring.aws_trail import trail
from stackwright_components.monitoring.interface import MonitoringOutputs, Part, Settings


def build(monitoring: pulumi.ComponentResource, name: str, settings: Settings) -> MonitoringOutputs:
    """Make the target, then everything that tells it something."""
    tags = aws_tags(settings.tags, name)
    target = pulumi.Output.from_input(settings.alarm_target or _target(monitoring, name, settings, tags))
    alarms: list[aws.cloudwatch.MetricAlarm] = []
    for key, part in settings.parts.items():
        alarms += _watch(monitoring, name, settings, key, part, target, tags)
    asked = checks(monitoring, name, settings, target=target, tags=tags)
    shown = dashboard(monitoring, name, settings, alarms=alarms, checks=asked)
    if settings.monthly_budget is not None:
        budget(monitoring, name, settings, amount=settings.monthly_budget, target=target, tags=tags)
    recorded = pulumi.Output.from_input("")
    if settings.audit_trail:
        recorded = trail(monitoring, name, settings, target=target, tags=tags)
    url = f"https://{settings.location}.console.aws.amazon.com/cloudwatch/home?region={settings.location}#dashboards/dashboard/"
    return MonitoringOutputs(
        alarm_target=target,
        dashboard_url=pulumi.Output.concat(url, shown.dashboard_name),
        dashboard_name=shown.dashboard_name,
        log_destination=recorded,
    )


def _target(
    monitoring: pulumi.ComponentResource, name: str, settings: Settings, tags: Mapping[str, str]
) -> pulumi.Output[str]:
    """The topic that all alarms go to, and who hears of them."""
    publishers = (*PUBLISHERS, "events.amazonaws.com", "budgets.amazonaws.com")
    key = encryption_key(monitoring, name, purpose=f"Alarms of {name}", publishers=publishers, tags=tags, retain=False)
    topic = owner_topic(monitoring, name, key=key, publishers=publishers, tags=tags)
    for address in settings.emails:
        aws.sns.TopicSubscription(
            f"{name}-{address}", topic=topic, protocol="email", endpoint=address, opts=child(monitoring)
        )
    for hook, url in settings.webhooks.items():
        aws.sns.TopicSubscription(
            f"{name}-hook-{hook}", topic=topic, protocol="https", endpoint=url, opts=child(monitoring)
        )
    return topic


def _watch(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    key: str,
    part: Part,
    target: pulumi.Output[str],
    tags: Mapping[str, str],
) -> list[aws.cloudwatch.MetricAlarm]:
    kind = KINDS[part.blueprint]
    raised = [
        Alarm(
            name=f"{key}-{it.role}",
            meaning=f"{key}: {it.meaning}",
            namespace=it.metric.namespace or kind.namespace,
            metric=it.metric.name,
            dimensions=dimensions(it.metric.found_by or kind.found_by, part.outputs),
            threshold=it.limit,
            missing=it.silence,
            above=it.above,
            statistic=it.metric.statistic,
            period=300,
            periods=it.minutes // 5,
        )
        for it in kind.thresholds
    ]
    return raise_alarms(monitoring, name, raised, topic=target, runbook=settings.runbook, tags=tags)
