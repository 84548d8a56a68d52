"""Redis has a replica in another zone."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import AVAILABILITY
from stackwright_policies.environments import PRODUCTION, in_production
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

INSTANCE: Final = "gcp:redis/instance:Instance"
CLUSTERS: Final = ("gcp:redis/cluster:Cluster", "gcp:memorystore/instance:Instance")

PASSES: Final = (
    Example(why="a standby", type=INSTANCE, inputs={"tier": "STANDARD_HA", "memorySizeGb": 1}),
    Example(why="replicas", type=CLUSTERS[0], inputs={"shardCount": 3, "replicaCount": 1}),
    Example(why="not production", type=INSTANCE, inputs={"memorySizeGb": 1, "labels": {"environment": "dev"}}),
)
VIOLATES: Final = (
    Example(why="basic by default", type=INSTANCE, inputs={"memorySizeGb": 1}),
    Example(why="basic", type=INSTANCE, inputs={"tier": "BASIC", "memorySizeGb": UNKNOWN}),
    Example(why="no replicas by default", type=CLUSTERS[0], inputs={"shardCount": 3}),
    Example(
        why="all in one zone",
        type=CLUSTERS[1],
        inputs={"shardCount": 3, "replicaCount": 1, "zoneDistributionConfig": {"mode": "SINGLE_ZONE"}},
    ),
)
UNDECIDED: Final = (Example(why="not known", type=INSTANCE, inputs={"tier": UNKNOWN}),)


def _judge(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if resource.type == INSTANCE:
        if resource.properties.get("tier").text("BASIC").upper() == "BASIC":
            yield Failed("tier is BASIC: there is one node, which loses all it holds when it is replaced")
    else:
        yield from each((_replicas, _zones), lambda judge: judge(resource.properties))


def _replicas(cluster: View) -> Iterator[Verdict]:
    if cluster.get("replicaCount").number() == 0:
        yield Failed("replicaCount is 0: a shard that fails loses what it holds")


def _zones(cluster: View) -> Iterator[Verdict]:
    if cluster.get("zoneDistributionConfig", "mode").text().upper() == "SINGLE_ZONE":
        yield Failed("zoneDistributionConfig.mode is SINGLE_ZONE")


policy: Final = Policy(
    id="REL-GCP-03",
    title="Redis has a replica in another zone",
    severity="medium",
    why="A cache that comes back empty sends everything to the database at once, which then goes down as well.",
    fix="Set tier: STANDARD_HA; for a cluster replicaCount: 1 or more, in several zones.",
    frameworks=AVAILABILITY,
    types=(INSTANCE, *CLUSTERS),
    check=in_production(_judge),
    settings=PRODUCTION,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
