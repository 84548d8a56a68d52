"""Azure key vaults survive a deletion, and say by roles who may do what."""

from typing import Final

from stackwright_policies.controls import LEAST_PRIVILEGE, PROTECTION
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis

VAULT: Final = "azure-native:keyvault:Vault"
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: not it.get("properties", "enablePurgeProtection").flag(),
        what="properties.enablePurgeProtection is off: whoever may delete it may destroy it for ever",
    ),
    Demand(
        refuses=lambda it: not it.get("properties", "enableSoftDelete").flag(True),
        what="properties.enableSoftDelete is off: what is deleted is gone",
    ),
    Demand(
        refuses=lambda it: not it.get("properties", "enableRbacAuthorization").flag(),
        what="properties.enableRbacAuthorization is off: access policies give rights to the whole vault",
    ),
)


def _vault(**properties: object) -> dict[str, object]:
    good = {"tenantId": UNKNOWN, "enablePurgeProtection": True, "enableRbacAuthorization": True}
    return {"properties": good | properties}


PASSES: Final = (
    Example(why="both are on", type=VAULT, inputs=_vault()),
    Example(why="soft deletion, said so", type=VAULT, inputs=_vault(enableSoftDelete=True)),
)
VIOLATES: Final = (
    Example(why="neither is on by default", type=VAULT, inputs={"properties": {"tenantId": UNKNOWN}}),
    Example(why="it can be purged", type=VAULT, inputs=_vault(enablePurgeProtection=False)),
    Example(why="nothing is kept", type=VAULT, inputs=_vault(enableSoftDelete=False)),
    Example(
        why="access policies",
        type=VAULT,
        inputs=_vault(enableRbacAuthorization=False, enablePurgeProtection=UNKNOWN),
    ),
)
UNDECIDED: Final = (
    Example(why="purging is not known", type=VAULT, inputs=_vault(enablePurgeProtection=UNKNOWN)),
    Example(why="nothing is known", type=VAULT, inputs={"properties": UNKNOWN}),
)

policy: Final = Policy(
    id="AZ-KV-01",
    title="Azure key vaults cannot be purged, and roles say who may use them",
    severity="high",
    why="With its keys a vault takes all data that they encrypt; and access policies cannot name a single secret.",
    fix="Set enablePurgeProtection (for good: it cannot be taken back) and enableRbacAuthorization, and assign roles.",
    frameworks=(
        *cis("Azure", "4.0", "9.3.5", "9.3.6"),
        *PROTECTION,
        *LEAST_PRIVILEGE,
        *checkov("CKV_AZURE_42", "CKV_AZURE_110"),
    ),
    types=(VAULT,),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
