"""A worker's arguments and outputs: the same on every cloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NotRequired, TypedDict

import pulumi

from stackwright_components.connection import ConnectionArgs, check
from stackwright_components.connection.merging import refuse_twice
from stackwright_components.conventions import ArgumentError, Cloud, in_order, integer

CLOUDS: Final[tuple[Cloud, ...]] = ("aws", "private")
RUNBOOK: Final = "docs/components/worker.md#runbook"
ERRORS: Final = "?ERROR ?CRITICAL ?FATAL ?Traceback"
"""Any of these words: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"""
LONGEST_STOP: Final = 120
"""https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_timeout"""


class WorkerEgress(TypedDict):
    """Somewhere that the worker may connect to."""

    cidr: str
    """The address range."""
    port: int
    """The TCP port."""


class WorkerArgs(TypedDict):
    """A container that takes work from somewhere and serves nobody."""

    cloud: str
    """`private` (a Kubernetes cluster, 1.31 or newer) or `aws` (ECS on Fargate)."""
    image: pulumi.Input[str]
    """The container image; name it by digest, so that what was tested is what runs. It must not need root."""
    command: NotRequired[pulumi.Input[list[str]]]
    """What to run; the image's own entry point, if not given."""
    replicas: NotRequired[pulumi.Input[int]]
    """How many there are at least; 2, if not given. 0 (aws, with a queue to receive from) must be written out."""
    max_replicas: NotRequired[pulumi.Input[int]]
    """How many there are at most; three times `replicas`, if not given."""
    cpu: NotRequired[pulumi.Input[str]]
    """Processor time of a replica, asked for and not exceeded, as Kubernetes writes it; `250m`, if not given. On AWS
    the next larger task that Fargate has."""
    memory: NotRequired[pulumi.Input[str]]
    """Memory of a replica, asked for and not exceeded, as Kubernetes writes it; `256Mi`, if not given. As `cpu`."""
    architecture: NotRequired[pulumi.Input[str]]
    """`X86_64` (the default) or `ARM64`, as the image was built (aws)."""
    network_id: NotRequired[pulumi.Input[str]]
    """The network, a VPC. Needed on aws."""
    network_cidr: NotRequired[pulumi.Input[str]]
    """The range of the network that it or its cluster is in: from there firewalls on other clouds see it come."""
    private_subnet_ids: NotRequired[pulumi.Input[dict[str, str]]]
    """By zone, with a way out to the image's registry. Needed on aws."""
    connections: NotRequired[dict[str, ConnectionArgs]]
    """What it connects to, by the NAME that the variables of each begin with; see docs/components/connection.md. On aws
    it is scaled by the backlog of the SQS queues that it receives from."""
    backlog_per_replica: NotRequired[pulumi.Input[int]]
    """How many messages a replica may have before it, with those that it works on (aws); 100, if not given."""
    environment: NotRequired[dict[str, pulumi.Input[str]]]
    """Variables for the container. Whoever may read its definition in the cloud reads them: no secrets."""
    secrets: NotRequired[dict[str, pulumi.Input[str]]]
    """Secret variables: kept in a Secret, which only the pods of its namespace can use, or in Secrets Manager (aws)."""
    egress: NotRequired[list[WorkerEgress]]
    """Where the worker may connect to, beside DNS, what connections need, and HTTPS on aws; if not given, nowhere on
    aws or with connections, else PostgreSQL at private addresses."""
    health_command: NotRequired[pulumi.Input[list[str]]]
    """A command in the container that fails when the worker is stuck; it is then restarted."""
    shutdown_seconds: NotRequired[pulumi.Input[int]]
    """How long a replica may finish what it has begun after SIGTERM; 60, if not given, and at most 120 on aws."""
    user: NotRequired[pulumi.Input[int]]
    """The numeric user and group to run as, not 0; 65532 (`nonroot` in distroless images), if not given."""
    error_pattern: NotRequired[pulumi.Input[str]]
    """What an error looks like in the log (aws), a filter pattern of CloudWatch Logs; words as `ERROR`, by default."""
    log_retention_days: NotRequired[int]
    """How long logs are kept (aws); 90 days, if not given. CloudWatch knows 30, 60, 90, 120, 150, 180, 365 …"""
    alarm_target: NotRequired[pulumi.Input[str]]
    """Where alarms go (aws): the ARN of an SNS topic; one is made, if not given."""
    runbook_url: NotRequired[pulumi.Input[str]]
    """What an alarm tells people to read (aws)."""
    tags: NotRequired[dict[str, str]]
    """What every object carries, as labels or tags."""


