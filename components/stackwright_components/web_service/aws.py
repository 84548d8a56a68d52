"""ECS on Fargate behind an Application Load Balancer."""

from collections.abc import Sequence
from dataclasses import replace

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import PUBLISHERS, owner_topic
from stackwright_components.aws_policies import encryption_key, place_of
from stackwright_components.connection import AwsRole, Client, Connected, connect
from stackwright_components.connection.merging import refuse_twice
from stackwright_components.conventions import child
from stackwright_components.labels import aws_tags
from stackwright_components.web_service.aws_balancer import Balancer, balancer
from stackwright_components.web_service.aws_scaling import autoscale, watch_requests, watch_tasks
from stackwright_components.web_service.aws_task import CONTAINER, Task, task, task_role
from stackwright_components.web_service.interface import Settings, WebServiceOutputs


def build(service: pulumi.ComponentResource, name: str, settings: Settings) -> WebServiceOutputs:
    """Make the cluster, the balancer, the task and the service, and what watches and scales them."""
    tags = aws_tags(settings.tags, name)
    cluster = aws.ecs.Cluster(
        f"{name}-cluster",
        settings=[{"name": "containerInsights", "value": "enhanced"}],
        tags=tags,
        opts=child(service),
    )
    place = place_of(cluster.arn)
    key = encryption_key(
        service,
        name,
        place=place,
        purpose=f"Logs, secrets and alarms of the web service {name}",
        publishers=PUBLISHERS,
        tags=tags,
        retain=False,
    )
    topic = settings.alarm_target or owner_topic(service, name, key=key, place=place, tags=tags)
    front = balancer(service, name, settings, place, tags)
    role = task_role(service, name, settings, place, tags)
    client = Client(
        identity=AwsRole(name=role.name, arn=role.arn),
        network_cidr=settings.network_cidr,
        guard_id=front.task_group.id,
        tags=settings.tags,
    )
    connected = connect(service, name, settings.connections, client)
    settings = _with_connections(settings, connected)
    work = task(service, name, settings, cluster=cluster, role=role, key=key, place=place, tags=tags)
    releases = watch_requests(service, name, settings, front, topic, tags)
    first = [*front.listeners, *work.prerequisites, *connected.prerequisites]
    running = _service(service, name, settings, cluster, front, work, releases, first, tags)
    autoscale(service, name, settings, cluster, running)
    watch_tasks(service, name, settings, cluster, running, topic, tags)
    return WebServiceOutputs(
        url=front.url,
        hostname=front.hostname,
        load_balancer_dns_name=front.load_balancer.dns_name,
        load_balancer_zone_id=front.load_balancer.zone_id,
        security_group_id=front.task_group.id,
        cluster_name=cluster.name,
        service_name=running.name,
        task_role_arn=role.arn,
        log_group_name=work.log_group.name,
        alarm_target=pulumi.Output.from_input(topic),
    )


def _with_connections(settings: Settings, connected: Connected) -> Settings:
    """The settings of a container that has what its connections give."""
    # Each source is free of doubles; one variable from two of them is found here.
    refuse_twice(
        settings.environment,
        settings.secrets,
        settings.secret_references,
        connected.environment,
        connected.secrets,
        connected.secret_references,
    )
    return replace(
        settings,
        environment={**settings.environment, **connected.environment},
        secrets={**settings.secrets, **connected.secrets},
        secret_references={**settings.secret_references, **connected.secret_references},
        secret_key_arns=[*settings.secret_key_arns, *connected.secret_key_arns],
    )


def _service(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    cluster: aws.ecs.Cluster,
    front: Balancer,
    work: Task,
    releases: list[aws.cloudwatch.MetricAlarm],
    first: Sequence[pulumi.Resource],
    tags: dict[str, str],
) -> aws.ecs.Service:
    return aws.ecs.Service(
        name,
        cluster=cluster.arn,
        task_definition=work.definition.arn,
        launch_type="FARGATE",
        platform_version="1.4.0",
        desired_count=settings.replicas,
        availability_zone_rebalancing="ENABLED",
        deployment_controller={"type": "ECS"},
        deployment_circuit_breaker={"enable": True, "rollback": True},
        alarms={"enable": True, "rollback": True, "alarm_names": [alarm.name for alarm in releases]},
        deployment_minimum_healthy_percent=100,
        deployment_maximum_percent=200,
        health_check_grace_period_seconds=60,
        enable_execute_command=False,
        enable_ecs_managed_tags=True,
        propagate_tags="SERVICE",
        network_configuration={
            "subnets": settings.private_subnet_ids,
            "security_groups": [front.task_group.id, *settings.security_group_ids],
            "assign_public_ip": False,
        },
        load_balancers=[
            {
                "target_group_arn": front.target_group.arn,
                "container_name": CONTAINER,
                "container_port": settings.port,
            }
        ],
        # `up` fails when the release does, and the old task definition stays in use until the new one serves.
        wait_for_steady_state=True,
        tags=tags,
        opts=child(
            service,
            depends_on=first,
            # The autoscaler's from the first deployment on; `replicas` moves its lower bound.
            ignore_changes=["desired_count"],
        ),
    )
