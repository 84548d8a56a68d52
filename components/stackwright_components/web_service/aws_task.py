"""The task: its container, its two roles, its secrets and its logs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_policies import Place, Statement, document, service_trust
from stackwright_components.conventions import child
from stackwright_components.web_service.interface import Settings

CONTAINER: Final = "app"
STOP_SECONDS: Final = 60
"""From SIGTERM to SIGKILL: longer than the 30 s in which the balancer sends a leaving task no new requests."""


@dataclass(frozen=True, slots=True)
class Task:
    """The task definition, where the application logs, and what must be there before a task starts."""

    definition: aws.ecs.TaskDefinition
    log_group: aws.cloudwatch.LogGroup
    prerequisites: list[pulumi.Resource]


def task(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
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
        retention_in_days=settings.log_retention_days,
        tags=tags,
        opts=child(service),
    )
    # Container Insights writes here; made by ECS it would be unencrypted and kept for ever.
    insights = aws.cloudwatch.LogGroup(
        f"{name}-insights",
        name=pulumi.Output.concat("/aws/ecs/containerinsights/", cluster.name, "/performance"),
        kms_key_id=key.arn,
        retention_in_days=settings.log_retention_days,
        tags=tags,
        opts=child(service),
    )
    versions, secret_arns = _secrets(service, name, settings, key, tags)
    references = {variable: pulumi.Output.from_input(arn) for variable, arn in settings.secret_references.items()}
    readable = [*secret_arns, *(reference.apply(_secret_arn) for reference in references.values())]
    execution, permission = _execution_role(service, name, settings, place, log_group, key, readable, tags)
    definition = aws.ecs.TaskDefinition(
        f"{name}-task",
        family=cluster.name,
        requires_compatibilities=["FARGATE"],
        network_mode="awsvpc",
        cpu=pulumi.Output.from_input(settings.cpu).apply(str),
        memory=pulumi.Output.from_input(settings.memory).apply(str),
        runtime_platform={"operating_system_family": "LINUX", "cpu_architecture": settings.architecture},
        execution_role_arn=execution.arn,
        task_role_arn=role.arn,
        container_definitions=pulumi.Output.json_dumps([_container(settings, log_group, place, versions | references)]),
        volumes=[{"name": "tmp"}],
        # A rollback starts tasks of the release before: what it was must not be gone.
        skip_destroy=True,
        tags=tags,
        opts=child(service),
    )
    return Task(definition, log_group, [permission, insights])


def _secrets(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    key: aws.kms.Key,
    tags: Mapping[str, str],
) -> tuple[dict[str, pulumi.Output[str]], list[pulumi.Output[str]]]:
    """A Secrets Manager secret for each variable: what the container refers to, and what may be read.

    A container refers to one *version*, so a new value is a new task definition: the tasks are replaced one by one,
    and a rollback finds the value that it ran with.
    """
    references: dict[str, pulumi.Output[str]] = {}
    arns: list[pulumi.Output[str]] = []
    for variable, value in settings.secrets.items():
        label = f"{name}-{variable.lower().replace('_', '-')}"
        secret = aws.secretsmanager.Secret(
            label,
            description=f"{variable} of the web service {name}",
            kms_key_id=key.arn,
            recovery_window_in_days=7,
            tags=tags,
            opts=child(service),
        )
        version = aws.secretsmanager.SecretVersion(
            label,
            secret_id=secret.id,
            secret_string=pulumi.Output.secret(value),
            opts=child(service),
        )
        # arn:json-key:version-stage:version-id, the first two empty
        references[variable] = pulumi.Output.concat(secret.arn, ":::", version.version_id)
        arns.append(secret.arn)
    return references, arns


def _container(
    settings: Settings,
    log_group: aws.cloudwatch.LogGroup,
    place: pulumi.Output[Place],
    secrets: Mapping[str, pulumi.Output[str]],
) -> dict[str, Any]:
    user = {} if settings.user is None else {"user": settings.user}
    return user | {
        "name": CONTAINER,
        "image": settings.image,
        "essential": True,
        "portMappings": [{"containerPort": settings.port, "hostPort": settings.port, "protocol": "tcp"}],
        "environment": [{"name": name, "value": settings.environment[name]} for name in sorted(settings.environment)],
        "secrets": [{"name": name, "valueFrom": secrets[name]} for name in sorted(secrets)],
        "readonlyRootFilesystem": True,
        "mountPoints": [{"sourceVolume": "tmp", "containerPath": "/tmp", "readOnly": False}],  # noqa: S108 - in the task
        "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}},
        "stopTimeout": STOP_SECONDS,
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


def _execution_role(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    place: pulumi.Output[Place],
    log_group: aws.cloudwatch.LogGroup,
    key: aws.kms.Key,
    secrets: list[pulumi.Output[str]],
    tags: Mapping[str, str],
) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
    """Who starts the task: pulls the image, opens the log, reads these secrets, and nothing else."""
    role = aws.iam.Role(
        f"{name}-execution",
        description=f"Starts the tasks of {name}",
        assume_role_policy=service_trust("ecs-tasks.amazonaws.com", place),
        tags=tags,
        opts=child(service),
    )
    pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    statements: list[Statement] = [
        # This action has no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
        {"Sid": "Registry", "Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
        {
            # A platform's images often live in another account, whose repository policy has the last word.
            "Sid": "Pull",
            "Effect": "Allow",
            "Action": pull,
            "Resource": place.apply(lambda here: f"arn:{here.partition}:ecr:*:*:repository/*"),
        },
        {
            "Sid": "Logs",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": pulumi.Output.concat(log_group.arn, ":*"),
        },
    ]
    if secrets:
        keys = [key.arn, *settings.secret_key_arns]
        statements += [
            {"Sid": "Secrets", "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": secrets},
            {"Sid": "Decrypt", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": keys},
        ]
    policy = aws.iam.RolePolicy(
        f"{name}-execution",
        role=role.name,
        policy=pulumi.Output.json_dumps(document(*statements)),
        opts=child(service),
    )
    return role, policy


def task_role(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    place: pulumi.Output[Place],
    tags: Mapping[str, str],
) -> aws.iam.Role:
    """Who the application is: without a `task_policy` or a connection it may do nothing in AWS."""
    role = aws.iam.Role(
        f"{name}-task",
        description=f"The application of {name}",
        assume_role_policy=service_trust("ecs-tasks.amazonaws.com", place),
        tags=tags,
        opts=child(service),
    )
    if settings.task_policy is not None:
        aws.iam.RolePolicy(f"{name}-task", role=role.name, policy=settings.task_policy, opts=child(service))
    return role


def _secret_arn(reference: str) -> str:
    """The secret in `arn:aws:secretsmanager:region:account:secret:name[:json-key:version-stage:version-id]`."""
    return ":".join(reference.split(":")[:7])
