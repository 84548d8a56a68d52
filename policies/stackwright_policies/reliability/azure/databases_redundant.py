"""Databases stand in several zones, and their backups in another region."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import AVAILABILITY, BACKUP
from stackwright_policies.demands import Demand, unmet
from stackwright_policies.environments import PRODUCTION, in_production
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Verdict

POSTGRES: Final = "azure-native:dbforpostgresql:Server"
MYSQL: Final = "azure-native:dbformysql:Server"
DATABASE: Final = "azure-native:sql:Database"
POOL: Final = "azure-native:sql:ElasticPool"
MANAGED: Final = "azure-native:sql:ManagedInstance"
_GOOD: Final[dict[str, Any]] = {
    "highAvailability": {"mode": "ZoneRedundant"},
    "backup": {"geoRedundantBackup": "Enabled", "backupRetentionDays": 14},
}

PASSES: Final = (
    Example(why="both", type=POSTGRES, inputs=_GOOD),
    Example(why="backups of SQL are in another region by default", type=DATABASE, inputs={"zoneRedundant": True}),
    Example(why="its pool is in several zones", type=DATABASE, inputs={"elasticPoolId": UNKNOWN}),
    Example(why="a pool", type=POOL, inputs={"zoneRedundant": "true"}),
    Example(why="a replica is another one's data", type=MYSQL, inputs={"createMode": "Replica"}),
    Example(why="not production", type=POSTGRES, inputs={"tags": {"environment": "dev"}}),
)
VIOLATES: Final = (
    Example(why="nothing is said", type=POSTGRES, inputs={"tags": {"environment": "prod"}}),
    Example(why="a standby beside it", type=MYSQL, inputs={**_GOOD, "highAvailability": {"mode": "SameZone"}}),
    Example(why="backups in its region", type=POSTGRES, inputs={**_GOOD, "backup": {"geoRedundantBackup": "Disabled"}}),
    Example(why="one zone", type=DATABASE, inputs={"sku": {"name": "GP_Gen5_2"}}),
    Example(
        why="local backups",
        type=MANAGED,
        inputs={"zoneRedundant": True, "requestedBackupStorageRedundancy": "Local"},
    ),
    Example(why="a pool in one zone", type=POOL, inputs={"zoneRedundant": False}),
    Example(
        why="whatever its standby is",
        type=POSTGRES,
        inputs={"highAvailability": UNKNOWN, "backup": {"backupRetentionDays": 7}},
    ),
)
UNDECIDED: Final = (
    Example(why="not known", type=DATABASE, inputs={"zoneRedundant": UNKNOWN}),
    Example(why="where it is is not known", type=POSTGRES, inputs={"tags": UNKNOWN}),
)

_REPLICA: Final = ("replica", "georestore", "secondary", "onlinesecondary")
_FAR: Final = ("geo", "geozone")


def _zones(it: View) -> bool:
    return it.get("highAvailability", "mode").text().lower() != "zoneredundant"


_SERVER: Final = (
    Demand(refuses=_zones, what="highAvailability.mode is not ZoneRedundant: its zone takes it down"),
    Demand(
        refuses=lambda it: it.get("backup", "geoRedundantBackup").text().lower() != "enabled",
        what="backup.geoRedundantBackup is not Enabled: its region takes the backups with it",
    ),
)
_SQL: Final = (
    Demand(
        refuses=lambda it: it.get("elasticPoolId").absent and not it.get("zoneRedundant").flag(),
        what="zoneRedundant is off: its zone takes it down",
    ),
    Demand(
        refuses=lambda it: it.get("requestedBackupStorageRedundancy").text("Geo").lower() not in _FAR,
        what="requestedBackupStorageRedundancy is not Geo: its region takes the backups with it",
    ),
)


def _judge(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if resource.properties.get("createMode").text().lower() not in _REPLICA:
        yield from unmet(resource.properties, _SERVER if resource.type in (POSTGRES, MYSQL) else _SQL)


policy: Final = Policy(
    id="REL-AZ-01",
    title="Databases are in several zones, their backups in another region",
    severity="medium",
    why="A zone fails now and then, a region once in years: the first should cost seconds, the second no data.",
    fix="Set highAvailability.mode: ZoneRedundant and backup.geoRedundantBackup: Enabled; zoneRedundant for SQL.",
    frameworks=(*AVAILABILITY, *BACKUP, *checkov("CKV_AZURE_94", "CKV_AZURE_102", "CKV_AZURE_136", "CKV_AZURE_229")),
    types=(POSTGRES, MYSQL, DATABASE, POOL, MANAGED),
    check=in_production(_judge),
    settings=PRODUCTION,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
