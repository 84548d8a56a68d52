"""The blueprint `worker`: a container that takes work from somewhere."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from stackwright_blueprints.container import REACHES, ContainerInputs
from stackwright_blueprints.model import Blueprint, Field, Input, Output
from stackwright_blueprints.network import NetworkOutputs

__all__ = ["WorkerEgress", "WorkerInputs", "WorkerOutputs", "blueprint"]


class WorkerEgress(TypedDict):
    """Somewhere that the worker may connect to."""

    cidr: Annotated[
        str, Field("The address range.", format="ipv4-network", pattern=r"^[0-9.]+/([0-9]|[12][0-9]|3[0-2])$")
    ]
    port: Annotated[int, Field("The TCP port.", minimum=1, maximum=65535)]


class WorkerInputs(ContainerInputs):
    """What a service says of its worker."""

    command: NotRequired[
        Annotated[
            Input[list[str]],
            Field(
                "What to run. Default: the image's own entry point.",
                min_length=1,
                examples=[["worker", "--queue=jobs"]],
            ),
        ]
    ]
    user: NotRequired[
        Annotated[
            Input[int],
            Field("The numeric user and group to run as, not root.", default=65532, minimum=1, maximum=2**31 - 1),
        ]
    ]
    health_command: NotRequired[
        Annotated[
            Input[list[str]],
            Field("A command that fails when the worker is stuck: it is then restarted.", min_length=1),
        ]
    ]
    shutdown_seconds: NotRequired[
        Annotated[
            Input[int],
            Field(
                "How long a replica may finish what it has begun, after SIGTERM; on AWS at most 120.",
                default=60,
                minimum=1,
                maximum=3600,
            ),
        ]
    ]
    replicas: NotRequired[
        Annotated[
            Input[int],
            Field(
                "How many there are at least. 0, written out, on AWS only: then the first message in a queue that it "
                "receives from starts one.",
                default=2,
                minimum=0,
                maximum=1000,
                group="Capacity",
            ),
        ]
    ]
    max_replicas: NotRequired[
        Annotated[
            Input[int],
            Field(
                "How many there are at most. Default: three times as many.", minimum=1, maximum=1000, group="Capacity"
            ),
        ]
    ]
    cpu: NotRequired[
        Annotated[
            Input[str],
            Field(
                "Processor time of a replica, asked for and not exceeded; on AWS the next larger task of Fargate's.",
                default="250m",
                pattern=r"^([0-9]+m|[0-9]+(\.[0-9]{1,3})?)$",
                group="Capacity",
            ),
        ]
    ]
    memory: NotRequired[
        Annotated[
            Input[str],
            Field(
                "Memory of a replica, asked for and not exceeded; on AWS as `cpu`.",
                default="256Mi",
                pattern="^[0-9]+(Ki|Mi|Gi|K|M|G)?$",
                group="Capacity",
            ),
        ]
    ]
    architecture: NotRequired[
        Annotated[
            Input[str],
            Field("AWS: as the image was built. Default: `X86_64`.", enum=["X86_64", "ARM64"], group="Capacity"),
        ]
    ]
    backlog_per_replica: NotRequired[
        Annotated[
            Input[int],
            Field(
                "AWS, with a connection that receives from a queue there: how many messages a replica may have before "
                "it, with those that it works on. Default: 100.",
                minimum=1,
                group="Capacity",
            ),
        ]
    ]
    network: NotRequired[
        Annotated[
            Input[NetworkOutputs],
            Field(
                "AWS: the network to be in, which is needed there. Private cloud: the network that the cluster is in, "
                "so that firewalls on other clouds know where the worker is.",
                part="network",
                same_cloud=True,
                group="Access",
            ),
        ]
    ]
    egress: NotRequired[
        Annotated[
            list[WorkerEgress],
            Field(
                "Where it may connect to, beside DNS, what connections need, and HTTPS on AWS. Default: nowhere on AWS "
                "or with connections, else PostgreSQL at private addresses.",
                examples=[[{"cidr": "10.20.4.0/24", "port": 5432}]],
                group="Access",
            ),
        ]
    ]
    error_pattern: NotRequired[
        Annotated[
            Input[str],
            Field(
                "AWS: what an error looks like in the log, as a filter pattern of CloudWatch Logs. Default: a word "
                "such as `ERROR`.",
                examples=['{ $.level = "error" }'],
                group="Watch",
            ),
        ]
    ]
    log_retention_days: NotRequired[
        Annotated[
            int,
            Field("AWS: how long logs are kept. Default: 90.", enum=[30, 60, 90, 120, 150, 180, 365], group="Watch"),
        ]
    ]
    alarm_target: NotRequired[
        Annotated[
            Input[str],
            Field("AWS: where alarms go, the ARN of an SNS topic. Default: one is made.", group="Watch"),
        ]
    ]
    runbook_url: NotRequired[
        Annotated[Input[str], Field("AWS: what an alarm tells people to read.", format="uri", group="Watch")]
    ]


class WorkerOutputs(TypedDict):
    """What other parts may refer to."""

    cloud: Annotated[Output[str], Field("The cloud it is on.")]
    namespace: NotRequired[Annotated[Output[str], Field("Private cloud: the namespace, which holds nothing else.")]]
    deployment_name: NotRequired[Annotated[Output[str], Field("Private cloud: the Deployment.")]]
    service_account_name: NotRequired[Annotated[Output[str], Field("Private cloud: who the worker is in the cluster.")]]
    cluster_name: NotRequired[Annotated[Output[str], Field("AWS: the ECS cluster.")]]
    service_name: NotRequired[Annotated[Output[str], Field("AWS: the ECS service.")]]
    security_group_id: NotRequired[Annotated[Output[str], Field("AWS: what the tasks carry.")]]
    task_role_arn: NotRequired[Annotated[Output[str], Field("AWS: who the application is.")]]
    log_group_name: NotRequired[Annotated[Output[str], Field("AWS: where the container's output goes.")]]
    alarm_target: NotRequired[Annotated[Output[str], Field("AWS: where its alarms go.")]]


blueprint = Blueprint(
    name="worker",
    version="1.1.0",
    title="Worker",
    description=(
        "A container that takes work from somewhere and serves nobody: restricted, spread over hosts and zones, "
        "scaled by its work, and cut off from everything that it does not need. On AWS it runs on Fargate, on a "
        "private cloud in a namespace of its own on Kubernetes."
    ),
    owner="platform",
    inputs=WorkerInputs,
    outputs=WorkerOutputs,
    clouds={"aws": ["aws"], "private": ["kubernetes"]},
    reaches=REACHES,
    build="stackwright_blueprints.worker.build:build",
    upgrade_notes={
        "1.1.0": "Also on AWS. On a private cloud nothing changes.",
        "1.0.0": "The first version.",
    },
)
