"""AKS: private nodes, Azure Policy in the cluster, and secrets that are fetched anew."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import CREDENTIALS, EXPOSURE, HARDENING
from stackwright_policies.demands import Demand, unmet
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Verdict, all_of, any_in

CLUSTER: Final = "azure-native:containerservice:ManagedCluster"
POOL: Final = "azure-native:containerservice:AgentPool"
_PUBLIC: Final = "enableNodePublicIP is on: the internet reaches the nodes past every gateway"


def _addon(cluster: View, name: str) -> View:
    """An add-on; Azure does not tell upper from lower case in their names."""
    addons = dict(cluster.get("addonProfiles").entries())
    return next((addon for key, addon in addons.items() if key.lower() == name), View(None, f"addonProfiles.{name}"))


def _rotating(addon: View) -> bool:
    return all_of(
        lambda: addon.get("enabled").flag(),
        lambda: addon.get("config", "enableSecretRotation").flag(),
    )


_OF_POOLS: Final = (Demand(refuses=lambda it: it.get("enableNodePublicIP").flag(), what=_PUBLIC),)
_OF_CLUSTERS: Final = (
    Demand(
        refuses=lambda it: any_in(
            it.get("agentPoolProfiles").items(), lambda pool: pool.get("enableNodePublicIP").flag()
        ),
        what=f"agentPoolProfiles: {_PUBLIC}",
    ),
    Demand(
        refuses=lambda it: not _addon(it, "azurepolicy").get("enabled").flag(),
        what="addonProfiles.azurepolicy is not on: nothing is refused that an application should not do",
    ),
    Demand(
        refuses=lambda it: not _rotating(_addon(it, "azurekeyvaultsecretsprovider")),
        what="addonProfiles.azureKeyvaultSecretsProvider does not rotate: a changed secret reaches no running pod",
    ),
)


def _cluster(**changes: object) -> dict[str, object]:
    return {
        "agentPoolProfiles": [{"name": "system", "enableNodePublicIP": False}],
        "addonProfiles": {
            "azurepolicy": {"enabled": True},
            "azureKeyvaultSecretsProvider": {"enabled": True, "config": {"enableSecretRotation": "true"}},
        },
    } | changes


PASSES: Final = (
    Example(why="private, watched, rotating", type=CLUSTER, inputs=_cluster(nodeResourceGroup=UNKNOWN)),
    Example(why="a private pool", type=POOL, inputs={"vmSize": UNKNOWN}),
)
VIOLATES: Final = (
    Example(why="as it comes", type=CLUSTER, inputs={"dnsPrefix": "shop"}),
    Example(
        why="one pool is public",
        type=CLUSTER,
        inputs=_cluster(agentPoolProfiles=[{"name": "a", "enableNodePublicIP": UNKNOWN}, {"enableNodePublicIP": True}]),
    ),
    Example(why="a public pool", type=POOL, inputs={"enableNodePublicIP": True}),
    Example(
        why="secrets are fetched once",
        type=CLUSTER,
        inputs=_cluster(
            addonProfiles={"azurePolicy": {"enabled": True}, "azureKeyvaultSecretsProvider": {"enabled": True}}
        ),
    ),
)
UNDECIDED: Final = (
    Example(why="the pools are not known", type=CLUSTER, inputs=_cluster(agentPoolProfiles=UNKNOWN)),
    Example(why="the add-ons are not known", type=CLUSTER, inputs=_cluster(addonProfiles=UNKNOWN)),
    Example(why="public, perhaps", type=POOL, inputs={"enableNodePublicIP": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    return unmet(resource.properties, _OF_POOLS if resource.type == POOL else _OF_CLUSTERS)


policy: Final = Policy(
    id="AZ-AKS-02",
    title="AKS nodes are private, Azure Policy watches, and secrets rotate",
    severity="medium",
    why="A node with a public address is one wrong rule away from everybody; a secret that never changes stays leaked.",
    fix="Leave enableNodePublicIP off; switch on azurepolicy and azureKeyvaultSecretsProvider (enableSecretRotation).",
    frameworks=(
        *EXPOSURE,
        *HARDENING,
        *CREDENTIALS,
        *checkov("CKV_AZURE_116", "CKV_AZURE_143", "CKV_AZURE_172"),
    ),
    types=(CLUSTER, POOL),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
