"""How many tasks there are, and when the owner is told; docs/components/web-service.md says what to do then."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import Alarm, raise_alarms
from stackwright_components.conventions import child
from stackwright_components.web_service.aws_balancer import Balancer
from stackwright_components.web_service.interface import Settings


def autoscale(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    cluster: aws.ecs.Cluster,
    running: aws.ecs.Service,
) -> None:
    """Between `replicas` and `max_replicas`, quickly up and slowly down, by processor and memory."""
    target = aws.appautoscaling.Target(
        f"{name}-scaling",
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        resource_id=pulumi.Output.concat("service/", cluster.name, "/", running.name),
        min_capacity=settings.replicas,
        max_capacity=settings.max_replicas,
        opts=child(service),
    )
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
            opts=child(service),
        )


def watch_requests(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    front: Balancer,
    topic: pulumi.Input[str],
    tags: Mapping[str, str],
) -> list[aws.cloudwatch.MetricAlarm]:
    """Alarms on what callers see. The ones that judge a release come back: ECS rolls back when one of them goes off."""
    balancer = {"LoadBalancer": front.load_balancer.arn_suffix}
    targets = balancer | {"TargetGroup": front.target_group.arn_suffix}
    # Errors are counted only when there are any, and latency only with traffic: silence is health.
    errors = Alarm(
        name="errors",
        meaning="The application answers with 5xx.",
        namespace="AWS/ApplicationELB",
        metric="HTTPCode_Target_5XX_Count",
        dimensions=targets,
        statistic="Sum",
        threshold=10,
        missing="notBreaching",
        breaches=3,
    )
    unanswered = Alarm(
        name="unanswered",
        meaning="The load balancer itself answers with 5xx: no task took the request.",
        namespace="AWS/ApplicationELB",
        metric="HTTPCode_ELB_5XX_Count",
        dimensions=balancer,
        statistic="Sum",
        threshold=10,
        missing="notBreaching",
        breaches=3,
    )
    latency = Alarm(
        name="latency",
        meaning="One request in a hundred takes longer than two seconds.",
        namespace="AWS/ApplicationELB",
        metric="TargetResponseTime",
        dimensions=targets,
        statistic="p99",
        threshold=2,
        missing="notBreaching",
    )
    # Reported for as long as any task is registered: silence means that none is.
    healthy = Alarm(
        name="healthy",
        meaning="Fewer tasks are healthy than there must be.",
        namespace="AWS/ApplicationELB",
        metric="HealthyHostCount",
        dimensions=targets,
        statistic="Minimum",
        threshold=settings.replicas,
        missing="breaching",
        above=False,
    )
    raised = raise_alarms(
        service,
        name,
        [errors, unanswered, latency, healthy],
        topic=topic,
        runbook=settings.runbook,
        tags=tags,
    )
    return raised[:2]


def watch_tasks(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    cluster: aws.ecs.Cluster,
    running: aws.ecs.Service,
    topic: pulumi.Input[str],
    tags: Mapping[str, str],
) -> None:
    """Alarms on what the tasks use: the autoscaler could not keep up, or is at its upper bound."""
    raise_alarms(
        service,
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
        ],
        topic=topic,
        runbook=settings.runbook,
        tags=tags,
    )
