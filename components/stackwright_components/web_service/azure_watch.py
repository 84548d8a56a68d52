"""What is logged, and when the owner is told; docs/components/web-service.md says what to do then."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import app as containers
from pulumi_azure_native import monitor, operationalinsights, resources

from stackwright_components.azure_alarms import Alarm, raise_alarms
from stackwright_components.conventions import child
from stackwright_components.web_service.interface import Settings


def watch(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    group: resources.ResourceGroup,
    app: containers.ContainerApp,
    logs: operationalinsights.Workspace,
    target: pulumi.Input[str],
    tags: Mapping[str, str],
) -> None:
    """The app's metrics, kept in the workspace, and alarms on them."""
    monitor.DiagnosticSetting(
        f"{name}-app",
        resource_uri=app.id,
        workspace_id=logs.id,
        metrics=[{"category": "AllMetrics", "enabled": True}],
        opts=child(service),
    )
    raise_alarms(
        service,
        name,
        _alarms(settings),
        group=group,
        scope=app.id,
        target=target,
        runbook=settings.runbook,
        tags=tags,
    )


def _alarms(settings: Settings) -> list[Alarm]:
    # https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-app-containerapps-metrics
    return [
        Alarm(
            "errors",
            "Callers get 5xx, from the application or because no replica took the request.",
            "Requests",
            50,
            aggregation="Total",
            severity=1,
            dimensions={"statusCodeCategory": ["5xx"]},
        ),
        Alarm("restarts", "Replicas crash, or fail their liveness probe.", "RestartCount", 3, aggregation="Maximum"),
        Alarm(
            "replicas",
            "There are fewer replicas than there must be.",
            "Replicas",
            settings.replicas,
            above=False,
            severity=1,
            aggregation="Maximum",
        ),
        Alarm("latency", "Requests take longer than two seconds on average.", "ResponseTime", 2000),
        Alarm("cpu", "The processors are nearly used up, and scaling out does not help.", "CpuPercentage", 90),
        Alarm("memory", "Memory is nearly used up, and scaling out does not help.", "MemoryPercentage", 90),
    ]
