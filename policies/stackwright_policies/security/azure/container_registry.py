"""Container registries on Azure: no shared account, nobody unknown, no public endpoint."""

from typing import Final

from stackwright_policies.azure.reach import public
from stackwright_policies.controls import AUTHENTICATION, EXPOSURE
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov

REGISTRY: Final = "azure-native:containerregistry:Registry"
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("adminUserEnabled").flag(),
        what="adminUserEnabled is on: one password for everybody, with all rights",
    ),
    Demand(
        refuses=lambda it: it.get("anonymousPullEnabled").flag(),
        what="anonymousPullEnabled is on: everybody may pull every image",
    ),
    Demand(
        refuses=lambda it: public(it.get("publicNetworkAccess")),
        what="publicNetworkAccess is not Disabled: it is reached from every network",
    ),
)


def _registry(**changes: object) -> dict[str, object]:
    return {"sku": {"name": "Premium"}, "publicNetworkAccess": "Disabled"} | changes


PASSES: Final = (
    Example(why="no public endpoint, no shared account by default", type=REGISTRY, inputs=_registry(identity=UNKNOWN)),
    Example(why="said so", type=REGISTRY, inputs=_registry(adminUserEnabled=False, anonymousPullEnabled=False)),
)
VIOLATES: Final = (
    Example(why="a shared account", type=REGISTRY, inputs=_registry(adminUserEnabled=True)),
    Example(why="nobody has to sign in", type=REGISTRY, inputs=_registry(anonymousPullEnabled=True)),
    Example(why="public by default", type=REGISTRY, inputs={"sku": {"name": "Basic"}}),
    Example(
        why="public, whatever the account will be",
        type=REGISTRY,
        inputs=_registry(publicNetworkAccess="Enabled", adminUserEnabled=UNKNOWN),
    ),
)
UNDECIDED: Final = (
    Example(why="a shared account, perhaps", type=REGISTRY, inputs=_registry(adminUserEnabled=UNKNOWN)),
    Example(why="public, perhaps", type=REGISTRY, inputs=_registry(publicNetworkAccess=UNKNOWN)),
)

policy: Final = Policy(
    id="AZ-ACR-01",
    title="Container registries have no shared account and no public endpoint",
    severity="medium",
    why="Whoever may push an image decides what runs; whoever may pull one reads what is in it.",
    fix="Set adminUserEnabled to false and publicNetworkAccess to Disabled (Premium), with a private endpoint.",
    frameworks=(
        *AUTHENTICATION,
        *EXPOSURE,
        *checkov("CKV_AZURE_137", "CKV_AZURE_138", "CKV_AZURE_139"),
    ),
    types=(REGISTRY,),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
