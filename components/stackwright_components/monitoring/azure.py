"""Monitoring on Azure: an action group, metric alerts, availability tests, a portal dashboard, a budget."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import resources

from stackwright_components.azure_alarms import owner_group
from stackwright_components.azure_logs import workspace
from stackwright_components.conventions import child
from stackwright_components.labels import azure_tags
from stackwright_components.monitoring.azure_audit import audit_trail
from stackwright_components.monitoring.azure_budget import budget
from stackwright_components.monitoring.azure_checks import Check, checks
from stackwright_components.monitoring.azure_dashboard import dashboard
from stackwright_components.monitoring.azure_watch import watch
from stackwright_components.monitoring.interface import MonitoringOutputs, Settings


def build(monitoring: pulumi.ComponentResource, name: str, settings: Settings) -> MonitoringOutputs:
    """Make the target, in a resource group of its own, then everything that tells it something."""
    tags = azure_tags(settings.tags)
    group = resources.ResourceGroup(f"{name}-monitoring", location=settings.location, tags=tags, opts=child(monitoring))
    target = pulumi.Output.from_input(settings.alarm_target or _target(monitoring, name, settings, group, tags))
    for key, part in settings.parts.items():
        watch(monitoring, name, settings, key, part, group=group, target=target, tags=tags)
    logs = pulumi.Output.from_input("")
    asked: Mapping[str, Check] = {}
    if settings.checks or settings.audit_trail:
        space = workspace(
            monitoring,
            f"{name}-monitoring",
            group=group,
            location=settings.location,
            retention_days=settings.log_retention_days,
            tags=tags,
        )
        logs = space.id
        if settings.checks:
            asked = checks(monitoring, name, settings, group=group, space=space, target=target, tags=tags)
        if settings.audit_trail:
            audit_trail(monitoring, name, space)
    shown = dashboard(monitoring, name, settings, group=group, checks=asked, tags=tags)
    if settings.monthly_budget is not None:
        budget(monitoring, name, settings, amount=settings.monthly_budget, group=group, target=target)
    return MonitoringOutputs(
        alarm_target=target,
        dashboard_url=pulumi.Output.concat("https://portal.azure.com/#@/dashboard/arm", shown.id),
        dashboard_name=shown.name,
        log_destination=logs,
    )


def _target(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    group: resources.ResourceGroup,
    tags: Mapping[str, str],
) -> pulumi.Output[str]:
    return owner_group(monitoring, name, group=group, emails=settings.emails, webhooks=settings.webhooks, tags=tags)
