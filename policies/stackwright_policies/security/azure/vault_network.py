"""Azure key vaults are not reached from every network."""

from typing import Final

from stackwright_policies.azure.reach import open_to_all
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis

VAULT: Final = "azure-native:keyvault:Vault"
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: open_to_all(it.get("properties")),
        what="its endpoint is public, and networkAcls.defaultAction does not deny whom no rule is about",
    ),
)


def _vault(**properties: object) -> dict[str, object]:
    return {"properties": {"tenantId": UNKNOWN} | properties}


PASSES: Final = (
    Example(why="no public endpoint", type=VAULT, inputs=_vault(publicNetworkAccess="disabled")),
    Example(
        why="only from listed networks",
        type=VAULT,
        inputs=_vault(networkAcls={"defaultAction": "Deny", "bypass": "AzureServices"}),
    ),
)
VIOLATES: Final = (
    Example(why="open by default", type=VAULT, inputs=_vault()),
    Example(
        why="open, said so",
        type=VAULT,
        inputs=_vault(publicNetworkAccess="Enabled", networkAcls={"defaultAction": "Allow", "bypass": UNKNOWN}),
    ),
)
UNDECIDED: Final = (
    Example(why="whether there is an endpoint is not known", type=VAULT, inputs=_vault(publicNetworkAccess=UNKNOWN)),
    Example(why="the firewall is not known", type=VAULT, inputs=_vault(networkAcls={"defaultAction": UNKNOWN})),
)

policy: Final = Policy(
    id="AZ-KV-02",
    title="Azure key vaults are not reached from every network",
    severity="high",
    why="Whoever gets hold of an identity reads every secret from anywhere, unless the network is in the way.",
    fix="Set publicNetworkAccess to Disabled and use a private endpoint, or networkAcls.defaultAction to Deny.",
    frameworks=(*cis("Azure", "4.0", "9.3.7"), *EXPOSURE, *checkov("CKV_AZURE_109", "CKV_AZURE_189")),
    types=(VAULT,),
    also_in=("network-exposure",),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
