"""Azure AI services (Cognitive Services, Azure OpenAI): used by identities, and not from every network."""

from typing import Final

from stackwright_policies.azure.reach import open_to_all
from stackwright_policies.controls import AUTHENTICATION, EXPOSURE
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov

ACCOUNT: Final = "azure-native:cognitiveservices:Account"
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: not it.get("properties", "disableLocalAuth").flag(),
        what="properties.disableLocalAuth is not on: keys that belong to nobody open it",
    ),
    Demand(
        refuses=lambda it: open_to_all(it.get("properties")),
        what="its endpoint is public, and networkAcls.defaultAction does not deny whom no rule is about",
    ),
)


def _account(**properties: object) -> dict[str, object]:
    return {"kind": "OpenAI", "properties": {"disableLocalAuth": True, "publicNetworkAccess": "Disabled"} | properties}


PASSES: Final = (
    Example(why="identities only, private", type=ACCOUNT, inputs=_account(customSubDomainName=UNKNOWN)),
    Example(
        why="only from listed networks",
        type=ACCOUNT,
        inputs=_account(publicNetworkAccess="Enabled", networkAcls={"defaultAction": "Deny"}),
    ),
)
VIOLATES: Final = (
    Example(why="as it comes", type=ACCOUNT, inputs={"kind": "OpenAI"}),
    Example(why="keys", type=ACCOUNT, inputs=_account(disableLocalAuth=False)),
    Example(why="public", type=ACCOUNT, inputs=_account(publicNetworkAccess="Enabled", disableLocalAuth=UNKNOWN)),
)
UNDECIDED: Final = (
    Example(why="keys, perhaps", type=ACCOUNT, inputs=_account(disableLocalAuth=UNKNOWN)),
    Example(why="nothing is known", type=ACCOUNT, inputs={"properties": UNKNOWN}),
)

policy: Final = Policy(
    id="AZ-AI-01",
    title="AI services take identities only, and not from every network",
    severity="medium",
    why="A key that leaks is used by strangers, at the owner's cost and with the owner's data.",
    fix="Set properties.disableLocalAuth and give identities roles; set publicNetworkAccess to Disabled.",
    frameworks=(*AUTHENTICATION, *EXPOSURE, *checkov("CKV_AZURE_134", "CKV_AZURE_236")),
    types=(ACCOUNT,),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
