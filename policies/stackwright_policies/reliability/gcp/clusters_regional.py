"""GKE clusters are regional: their control plane and their nodes stand in several zones."""

import re
from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import AVAILABILITY
from stackwright_policies.environments import PRODUCTION, in_production
from stackwright_policies.gcp.clusters import CLUSTER, is_autopilot
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

_ZONE: Final = re.compile(r".+-[a-z]")

PASSES: Final = (
    Example(why="a region", type=CLUSTER, inputs={"location": "europe-west1"}),
    Example(
        why="in some of its zones",
        type=CLUSTER,
        inputs={"location": "europe-west1", "nodeLocations": ["europe-west1-b", "europe-west1-c"]},
    ),
    Example(why="Autopilot always is", type=CLUSTER, inputs={"enableAutopilot": True}),
    Example(why="the provider's region", type=CLUSTER, inputs={}, provider={"region": "europe-west1"}),
    Example(
        why="not production",
        type=CLUSTER,
        inputs={"location": "europe-west1-b", "resourceLabels": {"environment": "dev"}},
    ),
)
VIOLATES: Final = (
    Example(why="a zone", type=CLUSTER, inputs={"location": "europe-west1-b"}),
    Example(
        why="nodes elsewhere are no control plane",
        type=CLUSTER,
        inputs={"location": "europe-west1-b", "nodeLocations": ["europe-west1-c"]},
    ),
    Example(
        why="all nodes in one zone",
        type=CLUSTER,
        inputs={"location": "europe-west1", "nodeLocations": ["europe-west1-b"]},
    ),
    Example(
        why="the provider's zone",
        type=CLUSTER,
        inputs={},
        provider={"region": "europe-west1", "zone": "europe-west1-b"},
    ),
)
UNDECIDED: Final = (Example(why="not known", type=CLUSTER, inputs={"location": UNKNOWN}),)


def _judge(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    cluster = resource.properties
    if is_autopilot(cluster):
        return
    location = cluster.get("location")
    # Without one, the provider's zone is taken before its region.
    place = resource.provider.get("zone").text() if location.absent else location.text()
    nodes = cluster.get("nodeLocations")
    if _ZONE.fullmatch(place):
        yield Failed(f"its control plane is in the zone {place} alone")
    elif not nodes.absent and len(nodes.items()) == 1:
        yield Failed(f"{nodes.path} names one zone: all nodes are there")


policy: Final = Policy(
    id="REL-GCP-02",
    title="GKE clusters are regional",
    severity="medium",
    why="A zonal control plane is down during each upgrade, and with its zone; nothing is replaced or scaled then.",
    fix="Make a cluster with a region as its location; this cannot be changed later.",
    frameworks=AVAILABILITY,
    types=(CLUSTER,),
    check=in_production(_judge),
    settings=PRODUCTION,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
