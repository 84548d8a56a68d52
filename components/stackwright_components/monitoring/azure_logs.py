"""The workspace that keeps what checks measure, and the audit trail."""

from collections.abc import Mapping
from typing import Final

import pulumi
from pulumi_azure_native import monitor, operationalinsights, resources

from stackwright_components.conventions import child
from stackwright_components.monitoring.interface import Settings

# https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema
_CHANGES: Final = ("Administrative", "Security", "Policy", "Alert")


def workspace(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    group: resources.ResourceGroup,
    tags: Mapping[str, str],
) -> operationalinsights.Workspace:
    """A Log Analytics workspace without keys: Entra ID is the only way in."""
    return operationalinsights.Workspace(
        f"{name}-monitoring",
        resource_group_name=group.name,
        location=settings.location,
        sku={"name": "PerGB2018"},
        retention_in_days=settings.log_retention_days,
        features={"disable_local_auth": True, "enable_log_access_using_only_resource_permissions": True},
        tags=tags,
        opts=child(monitoring),
    )


def audit_trail(
    monitoring: pulumi.ComponentResource, name: str, space: operationalinsights.Workspace
) -> monitor.SubscriptionDiagnosticSetting:
    """The subscription's activity log, beyond the 90 days that Azure keeps it."""
    return monitor.SubscriptionDiagnosticSetting(
        f"{name}-audit",
        workspace_id=space.id,
        logs=[{"category": category, "enabled": True} for category in _CHANGES],
        opts=child(monitoring),
    )
