"""A database's arguments and outputs: the same on every cloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NotRequired, TypedDict

import pulumi

from stackwright_components.conventions import ArgumentError, integer, one_of

PORT: Final = 5432
MOST_ALLOWED: Final = 100
"""On Azure as many priorities are left for them; on AWS a security group has 60 rules, unless it was given more."""
RUNBOOK: Final = "docs/components/database.md#runbook"

_CREDENTIALS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("managed", "generated"),
    "azure": ("generated", "identity"),
}
"""By cloud, the default first."""


class EntraAdministrator(TypedDict):
    """A user, group or service principal of Microsoft Entra ID that may administer the server without a password."""

    object_id: str
    """Its object id, a UUID."""
    name: str
    """Its user principal name, or the display name of the group or application."""
    type: NotRequired[str]
    """`User`, `Group` or `ServicePrincipal`; `Group`, if not given."""
    tenant_id: str
    """The Entra tenant, a UUID."""


class DatabaseArgs(TypedDict):
    """What a `Database` can be told. Only the cloud is required."""

    cloud: str
    """`aws` (RDS for PostgreSQL) or `azure` (Azure Database for PostgreSQL, flexible server)."""
    size: NotRequired[str]
    """`S` for development, `M` (the default) or `L`."""
    high_availability: NotRequired[bool]
    """Whether a standby in another zone takes over; by default from size `M` up. Azure has none in size `S`."""
    deletion_protection: NotRequired[bool]
    """Whether Pulumi and the cloud refuse to delete the data. On by default; without it, no final snapshot is taken."""
    credentials: NotRequired[str]
    """`generated`: a password made here, part of `url`. `managed`: RDS keeps and rotates it (the default on aws).
    `identity`: no password, Entra ID only (azure)."""
    password_generation: NotRequired[pulumi.Input[int]]
    """Another number is another `generated` password; 1, if not given. Whoever uses `url` is rolled on to it."""
    version: NotRequired[pulumi.Input[str]]
    """PostgreSQL's major version; `17`, if not given. A higher one upgrades in place."""
    storage_gb: NotRequired[pulumi.Input[int]]
    """The first size of the disk in GiB, 64 if not given; it grows by itself."""
    backup_retention_days: NotRequired[pulumi.Input[int]]
    """How far back the database can be restored to any moment: 7 to 35 days, 14 if not given."""
    geo_redundant_backup: NotRequired[pulumi.Input[bool]]
    """Whether backups are also kept in the paired region (azure; settled when the server is made). On by default."""
    database_name: NotRequired[pulumi.Input[str]]
    """The database inside the server; `app`, if not given."""
    username: NotRequired[pulumi.Input[str]]
    """The first user; `app_owner`, if not given."""
    network_id: NotRequired[pulumi.Input[str]]
    """The network to be in: a VPC or virtual network id. A small private one is made, if not given."""
    subnet_ids: NotRequired[pulumi.Input[dict[str, str]]]
    """Private subnets by zone, in at least two zones (aws, with `network_id`)."""
    network_cidr: NotRequired[pulumi.Input[str]]
    """The range of the network: of the one that is made (`10.250.0.0/23`, if not given), of the one that is given
    (aws), or of the subnet that is made in the one that is given (azure). /16 to /23 on aws, up to /28 on azure."""
    zones: NotRequired[list[str]]
    """The zones of the network that is made (aws): at least two."""
    allowed_cidrs: NotRequired[list[str]]
    """Ranges that may connect beside the database's clients, such as the far end of a VPN."""
    location: NotRequired[str]
    """The region (aws, where a network is made) or location (azure; the provider's, if not given)."""
    entra_administrator: NotRequired[EntraAdministrator]
    """Who administers the server by Entra ID (azure)."""
    apply_immediately: NotRequired[pulumi.Input[bool]]
    """Whether changes that restart the server wait for the maintenance window (aws); they do, by default."""
    log_retention_days: NotRequired[int]
    """How long logs are kept; 90 days, if not given. CloudWatch knows 30, 60, 90, 120, 150, 180, 365 …"""
    alarm_target: NotRequired[pulumi.Input[str]]
    """Where alarms go: the ARN of an SNS topic, or the id of an action group. One is made, if not given."""
    runbook_url: NotRequired[pulumi.Input[str]]
    """What an alarm tells people to read."""
    tags: NotRequired[dict[str, str]]
    """What every resource carries."""


