"""Which zones a region has, for those who do not name them.

Known here, not asked of the cloud: a blueprint previews without an account. Name the zones where these do not fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stackwright_blueprints.model import BlueprintError

# https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html: letters that every
# account sees. In us-west-1 each account sees two zones, and which two differs.
_AWS: Final[Mapping[str, str]] = {"ap-northeast-1": "acd", "ca-central-1": "abd", "us-west-1": ""}
# https://cloud.google.com/compute/docs/regions-zones#available
_GCP: Final[Mapping[str, str]] = {"europe-west1": "bcd", "us-east1": "bcd"}


def default_zones(cloud: str, location: str) -> list[str]:
    """Three zones of a region: `eu-west-1a` to `c` on AWS, `1` to `3` on Azure, `europe-west1-b` to `d` on GCP.

    OpenStack gets the one zone that every installation has, `nova`.

    Raises:
        BlueprintError: the region's zones differ from account to account.
    """
    match cloud:
        case "aws":
            zones = [f"{location}{letter}" for letter in _AWS.get(location, "abc")]
        case "gcp":
            zones = [f"{location}-{letter}" for letter in _GCP.get(location, "abc")]
        case "azure":
            zones = ["1", "2", "3"]
        case _:
            zones = ["nova"]
    if not location and cloud in ("aws", "gcp"):
        raise BlueprintError(f"network: there is no region to take zones from; set providers.{cloud}.region")
    if not zones:
        raise BlueprintError(
            f"network: accounts see different zones of {location}; name yours: zones: [{location}a, …]"
        )
    return zones
