"""ECS on Fargate behind an Application Load Balancer."""

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import PUBLISHERS, owner_topic
from stackwright_components.aws_policies import encryption_key, place_of
from stackwright_components.conventions import child
from stackwright_components.labels import aws_tags
from stackwright_components.web_service.aws_balancer import Balancer, balancer
from stackwright_components.web_service.aws_scaling import autoscale, watch_requests, watch_tasks
from stackwright_components.web_service.aws_task import CONTAINER, Task, task
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
    work = task(service, name, settings, cluster=cluster, key=key, place=place, tags=tags)
    releases = watch_requests(service, name, settings, front, topic, tags)
    running = _service(service, name, settings, cluster, front, work, releases, tags)
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
        task_role_arn=work.role.arn,
        log_group_name=work.log_group.name,
        alarm_target=pulumi.Output.from_input(topic),
    )


def _service(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    cluster: aws.ecs.Cluster,
    front: Balancer,
    work: Task,
    releases: list[aws.cloudwatch.MetricAlarm],
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
            depends_on=[*front.listeners, *work.prerequisites],
            # The autoscaler's from the first deployment on; `replicas` moves its lower bound.
            ignore_changes=["desired_count"],
        ),
    )
