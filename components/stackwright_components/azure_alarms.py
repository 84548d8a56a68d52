"""Alarms inside a component on Azure, and the action group through which they reach its owner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
from pulumi_azure_native import monitor, resources

from stackwright_components.conventions import child


@dataclass(frozen=True, slots=True)
class Alarm:
    """One metric alert. `severity` is Azure's: 0 critical to 4 verbose.

    Azure Monitor leaves no choice of what a missing value means: silence never breaks a static threshold. Where silence
    is an outage, choose a metric that reports it, such as `is_db_alive`.
    """

    name: str
    meaning: str
    metric: str
    threshold: pulumi.Input[float]
    above: bool = True
    severity: int = 2
    aggregation: str = "Average"
    window: str = "PT5M"
    """What is drawn together, an ISO 8601 duration of 5, 15 or 30 minutes or of hours."""
    dimensions: Mapping[str, Sequence[pulumi.Input[str]]] = field(
        default_factory=dict[str, "Sequence[pulumi.Input[str]]"]
    )
    """Only what has one of these values in each of these dimensions counts."""


def owner_group(
    parent: pulumi.ComponentResource,
    name: str,
    *,
    group: resources.ResourceGroup,
    emails: Sequence[str] = (),
    webhooks: Mapping[str, pulumi.Input[str]] | None = None,
    tags: Mapping[str, str],
) -> pulumi.Output[str]:
    """The id of an action group: `emails`, `webhooks` by name, and whoever the owner adds."""
    made = monitor.ActionGroup(
        f"{name}-alarms",
        resource_group_name=group.name,
        location="Global",
        group_short_name=name[:12],
        enabled=True,
        email_receivers=[
            {"name": address, "email_address": address, "use_common_alert_schema": True} for address in emails
        ]
        or None,
        webhook_receivers=[
            {"name": key, "service_uri": url, "use_common_alert_schema": True}
            for key, url in sorted((webhooks or {}).items())
        ]
        or None,
        tags=tags,
        opts=child(parent),
    )
    return made.id


def raise_alarms(
    parent: pulumi.ComponentResource,
    name: str,
    alarms: Sequence[Alarm],
    *,
    group: resources.ResourceGroup,
    scope: pulumi.Output[str],
    target: pulumi.Input[str],
    runbook: pulumi.Input[str],
    tags: Mapping[str, str],
) -> None:
    """One `MetricAlert` on `scope` each: looked at every minute over its window, and it says where the runbook is."""
    for alarm in alarms:
        monitor.MetricAlert(
            f"{name}-{alarm.name}",
            resource_group_name=group.name,
            location="Global",
            description=pulumi.Output.concat(alarm.meaning, " Runbook: ", runbook),
            severity=alarm.severity,
            enabled=True,
            auto_mitigate=True,
            evaluation_frequency="PT1M",
            window_size=alarm.window,
            scopes=[scope],
            # Three classes are possible here: of a plain mapping the SDK cannot tell which, and leaves its keys alone.
            criteria=monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
                odata_type="Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
                all_of=[
                    monitor.MetricCriteriaArgs(
                        criterion_type="StaticThresholdCriterion",
                        name=alarm.name,
                        metric_name=alarm.metric,
                        operator="GreaterThan" if alarm.above else "LessThan",
                        threshold=alarm.threshold,
                        time_aggregation=alarm.aggregation,
                        dimensions=[
                            monitor.MetricDimensionArgs(name=name, operator="Include", values=list(values))
                            for name, values in alarm.dimensions.items()
                        ]
                        or None,
                    )
                ],
            ),
            actions=[{"action_group_id": target}],
            tags=tags,
            opts=child(parent),
        )
