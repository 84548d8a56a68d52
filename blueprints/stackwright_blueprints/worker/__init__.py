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
                "How long a replica may finish what it has begun, after SIGTERM.", default=60, minimum=1, maximum=3600
            ),
        ]
    ]
    replicas: NotRequired[
        Annotated[
            Input[int], Field("How many there are at least.", default=2, minimum=1, maximum=1000, group="Capacity")
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
                "Processor time of a replica, asked for and not exceeded.",
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
                "Memory of a replica, asked for and not exceeded.",
                default="256Mi",
                pattern="^[0-9]+(Ki|Mi|Gi|K|M|G)?$",
                group="Capacity",
            ),
        ]
    ]
    network: NotRequired[
        Annotated[
            Input[NetworkOutputs],
            Field(
                "The network that the cluster is in, so that firewalls on other clouds know where the worker is.",
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
                "Where it may connect to, beside DNS and what connections need. Default: nowhere with connections, "
                "else PostgreSQL at private addresses.",
                examples=[[{"cidr": "10.20.4.0/24", "port": 5432}]],
                group="Access",
            ),
        ]
    ]


class WorkerOutputs(TypedDict):
    """What other parts may refer to."""

    cloud: Annotated[Output[str], Field("The cloud it is on.")]
    namespace: Annotated[Output[str], Field("The namespace, which holds nothing else.")]
    deployment_name: Annotated[Output[str], Field("The Deployment.")]
    service_account_name: Annotated[Output[str], Field("Who the worker is in the cluster.")]


blueprint = Blueprint(
    name="worker",
    version="1.0.0",
    title="Worker",
    description=(
        "A container that takes work from somewhere, in a namespace of its own on a Kubernetes cluster: restricted, "
        "spread over hosts and zones, scaled by load, and cut off from everything that it does not need."
    ),
    owner="platform",
    inputs=WorkerInputs,
    outputs=WorkerOutputs,
    clouds={"private": ["kubernetes"]},
    reaches=REACHES,
    build="stackwright_blueprints.worker.build:build",
    upgrade_notes={"1.0.0": "The first version."},
)
