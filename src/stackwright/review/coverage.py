"""What policies look at, and what not: controls of catalogues, and types of resources.

`controls.json` lists all controls of the catalogues whose list is known to be whole, by their ids alone. Sources:
https://github.com/prowler-cloud/prowler/tree/3e000faa3109230b748e4418a13c11c9e59f5cfb/prowler/compliance (its `1.1`
that stands twice in CIS AWS 5.0 is 1.10), and for CIS Azure 4.0
https://github.com/turbot/steampipe-mod-azure-compliance/tree/464a8efe3c4bb5eb208e00e7369bd0b4577ac834/cis_v400 (the
former agrees but for its `6.1` and `6.2`, which are 6.10 and 6.20 by their titles).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_CONTROLS: Final = Path(__file__).with_name("controls.json")
GENERAL: Final = 200
"""A rule that looks at more types than this is about every resource (tags), and about none in particular."""


@dataclass(frozen=True, slots=True)
class Controls:
    """One version of a catalogue: the controls that rules answer to, and those that none does.

    `without` is None where there is no list of all controls.
    """

    catalogue: str
    covered: Sequence[str]
    without: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Looked:
    """How many rules look at a type (`rules`), not counting those about every resource (`general`)."""

    type: str
    rules: int
    general: int


def controls(policies: Sequence[Mapping[str, Any]]) -> list[Controls]:
    """By catalogue and version; `policies` as their packs describe them."""
    answered: dict[str, set[str]] = defaultdict(set)
    for policy in policies:
        for it in policy["frameworks"]:
            answered[f"{it['name']} {it['version']}"].add(it["control"])
    found: list[Controls] = []
    for catalogue, covered in sorted(answered.items()):
        listed = _listed().get(catalogue)
        without = None if listed is None else [it for it in listed if it not in covered]
        found.append(Controls(catalogue, sorted(covered, key=_numbers), without))
    return found


def types(policies: Sequence[Mapping[str, Any]]) -> list[Looked]:
    """Every type that rules look at, other than rules about every resource."""
    special: dict[str, int] = defaultdict(int)
    general: dict[str, int] = defaultdict(int)
    for policy in policies:
        counted = general if len(policy["types"]) > GENERAL else special
        for token in policy["types"]:
            counted[token] += 1
    return [Looked(token, special[token], general.get(token, 0)) for token in sorted(special)]


def service_of(token: str) -> str:
    """`aws:s3` of `aws:s3/bucket:Bucket`."""
    package, _, rest = token.partition(":")
    return f"{package}:{re.split('[/:]', rest)[0]}"


@cache
def _listed() -> Mapping[str, Sequence[str]]:
    data: Mapping[str, str] = json.loads(_CONTROLS.read_text("utf-8"))
    return {catalogue: ids.split() for catalogue, ids in data.items()}


def _numbers(control: str) -> list[tuple[int, str]]:
    """For an order in which 1.9 is before 1.10."""
    return [(int(word), "") if word.isdigit() else (0, word) for word in re.split(r"(\d+)", control)]
