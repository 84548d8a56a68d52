"""Where a resource of Azure is, it stays.

pulumi-azure-native sends a new `location` as an update, unless its metadata says that it replaces, and Azure Resource
Manager refuses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stackwright.simcloud.refusing.azure_network import code
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import World
from stackwright.simcloud.values.subject import Subject


def _moved(it: Subject, world: World) -> str | None:
    wanted = it.text("location")
    stands = next((thing for thing in world.of(it.token) if thing.id == it.id), None) if wanted and it.id else None
    if stands is None or not stands.text("location") or _folded(stands.text("location")) == _folded(wanted):
        return None
    return code(
        "InvalidResourceLocation",
        f"The resource '{it.id.rpartition('/')[2]}' already exists in location '{_folded(stands.text('location'))}' in"
        f" resource group '{it.text('resourceGroupName')}'. A resource with the same name cannot be created in location"
        f" '{_folded(wanted)}'. Please select a new resource name.",
    )


def _folded(place: str) -> str:
    """`West Europe` is `westeurope`."""
    return place.replace(" ", "").lower()


MOVE = Kind(
    "azure-move",
    "a resource stays in the location in which it was made",
    "https://github.com/MicrosoftDocs/azure-docs/issues/70422",
    "replace it: `pulumi.ResourceOptions(replace_on_changes=['location'])`, or give it another name",
)
RULES: Final[Sequence[Rule]] = (rule(MOVE, "change", "azure-native", _moved),)
