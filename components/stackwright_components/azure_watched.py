"""A resource on Azure that is watched: what it logs goes to a workspace of its component, alarms to the owner."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import pulumi
from pulumi_azure_native import resources

from stackwright_components.azure_alarms import Alarm, raise_alarms
from stackwright_components.azure_logs import log_everything, workspace


class Kept(Protocol):
    """What a component's settings say of its logs and alarms."""

    @property
    def log_retention_days(self) -> int: ...
    @property
    def runbook(self) -> pulumi.Input[str]: ...


def watch_resource(
    parent: pulumi.ComponentResource,
    name: str,
    settings: Kept,
    alarms: Sequence[Alarm],
    *,
    resource_id: pulumi.Output[str],
    group: resources.ResourceGroup,
    location: str | None,
    target: pulumi.Input[str],
    tags: Mapping[str, str],
) -> None:
    """All logs and metrics of a resource go to a Log Analytics workspace; alerts go to the action group `target`."""
    logs = workspace(
        parent,
        f"{name}-logs",
        group=group,
        location=location,
        retention_days=settings.log_retention_days,
        tags=tags,
    )
    log_everything(parent, f"{name}-diagnostics", resource_id=resource_id, logs=logs)
    raise_alarms(
        parent,
        name,
        alarms,
        group=group,
        scope=resource_id,
        target=target,
        runbook=settings.runbook,
        tags=tags,
    )
