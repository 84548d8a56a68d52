"""Who starts a task, and who the application in it is."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_policies import Place, Statement, document, service_trust
from stackwright_components.conventions import child


def execution_role(
    parent: pulumi.ComponentResource,
    name: str,
    *,
    place: pulumi.Output[Place],
    log_group: aws.cloudwatch.LogGroup,
    secrets: Sequence[pulumi.Output[str]],
    keys: Sequence[pulumi.Input[str]],
    tags: Mapping[str, str],
) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
    """Who starts the task: pulls the image, opens the log, reads these secrets with their keys (ARNs), and no more."""
    role = aws.iam.Role(
        f"{name}-execution",
        description=f"Starts the tasks of {name}",
        assume_role_policy=service_trust("ecs-tasks.amazonaws.com", place),
        tags=tags,
        opts=child(parent),
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
        statements += [
            {"Sid": "Secrets", "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": secrets},
            {"Sid": "Decrypt", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": keys},
        ]
    policy = aws.iam.RolePolicy(
        f"{name}-execution",
        role=role.name,
        policy=pulumi.Output.json_dumps(document(*statements)),
        opts=child(parent),
    )
    return role, policy


def task_role(
    parent: pulumi.ComponentResource,
    name: str,
    policy: pulumi.Input[str] | None,
    *,
    place: pulumi.Output[Place],
    tags: Mapping[str, str],
) -> aws.iam.Role:
    """Who the application is: without a `policy` (an IAM policy document) or a connection it may do nothing in AWS."""
    role = aws.iam.Role(
        f"{name}-task",
        description=f"The application of {name}",
        assume_role_policy=service_trust("ecs-tasks.amazonaws.com", place),
        tags=tags,
        opts=child(parent),
    )
    if policy is not None:
        aws.iam.RolePolicy(f"{name}-task", role=role.name, policy=policy, opts=child(parent))
    return role
