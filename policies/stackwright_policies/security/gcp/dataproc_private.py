"""Machines of Dataproc have no public addresses."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

CLUSTER: Final = "gcp:dataproc/cluster:Cluster"
TEMPLATE: Final = "gcp:dataproc/workflowTemplate:WorkflowTemplate"
_WHERE: Final = {CLUSTER: ("clusterConfig",), TEMPLATE: ("placement", "managedCluster", "config")}
"""Where each says what its machines are like."""
_ELSEWHERE: Final = {CLUSTER: ("virtualClusterConfig",), TEMPLATE: ("placement", "clusterSelector")}
"""What is there instead, if it runs on machines that something else makes."""


def _cluster(**machines: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"region": "europe-west1", "clusterConfig": {"gceClusterConfig": {"subnetwork": UNKNOWN} | machines}}


PASSES: Final = (
    Example(why="none", type=CLUSTER, inputs=_cluster(internalIpOnly=True)),
    Example(
        why="it runs on Kubernetes",
        type=CLUSTER,
        inputs={"virtualClusterConfig": {"stagingBucket": "staging"}, "name": UNKNOWN},
    ),
    Example(
        why="on a cluster that is there",
        type=TEMPLATE,
        inputs={"jobs": [], "placement": {"clusterSelector": {"clusterLabels": {"env": "dev"}}}},
    ),
)
VIOLATES: Final = (
    Example(why="by default", type=CLUSTER, inputs=_cluster()),
    Example(why="nothing is said", type=CLUSTER, inputs={"region": "europe-west1"}),
    Example(why="said so", type=CLUSTER, inputs=_cluster(internalIpOnly=False)),
    Example(
        why="a cluster for one workflow",
        type=TEMPLATE,
        inputs={"placement": {"managedCluster": {"clusterName": "nightly", "config": {"gceClusterConfig": {}}}}},
    ),
)
UNDECIDED: Final = (Example(why="not known", type=CLUSTER, inputs=_cluster(internalIpOnly=UNKNOWN)),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    inside = resource.properties.get(*_WHERE[resource.type], "gceClusterConfig", "internalIpOnly")
    if not inside.flag() and resource.properties.get(*_ELSEWHERE[resource.type]).absent:
        yield Failed(f"{inside.path} is not on: each machine has an address that the internet can reach")


policy: Final = Policy(
    id="GCP-DP-01",
    title="Machines of Dataproc have no public addresses",
    severity="high",
    why="Hadoop and Spark run what they are told to; their interfaces on the internet are found and used within hours.",
    fix="Set gceClusterConfig.internalIpOnly to true, and privateIpGoogleAccess on the subnetwork.",
    frameworks=(*EXPOSURE, *checkov("CKV_GCP_103")),
    types=(CLUSTER, TEMPLATE),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