class DatabaseOutputs(TypedDict):
    """What every cloud's implementation gives back; see the attributes of `Database`."""

    host: pulumi.Output[str]
    port: pulumi.Output[int]
    database_name: pulumi.Output[str]
    username: pulumi.Output[str]
    password: pulumi.Output[str]
    password_secret: pulumi.Output[str]
    url: pulumi.Output[str]
    server_id: pulumi.Output[str]
    network_id: pulumi.Output[str]
    key_arn: pulumi.Output[str]
    client_security_group_id: pulumi.Output[str]
    guard_id: pulumi.Output[str]
    network_cidr: pulumi.Output[str]
    alarm_target: pulumi.Output[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`DatabaseArgs` with defaults. What decides which resources there are is plain; the rest may be an output."""

    size: str
    high_availability: bool
    deletion_protection: bool
    credentials: str
    password_generation: pulumi.Output[int]
    version: pulumi.Output[str]
    storage_gb: pulumi.Output[int]
    backup_retention_days: pulumi.Input[int]
    geo_redundant_backup: pulumi.Output[bool]
    database_name: pulumi.Output[str]
    username: pulumi.Output[str]
    network_id: pulumi.Input[str] | None
    subnet_ids: pulumi.Input[dict[str, str]] | None
    network_cidr: pulumi.Input[str]
    allowed_cidrs: tuple[str, ...]
    zones: tuple[str, ...]
    location: str | None
    entra_administrator: EntraAdministrator | None
    apply_immediately: pulumi.Input[bool]
    log_retention_days: int
    alarm_target: pulumi.Input[str] | None
    runbook: pulumi.Input[str]
    tags: Mapping[str, str]


def settle(args: DatabaseArgs) -> Settings:
    """Fill in the defaults.

    Raises:
        ArgumentError: a size or kind of credentials that the cloud has not, high availability in a size without,
            no password and nobody who could log in without one, or a network without subnets.
    """
    cloud = args["cloud"]
    size = one_of(args.get("size", "M"), "size", "S", "M", "L")
    available = args.get("high_availability", size != "S")
    if available and size == "S" and cloud == "azure":
        # https://learn.microsoft.com/azure/reliability/reliability-postgresql-flexible-server
        raise ArgumentError(
            "high_availability", "Azure's burstable tier (size S) has none; take size M, or switch it off"
        )
    kinds = _CREDENTIALS[cloud]
    credentials = one_of(args.get("credentials", kinds[0]), "credentials", *kinds)
    administrator = args.get("entra_administrator")
    if credentials == "identity" and administrator is None:
        raise ArgumentError("entra_administrator", "without a password and an administrator nobody could ever log in")
    if cloud == "aws" and ("network_id" in args) != ("subnet_ids" in args):
        raise ArgumentError("subnet_ids", "network_id and subnet_ids go together")
    if "network_id" in args and "network_cidr" not in args:
        what = "the range of the network" if cloud == "aws" else "a free range for the server's subnet"
        raise ArgumentError("network_cidr", f"with network_id, name {what}")
    if len(args.get("allowed_cidrs", ())) > MOST_ALLOWED:
        raise ArgumentError("allowed_cidrs", f"more than {MOST_ALLOWED} ranges; allow one that holds them all")
    return Settings(
        size=size,
        high_availability=available,
        deletion_protection=args.get("deletion_protection", True),
        credentials=credentials,
        password_generation=pulumi.Output.from_input(integer(args.get("password_generation", 1))),
        version=pulumi.Output.from_input(args.get("version", "17")),
        storage_gb=pulumi.Output.from_input(integer(args.get("storage_gb", 64))),
        backup_retention_days=integer(args.get("backup_retention_days", 14)),
        geo_redundant_backup=pulumi.Output.from_input(args.get("geo_redundant_backup", True)),
        database_name=pulumi.Output.from_input(args.get("database_name", "app")),
        username=pulumi.Output.from_input(args.get("username", "app_owner")),
        network_id=args.get("network_id"),
        subnet_ids=args.get("subnet_ids"),
        network_cidr=args.get("network_cidr", "10.250.0.0/23"),
        allowed_cidrs=tuple(args.get("allowed_cidrs", ())),
        zones=tuple(args.get("zones", ())),
        location=args.get("location"),
        entra_administrator=administrator,
        apply_immediately=args.get("apply_immediately", False),
        log_retention_days=int(args.get("log_retention_days", 90)),
        alarm_target=args.get("alarm_target"),
        runbook=args.get("runbook_url", RUNBOOK),
        tags=args.get("tags", {}),
    )
