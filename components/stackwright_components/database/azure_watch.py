"""What is watched of a flexible server. What to do about it: docs/components/database.md, Runbook."""

from collections.abc import Mapping
from typing import Final

import pulumi
from pulumi_azure_native import dbforpostgresql, resources

from stackwright_components.azure_alarms import Alarm, raise_alarms
from stackwright_components.azure_logs import log_everything, workspace
from stackwright_components.database.interface import Settings

# https://learn.microsoft.com/azure/postgresql/monitor/concepts-monitoring
_ALARMS: Final = (
    Alarm("down", "The server does not answer.", "is_db_alive", 1, above=False, severity=0, aggregation="Maximum"),
    Alarm("cpu", "The processor has been busy for five minutes.", "cpu_percent", 80),
    Alarm("memory", "Memory runs out.", "memory_percent", 90),
    Alarm("storage", "The disk is nearly full.", "storage_percent", 85, severity=1),
    Alarm("wraparound", "Vacuum does not keep up.", "maximum_used_transactionIDs", 1_000_000_000, severity=1),
)


def watch(
    database: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    group: resources.ResourceGroup,
    server: dbforpostgresql.Server,
    target: pulumi.Input[str],
    tags: Mapping[str, str],
) -> None:
    """All logs and metrics go to a Log Analytics workspace; alerts go to the owner's action group."""
    logs = workspace(
        database,
        f"{name}-logs",
        group=group,
        location=settings.location,
        retention_days=settings.log_retention_days,
        tags=tags,
    )
    log_everything(database, f"{name}-diagnostics", resource_id=server.id, logs=logs)
    raise_alarms(
        database,
        name,
        _ALARMS,
        group=group,
        scope=server.id,
        target=target,
        runbook=settings.runbook,
        tags=tags,
    )
