"""Clusters of Google Kubernetes Engine are private, and give pods rights and reach of their own."""

from typing import Any, Final

from stackwright_policies.addresses import is_internet
from stackwright_policies.controls import EXPOSURE, LEAST_PRIVILEGE
from stackwright_policies.demands import Demand, judging
from stackwright_policies.gcp.clusters import CLUSTER, is_autopilot
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of, any_in, any_of

_PRIVATE: Final = {"enablePrivateNodes": True, "masterIpv4CidrBlock": "172.16.0.0/28"}
_OFFICE: Final = {"cidrBlocks": [{"cidrBlock": "203.0.113.0/24", "displayName": "office"}]}


def _cluster(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "location": "europe-west1",
        "privateClusterConfig": _PRIVATE,
        "masterAuthorizedNetworksConfig": _OFFICE,
        "workloadIdentityConfig": {"workloadPool": UNKNOWN},
        "datapathProvider": "ADVANCED_DATAPATH",
    } | changes


PASSES: Final = (
    Example(why="as it should be", type=CLUSTER, inputs=_cluster()),
    Example(
        why="network policies by Calico",
        type=CLUSTER,
        inputs=_cluster(datapathProvider=None, networkPolicy={"enabled": "true", "provider": "CALICO"}),
    ),
    Example(
        why="nobody outside the network reaches the control plane",
        type=CLUSTER,
        inputs=_cluster(
            masterAuthorizedNetworksConfig=None, privateClusterConfig={**_PRIVATE, "enablePrivateEndpoint": True}
        ),
    ),
    Example(
        why="Autopilot has identities and network policies anyway",
        type=CLUSTER,
        inputs=_cluster(enableAutopilot=True, workloadIdentityConfig=None, datapathProvider=None),
    ),
)
VIOLATES: Final = (
    Example(why="nothing is said", type=CLUSTER, inputs={"location": "europe-west1"}),
    Example(why="nodes have public addresses", type=CLUSTER, inputs=_cluster(privateClusterConfig=None)),
    Example(
        why="everybody reaches the control plane",
        type=CLUSTER,
        inputs=_cluster(masterAuthorizedNetworksConfig={"cidrBlocks": [UNKNOWN, {"cidrBlock": "0.0.0.0/0"}]}),
    ),
    Example(why="rights by attributes, past RBAC", type=CLUSTER, inputs=_cluster(enableLegacyAbac=True)),
    Example(why="pods act as their node", type=CLUSTER, inputs=_cluster(workloadIdentityConfig=None)),
    Example(why="every pod reaches every pod", type=CLUSTER, inputs=_cluster(datapathProvider="LEGACY_DATAPATH")),
)
UNDECIDED: Final = (
    Example(why="whether nodes are private is not known", type=CLUSTER, inputs=_cluster(privateClusterConfig=UNKNOWN)),
    Example(
        why="from where is not known",
        type=CLUSTER,
        inputs=_cluster(masterAuthorizedNetworksConfig={"cidrBlocks": [{"cidrBlock": UNKNOWN}]}),
    ),
)


def _open(cluster: View) -> bool:
    """Whether everybody reaches the control plane's address."""
    networks = cluster.get("masterAuthorizedNetworksConfig")
    return all_of(
        lambda: not cluster.get("privateClusterConfig", "enablePrivateEndpoint").flag(),
        lambda: cluster.get("controlPlaneEndpointsConfig", "ipEndpointsConfig", "enabled").flag(default=True),
        lambda: any_of(
            lambda: networks.absent,
            lambda: any_in(networks.get("cidrBlocks").items(), lambda it: is_internet(it.get("cidrBlock").text())),
        ),
    )


def _no_policies(cluster: View) -> bool:
    return all_of(
        lambda: not is_autopilot(cluster),
        lambda: not cluster.get("networkPolicy", "enabled").flag(),
        lambda: cluster.get("datapathProvider").text().upper() != "ADVANCED_DATAPATH",
    )


def _no_identities(cluster: View) -> bool:
    pool = cluster.get("workloadIdentityConfig")
    # `identityNamespace` is what earlier versions of the SDK have.
    return all_of(
        lambda: not is_autopilot(cluster),
        lambda: pool.get("workloadPool").absent and pool.get("identityNamespace").absent,
    )


DEMANDS: Final = (
    Demand(
        refuses=lambda it: not it.get("privateClusterConfig", "enablePrivateNodes").flag(),
        what="privateClusterConfig.enablePrivateNodes is not on: each node has a public address",
    ),
    Demand(
        refuses=_open,
        what="masterAuthorizedNetworksConfig does not keep the internet away from the control plane",
    ),
    Demand(
        refuses=lambda it: it.get("enableLegacyAbac").flag(),
        what="enableLegacyAbac is on: service accounts have rights that no role gives them",
    ),
    Demand(
        refuses=_no_identities,
        what="workloadIdentityConfig is not set: pods act as the account of their node",
    ),
    Demand(
        refuses=_no_policies,
        what="there is neither networkPolicy nor ADVANCED_DATAPATH: network policies are accepted and do nothing",
    ),
)

policy: Final = Policy(
    id="GCP-GKE-01",
    title="GKE clusters are private, with identities and network policies for pods",
    severity="high",
    why="A control plane runs anything anywhere in its cluster; what pods share with their node, an intruder gets too.",
    fix="Set privateClusterConfig.enablePrivateNodes, masterAuthorizedNetworksConfig, workloadIdentityConfig, and "
    "datapathProvider to ADVANCED_DATAPATH.",
    frameworks=(
        *cis("GKE", "1.4", "5.2.2", "5.6.3", "5.6.5", "5.6.7", "5.8.4"),
        *EXPOSURE,
        *LEAST_PRIVILEGE,
        *checkov("CKV_GCP_7", "CKV_GCP_12", "CKV_GCP_18", "CKV_GCP_20", "CKV_GCP_64", "CKV_GCP_69"),
    ),
    types=(CLUSTER,),
    check=judging(DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
