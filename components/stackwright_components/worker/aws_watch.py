"""When the owner of a worker is told. What to do about it: docs/components/worker.md, Runbook."""

from collections.abc import Mapping
from typing import Final

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import Alarm, raise_alarms
from stackwright_components.conventions import child
from stackwright_components.worker.interface import Settings

NAMESPACE: Final = "Stackwright/Worker"
"""Of the metric that is counted out of the log."""


def watch_errors(
    worker: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    cluster: aws.ecs.Cluster,
    log_group: aws.cloudwatch.LogGroup,
    topic: pulumi.Input[str],
    tags: Mapping[str, str],
) -> list[aws.cloudwatch.MetricAlarm]:
    """An alarm on errors in the log. It comes back: ECS rolls a release back when it goes off meanwhile."""
    # The cluster's name is the worker's alone; the metric has no other dimension to find it by.
    metric = pulumi.Output.concat(cluster.name, "-errors")
    counted = aws.cloudwatch.LogMetricFilter(
        f"{name}-errors",
        log_group_name=log_group.name,
        pattern=settings.error_pattern,
        metric_transformation={"namespace": NAMESPACE, "name": metric, "value": "1", "default_value": "0"},
        opts=child(worker),
    )
    errors = Alarm(
        name="errors",
        meaning="The worker logs errors.",
        namespace=NAMESPACE,
        metric=counted.metric_transformation.name,
        dimensions={},
        statistic="Sum",
        threshold=10,
        # Counted only when something is logged: silence is no error.
        missing="notBreaching",
        breaches=3,
    )
    return raise_alarms(worker, name, [errors], topic=topic, runbook=settings.runbook, tags=tags)


def watch_running(
    worker: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    cluster: aws.ecs.Cluster,
    running: aws.ecs.Service,
    topic: pulumi.Input[str],
    tags: Mapping[str, str],
) -> None:
    """An alarm on tasks that are wanted and do not run: they do not start, or end again and again."""
    wanted = Alarm(
        name="running",
        meaning="Fewer tasks run than are wanted.",
        namespace="ECS/ContainerInsights",
        metric="DesiredTaskCount",
        less="RunningTaskCount",
        dimensions={"ClusterName": cluster.name, "ServiceName": running.name},
        threshold=0,
        missing="missing",
        periods=15,
    )
    raise_alarms(worker, name, [wanted], topic=topic, runbook=settings.runbook, tags=tags)
