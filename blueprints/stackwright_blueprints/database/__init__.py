"""The blueprint `database`: PostgreSQL."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from stackwright_blueprints.model import Blueprint, Field, Input, Output
from stackwright_blueprints.network import NetworkOutputs
from stackwright_blueprints.operations import ALARM_TARGET, LOG_RETENTION_DAYS, RUNBOOK_URL

__all__ = ["DatabaseInputs", "DatabaseOutputs", "EntraAdministrator", "blueprint"]

_CIDR = r"^[0-9.]+/([0-9]|[12][0-9]|3[0-2])$"


class EntraAdministrator(TypedDict):
    """Who administers a server by Entra ID."""

    object_id: Annotated[str, Field("Its object id.", format="uuid")]
    name: Annotated[str, Field("The user principal name, or the display name of a group or application.")]
    tenant_id: Annotated[str, Field("The Entra tenant.", format="uuid")]
    type: NotRequired[Annotated[Literal["User", "Group", "ServicePrincipal"], Field("What it is.", default="Group")]]


class DatabaseInputs(TypedDict):
    """What a service says of its database. All of it has a default."""

    engine: NotRequired[Annotated[Literal["postgres"], Field("The engine.", default="postgres", immutable=True)]]
    version: NotRequired[
        Annotated[
            Input[str],
            Field(
                "The major version. A higher one upgrades in place, and there is no way back but a restore.",
                default="17",
                enum=["14", "15", "16", "17"],
            ),
        ]
    ]
    size: NotRequired[
        Annotated[
            Literal["S", "M", "L"],
            Field("S: 2 shared processors, 4 GiB, for development. M: 2, 8 GiB. L: 4, 32 GiB.", default="M"),
        ]
    ]
    storage_gb: NotRequired[
        Annotated[
            Input[int],
            # The sizes that Azure's disks have; RDS takes any.
            Field("First size of the disk in GiB. It grows by itself.", default=64, enum=[2**n for n in range(5, 15)]),
        ]
    ]
    database_name: NotRequired[
        Annotated[
            Input[str],
            Field(
                "The database inside the server.",
                default="app",
                pattern="^[a-z][a-z0-9_]{0,62}$",
                immutable=True,
            ),
        ]
    ]
    username: NotRequired[
        Annotated[
            Input[str],
            Field(
                "The first user.",
                default="app_owner",
                pattern="^(?!pg_|azure_|rds)[a-z][a-z0-9_]{2,62}$",
                immutable=True,
            ),
        ]
    ]
    high_availability: NotRequired[
        Annotated[
            bool,
            Field(
                "Whether a standby in another zone takes over. Default: from size M up; Azure has none in size S.",
                group="Availability",
            ),
        ]
    ]
    backup_retention_days: NotRequired[
        Annotated[
            Input[int],
            Field(
                "How far back the database can be restored, to any moment.",
                default=14,
                minimum=7,
                maximum=35,
                group="Availability",
            ),
        ]
    ]
    geo_redundant_backup: NotRequired[
        Annotated[
            Input[bool],
            Field(
                "Azure: whether backups are also kept in the paired region. Not every region has one.",
                default=True,
                immutable=True,
                group="Availability",
            ),
        ]
    ]
    deletion_protection: NotRequired[
        Annotated[
            bool,
            Field(
                "Whether Pulumi and the cloud refuse to delete the data. Without it the data is disposable: destroying "
                "the part leaves no snapshot and no backup.",
                default=True,
                group="Availability",
            ),
        ]
    ]
    apply_immediately: NotRequired[
        Annotated[
            Input[bool],
            Field(
                "AWS: whether a change that restarts the server happens at once, not in the maintenance window.",
                default=False,
                group="Availability",
            ),
        ]
    ]
    network: NotRequired[
        Annotated[
            Input[NetworkOutputs],
            Field(
                "The network to be in, a part on the same cloud. Default: a small private network of its own.",
                part="network",
                same_cloud=True,
                immutable=True,
                group="Network",
            ),
        ]
    ]
    network_cidr: NotRequired[
        Annotated[
            str,
            Field(
                "The range of the network of its own, 10.250.0.0/23 by default; or, on Azure in a given network, of "
                "its subnet there, by default what the network reserves for its first database. Azure takes up to /28, "
                "AWS /16 to /23.",
                format="ipv4-network",
                pattern=_CIDR,
                immutable=True,
                group="Network",
            ),
        ]
    ]
    zones: NotRequired[
        Annotated[
            list[str],
            Field(
                "AWS: the zones of the network of its own. Default: three of the environment's region.",
                min_length=2,
                group="Network",
            ),
        ]
    ]
    allowed_cidrs: NotRequired[
        Annotated[
            list[Annotated[str, Field("A range.", format="ipv4-network", pattern=_CIDR)]],
            Field(
                "Ranges that may connect beside the database's clients, such as the far end of a VPN.",
                examples=[["10.20.0.0/16"]],
                group="Network",
            ),
        ]
    ]
    credentials: NotRequired[
        Annotated[
            Literal["generated", "managed", "identity"],
            Field(
                "`generated`: a password made here, part of `url` (default on Azure). `managed`: RDS keeps it and "
                "changes it every week (default on AWS). `identity`: no password, Entra ID only (Azure).",
                group="Access",
            ),
        ]
    ]
    password_generation: NotRequired[
        Annotated[
            Input[int],
            Field(
                "Another number is another `generated` password, and whoever uses `url` is rolled on to it.",
                default=1,
                minimum=1,
                group="Access",
            ),
        ]
    ]
    entra_administrator: NotRequired[
        Annotated[EntraAdministrator, Field("Azure: who administers the server by Entra ID.", group="Access")]
    ]
    log_retention_days: NotRequired[Annotated[int, LOG_RETENTION_DAYS]]
    alarm_target: NotRequired[Annotated[Input[str], ALARM_TARGET]]
    runbook_url: NotRequired[Annotated[Input[str], RUNBOOK_URL]]


class DatabaseOutputs(TypedDict):
    """What other parts may refer to."""

    cloud: Annotated[Output[str], Field("The cloud it is on.")]
    engine: Annotated[Output[str], Field("`postgres`.")]
    host: Annotated[Output[str], Field("The private DNS name.")]
    port: Annotated[Output[int], Field("The TCP port.")]
    name: Annotated[Output[str], Field("The database inside the server.")]
    username: Annotated[Output[str], Field("The user.")]
    url: Annotated[
        Output[str],
        Field(
            "`postgresql://…?sslmode=require`. It holds the password only where the credentials are `generated`; "
            "without one, libpq reads it from `PGPASSWORD`.",
            secret=True,
        ),
    ]
    password: NotRequired[Annotated[Output[str], Field("Where the credentials are `generated`.", secret=True)]]
    password_secret: NotRequired[
        Annotated[
            Output[str],
            Field(
                "Where they are `managed`: the ARN of the secret with the keys `username` and `password`; "
                "`<ARN>:password::` in a web service's `secret_references`."
            ),
        ]
    ]
    key_arn: NotRequired[Annotated[Output[str], Field("AWS: the KMS key of the data and of `password_secret`.")]]
    client_security_group_id: NotRequired[
        Annotated[Output[str], Field("AWS: whatever carries this security group may connect.")]
    ]
    guard_id: Annotated[
        Output[str],
        Field(
            "What decides who may connect, to which connections add their rules: the server's security group (AWS) or "
            "its subnet's network security group (Azure)."
        ),
    ]
    network_cidr: Annotated[Output[str], Field("The range that `host` is in.", format="ipv4-network")]
    server_id: Annotated[Output[str], Field("The ARN (AWS) or resource id (Azure).")]
    network_id: Annotated[Output[str], Field("The network it is in.")]
    alarm_target: Annotated[Output[str], Field("Where its alarms go.")]


blueprint = Blueprint(
    name="database",
    version="1.1.0",
    title="Database",
    description=(
        "PostgreSQL, private and encrypted: a standby in another zone, backups to any moment, and alarms; guarded "
        "against deletion."
    ),
    owner="platform",
    inputs=DatabaseInputs,
    outputs=DatabaseOutputs,
    clouds={"aws": ["aws", "random"], "azure": ["azure-native", "random"]},
    build="stackwright_blueprints.database.build:build",
    upgrade_notes={
        "1.1.0": (
            "In a given network on Azure, `network_cidr` may be left out: the network reserves a range. Whoever named "
            "one keeps it. Two more outputs, `guard_id` and `network_cidr`, for what connects."
        ),
        "1.0.0": "The first version.",
    },
)
