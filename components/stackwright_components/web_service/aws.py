"""ECS on Fargate behind an Application Load Balancer."""

from typing import Final

import pulumi

from stackwright_components.aws_alarms import PUBLISHERS, owner_topic
from stackwright_components.aws_policies import encryption_key, place_of
from stackwright_components.connection import AwsRole, Client, connect
from stackwright_components.connection.merging import furnished
from stackwright_components.ecs.roles import task_role
from stackwright_components.ecs.scaling import scalable, track_use, watch_use
from stackwright_components.ecs.service import Behind, cluster, service
from stackwright_components.ecs.task import Container, task
from stackwright_components.labels import aws_tags
from stackwright_components.web_service.aws_balancer import balancer
from stackwright_components.web_service.aws_requests import watch_requests
from stackwright_components.web_service.interface import Settings, WebServiceOutputs

STOP_SECONDS: Final = 60
"""From SIGTERM to SIGKILL: longer than the 30 s in which the balancer sends a leaving task no new requests."""


def build(component: pulumi.ComponentResource, name: str, settings: Settings) -> WebServiceOutputs:
    """Make the cluster, the balancer, the task and the service, and what watches and scales them."""
    tags = aws_tags(settings.tags, name)
    around = cluster(component, name, tags)
    place = place_of(around.arn)
    key = encryption_key(
        component,
        name,
        place=place,
        purpose=f"Logs, secrets and alarms of the web service {name}",
        publishers=PUBLISHERS,
        tags=tags,
        retain=False,
    )
    topic = settings.alarm_target or owner_topic(component, name, key=key, place=place, tags=tags)
    front = balancer(component, name, settings, place, tags)
    role = task_role(component, name, settings.task_policy, place=place, tags=tags)
    client = Client(
        identity=AwsRole(name=role.name, arn=role.arn),
        network_cidr=settings.network_cidr,
        guard_id=front.task_group.id,
        tags=settings.tags,
    )
    connected = connect(component, name, settings.connections, client)
    container = furnished(_container(settings), connected)
    work = task(component, name, container, cluster=around, role=role, key=key, place=place, tags=tags)
    running = service(
        component,
        name,
        cluster=around,
        task=work,
        replicas=settings.replicas,
        subnets=settings.private_subnet_ids,
        security_groups=[front.task_group.id, *settings.security_group_ids],
        releases=watch_requests(component, name, settings, front, topic, tags),
        first=[*front.listeners, *connected.prerequisites],
        tags=tags,
        behind=Behind(front.target_group.arn, settings.port),
    )
    target = scalable(
        component, name, cluster=around, running=running, least=settings.replicas, most=settings.max_replicas
    )
    track_use(component, name, target)
    watch_use(component, name, cluster=around, running=running, topic=topic, runbook=settings.runbook, tags=tags)
    nothing = pulumi.Output.from_input("")
    return WebServiceOutputs(
        url=front.url,
        hostname=front.hostname,
        guard_id=front.guard.id,
        load_balancer_dns_name=front.load_balancer.dns_name,
        load_balancer_zone_id=front.load_balancer.zone_id,
        security_group_id=front.task_group.id,
        cluster_name=around.name,
        service_name=running.name,
        service_id=running.arn,
        load_balancer_arn=front.load_balancer.arn,
        identity=role.arn,
        task_role_arn=role.arn,
        log_group_name=work.log_group.name,
        log_workspace_id=nothing,
        subnet_cidr=nothing,
        alarm_target=pulumi.Output.from_input(topic),
    )


def _container(settings: Settings) -> Container:
    return Container(
        kind="web service",
        image=settings.image,
        port=settings.port,
        cpu=settings.cpu,
        memory=settings.memory,
        architecture=settings.architecture,
        user=settings.user,
        environment=settings.environment,
        secrets=settings.secrets,
        secret_references=settings.secret_references,
        secret_key_arns=settings.secret_key_arns,
        stop_seconds=STOP_SECONDS,
        log_retention_days=settings.log_retention_days,
    )
