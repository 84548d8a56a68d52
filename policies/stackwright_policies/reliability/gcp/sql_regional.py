"""Cloud SQL stands in two zones, and can be restored to a point in time."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import AVAILABILITY, BACKUP
from stackwright_policies.demands import Demand, unmet
from stackwright_policies.environments import PRODUCTION, in_production
from stackwright_policies.gcp.databases import INSTANCE, is_whole_copy
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Verdict, any_of

_BACKUP: Final = {"enabled": True, "pointInTimeRecoveryEnabled": True}


def _sql(version: str = "POSTGRES_17", **settings: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"databaseVersion": version, "settings": {"tier": "db-custom-2-7680"} | settings}


PASSES: Final = (
    Example(why="both", type=INSTANCE, inputs=_sql(availabilityType="REGIONAL", backupConfiguration=_BACKUP)),
    Example(
        why="MySQL's log is what it is restored from",
        type=INSTANCE,
        inputs=_sql(
            "MYSQL_8_4",
            availabilityType="REGIONAL",
            backupConfiguration={"enabled": True, "binaryLogEnabled": True},
        ),
    ),
    Example(why="a replica is another one's data", type=INSTANCE, inputs=_sql() | {"masterInstanceName": UNKNOWN}),
    Example(why="not production", type=INSTANCE, inputs=_sql(userLabels={"environment": "dev"})),
)
VIOLATES: Final = (
    Example(why="nothing is said", type=INSTANCE, inputs=_sql(userLabels={"environment": "prod"})),
    Example(why="in one zone", type=INSTANCE, inputs=_sql(availabilityType="ZONAL", backupConfiguration=_BACKUP)),
    Example(
        why="the last night's backup",
        type=INSTANCE,
        inputs=_sql(availabilityType="REGIONAL", backupConfiguration={"enabled": True}),
    ),
    Example(
        why="whatever the backups are",
        type=INSTANCE,
        inputs=_sql(availabilityType="ZONAL", backupConfiguration=UNKNOWN),
    ),
)
UNDECIDED: Final = (
    Example(why="not known", type=INSTANCE, inputs=_sql(availabilityType=UNKNOWN, backupConfiguration=_BACKUP)),
)


def _restores(instance: View) -> bool:
    backup = instance.get("settings", "backupConfiguration")
    return backup.get("enabled").flag() and any_of(
        lambda: backup.get("pointInTimeRecoveryEnabled").flag(), lambda: backup.get("binaryLogEnabled").flag()
    )


_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("settings", "availabilityType").text().upper() != "REGIONAL",
        what="settings.availabilityType is not REGIONAL: its zone takes it down",
    ),
    Demand(
        refuses=lambda it: not _restores(it),
        what="settings.backupConfiguration keeps no log to restore from: a mistake costs all since the last backup",
    ),
)


def _judge(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    instance = resource.properties
    if not instance.get("masterInstanceName").absent or is_whole_copy(instance):
        return
    yield from unmet(instance, _DEMANDS)


policy: Final = Policy(
    id="REL-GCP-01",
    title="Cloud SQL is in two zones, and goes back to any minute",
    severity="medium",
    why="A zonal instance is down with its zone; a backup at night loses a day when somebody deletes a table at noon.",
    fix="Set availabilityType: REGIONAL, and pointInTimeRecoveryEnabled (binaryLogEnabled for MySQL) with backups.",
    frameworks=(*AVAILABILITY, *BACKUP),
    types=(INSTANCE,),
    check=in_production(_judge),
    settings=PRODUCTION,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