class WorkerOutputs(TypedDict):
    """What every cloud's implementation gives back; see the attributes of `Worker`."""

    namespace: pulumi.Output[str]
    deployment_name: pulumi.Output[str]
    service_account_name: pulumi.Output[str]
    cluster_name: pulumi.Output[str]
    service_name: pulumi.Output[str]
    security_group_id: pulumi.Output[str]
    task_role_arn: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    alarm_target: pulumi.Output[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`WorkerArgs`, checked, with defaults. What decides which objects there are is plain."""

    image: pulumi.Input[str]
    command: pulumi.Input[list[str]] | None
    replicas: pulumi.Output[int]
    max_replicas: pulumi.Output[int]
    sleeps: bool
    """Whether there may be no replica at all."""
    cpu: pulumi.Input[str]
    memory: pulumi.Input[str]
    architecture: pulumi.Input[str]
    network_id: pulumi.Input[str]
    network_cidr: pulumi.Input[str] | None
    private_subnet_ids: pulumi.Output[list[str]]
    connections: Mapping[str, ConnectionArgs]
    backlog_per_replica: pulumi.Input[int]
    environment: Mapping[str, pulumi.Input[str]]
    secrets: Mapping[str, pulumi.Input[str]]
    egress: tuple[WorkerEgress, ...]
    health_command: pulumi.Input[list[str]] | None
    shutdown_seconds: pulumi.Input[int]
    user: pulumi.Output[int]
    error_pattern: pulumi.Input[str]
    log_retention_days: int
    alarm_target: pulumi.Input[str] | None
    runbook: pulumi.Input[str]
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
    cloud = args["cloud"]
    _check_cloud(args, cloud)
    least = args.get("replicas", 2)
    sleeps = isinstance(least, int | float) and least == 0
    if sleeps and (cloud != "aws" or not _received(connections)):
        raise ArgumentError("replicas", "0 is for a worker on aws that receives from an SQS queue, which wakes it")
    replicas = pulumi.Output.from_input(integer(least))
    if not sleeps:
        replicas = replicas.apply(_at_least_one)
    given = args.get("max_replicas")
    most = (
        replicas.apply(lambda least: 3 * max(least, 1)) if given is None else pulumi.Output.from_input(integer(given))
    )
    shutdown = pulumi.Output.from_input(integer(args.get("shutdown_seconds", 60)))
    return Settings(
        image=args["image"],
        command=args.get("command"),
        replicas=replicas,
        max_replicas=pulumi.Output.all(replicas, most).apply(_no_fewer),
        sleeps=sleeps,
        cpu=args.get("cpu", "250m"),
        memory=args.get("memory", "256Mi"),
        architecture=args.get("architecture", "X86_64"),
        network_id=args.get("network_id", ""),
        network_cidr=args.get("network_cidr"),
        private_subnet_ids=in_order(args.get("private_subnet_ids", {})),
        connections=connections,
        backlog_per_replica=integer(args.get("backlog_per_replica", 100)),
        environment=environment,
        secrets=secrets,
        egress=tuple(args.get("egress", () if connections or cloud == "aws" else _DATABASES)),
        health_command=args.get("health_command"),
        shutdown_seconds=shutdown.apply(_short) if cloud == "aws" else shutdown,
        user=pulumi.Output.from_input(integer(args.get("user", 65532))).apply(_not_root),
        error_pattern=args.get("error_pattern", ERRORS),
        log_retention_days=int(args.get("log_retention_days", 90)),
        alarm_target=args.get("alarm_target"),
        runbook=args.get("runbook_url", RUNBOOK),
        tags=args.get("tags", {}),
    )


def received_queues(settings: Settings) -> Mapping[str, pulumi.Input[str]]:
    """The names of the SQS queues that the worker receives from, by the names of the connections."""
    return {name: settings.connections[name]["to"]["name"] for name in _received(settings.connections)}


def _received(connections: Mapping[str, ConnectionArgs]) -> list[str]:
    return [
        name
        for name, connection in connections.items()
        if connection["to"]["blueprint"] == "queue"
        and connection["to"]["cloud"] == "aws"
        and connection.get("access") == "receive"
    ]


def _check_cloud(args: WorkerArgs, cloud: str) -> None:
    if cloud == "aws" and (missing := [name for name in ("network_id", "private_subnet_ids") if name not in args]):
        raise ArgumentError(missing[0], "is needed on aws: the worker is in a network")


def _at_least_one(replicas: int) -> int:
    if replicas < 1:
        raise ArgumentError("replicas", "0 must be written out: a worker that sleeps is made another way")
    return replicas


def _short(seconds: int) -> int:
    if seconds > LONGEST_STOP:
        raise ArgumentError(
            "shutdown_seconds",
            f"Fargate waits for {LONGEST_STOP} seconds, not {seconds}; a task in the middle of something longer "
            "protects itself (see docs/components/worker.md)",
        )
    return seconds


def _no_fewer(bounds: Sequence[int]) -> int:
    least, most = bounds
    if most < least:
        raise ArgumentError("max_replicas", f"{most} is fewer than the {least} replicas that there are at least")
    return most


def _not_root(user: int) -> int:
    if user == 0:
        raise ArgumentError("user", "0 is root, which a restricted namespace refuses")
    return user
