"""Nobody deletes by mistake what holds data on GCP, nor the cluster around it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from stackwright_policies.controls import PROTECTION
from stackwright_policies.environments import PRODUCTION, in_production
from stackwright_policies.gcp.clusters import CLUSTER
from stackwright_policies.gcp.databases import INSTANCE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, any_in

FIRESTORE: Final = "gcp:firestore/database:Database"
SPANNER: Final = "gcp:spanner/database:Database"
TABLE: Final = "gcp:bigtable/table:Table"
FILES: Final = "gcp:filestore/instance:Instance"
CACHES: Final = ("gcp:redis/cluster:Cluster", "gcp:memorystore/instance:Instance")
_Ways = tuple[Callable[[View], bool], ...]


def _switch(*place: str, default: bool = False) -> Callable[[View], bool]:
    return lambda it: it.get(*place).flag(default=default)


def _word(key: str, word: str) -> Callable[[View], bool]:
    return lambda it: it.get(key).text().upper() == word


_BY_DEFAULT: Final = _switch("deletionProtection", default=True)
_WAYS: Final[Mapping[str, _Ways]] = {
    INSTANCE: (_BY_DEFAULT, _switch("settings", "deletionProtectionEnabled")),
    CLUSTER: (_BY_DEFAULT,),
    SPANNER: (_BY_DEFAULT, _switch("enableDropProtection")),
    "gcp:bigtable/instance:Instance": (_BY_DEFAULT,),
    "gcp:alloydb/cluster:Cluster": (_BY_DEFAULT,),
    "gcp:bigquery/table:Table": (_BY_DEFAULT,),
    TABLE: (_word("deletionProtection", "PROTECTED"),),
    FILES: (_switch("deletionProtectionEnabled"),),
    FIRESTORE: (_word("deleteProtectionState", "DELETE_PROTECTION_ENABLED"),),
    **dict.fromkeys(CACHES, (_switch("deletionProtectionEnabled", default=True),)),
}
"""What protects a resource of a type, by itself or in the hands of the provider; any of them will do."""
_PREVENTED: Final = _word("deletionPolicy", "PREVENT")

PASSES: Final = (
    Example(why="protected by default", type=INSTANCE, inputs={"databaseVersion": "POSTGRES_17"}),
    Example(
        why="the API refuses, whatever the provider would do",
        type=INSTANCE,
        inputs={"deletionProtection": False, "settings": {"tier": "db-f1-micro", "deletionProtectionEnabled": True}},
    ),
    Example(why="switched on", type=FIRESTORE, inputs={"deleteProtectionState": "DELETE_PROTECTION_ENABLED"}),
    Example(why="the provider refuses", type=FILES, inputs={"deletionPolicy": "PREVENT"}),
    Example(
        why="not production",
        type=CLUSTER,
        inputs={"deletionProtection": False, "resourceLabels": {"environment": "dev"}},
    ),
)
VIOLATES: Final = (
    Example(why="switched off", type=INSTANCE, inputs={"deletionProtection": False}),
    Example(why="a cluster", type=CLUSTER, inputs={"deletionProtection": "false"}),
    Example(why="a database that drops", type=SPANNER, inputs={"deletionProtection": False}),
    Example(why="off by default", type=FIRESTORE, inputs={"locationId": "eur3"}),
    Example(why="files", type=FILES, inputs={"tier": "ENTERPRISE"}),
    Example(why="a table", type=TABLE, inputs={"deletionProtection": "UNPROTECTED"}),
    Example(why="a cache that is kept", type=CACHES[0], inputs={"deletionProtectionEnabled": False}),
)
UNDECIDED: Final = (
    Example(why="not known", type=INSTANCE, inputs={"deletionProtection": UNKNOWN}),
    Example(why="one way is off, the other is not known", type=FILES, inputs={"deletionPolicy": UNKNOWN}),
)


def _judge(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if not any_in((*_WAYS[resource.type], _PREVENTED), lambda protects: protects(resource.properties)):
        yield Failed("nothing protects it from deletion")


policy: Final = Policy(
    id="REL-GCP-04",
    title="Databases, files and clusters are protected from deletion",
    severity="high",
    why="A renamed resource or a wrong stack is enough to delete it, and with it what the backups are kept under.",
    fix="Leave deletionProtection on (deletionProtectionEnabled, deleteProtectionState), or switch it on.",
    frameworks=PROTECTION,
    types=tuple(_WAYS),
    check=in_production(_judge),
    settings=PRODUCTION,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
