"""The blueprint `backup`: copies of an environment's data that nobody can delete before their time."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, NotRequired, TypedDict

from stackwright_blueprints.model import Blueprint, Field, Input, Output
from stackwright_blueprints.operations import RUNBOOK_URL

__all__ = ["BackupInputs", "BackupOutputs", "ProtectedPart", "blueprint"]


class ProtectedPart(TypedDict):
    """A part that holds data; what else it puts out is taken as it is."""

    cloud: NotRequired[Annotated[str, Field("Where it runs: on this cloud.")]]
    blueprint: NotRequired[Annotated[str, Field("What it is made from.")]]


class BackupInputs(TypedDict):
    """What a service says of its backups. All of it has a default."""

    by_tags: NotRequired[
        Annotated[
            bool,
            Field(
                "AWS: whether everything that carries the service's and the environment's tags is backed up, parts "
                "that come later too. Azure and GCP know no such thing: there `protect` names every part.",
                default=True,
                group="What",
            ),
        ]
    ]
    protect: NotRequired[
        Annotated[
            Input[
                dict[
                    str,
                    Annotated[
                        ProtectedPart,
                        Field(
                            "A whole part, such as `${database}`.", part=("database", "object-storage"), same_cloud=True
                        ),
                    ],
                ]
            ],
            Field(
                "Parts whose data is enrolled one by one, by a name. On GCP that is object storage.",
                examples=[{"orders": "${database}"}],
                group="What",
            ),
        ]
    ]
    continuous: NotRequired[
        Annotated[
            bool,
            Field(
                "AWS: whether buckets can be restored to any second of the last days. Databases can in any case.",
                default=True,
                group="What",
            ),
        ]
    ]
    lock: NotRequired[
        Annotated[
            str,
            Field(
                "`governance`: who administers backups can still lift it. `compliance`: nobody can, ever, not even the "
                "account's owner (AWS: once the cooling-off days are over). `none`.",
                default="governance",
                enum=["governance", "compliance", "none"],
                group="Lock",
            ),
        ]
    ]
    cooling_off_days: NotRequired[
        Annotated[
            int,
            Field("AWS: for how long a compliance lock can still be taken back.", default=14, minimum=3, group="Lock"),
        ]
    ]
    daily_days: NotRequired[
        Annotated[int, Field("How long a daily backup is kept.", default=35, minimum=1, maximum=3650, group="Keep")]
    ]
    weekly_days: NotRequired[
        Annotated[int, Field("How long a weekly backup is kept.", default=90, minimum=1, maximum=3650, group="Keep")]
    ]
    monthly_days: NotRequired[
        Annotated[
            int,
            Field(
                "How long a monthly backup is kept. 0: there is none.",
                default=365,
                minimum=0,
                maximum=3650,
                group="Keep",
            ),
        ]
    ]
    cold_after_days: NotRequired[
        Annotated[
            int,
            Field(
                "AWS: when monthly backups go to cold storage, which keeps them for 90 days at least. 0: never. "
                "Default: 30, if they are kept that long.",
                minimum=0,
                maximum=3560,
                group="Keep",
            ),
        ]
    ]
    copy_location: NotRequired[
        Annotated[
            str,
            Field(
                "Another region that keeps a copy of each backup (AWS), or the location of all backups (GCP). Azure "
                "keeps a copy in the paired region in any case.",
                examples=["eu-central-1"],
                group="Keep",
            ),
        ]
    ]
    restore_tests: NotRequired[
        Annotated[
            bool,
            Field(
                "AWS: whether a backup of each kind is restored every week, to see that it can be, and thrown away.",
                default=True,
                group="Test",
            ),
        ]
    ]
    deletion_protection: NotRequired[
        Annotated[
            bool,
            Field(
                "Whether Pulumi refuses to destroy the vaults. With backups in them the clouds keep them anyway.",
                default=True,
                group="Lock",
            ),
        ]
    ]
    alarm_target: NotRequired[
        Annotated[
            Input[str],
            Field(
                "Where failures are told: a monitoring's `alarm_target`. Default: one is made (on GCP: nowhere).",
                group="Test",
            ),
        ]
    ]
    runbook_url: NotRequired[Annotated[Input[str], replace(RUNBOOK_URL, group="Test")]]


class BackupOutputs(TypedDict):
    """What other parts may refer to."""

    cloud: Annotated[Output[str], Field("The cloud it is on.")]
    vault_id: Annotated[
        Output[str], Field("Where backups are: a vault's ARN (AWS) or resource id (Azure), a bucket's name (GCP).")
    ]
    vault_name: Annotated[Output[str], Field("Its name.")]
    role_id: Annotated[
        Output[str],
        Field("Who makes them: a role's ARN (AWS), a principal's id (Azure), a service agent's address (GCP)."),
    ]
    alarm_target: Annotated[Output[str], Field("Where failures are told; empty where nowhere (GCP).")]
    plan_id: NotRequired[Annotated[Output[str], Field("AWS: the plan.")]]
    copy_vault_id: NotRequired[Annotated[Output[str], Field("AWS: the vault in the other region, if there is one.")]]


blueprint = Blueprint(
    name="backup",
    version="1.0.0",
    title="Backup",
    description=(
        "Daily, weekly and monthly copies of an environment's data in a vault that nobody empties before its time, in "
        "a second region, tested by restoring them, and word of what failed."
    ),
    owner="platform",
    inputs=BackupInputs,
    outputs=BackupOutputs,
    clouds={"aws": ["aws"], "azure": ["azure-native"], "gcp": ["gcp"]},
    build="stackwright_blueprints.backup.build:build",
    upgrade_notes={"1.0.0": "The first version."},
)
