"""Azure resource ids."""

from __future__ import annotations

from stackwright.simcloud.curated.recipe import Part, Recipe

GROUP = "/subscriptions/{subscription}/resourceGroups/{in:resourceGroupName}"


def arm(path: str, absent: frozenset[str] = frozenset(), **outputs: Part) -> Recipe:
    """A resource in a resource group: `arm("Microsoft.Network/virtualNetworks/{in:virtualNetworkName}")`."""
    return Recipe(id=f"{GROUP}/providers/{path}", outputs=outputs, absent=absent)
