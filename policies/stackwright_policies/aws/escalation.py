"""Rights on AWS that lead to more rights: which actions together, on what, and who says so.

The ways are those of Rhino Security Labs' and Bishop Fox's lists, and of the collections that continue them:
https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
https://bishopfox.com/blog/privilege-escalation-in-aws
https://pathfinding.cloud
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

RHINO: Final = "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/"
RHINO_2: Final = "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation-part-2/"
BISHOP_FOX: Final = "https://bishopfox.com/blog/privilege-escalation-in-aws"
PATHFINDING: Final = "https://pathfinding.cloud"
PASS_ROLE: Final = "iam:PassRole"  # noqa: S105 - an action
ASSUME_ROLE: Final = "sts:AssumeRole"


@dataclass(frozen=True, slots=True)
class OnItself:
    """An action on a policy, a user, a role or a group (`on`) with which whoever has that gets every right."""

    action: str
    on: str
    words: str
    source: str = RHINO


@dataclass(frozen=True, slots=True)
class Takeover:
    """An action on a role, a user or a group (`on`) with which one becomes it."""

    action: str
    on: str
    words: str
    source: str = RHINO


@dataclass(frozen=True, slots=True)
class Passing:
    """Actions that, with iam:PassRole, let code run as a role that trusts `service`. `any_of`: one of these besides."""

    service: str
    actions: Sequence[str]
    any_of: Sequence[str] = ()
    source: str = RHINO


@dataclass(frozen=True, slots=True)
class Entering:
    """Actions on a resource of one of `types`, with which one gets at the rights of the role that it runs as."""

    types: Sequence[str]
    actions: Sequence[str]
    words: str
    source: str = RHINO_2


ON_ITSELF: Final = (
    OnItself("iam:CreatePolicyVersion", "policy", "writes a new version of a policy that it has"),
    OnItself("iam:SetDefaultPolicyVersion", "policy", "goes back to another version of a policy that it has"),
    OnItself("iam:AttachUserPolicy", "user", "attaches any policy"),
    OnItself("iam:AttachGroupPolicy", "group", "attaches any policy to its group"),
    OnItself("iam:AttachRolePolicy", "role", "attaches any policy"),
    OnItself("iam:PutUserPolicy", "user", "writes itself a policy"),
    OnItself("iam:PutGroupPolicy", "group", "writes its group a policy"),
    OnItself("iam:PutRolePolicy", "role", "writes itself a policy"),
)
TAKEOVERS: Final = (
    Takeover("iam:CreateAccessKey", "user", "makes itself a key of it"),
    Takeover("iam:CreateLoginProfile", "user", "gives it a password"),
    Takeover("iam:UpdateLoginProfile", "user", "changes its password"),
    Takeover("iam:AddUserToGroup", "group", "joins it"),
    Takeover("iam:UpdateAssumeRolePolicy", "role", "lets itself in by its trust policy"),
)
PASSINGS: Final = (
    Passing("ec2.amazonaws.com", ("ec2:RunInstances",)),
    Passing("ec2.amazonaws.com", ("autoscaling:CreateLaunchConfiguration", "autoscaling:CreateAutoScalingGroup")),
    Passing(
        "lambda.amazonaws.com",
        ("lambda:CreateFunction",),
        ("lambda:InvokeFunction", "lambda:AddPermission", "lambda:CreateEventSourceMapping"),
    ),
    Passing("glue.amazonaws.com", ("glue:CreateDevEndpoint",)),
    Passing("glue.amazonaws.com", ("glue:CreateJob",), ("glue:StartJobRun", "glue:CreateTrigger"), BISHOP_FOX),
    Passing("glue.amazonaws.com", ("glue:UpdateJob",), ("glue:StartJobRun", "glue:CreateTrigger"), BISHOP_FOX),
    Passing("cloudformation.amazonaws.com", ("cloudformation:CreateStack",)),
    Passing(
        "datapipeline.amazonaws.com",
        ("datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition", "datapipeline:ActivatePipeline"),
    ),
    Passing(
        "sagemaker.amazonaws.com",
        ("sagemaker:CreateNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl"),
        source=RHINO_2,
    ),
    Passing("sagemaker.amazonaws.com", ("sagemaker:CreateTrainingJob",), source=PATHFINDING),
    Passing("sagemaker.amazonaws.com", ("sagemaker:CreateProcessingJob",), source=PATHFINDING),
    Passing("codebuild.amazonaws.com", ("codebuild:CreateProject", "codebuild:StartBuild"), source=PATHFINDING),
    Passing(
        "ecs-tasks.amazonaws.com",
        ("ecs:RegisterTaskDefinition",),
        ("ecs:RunTask", "ecs:StartTask", "ecs:CreateService", "ecs:UpdateService"),
        PATHFINDING,
    ),
    Passing(
        "states.amazonaws.com",
        ("states:CreateStateMachine",),
        ("states:StartExecution", "states:StartSyncExecution"),
        PATHFINDING,
    ),
    Passing("tasks.apprunner.amazonaws.com", ("apprunner:CreateService",), source=PATHFINDING),
    Passing("ssm.amazonaws.com", ("ssm:StartAutomationExecution",), source=PATHFINDING),
    Passing("scheduler.amazonaws.com", ("scheduler:CreateSchedule",), source=PATHFINDING),
    Passing("elasticmapreduce.amazonaws.com", ("elasticmapreduce:RunJobFlow",), source=PATHFINDING),
)
_INSTANCES: Final = ("aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate")
ENTERINGS: Final = (
    Entering(("aws:lambda/function:Function",), ("lambda:UpdateFunctionCode",), "changes the code of", RHINO),
    Entering(
        ("aws:lambda/function:Function",),
        ("lambda:UpdateFunctionConfiguration",),
        "puts a layer of code under",
        RHINO_2,
    ),
    Entering(_INSTANCES, ("ssm:SendCommand",), "runs commands on", RHINO_2),
    Entering(_INSTANCES, ("ssm:StartSession",), "opens a session on", RHINO_2),
    Entering(_INSTANCES, ("ec2-instance-connect:SendSSHPublicKey",), "opens a session on", PATHFINDING),
    Entering(
        _INSTANCES,
        ("ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"),
        "changes what starts on",
        PATHFINDING,
    ),
    Entering(
        ("aws:ecs/taskDefinition:TaskDefinition",), ("ecs:ExecuteCommand",), "runs commands in tasks of", PATHFINDING
    ),
    Entering(
        ("aws:sagemaker/notebookInstance:NotebookInstance",),
        ("sagemaker:CreatePresignedNotebookInstanceUrl",),
        "opens",
        RHINO_2,
    ),
    Entering(
        ("aws:codebuild/project:Project",),
        ("codebuild:UpdateProject", "codebuild:StartBuild"),
        "changes what",
        PATHFINDING,
    ),
    Entering(("aws:cloudformation/stack:Stack",), ("cloudformation:UpdateStack",), "changes what is in", PATHFINDING),
    Entering(("aws:glue/devEndpoint:DevEndpoint",), ("glue:UpdateDevEndpoint",), "puts its SSH key on", RHINO),
    Entering(
        ("aws:sfn/stateMachine:StateMachine",), ("states:UpdateStateMachine",), "changes the steps of", PATHFINDING
    ),
)

ALONE: Final = tuple(sorted({*(way.action for way in (*ON_ITSELF, *TAKEOVERS)), PASS_ROLE, ASSUME_ROLE}))
"""Each of these, on anything, leads to all rights of the account or to those of another principal."""
