"""What AWS itself has in each region: hosted zones of its host names, accounts that write logs, and what one account
has there: the part of host names that is the account's own.

The tables are in `curated/data/aws-places.json`, with their sources.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from stackwright.simcloud.curated.aws.shapes import LOWER, UPPER, region_of
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values.subject import Subject

Table = Literal[
    "load balancers", "network load balancers", "S3 websites", "Elastic Beanstalk", "load balancer logs", "CloudTrail"
]


def listed(table: Table, region: str) -> str | None:
    """The zone or account of a region; None if the table does not have it."""
    return _tables()[table].get(region)


def zone(table: Table, region: str) -> str:
    """The hosted zone of a service in a region; one of the same form where the region is not listed."""
    return listed(table, region) or drawn_zone(table, region)


def drawn_zone(service: str, region: str) -> str:
    """A hosted zone that no table has: the same for all of a service and region."""
    return f"Z{Seed('hosted zone', service, region).text(13, UPPER)}"


def mark(it: Subject, service: str, length: int) -> str:
    """What stands for the account and the region in a service's host names: the same in all of them."""
    return Seed("hosts", service, it.identity.account, region_of(it)).text(length, LOWER)


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Any]:
    return json.loads((Path(__file__).parent.parent / "data" / "aws-places.json").read_bytes())
