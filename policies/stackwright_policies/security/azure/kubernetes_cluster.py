"""AKS clusters: a guarded API server, people instead of shared accounts, and network policies."""

from typing import Final

from stackwright_policies.addresses import is_internet
from stackwright_policies.azure.reach import public
from stackwright_policies.controls import EXPOSURE, LEAST_PRIVILEGE
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of, any_in

CLUSTER: Final = "azure-native:containerservice:ManagedCluster"


def _open_server(cluster: View) -> bool:
    """Whether everybody may speak to the API server. No range is every range."""
    access = cluster.get("apiServerAccessProfile")
    return all_of(
        lambda: public(cluster.get("publicNetworkAccess")),
        lambda: not access.get("enablePrivateCluster").flag(),
        lambda: _every_range(access.get("authorizedIPRanges")),
    )


def _every_range(ranges: View) -> bool:
    return not ranges.items() or any_in(ranges.items(), lambda it: is_internet(it.text()))


def _without_policies(cluster: View) -> bool:
    # AKS Automatic brings Cilium along: https://learn.microsoft.com/azure/aks/intro-aks-automatic
    return all_of(
        lambda: cluster.get("networkProfile", "networkPolicy").text("none").lower() == "none",
        lambda: cluster.get("networkProfile", "networkDataplane").text().lower() != "cilium",
        lambda: cluster.get("sku", "name").text().lower() != "automatic",
    )


def _local_accounts(cluster: View) -> bool:
    return all_of(
        lambda: not cluster.get("disableLocalAccounts").flag(),
        lambda: cluster.get("sku", "name").text().lower() != "automatic",
    )


_DEMANDS: Final = (
    Demand(
        refuses=lambda it: not it.get("enableRBAC").flag(True),
        what="enableRBAC is off: whoever gets in may do everything",
    ),
    Demand(
        refuses=_local_accounts,
        what="disableLocalAccounts is not on: a shared certificate of an administrator works beside Entra ID",
    ),
    Demand(
        refuses=_open_server,
        what="everybody reaches its API server: it is not private and no authorizedIPRanges bound it",
    ),
    Demand(
        refuses=_without_policies,
        what="networkProfile.networkPolicy is not set: network policies are accepted and do nothing",
    ),
)


def _cluster(**changes: object) -> dict[str, object]:
    return {
        "enableRBAC": True,
        "disableLocalAccounts": True,
        "apiServerAccessProfile": {"enablePrivateCluster": True},
        "networkProfile": {"networkPolicy": "azure"},
    } | changes


PASSES: Final = (
    Example(why="private", type=CLUSTER, inputs=_cluster(resourceGroupName=UNKNOWN)),
    Example(
        why="reached from one range",
        type=CLUSTER,
        inputs=_cluster(apiServerAccessProfile={"authorizedIPRanges": ["203.0.113.0/24"]}),
    ),
    Example(
        why="Cilium brings policies along",
        type=CLUSTER,
        inputs=_cluster(networkProfile={"networkDataplane": "cilium", "networkPluginMode": UNKNOWN}),
    ),
    Example(
        why="AKS Automatic has no local accounts, and policies",
        type=CLUSTER,
        inputs={"sku": {"name": "Automatic"}, "publicNetworkAccess": "Disabled"},
    ),
)
VIOLATES: Final = (
    Example(why="as it comes", type=CLUSTER, inputs={"dnsPrefix": "shop"}),
    Example(why="no RBAC", type=CLUSTER, inputs=_cluster(enableRBAC=False)),
    Example(why="local accounts", type=CLUSTER, inputs=_cluster(disableLocalAccounts=False)),
    Example(
        why="a public API server", type=CLUSTER, inputs=_cluster(apiServerAccessProfile={"enablePrivateCluster": False})
    ),
    Example(
        why="everybody is authorized, whatever the other range is",
        type=CLUSTER,
        inputs=_cluster(apiServerAccessProfile={"authorizedIPRanges": [UNKNOWN, "0.0.0.0/0"]}),
    ),
    Example(why="no network policies", type=CLUSTER, inputs=_cluster(networkProfile={"networkPolicy": "none"})),
)
UNDECIDED: Final = (
    Example(why="RBAC, perhaps", type=CLUSTER, inputs=_cluster(enableRBAC=UNKNOWN)),
    Example(why="who is authorized is not known", type=CLUSTER, inputs=_cluster(apiServerAccessProfile=UNKNOWN)),
)

policy: Final = Policy(
    id="AZ-AKS-01",
    title="AKS clusters guard their API server and know who does what",
    severity="high",
    why="The API server is the cluster: whoever reaches it with a copied certificate owns all that runs there.",
    fix="Make the cluster private or list authorizedIPRanges, disableLocalAccounts (with Entra ID), set networkPolicy.",
    frameworks=(
        *EXPOSURE,
        *LEAST_PRIVILEGE,
        *checkov("CKV_AZURE_5", "CKV_AZURE_6", "CKV_AZURE_7", "CKV_AZURE_115", "CKV_AZURE_141"),
    ),
    types=(CLUSTER,),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
