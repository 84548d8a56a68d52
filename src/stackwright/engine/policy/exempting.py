"""Findings that are excepted, by a waiver or a baseline: they are told, and stop nothing.

The official CLI knows levels of a policy, and nothing of a resource; so what it is told is changed on the way from the
pack: here by the guard, there by `relay.py`. A pack needs to know nothing of it, whoever wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pulumi.runtime import proto

from stackwright.engine.events import broken, said
from stackwright.engine.policy.closing import STOPPING
from stackwright.engine.protocol import Exemption


def exempt(found: proto.AnalyzeDiagnostic, pack: str, urn: str, exemptions: Iterable[Exemption]) -> None:
    """Let a diagnostic about `urn` be advice with the words of what excepts it; a policy that failed itself is not."""
    if broken(found.message):
        return
    about = [it for it in exemptions if covers(it, pack, found.policyName, urn, said(found.message))]
    if not about:
        return
    chosen = next((it for it in about if it.holds), about[0])
    found.message += f"\n{chosen.words}"
    if chosen.holds and found.enforcementLevel in STOPPING:
        found.enforcementLevel = proto.ADVISORY


def covers(exemption: Exemption, pack: str, policy: str, urn: str, what: str) -> bool:
    """Whether it is about what a policy says of a resource."""
    return (
        exemption.policy == policy
        and exemption.pack in ("", pack)
        and re.fullmatch(exemption.resource, urn, re.DOTALL) is not None
        and exemption.what in ("", what)
    )


def as_json(exemptions: Sequence[Exemption]) -> list[dict[str, Any]]:
    """Exemptions for a process of our own; `from_json` reads them."""
    return [
        {"policy": it.policy, "resource": it.resource, "words": it.words, "pack": it.pack, "what": it.what}
        | {"holds": it.holds}
        for it in exemptions
    ]


def from_json(given: Sequence[Mapping[str, Any]]) -> list[Exemption]:
    return [Exemption(**entry) for entry in given]
