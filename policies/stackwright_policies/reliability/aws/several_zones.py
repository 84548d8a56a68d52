"""Groups of machines, caches and search domains stand in more than one availability zone."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import AVAILABILITY
from stackwright_policies.environments import PRODUCTION, in_production
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, any_of

GROUP: Final = "aws:autoscaling/group:Group"
REPLICATION: Final = "aws:elasticache/replicationGroup:ReplicationGroup"
CACHE: Final = "aws:elasticache/cluster:Cluster"
DOMAINS: Final = ("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain")
_SEVERAL: Final = 2

PASSES: Final = (
    Example(why="subnets in two zones", type=GROUP, inputs={"vpcZoneIdentifiers": ["subnet-a", UNKNOWN], "maxSize": 3}),
    Example(why="two zones", type=GROUP, inputs={"availabilityZones": ["eu-west-1a", "eu-west-1b"], "maxSize": 3}),
    Example(why="a replica elsewhere", type=REPLICATION, inputs={"multiAzEnabled": True, "numCacheClusters": 2}),
    Example(why="nodes in several", type=CACHE, inputs={"engine": "memcached", "azMode": "cross-az"}),
    Example(why="a member of a group", type=CACHE, inputs={"replicationGroupId": UNKNOWN}),
    Example(why="aware of zones", type=DOMAINS[0], inputs={"clusterConfig": {"zoneAwarenessEnabled": True}}),
    Example(why="with a standby", type=DOMAINS[0], inputs={"clusterConfig": {"multiAzWithStandbyEnabled": True}}),
    Example(why="not production", type=DOMAINS[1], inputs={"tags": {"Environment": "dev"}}),
    Example(why="all of it is not", type=REPLICATION, inputs={}, settings={"environment": "test"}),
)
VIOLATES: Final = (
    Example(why="one subnet", type=GROUP, inputs={"vpcZoneIdentifiers": ["subnet-a"], "maxSize": 3}),
    Example(why="one zone", type=GROUP, inputs={"availabilityZones": ["eu-west-1a"], "maxSize": 3}),
    Example(why="a replica beside it", type=REPLICATION, inputs={"numCacheClusters": 2, "tags": {"env": "prod"}}),
    Example(why="one node", type=CACHE, inputs={"engine": "redis", "numCacheNodes": 1}),
    Example(
        why="nodes in one",
        type=CACHE,
        inputs={"engine": "memcached", "numCacheNodes": 3, "azMode": "single-az"},
    ),
    Example(why="nothing is said", type=DOMAINS[0], inputs={"clusterConfig": {"instanceCount": 3}}),
    Example(why="in live", type=DOMAINS[1], inputs={"tags": {"env": "live"}}, settings={"production": ["live"]}),
)
UNDECIDED: Final = (
    Example(why="not known", type=REPLICATION, inputs={"multiAzEnabled": UNKNOWN}),
    Example(why="which subnets is not known", type=GROUP, inputs={"vpcZoneIdentifiers": UNKNOWN}),
    Example(why="where it is is not known", type=REPLICATION, inputs={"tags": {"environment": UNKNOWN}}),
)


def _judge(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    properties = resource.properties
    match resource.type:
        case "aws:autoscaling/group:Group":
            yield from _group(properties)
        case "aws:elasticache/replicationGroup:ReplicationGroup":
            if not properties.get("multiAzEnabled").flag():
                yield Failed("multiAzEnabled is off: the replicas may be in the primary's zone")
        case "aws:elasticache/cluster:Cluster":
            if properties.get("replicationGroupId").absent and properties.get("azMode").text() != "cross-az":
                yield Failed("its nodes are in one zone (azMode is not cross-az)")
        case _:
            if not any_of(
                *(
                    (lambda key=key: properties.get("clusterConfig", key).flag())
                    for key in ("zoneAwarenessEnabled", "multiAzWithStandbyEnabled")
                )
            ):
                yield Failed("clusterConfig.zoneAwarenessEnabled is off: its data is in one zone")


def _group(properties: View) -> Iterator[Verdict]:
    for key in ("vpcZoneIdentifiers", "availabilityZones"):
        found = properties.get(key)
        if not found.absent and len(found.items()) < _SEVERAL:
            yield Failed(f"{key} has fewer than two: all machines are in one zone")


policy: Final = Policy(
    id="REL-AWS-01",
    title="Machines, caches and search stand in several zones",
    severity="medium",
    why="Zones fail as a whole; what is in one of them only is down until the zone is back.",
    fix="Name subnets in two zones or more; set multiAzEnabled, azMode: cross-az or zoneAwarenessEnabled.",
    frameworks=(*AVAILABILITY, *checkov("CKV2_AWS_50")),
    types=(GROUP, REPLICATION, CACHE, *DOMAINS),
    check=in_production(_judge),
    settings=PRODUCTION,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
