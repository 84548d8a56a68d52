"""The task: its container, its secrets and its logs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_policies import Place
from stackwright_components.conventions import child
from stackwright_components.ecs.roles import execution_role

CONTAINER: Final = "app"


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """What runs, and what it is given. Fargate takes certain pairs of `cpu` (1024 to a vCPU) and `memory` (MiB)."""

    kind: str
    """What it is in descriptions: `web service`, `worker`."""
    image: pulumi.Input[str]
    command: pulumi.Input[list[str]] | None = None
    port: pulumi.Input[int] | None = None
    cpu: pulumi.Input[int]
    memory: pulumi.Input[int]
    architecture: pulumi.Input[str]
    user: pulumi.Input[str] | None = None
    """`uid:gid`."""
    environment: Mapping[str, pulumi.Input[str]]
    secrets: Mapping[str, pulumi.Input[str]]
    secret_references: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    secret_key_arns: Sequence[pulumi.Input[str]] = ()
    health_command: pulumi.Input[list[str]] | None = None
    stop_seconds: pulumi.Input[int]
    """From SIGTERM to SIGKILL, at most 120."""
    log_retention_days: int


@dataclass(frozen=True, slots=True)
class Task:
    """The task definition, where the application logs, and what must be there before a task starts."""

    definition: aws.ecs.TaskDefinition
    log_group: aws.cloudwatch.LogGroup
    prerequisites: list[pulumi.Resource]


def task(
    parent: pulumi.ComponentResource,
    name: str,
    container: Container,
    *,
    cluster: aws.ecs.Cluster,
    role: aws.iam.Role,
    key: aws.kms.Key,
    place: pulumi.Output[Place],
    tags: Mapping[str, str],
) -> Task:
    """Make everything that a task needs to start. `role` is who the application is."""
    log_group = aws.cloudwatch.LogGroup(
        f"{name}-logs",
        kms_key_id=key.arn,
        retention_in_days=container.log_retention_days,
        tags=tags,
        opts=child(parent),
    )
    # Container Insights writes here; made by ECS it would be unencrypted and kept for ever.
    insights = aws.cloudwatch.LogGroup(
        f"{name}-insights",
        name=pulumi.Output.concat("/aws/ecs/containerinsights/", cluster.name, "/performance"),
        kms_key_id=key.arn,
        retention_in_days=container.log_retention_days,
        tags=tags,
        opts=child(parent),
    )
    versions, secret_arns = _secrets(parent, name, container, key, tags)
    references = {variable: pulumi.Output.from_input(arn) for variable, arn in container.secret_references.items()}
    readable = [*secret_arns, *(reference.apply(_secret_arn) for reference in references.values())]
    keys = [key.arn, *container.secret_key_arns]
    execution, permission = execution_role(
        parent, name, place=place, log_group=log_group, secrets=readable, keys=keys, tags=tags
    )
    only = _container(container, log_group, place, versions | references)
    definition = aws.ecs.TaskDefinition(
        f"{name}-task",
        family=cluster.name,
        requires_compatibilities=["FARGATE"],
        network_mode="awsvpc",
        cpu=pulumi.Output.from_input(container.cpu).apply(str),
        memory=pulumi.Output.from_input(container.memory).apply(str),
        runtime_platform={"operating_system_family": "LINUX", "cpu_architecture": container.architecture},
        execution_role_arn=execution.arn,
        task_role_arn=role.arn,
        container_definitions=pulumi.Output.json_dumps([only]),
        volumes=[{"name": "tmp"}],
        # A rollback starts tasks of the release before: what it was must not be gone.
        skip_destroy=True,
        tags=tags,
        opts=child(parent),
    )
    return Task(definition, log_group, [permission, insights])


def _secrets(
    parent: pulumi.ComponentResource,
    name: str,
    container: Container,
    key: aws.kms.Key,
    tags: Mapping[str, str],
) -> tuple[dict[str, pulumi.Output[str]], list[pulumi.Output[str]]]:
    """A Secrets Manager secret for each variable: what the container refers to, and what may be read.

    A container refers to one *version*, so a new value is a new task definition: the tasks are replaced one by one,
    and a rollback finds the value that it ran with.
    """
    references: dict[str, pulumi.Output[str]] = {}
    arns: list[pulumi.Output[str]] = []
    for variable, value in container.secrets.items():
        label = f"{name}-{variable.lower().replace('_', '-')}"
        secret = aws.secretsmanager.Secret(
            label,
            description=f"{variable} of the {container.kind} {name}",
            kms_key_id=key.arn,
            recovery_window_in_days=7,
            tags=tags,
            opts=child(parent),
        )
        version = aws.secretsmanager.SecretVersion(
            label,
            secret_id=secret.id,
            secret_string=pulumi.Output.secret(value),
            opts=child(parent),
        )
        # arn:json-key:version-stage:version-id, the first two empty
        references[variable] = pulumi.Output.concat(secret.arn, ":::", version.version_id)
        arns.append(secret.arn)
    return references, arns


def _container(
    container: Container,
    log_group: aws.cloudwatch.LogGroup,
    place: pulumi.Output[Place],
    secrets: Mapping[str, pulumi.Output[str]],
) -> dict[str, Any]:
    user = {} if container.user is None else {"user": container.user}
    environment = container.environment
    # The order of the keys stays: another text would be another task definition, and every service would be rolled.
    return user | {
        "name": CONTAINER,
        "image": container.image,
        "essential": True,
        **_chosen(container),
        "environment": [{"name": name, "value": environment[name]} for name in sorted(environment)],
        "secrets": [{"name": name, "valueFrom": secrets[name]} for name in sorted(secrets)],
        "readonlyRootFilesystem": True,
        "mountPoints": [{"sourceVolume": "tmp", "containerPath": "/tmp", "readOnly": False}],  # noqa: S108 - in the task
        "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}},
        "stopTimeout": container.stop_seconds,
        "versionConsistency": "enabled",
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": log_group.name,
                "awslogs-region": place.apply(lambda here: here.region),
                "awslogs-stream-prefix": CONTAINER,
                # A log service that stalls must not stall the application with it.
                "mode": "non-blocking",
                "max-buffer-size": "25m",
            },
        },
    }


def _chosen(container: Container) -> dict[str, Any]:
    """What only some containers have."""
    chosen: dict[str, Any] = {}
    if container.command is not None:
        chosen["command"] = container.command
    if container.port is not None:
        chosen["portMappings"] = [{"containerPort": container.port, "hostPort": container.port, "protocol": "tcp"}]
    if container.health_command is not None:
        chosen["healthCheck"] = {
            "command": pulumi.Output.from_input(container.health_command).apply(lambda words: ["CMD", *words]),
            "startPeriod": 15,
            "interval": 20,
            "timeout": 5,
            "retries": 3,
        }
    return chosen


def _secret_arn(reference: str) -> str:
    """The secret in `arn:aws:secretsmanager:region:account:secret:name[:json-key:version-stage:version-id]`."""
    return ":".join(reference.split(":")[:7])
