"""As many tasks as the queues that the worker empties take."""

from collections.abc import Mapping
from typing import Final

import pulumi
import pulumi_aws as aws

from stackwright_components.conventions import child
from stackwright_components.worker.interface import Settings

Queues = Mapping[str, pulumi.Input[str]]
"""Names of SQS queues, by the names of the connections to them."""

Measured = aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricArgsDict

UNDONE: Final[Mapping[str, str]] = {
    "waiting": "ApproximateNumberOfMessagesVisible",
    "held": "ApproximateNumberOfMessagesNotVisible",
}
"""A message that a task works on is not done: without these, tasks with one long job each would seem to be idle."""


def track_backlog(
    worker: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    queues: Queues,
    *,
    target: aws.appautoscaling.Target,
    cluster: aws.ecs.Cluster,
    running: aws.ecs.Service,
) -> None:
    """Keep `backlog_per_replica`, queue by queue; of several policies the autoscaler follows the one that wants most.

    Target tracking on the backlog per task, and no steps by the queue's length: what a length means depends on how many
    work on it. https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
    """
    for connection, queue in queues.items():
        measured: list[Measured] = [
            *(_measured(role, "AWS/SQS", metric, {"QueueName": queue}) for role, metric in UNDONE.items()),
            _measured("tasks", "ECS/ContainerInsights", "RunningTaskCount", _service(cluster, running)),
            # A sum over a list passes over what is not reported, as `held` when nothing is; a plus would have no value.
            # Without a task there is none, and nothing is scaled: `wake` does that.
            {"id": "backlog", "expression": "SUM([waiting, held]) / tasks", "return_data": True},
        ]
        aws.appautoscaling.Policy(
            f"{name}-backlog-{connection.lower().replace('_', '-')}",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration={
                "target_value": settings.backlog_per_replica,
                "customized_metric_specification": {"metrics": measured},
                "scale_out_cooldown": 60,
                "scale_in_cooldown": 300,
            },
            opts=child(worker),
        )


def wake(
    worker: pulumi.ComponentResource,
    name: str,
    queues: Queues,
    *,
    target: aws.appautoscaling.Target,
    cluster: aws.ecs.Cluster,
    running: aws.ecs.Service,
    tags: Mapping[str, str],
) -> None:
    """Start the first task when a message waits and none runs: nothing per task can be tracked then."""
    step = aws.appautoscaling.Policy(
        f"{name}-wake",
        policy_type="StepScaling",
        service_namespace=target.service_namespace,
        scalable_dimension=target.scalable_dimension,
        resource_id=target.resource_id,
        step_scaling_policy_configuration={
            "adjustment_type": "ChangeInCapacity",
            "metric_aggregation_type": "Maximum",
            "cooldown": 120,
            "step_adjustments": [{"metric_interval_lower_bound": "0", "scaling_adjustment": 1}],
        },
        opts=child(worker),
    )
    for connection, queue in queues.items():
        aws.cloudwatch.MetricAlarm(
            f"{name}-wake-{connection.lower().replace('_', '-')}",
            alarm_description=f"Messages wait and no task of {name} runs; it wakes the worker, and nobody else.",
            metric_queries=[
                _queried("waiting", "AWS/SQS", UNDONE["waiting"], {"QueueName": queue}),
                _queried("tasks", "ECS/ContainerInsights", "RunningTaskCount", _service(cluster, running)),
                # A zero for each minute of the queue: nobody promises that the tasks are counted when there are none.
                {"id": "zero", "expression": "waiting * 0", "return_data": False},
                {"id": "asleep", "expression": "IF(SUM([tasks, zero]) < 1, waiting, 0)", "return_data": True},
            ],
            comparison_operator="GreaterThanThreshold",
            threshold=0,
            evaluation_periods=1,
            treat_missing_data="notBreaching",
            alarm_actions=[step.arn],
            tags=tags,
            opts=child(worker),
        )


def _service(cluster: aws.ecs.Cluster, running: aws.ecs.Service) -> dict[str, pulumi.Input[str]]:
    return {"ClusterName": cluster.name, "ServiceName": running.name}


def _measured(id: str, namespace: str, metric: str, dimensions: Mapping[str, pulumi.Input[str]]) -> Measured:
    return {
        "id": id,
        "metric_stat": {
            "metric": {
                "namespace": namespace,
                "metric_name": metric,
                "dimensions": [{"name": name, "value": value} for name, value in dimensions.items()],
            },
            "stat": "Average",
        },
        "return_data": False,
    }


def _queried(
    id: str, namespace: str, metric: str, dimensions: Mapping[str, pulumi.Input[str]]
) -> aws.cloudwatch.MetricAlarmMetricQueryArgsDict:
    return {
        "id": id,
        "metric": {
            "namespace": namespace,
            "metric_name": metric,
            "dimensions": dimensions,
            "period": 60,
            "stat": "Maximum",
        },
    }
