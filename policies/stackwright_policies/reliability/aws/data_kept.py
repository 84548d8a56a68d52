"""Tables and databases are protected from deletion, and can be restored to a point in time."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import BACKUP, PROTECTION
from stackwright_policies.demands import Demand, mended, unmet
from stackwright_policies.environments import PRODUCTION, in_production
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Verdict

TABLE: Final = "aws:dynamodb/table:Table"
INSTANCE: Final = "aws:rds/instance:Instance"
CLUSTER: Final = "aws:rds/cluster:Cluster"
CLUSTERS: Final = (CLUSTER, "aws:docdb/cluster:Cluster", "aws:neptune/cluster:Cluster")
_KEPT: Final = {"hashKey": "id", "deletionProtectionEnabled": True, "pointInTimeRecovery": {"enabled": True}}
_SAFE: Final = {"engine": "postgres", "deletionProtection": True, "backupRetentionPeriod": 7}

PASSES: Final = (
    Example(why="a table", type=TABLE, inputs=_KEPT),
    Example(why="a database", type=INSTANCE, inputs=_SAFE),
    Example(why="clusters are backed up by default", type=CLUSTER, inputs={"deletionProtection": "true"}),
    Example(why="a replica is another one's data", type=INSTANCE, inputs={"replicateSourceDb": UNKNOWN}),
    Example(why="not production", type=TABLE, inputs={"hashKey": "id", "tags": {"environment": "dev"}}),
)
VIOLATES: Final = (
    Example(why="a table of which nothing is said", type=TABLE, inputs={"hashKey": "id"}),
    Example(why="no recovery", type=TABLE, inputs={**_KEPT, "pointInTimeRecovery": {"enabled": False}}),
    Example(why="no protection", type=TABLE, inputs={**_KEPT, "deletionProtectionEnabled": False}),
    Example(why="an instance has no backups by default", type=INSTANCE, inputs={"deletionProtection": True}),
    Example(why="a database may be deleted", type=INSTANCE, inputs={"engine": "mysql", "backupRetentionPeriod": 7}),
    Example(why="documents may be deleted", type=CLUSTERS[1], inputs={"backupRetentionPeriod": 7}),
    Example(why="whatever the backups are", type=CLUSTERS[2], inputs={"backupRetentionPeriod": UNKNOWN}),
)
UNDECIDED: Final = (
    Example(why="not known", type=TABLE, inputs={**_KEPT, "deletionProtectionEnabled": UNKNOWN}),
    Example(why="for how long is not known", type=INSTANCE, inputs={**_SAFE, "backupRetentionPeriod": UNKNOWN}),
)

_TABLE: Final = (
    Demand(
        refuses=lambda it: not it.get("deletionProtectionEnabled").flag(),
        what="deletionProtectionEnabled is off: a mistake deletes it",
        mend={"deletionProtectionEnabled": True},
    ),
    Demand(
        refuses=lambda it: not it.get("pointInTimeRecovery", "enabled").flag(),
        what="pointInTimeRecovery.enabled is off: what is overwritten is gone",
        mend={"pointInTimeRecovery.enabled": True},
    ),
)
_PROTECTED: Final = Demand(
    refuses=lambda it: it.get("replicateSourceDb").absent and not it.get("deletionProtection").flag(),
    what="deletionProtection is off: a mistake deletes it",
    mend={"deletionProtection": True},
)
_INSTANCE: Final = (
    _PROTECTED,
    Demand(
        refuses=lambda it: it.get("replicateSourceDb").absent and it.get("backupRetentionPeriod").number() == 0,
        what="backupRetentionPeriod is 0: it cannot be restored to a point in time",
        mend={"backupRetentionPeriod": 7},
    ),
)
_CLUSTER: Final = (
    _PROTECTED,
    Demand(
        refuses=lambda it: it.get("backupRetentionPeriod").number(default=1) == 0,
        what="backupRetentionPeriod is 0: it cannot be restored to a point in time",
        mend={"backupRetentionPeriod": 7},
    ),
)
_DEMANDS: Final = {TABLE: _TABLE, INSTANCE: _INSTANCE}


def _judge(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    return unmet(resource.properties, _DEMANDS.get(resource.type, _CLUSTER))


def _remedy(resource: Resource, inputs: Json, _settings: Settings) -> Json:
    return mended(inputs, _DEMANDS.get(resource.type, _CLUSTER))


policy: Final = Policy(
    id="REL-AWS-03",
    title="Tables and databases survive a mistake",
    severity="high",
    why="Most data is lost to a wrong command, not to a fault: to a deletion, or to an update that went everywhere.",
    fix="Set deletionProtection (deletionProtectionEnabled), and pointInTimeRecovery or backupRetentionPeriod.",
    frameworks=(*BACKUP, *PROTECTION, *checkov("CKV_AWS_28", "CKV_AWS_133", "CKV_AWS_139", "CKV_AWS_293")),
    types=(TABLE, INSTANCE, *CLUSTERS),
    check=in_production(_judge),
    remedy_of=_remedy,
    settings=PRODUCTION,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
