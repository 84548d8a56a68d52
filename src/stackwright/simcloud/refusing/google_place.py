"""Regions and zones that Google Cloud does not have.

Google adds a region or two a year: the kind has its switch for them. Compute Engine and Cloud Storage say what is
wrong; behind most other services is one front end, which does not tell whether a location is missing or merely closed
to whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import World
from stackwright.simcloud.values.subject import Subject
from stackwright.simcloud.zones import GOOGLE_REGIONS, zones_in

_REGIONS: Final = frozenset({*GOOGLE_REGIONS, "us-central2", "us-east7", "us-west8"})
"""Those that Google does not list are open to some: Cloud TPU v4 is in us-central2."""
_BUCKET: Final = "gcp:storage/bucket:Bucket"
_CLUSTERS: Final = ("gcp:container/cluster:Cluster", "gcp:container/nodePool:NodePool")
_MULTIPLE: Final = frozenset({"us", "eu", "asia", "asia1", "eur4", "eur5", "eur7", "eur8", "nam4"})
"""Where a bucket may be beside of regions (https://cloud.google.com/storage/docs/locations)."""
_SPELT: Final = re.compile(r"[a-z]+-[a-z]+-?\d+(?:-?[a-z])?")
"""What is meant as a region or a zone, also as other clouds spell theirs: eu-west-1, us-east-1a."""
_AI_ZONE: Final = re.compile(r"(?P<region>[a-z]+-[a-z]+\d+)-ai\d+[a-z]")


def _zone_is(name: str) -> bool:
    if found := _AI_ZONE.fullmatch(name):
        return found["region"] in _REGIONS
    region = name.rpartition("-")[0]
    return region in _REGIONS and name in zones_in("gcp", region)


def _compute(it: Subject, _world: World) -> str | None:
    """Only Compute Engine has nothing but these; elsewhere a region may be `us` or `global`."""
    if not it.token.startswith("gcp:compute/"):
        return None
    for name, known in (("zone", _zone_is), ("region", _REGIONS.__contains__)):
        given = it.text(name).rpartition("/")[2]
        if given and not known(given):
            return f"googleapi: Error 400: Invalid value for field '{name}': '{given}'. Unknown {name}., invalid"
    return None


def _cluster(it: Subject, _world: World) -> str | None:
    given = it.text("location")
    if not given or given in _REGIONS or _zone_is(given):
        return None
    return f'googleapi: Error 400: Location "{given}" does not exist., badRequest'


def _bucket(it: Subject, _world: World) -> str | None:
    """A bucket's location is spelt in capitals or not."""
    given = it.text("location").lower()
    if not given or given in _REGIONS or given in _MULTIPLE:
        return None
    return "googleapi: Error 400: The specified location constraint is not valid., invalid"


def _elsewhere(it: Subject, _world: World) -> str | None:
    if it.token.startswith("gcp:compute/") or it.token in (_BUCKET, *_CLUSTERS):
        return None
    for given in (it.text("location"), it.text("region")):
        if _SPELT.fullmatch(given) and given not in _REGIONS and not _zone_is(given):
            return f"googleapi: Error 403: Permission denied on 'locations/{given}' (or it may not exist)., forbidden"
    return None


PLACE = Kind(
    "gcp-place",
    "regions and zones are Google's: europe-west1, europe-west1-b",
    "https://cloud.google.com/compute/docs/regions-zones",
    "a zone is called like europe-west1-b, a region like europe-west1",
)
RULES: Final[Sequence[Rule]] = (
    rule(PLACE, "create", "gcp", _compute),
    rule(PLACE, "create", "gcp", _elsewhere),
    rule(PLACE, "create", _CLUSTERS, _cluster),
    rule(PLACE, "create", _BUCKET, _bucket),
)
