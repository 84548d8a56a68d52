"""Keys on Azure rotate by themselves, and a managed HSM cannot be purged."""

from typing import Final

from stackwright_policies.controls import KEYS, PROTECTION
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, cis
from stackwright_policies.resource import View
from stackwright_policies.verdicts import any_in

KEY: Final = "azure-native:keyvault:Key"
HSM: Final = "azure-native:keyvault:ManagedHsm"


def _rotates(key: View) -> bool:
    actions = key.get("properties", "rotationPolicy", "lifetimeActions").items()
    return any_in(actions, lambda it: it.get("action", "type").text().lower() == "rotate")


_DEMANDS: Final = (
    Demand(
        types=(KEY,),
        refuses=lambda it: not _rotates(it),
        what="properties.rotationPolicy has no lifetime action that rotates: it stays the same for ever",
    ),
    Demand(
        types=(HSM,),
        # Off where nothing is said: https://learn.microsoft.com/azure/key-vault/managed-hsm/recovery
        refuses=lambda it: not it.get("properties", "enablePurgeProtection").flag(),
        what="properties.enablePurgeProtection is not on: whoever may delete it may destroy every key for ever",
    ),
)


def _key(*actions: object) -> dict[str, object]:
    return {"properties": {"kty": "RSA", "rotationPolicy": {"lifetimeActions": list(actions)}}}


_ROTATE: Final = {"action": {"type": "rotate"}, "trigger": {"timeAfterCreate": "P90D"}}
_NOTIFY: Final = {"action": {"type": "notify"}, "trigger": {"timeBeforeExpiry": "P30D"}}

PASSES: Final = (
    Example(why="every 90 days", type=KEY, inputs=_key(_NOTIFY, _ROTATE)),
    Example(why="beside what is not known", type=KEY, inputs=_key(UNKNOWN, _ROTATE)),
    Example(why="protected", type=HSM, inputs={"properties": {"tenantId": UNKNOWN, "enablePurgeProtection": True}}),
)
VIOLATES: Final = (
    Example(why="never", type=KEY, inputs={"properties": {"kty": "RSA"}}),
    Example(why="it only says that it should", type=KEY, inputs=_key(_NOTIFY)),
    Example(why="not protected by default", type=HSM, inputs={"properties": {"enableSoftDelete": True}}),
    Example(why="keys can be destroyed", type=HSM, inputs={"properties": {"enablePurgeProtection": False}}),
)
UNDECIDED: Final = (
    Example(why="whether it rotates is not known", type=KEY, inputs={"properties": {"rotationPolicy": UNKNOWN}}),
    Example(why="protected, perhaps", type=HSM, inputs={"properties": {"enablePurgeProtection": UNKNOWN}}),
)

policy: Final = Policy(
    id="AZ-KV-04",
    title="Keys rotate by themselves, and managed HSMs cannot be purged",
    severity="high",
    why="The longer a key is used, the more is lost with it; a purged HSM takes all data that its keys encrypt.",
    fix="Give keys a rotationPolicy whose lifetimeActions rotate; set enablePurgeProtection of HSMs.",
    frameworks=(*cis("Azure", "2.1", "8.8"), *KEYS, *PROTECTION),
    types=(KEY, HSM),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
