"""Metric alerts on watched parts, and how Azure names what a metric is about."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import resources

from stackwright_components.azure_alarms import Alarm, raise_alarms
from stackwright_components.monitoring.azure_signals import KINDS
from stackwright_components.monitoring.interface import Part, Settings


def watch(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    key: str,
    part: Part,
    *,
    group: resources.ResourceGroup,
    target: pulumi.Output[str],
    tags: Mapping[str, str],
) -> None:
    """An alert for each threshold of the part's kind."""
    raise_alarms(
        monitoring,
        name,
        [
            Alarm(
                f"{key}-{it.role}",
                f"{key}: {it.meaning}",
                it.metric.name,
                it.limit,
                above=it.above,
                aggregation=it.metric.statistic,
                window=f"PT{it.minutes}M",
            )
            for it in KINDS[part.blueprint].thresholds
        ],
        group=group,
        scope=scope(part),
        target=target,
        runbook=settings.runbook,
        tags=tags,
    )


def scope(part: Part) -> pulumi.Output[str]:
    """The resource that measures: of a container the storage account that it is in."""
    found = part.outputs[KINDS[part.blueprint].found_by["scope"]]
    return found.apply(lambda resource: resource.partition("/blobServices/")[0])


def dimensions(part: Part) -> dict[str, pulumi.Output[str]]:
    """What of the resource: the queue of a namespace."""
    found_by = KINDS[part.blueprint].found_by
    return {key: part.outputs[output] for key, output in found_by.items() if key != "scope"}
