"""Azure resource ids."""

from __future__ import annotations

from stackwright.simcloud.curated.recipe import Part, Recipe

GROUP = "/subscriptions/{subscription}/resourceGroups/{in:resourceGroupName}"


def arm(path: str, absent: frozenset[str] = frozenset(), **outputs: Part) -> Recipe:
    """A resource in a resource group: `arm("Microsoft.Network/virtualNetworks/{in:virtualNetworkName}")`."""
    return Recipe(id=f"{GROUP}/providers/{path}", outputs=outputs, absent=absent)


def record_name(relative: str, zone: str) -> str:
    """The full name of a DNS record; `@` is the zone itself."""
    return f"{zone}." if relative == "@" else f"{relative}.{zone}."
