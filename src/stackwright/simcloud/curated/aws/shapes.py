"""The shapes in which AWS makes ids and ARNs (AWS Service Authorization Reference, "Resource types")."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from typing import Final

from stackwright.simcloud.curated.aws import standing
from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject

LOWER: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
UPPER: Final = LOWER.upper()
MIXED: Final = LOWER + UPPER[:26]
CLOUDFRONT_ZONE: Final = "Z2FDTNDATAQYW2"
"""The hosted zone of every CloudFront distribution (AWS General Reference, Amazon CloudFront endpoints)."""


def arn(service: str, tail: str) -> str:
    """The template of an ARN of a region."""
    return f"arn:{{partition}}:{service}:{{region}}:{{account}}:{tail}"


def worldwide(service: str, tail: str) -> str:
    """The template of an ARN of a service that has no regions."""
    return f"arn:{{partition}}:{service}::{{account}}:{tail}"


def by_name(arn: str | Callable[[Subject], str], *, key: str = "name", unique: bool = True, **outputs: Part) -> Recipe:
    """Known by its name, which is its id."""
    return Recipe(id=f"{{in:{key}}}", unique=unique, outputs={"arn": arn, **outputs})


def by_arn(arn: str, **outputs: Part) -> Recipe:
    """The ARN is the id."""
    return Recipe(id=arn, unique="{in:" in arn, outputs={"arn": "{id}", **outputs})


def drawn(length: int, alphabet: str = LOWER, salt: str = "id", prefix: str = "") -> Callable[[Subject], str]:
    """Characters that AWS draws."""
    return lambda it: prefix + it.seed.text(length, alphabet, salt)


def by_id(id: str | Callable[[Subject], str], arn: str | Callable[[Subject], str] = "", **outputs: Part) -> Recipe:
    """AWS draws the id."""
    named: Mapping[str, Part] = {"arn": arn} if arn else {}
    return Recipe(id=id, outputs={**named, **outputs})


def region_of(it: Subject) -> str:
    return it.text("region") or it.identity.region


def address_in(it: Subject, subnet: str, salt: str = "private") -> str:
    """A private address in the range of a subnet that this cloud has; somewhere in 10.0.0.0/8 if it has not."""
    block = it.other(subnet).get("cidrBlock") if subnet else None
    if not isinstance(block, str):
        zone = standing.zone_of(it.identity.account, region_of(it), subnet)
        if not zone:
            return guess.private_ip(it, salt)
        block = standing.block(zone)
    network = ipaddress.ip_network(block, strict=False)
    # AWS keeps the first four addresses of a subnet, and the last.
    return str(network[4 + it.seed.below(max(network.num_addresses - 5, 1), salt)])


def dashed(address: str) -> str:
    return address.replace(".", "-")


def public_name(address: str, region: str) -> str:
    """`ec2-203-0-113-7.eu-west-1.compute.amazonaws.com`."""
    where = "compute-1" if region == "us-east-1" else f"{region}.compute"
    return f"ec2-{dashed(address)}.{where}.amazonaws.com"


def private_name(address: str, region: str) -> str:
    """`ip-10-0-0-7.eu-west-1.compute.internal`."""
    return f"ip-{dashed(address)}.{'ec2' if region == 'us-east-1' else f'{region}.compute'}.internal"


def short_region(region: str) -> str:
    """`eu-west-1` → `euw1`, as ElastiCache and zone ids write it."""
    words = region.split("-")
    directions = {"northeast": "ne", "southeast": "se", "northwest": "nw", "southwest": "sw"}
    return "".join([words[0], *(directions.get(word, word[:1]) for word in words[1:-1]), words[-1]])
