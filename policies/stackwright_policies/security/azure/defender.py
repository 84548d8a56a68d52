"""Plans of Microsoft Defender for Cloud are on."""

from typing import Final

from stackwright_policies.controls import LOGGING, PATCHING
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis

PLAN: Final = "azure-native:security:Pricing"
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("pricingTier").text("Free").lower() != "standard",
        what="pricingTier is Free: the plan is off",
        mend={"pricingTier": "Standard"},
    ),
)

PASSES: Final = (
    Example(
        why="on", type=PLAN, inputs={"pricingTier": "Standard", "pricingName": "VirtualMachines", "scopeId": UNKNOWN}
    ),
)
VIOLATES: Final = (Example(why="off", type=PLAN, inputs={"pricingTier": "Free", "pricingName": "StorageAccounts"}),)
UNDECIDED: Final = (Example(why="on, perhaps", type=PLAN, inputs={"pricingTier": UNKNOWN}),)

policy: Final = Policy(
    id="AZ-DEF-01",
    title="Plans of Microsoft Defender for Cloud are on",
    severity="medium",
    why="Without the plan nobody is told of known weaknesses, nor of an attack that is going on.",
    fix="Set pricingTier to Standard.",
    frameworks=(*cis("Azure", "2.1", "2.1.1"), *LOGGING, *PATCHING, *checkov("CKV_AZURE_19")),
    types=(PLAN,),
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
