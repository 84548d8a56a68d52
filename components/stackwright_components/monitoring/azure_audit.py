"""The audit trail: what was changed in the subscription."""

from typing import Final

import pulumi
from pulumi_azure_native import monitor, operationalinsights

from stackwright_components.conventions import child

# https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema
_CHANGES: Final = ("Administrative", "Security", "Policy", "Alert")


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
