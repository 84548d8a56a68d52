"""Sizes of Azure's machines: how large they are, and whether there are newer ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import NotKnown

MACHINE: Final = "azure-native:compute:VirtualMachine"
SCALE_SET: Final = "azure-native:compute:VirtualMachineScaleSet"
CLUSTER: Final = "azure-native:containerservice:ManagedCluster"
POOL: Final = "azure-native:containerservice:AgentPool"
TYPES: Final = (MACHINE, SCALE_SET, CLUSTER, POOL)
# https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions
_SHAPE: Final = re.compile(
    r"(?P<tier>standard|basic)_(?P<family>[a-z]+?)(?P<number>\d+)(?:-\d+)?[a-z]*(?:_[a-z0-9]*[a-z][a-z0-9]*)*?"
    r"(?:_v(?P<version>\d+))?(?:_promo)?"
)
# Family → the newest version that is of a previous generation, or being retired:
# https://learn.microsoft.com/azure/virtual-machines/sizes/retirement-overview
# The first B-series is left out, though it ends in 2028: nothing costs less.
_PREVIOUS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("a", "g", "gs", "h", "hc"), 9),
    **dict.fromkeys(("nc", "nv"), 3),
    **dict.fromkeys(("d", "ds", "f", "l", "nd"), 2),
    **dict.fromkeys(("dc", "hb"), 1),
}
# Of these the number is a place in a list: https://learn.microsoft.com/azure/virtual-machines/dv2-dsv2-series
_LISTED: Final = {3: 4, 4: 8, 5: 16, 11: 2, 12: 4, 13: 8, 14: 16, 15: 20}
_LISTED_G: Final = {1: 2, 2: 4, 3: 8, 4: 16, 5: 32}
_NUMBERED_SINCE: Final = 3


def sizes(resource: Resource) -> Iterator[View]:
    """What a resource of one of `TYPES` says of the sizes of its machines.

    Raises:
        NotKnown: of which pools.
    """
    properties = resource.properties
    if resource.type == MACHINE:
        yield properties.get("hardwareProfile", "vmSize")
    elif resource.type == SCALE_SET:
        yield properties.get("sku", "name")
    elif resource.type == POOL:
        yield properties.get("vmSize")
    else:
        yield from (_size(pool) for pool in properties.get("agentPoolProfiles").items())


def _size(pool: View) -> View:
    """Its size; a pool that is not known is left to whoever reads it."""
    try:
        return pool.get("vmSize")
    except NotKnown:
        return pool


def is_previous(size: str) -> bool:
    """Whether a size is of a generation that Azure has followed up."""
    found = _SHAPE.fullmatch(size.strip().lower())
    if found is None:
        return False
    return found["tier"] == "basic" or int(found["version"] or 1) <= _PREVIOUS.get(found["family"], 0)


def processors(size: str) -> int:
    """How many virtual processors a size has; 0 if it is unheard of."""
    found = _SHAPE.fullmatch(size.strip().lower())
    if found is None:
        return 0
    number = int(found["number"])
    if found["family"] in ("g", "gs"):
        return _LISTED_G.get(number, number)
    if found["family"] in ("d", "ds") and int(found["version"] or 1) < _NUMBERED_SINCE:
        return _LISTED.get(number, number)
    return number
