"""A Cloud Monitoring dashboard: a row for each part, a row of what the world sees.

https://cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pulumi
from pulumi_gcp import monitoring as cloud

from stackwright_components.conventions import child
from stackwright_components.labels import gcp_labels
from stackwright_components.monitoring.gcp_found import selector
from stackwright_components.monitoring.gcp_signals import KINDS
from stackwright_components.monitoring.interface import Part, Settings
from stackwright_components.monitoring.signals import Graph, Kind

_WIDTH: Final = 12
_HEIGHT: Final = 16
_COLUMNS: Final = 4
_HEADING: Final = 4


def dashboard(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    checks: Mapping[str, cloud.UptimeCheckConfig],
) -> cloud.Dashboard:
    """A mosaic of 48 columns."""
    rows = [[_heading(key), *_charts(part)] for key, part in settings.parts.items()]
    if checks:
        rows.append([_heading("From outside"), *(_seen(key, check) for key, check in checks.items())])
    if not rows:
        rows = [[_heading("Nothing is watched yet: name parts in `watch`, URLs in `checks`.")]]
    body = {
        "displayName": f"{name}: {settings.tags.get('environment', 'monitoring')}",
        "labels": {f"{key}-{value}"[:63]: "" for key, value in sorted(gcp_labels(settings.tags).items())},
        "mosaicLayout": {"columns": _COLUMNS * _WIDTH, "tiles": list(_placed(rows))},
    }
    return cloud.Dashboard(f"{name}-dashboard", dashboard_json=pulumi.Output.json_dumps(body), opts=child(monitoring))


def _heading(text: str) -> dict[str, Any]:
    return {"text": {"content": text, "format": "MARKDOWN"}}


def _charts(part: Part) -> list[dict[str, Any]]:
    kind = KINDS[part.blueprint]
    return [_chart(graph, kind, part) for graph in kind.graphs]


def _chart(graph: Graph, kind: Kind, part: Part) -> dict[str, Any]:
    sets = [_set(selector(kind, metric, part.outputs), metric.statistic) for metric in graph.metrics]
    return {"title": graph.title, "xyChart": {"dataSets": sets}}


def _seen(key: str, check: cloud.UptimeCheckConfig) -> dict[str, Any]:
    passed = pulumi.Output.concat(
        'metric.type="monitoring.googleapis.com/uptime_check/check_passed" AND metric.labels.check_id="',
        check.uptime_check_id,
        '"',
    )
    return {
        "title": f"{key}: answered, share",
        "xyChart": {"dataSets": [_set(passed, "ALIGN_FRACTION_TRUE", "REDUCE_MEAN")]},
    }


def _set(select: pulumi.Output[str], aligner: str, reducer: str = "REDUCE_SUM") -> dict[str, Any]:
    aggregation = {
        "alignmentPeriod": "300s",
        "perSeriesAligner": aligner,
        "crossSeriesReducer": "REDUCE_MAX" if "PERCENTILE" in aligner else reducer,
    }
    return {
        "plotType": "LINE",
        "targetAxis": "Y1",
        "timeSeriesQuery": {"timeSeriesFilter": {"filter": select, "aggregation": aggregation}},
    }


def _placed(rows: Sequence[Sequence[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """A row's heading, and its charts below it, at most four beside each other."""
    top = 0
    for heading, *charts in rows:
        yield {"xPos": 0, "yPos": top, "width": _COLUMNS * _WIDTH, "height": _HEADING, "widget": heading}
        top += _HEADING
        for index, chart in enumerate(charts):
            across, down = index % _COLUMNS, index // _COLUMNS
            yield {
                "xPos": across * _WIDTH,
                "yPos": top + down * _HEIGHT,
                "width": _WIDTH,
                "height": _HEIGHT,
                "widget": chart,
            }
        top += -(-len(charts) // _COLUMNS) * _HEIGHT
