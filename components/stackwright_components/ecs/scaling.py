"""How many tasks there are, and when they use up what they have."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import Alarm, raise_alarms
from stackwright_components.conventions import child


def scalable(
    parent: pulumi.ComponentResource,
    name: str,
    *,
    cluster: aws.ecs.Cluster,
    running: aws.ecs.Service,
    least: pulumi.Input[int],
    most: pulumi.Input[int],
) -> aws.appautoscaling.Target:
    """The service, as the autoscaler may change it."""
    return aws.appautoscaling.Target(
        f"{name}-scaling",
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        resource_id=pulumi.Output.concat("service/", cluster.name, "/", running.name),
        min_capacity=least,
        max_capacity=most,
        opts=child(parent),
    )


def track_use(parent: pulumi.ComponentResource, name: str, target: aws.appautoscaling.Target) -> None:
    """Follow processor and memory, quickly up and slowly down."""
    for role, metric, goal in (
        ("cpu", "ECSServiceAverageCPUUtilization", 60.0),
        ("memory", "ECSServiceAverageMemoryUtilization", 75.0),
    ):
        aws.appautoscaling.Policy(
            f"{name}-scaling-{role}",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration={
                "target_value": goal,
                "predefined_metric_specification": {"predefined_metric_type": metric},
                "scale_out_cooldown": 60,
                "scale_in_cooldown": 300,
            },
            opts=child(parent),
        )


def watch_use(
    parent: pulumi.ComponentResource,
    name: str,
    *,
    cluster: aws.ecs.Cluster,
    running: aws.ecs.Service,
    topic: pulumi.Input[str],
    runbook: pulumi.Input[str],
    tags: Mapping[str, str],
    processor: bool = True,
) -> None:
    """Alarms on what the tasks use: the autoscaler could not keep up, or is at its upper bound.

    Without `processor` on memory alone: a worker that is scaled by its backlog may well use all the time that it has.
    """
    raise_alarms(
        parent,
        name,
        [
            Alarm(
                name=role,
                meaning=f"The tasks' {what} is nearly used up, and scaling out does not help.",
                namespace="AWS/ECS",
                metric=metric,
                dimensions={"ClusterName": cluster.name, "ServiceName": running.name},
                threshold=90,
                missing="missing",
                periods=15,
            )
            for role, what, metric in (
                ("cpu", "processor time", "CPUUtilization"),
                ("memory", "memory", "MemoryUtilization"),
            )
            if processor or role != "cpu"
        ],
        topic=topic,
        runbook=runbook,
        tags=tags,
    )
