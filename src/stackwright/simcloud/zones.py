"""Which zones there are, and in which one a resource is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from stackwright.wire.values import Properties, reveal, revealed

_OWN: Final = ("availabilityZone", "zone")
_GOOGLE: Final = (
    "africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1 asia-south2 "
    "asia-southeast1 asia-southeast2 asia-southeast3 australia-southeast1 australia-southeast2 europe-central2 "
    "europe-north1 europe-north2 europe-southwest1 europe-west1 europe-west2 europe-west3 europe-west4 europe-west6 "
    "europe-west8 europe-west9 europe-west10 europe-west12 me-central1 me-central2 me-west1 northamerica-northeast1 "
    "northamerica-northeast2 northamerica-south1 southamerica-east1 southamerica-west1 us-central1 us-east1 us-east4 "
    "us-east5 us-south1 us-west1 us-west2 us-west3 us-west4"
)
GOOGLE_REGIONS: Final = tuple(_GOOGLE.split())
"""https://cloud.google.com/compute/docs/regions-zones, as of November 2025."""
_GCP_LETTERS: Final[Mapping[str, str]] = {"europe-west1": "bcd", "us-central1": "abcf", "us-east1": "bcd"}
"""Regions that have other zones than a, b and c (https://cloud.google.com/compute/docs/regions-zones)."""


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
