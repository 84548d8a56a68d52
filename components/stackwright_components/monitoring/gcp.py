"""Monitoring on GCP: notification channels, alert policies, uptime checks, a dashboard, a budget."""

from collections.abc import Mapping

import pulumi
from pulumi_gcp import monitoring as cloud

from stackwright_components.conventions import child
from stackwright_components.gcp_alarms import channels, owner_channels
from stackwright_components.labels import gcp_labels
from stackwright_components.monitoring.gcp_budget import budget
from stackwright_components.monitoring.gcp_dashboard import dashboard
from stackwright_components.monitoring.gcp_found import selector
from stackwright_components.monitoring.gcp_signals import KINDS
from stackwright_components.monitoring.interface import MonitoringOutputs, Part, Settings, address
from stackwright_components.monitoring.signals import Threshold


def build(monitoring: pulumi.ComponentResource, name: str, settings: Settings) -> MonitoringOutputs:
    """Make the channels, then everything that tells them something."""
    labels = gcp_labels(settings.tags)
    made = settings.alarm_target or owner_channels(
        monitoring, name, emails=settings.emails, webhooks=settings.webhooks, labels=labels
    )
    target = pulumi.Output.from_input(made)
    for key, part in settings.parts.items():
        for threshold in KINDS[part.blueprint].thresholds:
            _watch(monitoring, name, settings, key, part, threshold, target, labels)
    checks = {key: _check(monitoring, name, settings, key, url, target, labels) for key, url in settings.checks.items()}
    shown = dashboard(monitoring, name, settings, checks)
    if settings.monthly_budget is not None and settings.billing_account is not None:
        budget(
            monitoring,
            name,
            settings,
            account=settings.billing_account,
            amount=settings.monthly_budget,
            target=target,
        )
    # A dashboard's id is its name: `projects/<number>/dashboards/<uuid>`.
    short = shown.id.apply(lambda it: it.rpartition("/")[2])
    return MonitoringOutputs(
        alarm_target=target,
        dashboard_url=pulumi.Output.concat(
            "https://console.cloud.google.com/monitoring/dashboards/builder/", short, "?project=", shown.project
        ),
        dashboard_name=short,
        log_destination=pulumi.Output.from_input(""),
    )


def _watch(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    key: str,
    part: Part,
    threshold: Threshold,
    target: pulumi.Output[str],
    labels: Mapping[str, str],
) -> cloud.AlertPolicy:
    return cloud.AlertPolicy(
        f"{name}-{key}-{threshold.role}",
        display_name=f"{name} {key}: {threshold.role}",
        combiner="OR",
        severity="WARNING",
        conditions=[
            {
                "display_name": threshold.meaning,
                "condition_threshold": {
                    "filter": selector(KINDS[part.blueprint], threshold.metric, part.outputs),
                    "comparison": "COMPARISON_GT" if threshold.above else "COMPARISON_LT",
                    "threshold_value": threshold.limit,
                    "duration": f"{threshold.minutes * 60}s",
                    "aggregations": [
                        {
                            "alignment_period": "300s",
                            "per_series_aligner": threshold.metric.statistic,
                            "cross_series_reducer": "REDUCE_SUM"
                            if threshold.metric.statistic == "ALIGN_RATE"
                            else "REDUCE_MAX",
                        }
                    ],
                    "trigger": {"count": 1},
                },
            }
        ],
        notification_channels=channels(target),
        alert_strategy={"auto_close": "1800s", "notification_prompts": ["OPENED", "CLOSED"]},
        documentation=_documentation(f"{key}: {threshold.meaning}", settings),
        user_labels=labels,
        opts=child(monitoring),
    )


def _check(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    key: str,
    url: pulumi.Output[str],
    target: pulumi.Output[str],
    labels: Mapping[str, str],
) -> cloud.UptimeCheckConfig:
    asked = url.apply(address)
    check = cloud.UptimeCheckConfig(
        f"{name}-{key}",
        display_name=f"{name} {key}",
        period="60s",
        timeout="10s",
        checker_type="STATIC_IP_CHECKERS",
        selected_regions=["EUROPE", "USA_VIRGINIA", "ASIA_PACIFIC"],
        log_check_failures=True,
        monitored_resource={"type": "uptime_url", "labels": {"host": asked.apply(lambda it: it.host)}},
        http_check={
            "request_method": "GET",
            "path": asked.apply(lambda it: it.path),
            "port": asked.apply(lambda it: it.port),
            "use_ssl": asked.apply(lambda it: it.tls),
            "validate_ssl": asked.apply(lambda it: it.tls),
            "accepted_response_status_codes": [{"status_class": "STATUS_CLASS_2XX"}],
        },
        user_labels=labels,
        opts=child(monitoring),
    )
    # https://cloud.google.com/monitoring/alerts/policies-in-json#json-uptime
    passed = pulumi.Output.concat(
        'metric.type="monitoring.googleapis.com/uptime_check/check_passed" AND resource.type="uptime_url" AND ',
        'metric.labels.check_id="',
        check.uptime_check_id,
        '"',
    )
    cloud.AlertPolicy(
        f"{name}-{key}-unreachable",
        display_name=f"{name} {key}: unreachable",
        combiner="OR",
        severity="CRITICAL",
        conditions=[
            {
                "display_name": "It does not answer in two regions or more.",
                "condition_threshold": {
                    "filter": passed,
                    "comparison": "COMPARISON_GT",
                    "threshold_value": 1,
                    "duration": "120s",
                    "aggregations": [
                        {
                            "alignment_period": "1200s",
                            "per_series_aligner": "ALIGN_NEXT_OLDER",
                            "cross_series_reducer": "REDUCE_COUNT_FALSE",
                            "group_by_fields": ["resource.label.*"],
                        }
                    ],
                    "trigger": {"count": 1},
                },
            }
        ],
        notification_channels=channels(target),
        alert_strategy={"auto_close": "1800s", "notification_prompts": ["OPENED", "CLOSED"]},
        documentation=_documentation(f"{key} does not answer to most of the world.", settings),
        user_labels=labels,
        opts=child(monitoring),
    )
    return check


def _documentation(meaning: str, settings: Settings) -> cloud.AlertPolicyDocumentationArgsDict:
    return {"content": pulumi.Output.concat(meaning, " Runbook: ", settings.runbook), "mime_type": "text/markdown"}
