"""A web service's arguments and outputs: the same on every cloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NotRequired, TypedDict

import pulumi

from stackwright_components.connection import ConnectionArgs, check
from stackwright_components.connection.merging import refuse_twice
from stackwright_components.conventions import ArgumentError, Cloud, in_order, integer
from stackwright_components.web_service.by_cloud import NO_ZONE, of_this_cloud

CLOUDS: Final[tuple[Cloud, ...]] = ("aws", "azure")
PRIVATE_RANGES: Final = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
"""RFC 1918: the network itself, and what peering or a VPN joins to it."""
RUNBOOK: Final = "docs/components/web-service.md#runbook"
LEAST_REPLICAS: Final = 2
"""One replica is no service: a zone, a host or a release takes it down."""


class WebServiceArgs(TypedDict):
    """A container behind a load balancer."""

    cloud: str
    """`aws` (ECS on Fargate behind an Application Load Balancer) or `azure` (Container Apps)."""
    image: pulumi.Input[str]
    """The container image; name it by digest, so that what was tested is what runs."""
    network_id: pulumi.Input[str]
    """The network: a VPC, a virtual network."""
    network_cidr: pulumi.Input[str]
    """The network's address range: who may call an internal service."""
    location: NotRequired[str]
    """The network's location. Required on Azure; AWS takes its region from the provider."""
    public_subnet_ids: NotRequired[pulumi.Input[dict[str, str]]]
    """AWS, required there: by zone, in two zones or more, for a public load balancer."""
    private_subnet_ids: NotRequired[pulumi.Input[dict[str, str]]]
    """AWS, required there: by zone, in two zones or more, with a way out to the image's registry, for the tasks and an
    internal balancer."""
    subnet_cidr: NotRequired[pulumi.Input[str]]
    """Azure: the range of the subnet that is added to the network. Default: the one that the network reserves for its
    first web service."""
    nat_gateway_ids: NotRequired[pulumi.Input[dict[str, str]]]
    """Azure, required there: by zone, the NAT gateways of the network. The first zone's is the way out."""
    egress_addresses: NotRequired[pulumi.Input[list[str]]]
    """Azure, required there: the NAT gateways' addresses, from which the vault of `secrets` may be read."""
    port: NotRequired[pulumi.Input[int]]
    """The port that the container listens on, 8080 if not given."""
    cpu: NotRequired[pulumi.Input[int]]
    """CPU units of a replica, 1024 to a vCPU; 512, if not given. Azure gives up to 4096."""
    memory: NotRequired[pulumi.Input[int]]
    """MiB of a replica; 1024, if not given. Fargate takes certain pairs of `cpu` and `memory`, Azure twice `cpu`."""
    architecture: NotRequired[pulumi.Input[str]]
    """`X86_64` (the default) or, on AWS, `ARM64`, as the image was built."""
    user: NotRequired[pulumi.Input[str]]
    """AWS: `uid:gid` to run as; the image's own user, if not given. Azure always takes the image's."""
    replicas: NotRequired[pulumi.Input[int]]
    """How many replicas there are at least; 2, if not given, and never fewer."""
    max_replicas: NotRequired[pulumi.Input[int]]
    """How many replicas there are at most; three times `replicas`, if not given."""
    health_path: NotRequired[pulumi.Input[str]]
    """What the load balancer asks for; `/health`, if not given. Healthy is an answer from 200 to 299."""
    connections: NotRequired[dict[str, ConnectionArgs]]
    """What it connects to, by the NAME that the variables of each begin with; see docs/components/connection.md."""
    environment: NotRequired[dict[str, pulumi.Input[str]]]
    """Variables for the container. Whoever may read the service's definition reads them: no secrets."""
    secrets: NotRequired[dict[str, pulumi.Input[str]]]
    """Secret variables by value: kept in Secrets Manager or Key Vault, and set by the cloud when a replica starts."""
    secret_references: NotRequired[dict[str, pulumi.Input[str]]]
    """Secret variables that exist: an ARN in Secrets Manager, with `:key::` behind it for one key of a JSON secret; on
    Azure `https://<vault>.vault.azure.net/secrets/<name>`, with `/<version>` behind it for one version."""
    secret_key_arns: NotRequired[list[pulumi.Input[str]]]
    """AWS: the KMS keys of `secret_references`, where they are not AWS's own."""
    secret_vault_ids: NotRequired[list[pulumi.Input[str]]]
    """Azure: the resource ids of the vaults of `secret_references`, where the service's identity may read them."""
    registry_id: NotRequired[pulumi.Input[str]]
    """Azure: the resource id of the container registry that the image is in, where the identity may pull. Other
    registries are asked without credentials."""
    security_group_ids: NotRequired[list[pulumi.Input[str]]]
    """AWS: further security groups that the tasks carry, such as that of a database's clients."""
    private_ports: NotRequired[list[int]]
    """TCP ports that the replicas may reach at any private address, beside 443 anywhere and what connections need; if
    not given, none with connections, else 5432."""
    task_policy: NotRequired[pulumi.Input[str]]
    """AWS: what the application may do there, an IAM policy document; nothing, if not given."""
    domain: NotRequired[str]
    """The name people use. Without it the service is internal, because no certificate can be had without a name."""
    zone_id: NotRequired[pulumi.Input[str]]
    """The zone of `domain`, for its records and the certificate's proof: a Route 53 zone, or an Azure DNS zone's
    resource id."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """AWS: a certificate for `domain` that exists; one is issued, if not given."""
    public: NotRequired[bool]
    """Whether the internet may call it; by default, if it has a domain. On Azure a domain is always public."""
    deletion_protection: NotRequired[bool]
    """Whether the load balancer (the environment, on Azure) and the logs resist deletion. On by default."""
    log_retention_days: NotRequired[int]
    """How long logs are kept; 90 days, if not given. CloudWatch knows 30, 60, 90, 120, 150, 180, 365 …"""
    alarm_target: NotRequired[pulumi.Input[str]]
    """The ARN of an SNS topic, or the id of an action group; one is made, if not given."""
    runbook_url: NotRequired[pulumi.Input[str]]
    """What an alarm tells people to read."""
    tags: NotRequired[dict[str, str]]
    """What every resource carries."""


class WebServiceOutputs(TypedDict):
    """What every cloud's implementation gives back; see `WebService`. Empty is what a cloud has not."""

    url: pulumi.Output[str]
    hostname: pulumi.Output[str]
    guard_id: pulumi.Output[str]
    load_balancer_dns_name: pulumi.Output[str]
    load_balancer_zone_id: pulumi.Output[str]
    security_group_id: pulumi.Output[str]
    cluster_name: pulumi.Output[str]
    service_name: pulumi.Output[str]
    service_id: pulumi.Output[str]
    load_balancer_arn: pulumi.Output[str]
    identity: pulumi.Output[str]
    task_role_arn: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    log_workspace_id: pulumi.Output[str]
    subnet_cidr: pulumi.Output[str]
    alarm_target: pulumi.Output[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`WebServiceArgs`, checked, with defaults. What decides which resources there are is plain."""

    image: pulumi.Input[str]
    network_id: pulumi.Input[str]
    network_cidr: pulumi.Input[str]
    location: str
    public_subnet_ids: pulumi.Output[list[str]]
    private_subnet_ids: pulumi.Output[list[str]]
    subnet_cidr: pulumi.Input[str] | None
    nat_gateway_ids: pulumi.Input[dict[str, str]]
    egress_addresses: pulumi.Input[list[str]]
    port: pulumi.Input[int]
    cpu: pulumi.Input[int]
    memory: pulumi.Input[int]
    architecture: pulumi.Input[str]
    user: pulumi.Input[str] | None
    replicas: pulumi.Output[int]
    max_replicas: pulumi.Output[int]
    health_path: pulumi.Input[str]
    connections: Mapping[str, ConnectionArgs]
    environment: Mapping[str, pulumi.Input[str]]
    secrets: Mapping[str, pulumi.Input[str]]
    secret_references: Mapping[str, pulumi.Input[str]]
    secret_key_arns: Sequence[pulumi.Input[str]]
    secret_vault_ids: Sequence[pulumi.Input[str]]
    registry_id: pulumi.Input[str] | None
    security_group_ids: Sequence[pulumi.Input[str]]
    private_ports: tuple[int, ...]
    task_policy: pulumi.Input[str] | None
    domain: str | None
    zone_id: pulumi.Input[str] | None
    certificate_arn: pulumi.Input[str] | None
    public: bool
    deletion_protection: bool
    log_retention_days: int
    alarm_target: pulumi.Input[str] | None
    runbook: pulumi.Input[str]
    tags: Mapping[str, str]


def settle(args: WebServiceArgs) -> Settings:
    """Check the arguments and fill in the defaults.

    Raises:
        ArgumentError: naming the argument; nothing has been registered yet.
    """
    of_this_cloud(args)
    domain, certificate, zone = args.get("domain"), args.get("certificate_arn"), args.get("zone_id")
    public = args.get("public", domain is not None)
    if domain is None and (public or certificate is not None or zone is not None):
        raise ArgumentError("domain", "a service that the internet calls, and a certificate, need a name")
    if domain is not None and certificate is None and zone is None:
        raise ArgumentError("zone_id", NO_ZONE[args["cloud"]].format(domain=domain))
    if domain is not None and args["cloud"] == "azure" and not public:
        raise ArgumentError(
            "public", "Azure issues certificates only for what the internet can call; without a domain it is internal"
        )
    connections = args.get("connections", {})
    for variable, connection in connections.items():
        check(variable, connection)
    replicas = pulumi.Output.from_input(integer(args.get("replicas", LEAST_REPLICAS))).apply(_enough)
    given = args.get("max_replicas")
    most = replicas.apply(lambda least: 3 * least) if given is None else pulumi.Output.from_input(integer(given))
    return Settings(
        image=args["image"],
        network_id=args["network_id"],
        network_cidr=args["network_cidr"],
        location=args.get("location", ""),
        public_subnet_ids=in_order(args.get("public_subnet_ids", {})),
        private_subnet_ids=in_order(args.get("private_subnet_ids", {})),
        subnet_cidr=args.get("subnet_cidr"),
        nat_gateway_ids=args.get("nat_gateway_ids", {}),
        egress_addresses=args.get("egress_addresses", []),
        port=integer(args.get("port", 8080)),
        cpu=integer(args.get("cpu", 512)),
        memory=integer(args.get("memory", 1024)),
        architecture=args.get("architecture", "X86_64"),
        user=args.get("user"),
        replicas=replicas,
        max_replicas=pulumi.Output.all(replicas, most).apply(_no_fewer),
        health_path=args.get("health_path", "/health"),
        connections=connections,
        **_variables(args),
        secret_key_arns=args.get("secret_key_arns", ()),
        secret_vault_ids=args.get("secret_vault_ids", ()),
        registry_id=args.get("registry_id"),
        security_group_ids=args.get("security_group_ids", ()),
        private_ports=tuple(int(port) for port in args.get("private_ports", () if connections else (5432,))),
        task_policy=args.get("task_policy"),
        domain=domain,
        zone_id=zone,
        certificate_arn=certificate,
        public=public,
        deletion_protection=args.get("deletion_protection", True),
        log_retention_days=int(args.get("log_retention_days", 90)),
        alarm_target=args.get("alarm_target"),
        runbook=args.get("runbook_url", RUNBOOK),
        tags=args.get("tags", {}),
    )


class _Variables(TypedDict):
    environment: Mapping[str, pulumi.Input[str]]
    secrets: Mapping[str, pulumi.Input[str]]
    secret_references: Mapping[str, pulumi.Input[str]]


def _variables(args: WebServiceArgs) -> _Variables:
    variables = _Variables(
        environment=args.get("environment", {}),
        secrets=args.get("secrets", {}),
        secret_references=args.get("secret_references", {}),
    )
    refuse_twice(variables["environment"], variables["secrets"], variables["secret_references"])
    return variables


def _enough(replicas: int) -> int:
    if replicas < LEAST_REPLICAS:
        raise ArgumentError("replicas", f"{replicas} is no service; {LEAST_REPLICAS} is the least")
    return replicas


def _no_fewer(bounds: Sequence[int]) -> int:
    least, most = bounds
    if most < least:
        raise ArgumentError("max_replicas", f"{most} is fewer than the {least} replicas that there are at least")
    return most
