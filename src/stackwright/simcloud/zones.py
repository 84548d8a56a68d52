"""Which zones there are, and in which one a resource is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from stackwright.wire.values import Properties, reveal, revealed

_OWN: Final = ("availabilityZone", "zone")
_GCP_LETTERS: Final[Mapping[str, str]] = {"europe-west1": "bcd", "us-east1": "bcd"}
"""Regions that have no zone a (https://cloud.google.com/compute/docs/regions-zones)."""


def zones_in(package: str, location: str) -> tuple[str, ...]:
    """The zones that a simulated cloud has in a region or location; none where it does not tell them apart."""
    if not location and package != "openstack":
        return ()
    match package:
        case "aws":
            return tuple(f"{location}{letter}" for letter in "abc")
        case "azure-native":
            return tuple(f"{location}-{number}" for number in (1, 2, 3))
        case "gcp":
            return tuple(f"{location}-{letter}" for letter in _GCP_LETTERS.get(location, "abc"))
        case "openstack":
            return ("nova",)
        case _:
            return ()


def zone_of(properties: Properties, other: Callable[[str], Properties]) -> str:
    """The only zone of a resource, or empty: of one that is in several, losing one is no loss.

    AWS, OpenStack and Google name it (`eu-west-1a`, `nova`, `europe-west1-b`); Azure numbers the zones of a location,
    which makes `westeurope-1` of the first. What is in a subnet that has a zone is in that zone, too: `other` gives
    the outputs of a resource by its id.
    """
    plain = revealed(properties)
    for name in _OWN:
        if isinstance(zone := plain.get(name), str) and zone:
            return zone
    zones = plain.get("zones")
    if isinstance(zones, list) and len(zones) == 1:
        return f"{plain.get('location')}-{zones[0]}"
    subnet = plain.get("subnetId")
    if isinstance(subnet, str) and subnet:
        zone = reveal(other(subnet).get("availabilityZone"))
        return zone if isinstance(zone, str) else ""
    return ""
