"""Where resources on Azure log: a workspace without keys, and what sends everything there."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import monitor, operationalinsights, resources

from stackwright_components.conventions import child


def workspace(
    component: pulumi.ComponentResource,
    name: str,
    *,
    group: resources.ResourceGroup,
    location: str | None,
    retention_days: pulumi.Input[int],
    tags: Mapping[str, str],
    protect: bool = False,
) -> operationalinsights.Workspace:
    """A Log Analytics workspace. It has no keys: who reads or writes signs in with Entra ID."""
    return operationalinsights.Workspace(
        name,
        resource_group_name=group.name,
        location=location,
        sku={"name": "PerGB2018"},
        retention_in_days=retention_days,
        features={"disable_local_auth": True, "enable_log_access_using_only_resource_permissions": True},
        tags=tags,
        opts=child(component, protect=protect or None),
    )


def log_everything(
    component: pulumi.ComponentResource,
    name: str,
    *,
    resource_id: pulumi.Input[str],
    logs: operationalinsights.Workspace,
) -> None:
    """All logs and metrics of one resource go to the workspace."""
    monitor.DiagnosticSetting(
        name,
        resource_uri=resource_id,
        workspace_id=logs.id,
        logs=[{"category_group": "allLogs", "enabled": True}],
        metrics=[{"category": "AllMetrics", "enabled": True}],
        opts=child(component),
    )
