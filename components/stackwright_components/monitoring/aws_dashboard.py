"""A CloudWatch dashboard: all alarms on top, a row for each part, a row of what the world sees.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import pulumi
import pulumi_aws as aws
import pulumi_random as random

from stackwright_components.conventions import child
from stackwright_components.monitoring.aws_checks import METRICS_REGION, Check
from stackwright_components.monitoring.aws_found import dimensions
from stackwright_components.monitoring.aws_signals import KINDS
from stackwright_components.monitoring.interface import Part, Settings

Widget: TypeAlias = dict[str, Any]
_WIDTH: Final = 24
_HEIGHT: Final = 6
_NARROWEST: Final = 6
_DAY: Final = 24 * 60 * 60


def dashboard(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    alarms: Sequence[aws.cloudwatch.MetricAlarm],
    checks: Mapping[str, Check],
) -> aws.cloudwatch.Dashboard:
    """Its name ends in random digits: CloudWatch would write over another of the same name without a word."""
    digits = random.RandomId(f"{name}-dashboard", byte_length=4, opts=child(monitoring))
    every = [*alarms, *(check.alarm for check in checks.values())]
    rows = [[_alarms(every)]] if every else [[_text("No alarm yet: name parts in `watch`, URLs in `checks`.")]]
    for key, part in settings.parts.items():
        rows.append([_text(f"## {key}")])
        rows += _wrapped(_graphs(part, settings.location))
    if checks:
        rows.append([_text("## From outside")])
        rows += _wrapped([_seen(key, check) for key, check in checks.items()])
    return aws.cloudwatch.Dashboard(
        f"{name}-dashboard",
        dashboard_name=pulumi.Output.concat(f"{name}-", digits.hex),
        dashboard_body=pulumi.Output.json_dumps({"widgets": list(_stacked(rows))}),
        opts=child(monitoring),
    )


def _alarms(every: Sequence[aws.cloudwatch.MetricAlarm]) -> Widget:
    return {"type": "alarm", "height": 3, "properties": {"title": "Alarms", "alarms": [it.arn for it in every]}}


def _text(markdown: str) -> Widget:
    return {"type": "text", "height": 1, "properties": {"markdown": markdown, "background": "transparent"}}


def _graphs(part: Part, region: str) -> list[Widget]:
    kind = KINDS[part.blueprint]
    return [
        _graph(
            graph.title,
            [
                [
                    metric.namespace or kind.namespace,
                    metric.name,
                    *_flat(dimensions(metric.found_by or kind.found_by, part.outputs)),
                    {"stat": metric.statistic},
                ]
                for metric in graph.metrics
            ],
            region,
            # S3 measures buckets once a day; everything else is measured every minute.
            _DAY if kind.namespace == "AWS/S3" else 300,
        )
        for graph in kind.graphs
    ]


def _seen(key: str, check: Check) -> Widget:
    metric = ["AWS/Route53", "HealthCheckPercentageHealthy", "HealthCheckId", check.health.id, {"stat": "Average"}]
    return _graph(f"{key}: regions that reach it, %", [metric], METRICS_REGION, 60)


def _graph(title: str, metrics: list[list[Any]], region: str, period: int) -> Widget:
    properties = {"title": title, "view": "timeSeries", "region": region, "period": period, "metrics": metrics}
    return {"type": "metric", "height": _HEIGHT, "properties": properties}


def _flat(found: Mapping[str, pulumi.Input[str]]) -> Iterator[pulumi.Input[str]]:
    for key, value in found.items():
        yield key
        yield value


def _wrapped(widgets: Sequence[Widget]) -> Iterator[list[Widget]]:
    """At most as many beside each other as have room."""
    most = _WIDTH // _NARROWEST
    for start in range(0, len(widgets), most):
        yield list(widgets[start : start + most])


def _stacked(rows: Sequence[Sequence[Widget]]) -> Iterator[Widget]:
    """Each row below the one before, its widgets as wide as there is room."""
    top = 0
    for row in rows:
        width = _WIDTH // len(row)
        for index, widget in enumerate(row):
            yield {**widget, "x": index * width, "y": top, "width": width}
        top += max(widget["height"] for widget in row)
