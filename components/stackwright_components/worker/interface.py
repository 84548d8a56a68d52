"""A worker's arguments and outputs: the same on every cloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

import pulumi

from stackwright_components.connection import ConnectionArgs, check
from stackwright_components.connection.merging import refuse_twice
from stackwright_components.conventions import ArgumentError, integer


class WorkerEgress(TypedDict):
    """Somewhere that the worker may connect to."""

    cidr: str
    """The address range."""
    port: int
    """The TCP port."""


class WorkerArgs(TypedDict):
    """A container that takes work from somewhere and serves nobody."""

    cloud: str
    """`private` (a Kubernetes cluster, 1.31 or newer)."""
    image: pulumi.Input[str]
    """The container image; name it by digest, so that what was tested is what runs. It must not need root."""
    command: NotRequired[pulumi.Input[list[str]]]
    """What to run; the image's own entry point, if not given."""
    replicas: NotRequired[pulumi.Input[int]]
    """How many there are at least; 2, if not given."""
    max_replicas: NotRequired[pulumi.Input[int]]
    """How many there are at most; three times `replicas`, if not given."""
    cpu: NotRequired[pulumi.Input[str]]
    """Processor time of a replica, asked for and not exceeded, as Kubernetes writes it; `250m`, if not given."""
    memory: NotRequired[pulumi.Input[str]]
    """Memory of a replica, asked for and not exceeded, as Kubernetes writes it; `256Mi`, if not given."""
    connections: NotRequired[dict[str, ConnectionArgs]]
    """What it connects to, by the NAME that the variables of each begin with; see docs/components/connection.md."""
    network_cidr: NotRequired[pulumi.Input[str]]
    """The range of the network that the cluster is in, from which firewalls on other clouds see the worker come."""
    environment: NotRequired[dict[str, pulumi.Input[str]]]
    """Variables for the container. Whoever may read the Deployment reads them: no secrets."""
    secrets: NotRequired[dict[str, pulumi.Input[str]]]
    """Secret variables: kept in a Secret, which only the pods of this namespace can use."""
    egress: NotRequired[list[WorkerEgress]]
    """Where the worker may connect to, beside DNS and what connections need; if not given, nowhere with connections,
    else PostgreSQL at private addresses."""
    health_command: NotRequired[pulumi.Input[list[str]]]
    """A command in the container that fails when the worker is stuck; it is then restarted."""
    shutdown_seconds: NotRequired[pulumi.Input[int]]
    """How long a replica may finish what it has begun after SIGTERM; 60, if not given."""
    user: NotRequired[pulumi.Input[int]]
    """The numeric user and group to run as, not 0; 65532 (`nonroot` in distroless images), if not given."""
    tags: NotRequired[dict[str, str]]
    """What every object carries, as labels."""


class WorkerOutputs(TypedDict):
    """What every cloud's implementation gives back; see the attributes of `Worker`."""

    namespace: pulumi.Output[str]
    deployment_name: pulumi.Output[str]
    service_account_name: pulumi.Output[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`WorkerArgs`, checked, with defaults. What decides which objects there are is plain."""

    image: pulumi.Input[str]
    command: pulumi.Input[list[str]] | None
    replicas: pulumi.Output[int]
    max_replicas: pulumi.Output[int]
    cpu: pulumi.Input[str]
    memory: pulumi.Input[str]
    connections: Mapping[str, ConnectionArgs]
    network_cidr: pulumi.Input[str] | None
    environment: Mapping[str, pulumi.Input[str]]
    secrets: Mapping[str, pulumi.Input[str]]
    egress: tuple[WorkerEgress, ...]
    health_command: pulumi.Input[list[str]] | None
    shutdown_seconds: pulumi.Input[int]
    user: pulumi.Output[int]
    tags: Mapping[str, str]


# RFC 1918: the cluster's surroundings, and what a VPN joins to them.
_DATABASES: Sequence[WorkerEgress] = (
    {"cidr": "10.0.0.0/8", "port": 5432},
    {"cidr": "172.16.0.0/12", "port": 5432},
    {"cidr": "192.168.0.0/16", "port": 5432},
)


def settle(args: WorkerArgs) -> Settings:
    """Check the arguments and fill in the defaults.

    Raises:
        ArgumentError: naming the argument; nothing has been registered yet.
    """
    environment, secrets = args.get("environment", {}), args.get("secrets", {})
    refuse_twice(environment, secrets)
    connections = args.get("connections", {})
    for variable, connection in connections.items():
        check(variable, connection)
    replicas = pulumi.Output.from_input(integer(args.get("replicas", 2)))
    given = args.get("max_replicas")
    most = replicas.apply(lambda least: 3 * least) if given is None else pulumi.Output.from_input(integer(given))
    return Settings(
        image=args["image"],
        command=args.get("command"),
        replicas=replicas,
        max_replicas=pulumi.Output.all(replicas, most).apply(_no_fewer),
        cpu=args.get("cpu", "250m"),
        memory=args.get("memory", "256Mi"),
        connections=connections,
        network_cidr=args.get("network_cidr"),
        environment=environment,
        secrets=secrets,
        egress=tuple(args.get("egress", () if connections else _DATABASES)),
        health_command=args.get("health_command"),
        shutdown_seconds=integer(args.get("shutdown_seconds", 60)),
        user=pulumi.Output.from_input(integer(args.get("user", 65532))).apply(_not_root),
        tags=args.get("tags", {}),
    )


def _no_fewer(bounds: Sequence[int]) -> int:
    least, most = bounds
    if most < least:
        raise ArgumentError("max_replicas", f"{most} is fewer than the {least} replicas that there are at least")
    return most


def _not_root(user: int) -> int:
    if user == 0:
        raise ArgumentError("user", "0 is root, which a restricted namespace refuses")
    return user
