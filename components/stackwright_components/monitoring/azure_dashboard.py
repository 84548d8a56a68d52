"""A portal dashboard: a row for each part, a row of what the world sees.

https://learn.microsoft.com/azure/azure-portal/azure-portal-dashboards-structure
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pulumi
from pulumi_azure_native import portal, resources

from stackwright_components.conventions import child
from stackwright_components.monitoring.azure_checks import Check
from stackwright_components.monitoring.azure_signals import KINDS
from stackwright_components.monitoring.azure_watch import dimensions, scope
from stackwright_components.monitoring.interface import Part, Settings
from stackwright_components.monitoring.signals import Graph

_WIDTH: Final = 6
_HEIGHT: Final = 4
_COLUMNS: Final = 4
# How Azure's charts number what the metrics' API calls by name.
_AGGREGATIONS: Final = {"Total": 1, "Minimum": 2, "Maximum": 3, "Average": 4, "Count": 7}


def dashboard(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    group: resources.ResourceGroup,
    checks: Mapping[str, Check],
    tags: Mapping[str, str],
) -> portal.Dashboard:
    """One lens, whose parts are in rows."""
    rows: list[list[Mapping[str, Any]]] = [
        [_markdown(f"## {key}"), *_charts(part)] for key, part in settings.parts.items()
    ]
    if checks:
        rows.append([_markdown("## From outside"), *(_seen(key, check) for key, check in checks.items())])
    if not rows:
        rows = [[_markdown("Nothing is watched yet: name parts in `watch`, URLs in `checks`.")]]
    return portal.Dashboard(
        f"{name}-dashboard",
        resource_group_name=group.name,
        location=settings.location,
        properties={"lenses": [{"order": 0, "parts": list(_placed(rows))}]},
        tags=dict(tags) | {"hidden-title": f"{name}: {settings.tags.get('environment', 'monitoring')}"},
        opts=child(monitoring),
    )


def _charts(part: Part) -> list[Mapping[str, Any]]:
    kind = KINDS[part.blueprint]
    filters = [{"key": key, "operator": 0, "values": [value]} for key, value in dimensions(part).items()]
    return [_chart(graph, kind.namespace, scope(part), filters) for graph in kind.graphs]


def _seen(key: str, check: Check) -> Mapping[str, Any]:
    metric = {
        "resourceMetadata": {"id": check.insights},
        "name": "availabilityResults/availabilityPercentage",
        "aggregationType": _AGGREGATIONS["Average"],
        "namespace": "microsoft.insights/components",
        "metricVisualization": {"displayName": "Answered, %"},
    }
    only = [{"key": "availabilityResult/name", "operator": 0, "values": [check.test]}]
    return _monitor_chart(f"{key}: answered, %", [metric], only)


def _chart(
    graph: Graph, namespace: str, resource: pulumi.Output[str], filters: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    metrics: list[Mapping[str, Any]] = [
        {
            "resourceMetadata": {"id": resource},
            "name": metric.name,
            "aggregationType": _AGGREGATIONS[metric.statistic],
            "namespace": namespace,
            "metricVisualization": {"displayName": metric.name},
        }
        for metric in graph.metrics
    ]
    return _monitor_chart(graph.title, metrics, filters)


def _monitor_chart(
    title: str, metrics: Sequence[Mapping[str, Any]], filters: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    chart: dict[str, Any] = {
        "title": title,
        "titleKind": 2,
        "visualization": {"chartType": 2},
        "metrics": list(metrics),
    }
    if filters:
        chart["filterCollection"] = {"filters": list(filters)}
    options = {"name": "options", "isOptional": True, "value": {"chart": chart}}
    return {
        "type": "Extension/HubsExtension/PartType/MonitorChartPart",
        "inputs": [options, {"name": "sharedTimeRange", "isOptional": True}],
        "settings": {},
    }


def _markdown(text: str) -> Mapping[str, Any]:
    content = {"settings": {"content": text, "markdownSource": 1}}
    return {"type": "Extension/HubsExtension/PartType/MarkdownPart", "inputs": [], "settings": {"content": content}}


def _placed(rows: Sequence[Sequence[Mapping[str, Any]]]) -> Iterator[portal.DashboardPartsArgsDict]:
    """A row's heading, and its charts below it, at most four beside each other."""
    top = 0
    for heading, *charts in rows:
        yield {"position": {"x": 0, "y": top, "col_span": _WIDTH, "row_span": 1}, "metadata": _part(heading)}
        top += 1
        for index, chart in enumerate(charts):
            across, down = index % _COLUMNS, index // _COLUMNS
            yield {
                "position": {
                    "x": across * _WIDTH,
                    "y": top + down * _HEIGHT,
                    "col_span": _WIDTH,
                    "row_span": _HEIGHT,
                },
                "metadata": _part(chart),
            }
        top += -(-len(charts) // _COLUMNS) * _HEIGHT


def _part(part: Mapping[str, Any]) -> portal.DashboardPartMetadataArgsDict:
    return {"type": part["type"], "inputs": part["inputs"], "settings": part["settings"]}
