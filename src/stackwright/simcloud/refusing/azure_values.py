"""Values of closed sets: a kind of storage account that there is not, a direction that no rule has.

azure-native passes on whatever it gets; the services say no, in words that issues quote
(hashicorp/terraform-provider-azurerm#8089 for storage, #32505 for networks). `data/azure-values.json` has the sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stackwright.simcloud.refusing.azure_network import code
from stackwright.simcloud.refusing.closed import strays
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import World
from stackwright.simcloud.values.subject import Subject


def _storage(it: Subject, _world: World) -> str | None:
    """All that is wrong in one sentence, by the parameter's name."""
    wrong = ", ".join(path.partition(".")[0] for path, _, _ in strays(it, "azure", folded=True))
    words = f"Values for request parameters are invalid: {wrong}. For more information, see -"
    return code("InvalidValuesForRequestParameters", f"{words} https://aka.ms/storageaccounttypes") if wrong else None


def _network(it: Subject, _world: World) -> str | None:
    for path, given, _ in strays(it, "azure", folded=True):
        where = path.replace("[]", "").replace("securityRules.", "securityRules.properties.")
        return code(
            "InvalidRequestFormat",
            f"Cannot parse the request. Error converting value \"{given}\". Path 'properties.{where}'.",
        )
    return None


VALUE = Kind(
    "azure-value",
    "where a service knows a closed set of values, it takes no other",
    "https://learn.microsoft.com/azure/storage/common/storage-account-overview#types-of-storage-accounts",
    "take one of those that it knows: the SDK's enums have them",
)
_NETWORKS: Final = ("NetworkSecurityGroup", "SecurityRule", "PublicIPAddress")
RULES: Final[Sequence[Rule]] = (
    rule(VALUE, "change", "azure-native:storage:StorageAccount", _storage),
    rule(VALUE, "change", [f"azure-native:network:{kind}" for kind in _NETWORKS], _network),
)
