"""What stands in every AWS account before anybody deploys: a default VPC in each region, with a subnet in each zone.

Amazon VPC user guide, "Default VPC components": 172.31.0.0/16, a /20 in each zone, public addresses.
"""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.seed import Seed

CIDR: Final = "172.31.0.0/16"
LETTERS: Final = "abc"
"""The zones of a simulated region."""


def _id(account: str, region: str, prefix: str, kind: str = "") -> str:
    return f"{prefix}-{Seed('default VPC', account, region).hex(17, kind or prefix)}"


def vpc(account: str, region: str) -> str:
    return _id(account, region, "vpc")


def security_group(account: str, region: str) -> str:
    return _id(account, region, "sg")


def route_table(account: str, region: str) -> str:
    return _id(account, region, "rtb")


def internet_gateway(account: str, region: str) -> str:
    return _id(account, region, "igw")


def network_acl(account: str, region: str) -> str:
    return _id(account, region, "acl")


def dhcp_options(account: str, region: str) -> str:
    return _id(account, region, "dopt")


def subnet(account: str, zone: str) -> str:
    """The default subnet of a zone."""
    return _id(account, zone[:-1], "subnet", f"subnet {zone}")


def subnets(account: str, region: str) -> list[str]:
    return [subnet(account, f"{region}{letter}") for letter in LETTERS]


def zone_of(account: str, region: str, id: str) -> str:
    """The zone whose default subnet has this id; empty if it is none."""
    return next((f"{region}{letter}" for letter in LETTERS if subnet(account, f"{region}{letter}") == id), "")


def block(zone: str) -> str:
    """The range of the default subnet of a zone."""
    return f"172.31.{16 * LETTERS.find(zone[-1:])}.0/20"
