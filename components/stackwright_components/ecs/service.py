"""The cluster, and the service that keeps tasks running in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stackwright_components.conventions import child
from stackwright_components.ecs.task import CONTAINER, Task


@dataclass(frozen=True, slots=True)
class Behind:
    """The balancer that the tasks of a service are behind, if they are."""

    target_group_arn: pulumi.Input[str]
    port: pulumi.Input[int]


def cluster(parent: pulumi.ComponentResource, name: str, tags: Mapping[str, str]) -> aws.ecs.Cluster:
    """A cluster with Container Insights, which counts tasks."""
    return aws.ecs.Cluster(
        f"{name}-cluster",
        settings=[{"name": "containerInsights", "value": "enhanced"}],
        tags=tags,
        opts=child(parent),
    )


def service(
    parent: pulumi.ComponentResource,
    name: str,
    *,
    cluster: aws.ecs.Cluster,
    task: Task,
    replicas: pulumi.Input[int],
    subnets: pulumi.Input[Sequence[pulumi.Input[str]]],
    security_groups: Sequence[pulumi.Input[str]],
    releases: Sequence[aws.cloudwatch.MetricAlarm],
    first: Sequence[pulumi.Resource],
    tags: Mapping[str, str],
    behind: Behind | None = None,
) -> aws.ecs.Service:
    """A service that is rolled back when its tasks do not start, or when one of `releases` goes off meanwhile.

    `first` is what must be there before a task starts, beside what the task itself needs.
    """
    return aws.ecs.Service(
        name,
        cluster=cluster.arn,
        task_definition=task.definition.arn,
        launch_type="FARGATE",
        platform_version="1.4.0",
        desired_count=replicas,
        availability_zone_rebalancing="ENABLED",
        deployment_controller={"type": "ECS"},
        deployment_circuit_breaker={"enable": True, "rollback": True},
        alarms={"enable": True, "rollback": True, "alarm_names": [alarm.name for alarm in releases]},
        deployment_minimum_healthy_percent=100,
        deployment_maximum_percent=200,
        health_check_grace_period_seconds=60 if behind else None,
        enable_execute_command=False,
        enable_ecs_managed_tags=True,
        propagate_tags="SERVICE",
        network_configuration={
            "subnets": subnets,
            "security_groups": list(security_groups),
            "assign_public_ip": False,
        },
        load_balancers=[
            {
                "target_group_arn": behind.target_group_arn,
                "container_name": CONTAINER,
                "container_port": behind.port,
            }
        ]
        if behind
        else None,
        # `up` fails when the release does, and the old task definition stays in use until the new one runs.
        wait_for_steady_state=True,
        tags=tags,
        opts=child(
            parent,
            depends_on=[*first, *task.prerequisites],
            # The autoscaler's from the first deployment on; `replicas` moves its lower bound.
            ignore_changes=["desired_count"],
        ),
    )
