"""ECS on Fargate, behind nothing: it takes work, and nobody reaches it."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import PUBLISHERS, owner_topic
from stackwright_components.aws_policies import document, encryption_key, place_of
from stackwright_components.connection import AwsRole, Client, connect
from stackwright_components.connection.merging import furnished
from stackwright_components.conventions import child
from stackwright_components.ecs.roles import task_role
from stackwright_components.ecs.scaling import scalable, track_use, watch_use
from stackwright_components.ecs.service import cluster, service
from stackwright_components.ecs.task import Container, task
from stackwright_components.labels import aws_tags
from stackwright_components.worker.aws_backlog import track_backlog, wake
from stackwright_components.worker.aws_watch import watch_errors, watch_running
from stackwright_components.worker.fargate import fargate_size
from stackwright_components.worker.interface import Settings, WorkerOutputs, received_queues


def build(worker: pulumi.ComponentResource, name: str, settings: Settings) -> WorkerOutputs:
    """Make the cluster, the task and the service, and what watches and scales them."""
    tags = aws_tags(settings.tags, name)
    around = cluster(worker, name, tags)
    place = place_of(around.arn)
    key = encryption_key(
        worker,
        name,
        place=place,
        purpose=f"Logs, secrets and alarms of the worker {name}",
        publishers=PUBLISHERS,
        tags=tags,
        retain=False,
    )
    topic = settings.alarm_target or owner_topic(worker, name, key=key, place=place, tags=tags)
    guard = _guard(worker, name, settings, tags)
    role = task_role(worker, name, None, place=place, tags=tags)
    allowed = _protect_itself(worker, name, around, role)
    client = Client(
        identity=AwsRole(name=role.name, arn=role.arn),
        network_cidr=settings.network_cidr,
        guard_id=guard.id,
        tags=settings.tags,
    )
    connected = connect(worker, name, settings.connections, client)
    container = furnished(_container(settings), connected)
    work = task(worker, name, container, cluster=around, role=role, key=key, place=place, tags=tags)
    running = service(
        worker,
        name,
        cluster=around,
        task=work,
        replicas=settings.replicas,
        subnets=settings.private_subnet_ids,
        security_groups=[guard.id],
        releases=watch_errors(worker, name, settings, cluster=around, log_group=work.log_group, topic=topic, tags=tags),
        first=[allowed, *connected.prerequisites],
        tags=tags,
    )
    target = scalable(
        worker, name, cluster=around, running=running, least=settings.replicas, most=settings.max_replicas
    )
    queues = received_queues(settings)
    if queues:
        track_backlog(worker, name, settings, queues, target=target, cluster=around, running=running)
    else:
        track_use(worker, name, target)
    if settings.sleeps:
        wake(worker, name, queues, target=target, cluster=around, running=running, tags=tags)
    watch_use(
        worker,
        name,
        cluster=around,
        running=running,
        topic=topic,
        runbook=settings.runbook,
        tags=tags,
        processor=not queues,
    )
    watch_running(worker, name, settings, cluster=around, running=running, topic=topic, tags=tags)
    nothing = pulumi.Output.from_input("")
    return WorkerOutputs(
        namespace=nothing,
        deployment_name=nothing,
        service_account_name=nothing,
        cluster_name=around.name,
        service_name=running.name,
        security_group_id=guard.id,
        task_role_arn=role.arn,
        log_group_name=work.log_group.name,
        alarm_target=pulumi.Output.from_input(topic),
    )


def _container(settings: Settings) -> Container:
    size = pulumi.Output.all(settings.cpu, settings.memory).apply(lambda asked: fargate_size(*asked))
    return Container(
        kind="worker",
        image=settings.image,
        command=settings.command,
        cpu=size.apply(lambda known: known[0]),
        memory=size.apply(lambda known: known[1]),
        architecture=settings.architecture,
        user=settings.user.apply(lambda user: f"{user}:{user}"),
        environment=settings.environment,
        secrets=settings.secrets,
        health_command=settings.health_command,
        stop_seconds=settings.shutdown_seconds,
        log_retention_days=settings.log_retention_days,
    )


def _guard(
    worker: pulumi.ComponentResource, name: str, settings: Settings, tags: Mapping[str, str]
) -> aws.ec2.SecurityGroup:
    """Nothing in. Out: HTTPS (the registry, AWS) and `egress`; connections add what they need."""
    guard = aws.ec2.SecurityGroup(
        f"{name}-tasks",
        description=f"Tasks of {name}",
        vpc_id=settings.network_id,
        tags=dict(tags) | {"Name": f"{name}-tasks"},
        opts=child(worker),
    )
    ways = [("https", "0.0.0.0/0", 443, "Registry, AWS and other HTTPS services")] + [
        (
            f"{rule['cidr'].replace('.', '-').replace('/', '-')}-{int(rule['port'])}",
            rule["cidr"],
            rule["port"],
            "Egress",
        )
        for rule in settings.egress
    ]
    for role, cidr, port, why in ways:
        aws.vpc.SecurityGroupEgressRule(
            f"{name}-tasks-{role}",
            security_group_id=guard.id,
            ip_protocol="tcp",
            from_port=int(port),
            to_port=int(port),
            cidr_ipv4=cidr,
            description=why,
            tags=tags,
            opts=child(worker),
        )
    return guard


def _protect_itself(
    worker: pulumi.ComponentResource, name: str, around: aws.ecs.Cluster, role: aws.iam.Role
) -> aws.iam.RolePolicy:
    """A task may keep itself from being scaled in or replaced while it is in the middle of something long.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
    """
    tasks = around.arn.apply(lambda arn: f"{arn.replace(':cluster/', ':task/')}/*")
    statement = {
        "Sid": "ProtectItself",
        "Effect": "Allow",
        "Action": ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"],
        "Resource": tasks,
    }
    return aws.iam.RolePolicy(
        f"{name}-task-protection",
        role=role.name,
        policy=pulumi.Output.json_dumps(document(statement)),
        opts=child(worker),
    )
