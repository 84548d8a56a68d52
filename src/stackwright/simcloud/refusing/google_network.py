"""What Google refuses of networks and of names.

Sources: Compute Engine answers with `googleapi: Error <status>: <message>, <reason>`, as pulumi-gcp passes it on; the
messages are those of the API, seen in the issues of terraform-provider-google.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stackwright.simcloud.refusing import forms
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.ranges import blocks, conflict
from stackwright.simcloud.refusing.world import World, texts_at
from stackwright.simcloud.values.subject import Subject

_SUBNET: Final = "gcp:compute/subnetwork:Subnetwork"
_BUCKET: Final = "gcp:storage/bucket:Bucket"
_FIREWALL: Final = "gcp:compute/firewall:Firewall"
_LINK: Final = re.compile(r"https?://(?:www\.googleapis\.com|compute\.googleapis\.com)/compute/[^/]+/")
_RANGES: Final = ("ipCidrRange", "secondaryIpRanges.ipCidrRange")


def path(reference: str) -> str:
    """`projects/p/global/networks/n`, of a self link, too."""
    return _LINK.sub("", reference)


def same(one: str, other: str) -> bool:
    """Whether two references may be of one thing: whole paths are compared, a mere name with the last piece."""
    one, other = path(one), path(other)
    return one == other if "/" in one and "/" in other else one.rpartition("/")[2] == other.rpartition("/")[2]


def _subnet_conflict(it: Subject, world: World) -> str | None:
    """Ranges, secondary ones too, are unique in a network."""
    seen = list(blocks([]))
    region = it.text("region") or it.identity.region
    for block in blocks(texts_at(it.inputs, *_RANGES)):
        if conflict(block, seen):
            return _conflicts(str(block), it.text("name"), region)
        seen.append(block)
    for thing in world.of(_SUBNET):
        if not it.text("network") or not same(thing.text("network"), it.text("network")) or thing.id == it.id:
            continue
        theirs = list(blocks(texts_at(thing.values, *_RANGES)))
        for block in seen:
            if conflict(block, theirs):
                return _conflicts(str(block), thing.text("name"), thing.text("region"))
    return None


def _conflicts(block: str, name: str, region: str) -> str:
    return (
        f"googleapi: Error 400: Invalid IPCidrRange: {block} conflicts with existing subnetwork '{name}' in region"
        f" '{region}'., invalid"
    )


def _bucket_taken(it: Subject, world: World) -> str | None:
    if it.text("name") not in world.ids_anywhere(_BUCKET) or world.stands(it.text("name")):
        return None
    return (
        "googleapi: Error 409: The requested bucket name is not available. The bucket namespace is shared by all users"
        " of the system. Please select a different name and try again., conflict"
    )


def _firewall(it: Subject, _world: World) -> str | None:
    if it.items("allows") or it.items("denies"):
        return None
    return '"allow": one of `allow,deny` must be specified'


def _name(it: Subject, _world: World) -> str | None:
    return forms.wrong_google(it)


NAME = Kind(
    "gcp-name",
    "names have the characters and the length that their service takes",
    "https://cloud.google.com/compute/docs/naming-resources",
    "give it another name: lower-case letters, digits and hyphens",
)
SUBNET_CONFLICT = Kind(
    "gcp-subnet-conflict",
    "no two ranges of a network's subnetworks overlap, secondary ones included",
    "https://cloud.google.com/vpc/docs/subnets",
    "give every subnetwork of the network ranges of its own",
)
BUCKET_TAKEN = Kind(
    "gcp-bucket-taken",
    "bucket names are unique over all projects",
    "https://cloud.google.com/storage/docs/buckets#naming",
    "leave the name to Pulumi, which adds random digits",
)
FIREWALL = Kind(
    "gcp-firewall",
    "a firewall allows or denies something",
    "https://cloud.google.com/compute/docs/reference/rest/v1/firewalls",
)
RULES: Final[Sequence[Rule]] = (
    rule(NAME, "change", "gcp", _name),
    rule(SUBNET_CONFLICT, "create", _SUBNET, _subnet_conflict),
    rule(BUCKET_TAKEN, "create", _BUCKET, _bucket_taken),
    rule(FIREWALL, "change", _FIREWALL, _firewall),
)
