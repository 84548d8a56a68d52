"""Which packs judge, and what they hold, as they tell of it themselves."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from stackwright.engine.events import PolicySeverity
from stackwright.engine.policy.standing import infos
from stackwright.engine.protocol import PolicyPack
from stackwright.review.report import Rule
from stackwright.service.model import Policies

_SEVERITIES: Final[Mapping[int, PolicySeverity]] = {0: "", 1: "low", 2: "medium", 3: "high", 4: "critical"}
"""`PolicySeverity` of Pulumi's analyzer.proto."""


def rules_of(packs: Sequence[PolicyPack]) -> list[Rule]:
    """What the packs hold.

    Raises:
        EngineError: there is no such pack, or it does not start.
    """
    return [
        Rule(
            id=policy.name,
            pack=pack.name,
            version=pack.version,
            title=policy.displayName or policy.name,
            why=policy.description,
            fix=policy.remediation_steps,
            severity=_SEVERITIES[policy.severity],
            frameworks=tuple(policy.tags),
        )
        for pack in infos(packs, dict(os.environ))
        for policy in pack.policies
    ]


def under(policies: Policies, packs: Sequence[PolicyPack]) -> Policies:
    """The packs that a person named in place of an environment's; its levels and exceptions hold, its settings, too,
    unless the person named others.
    """
    config = packs[0].config or policies.config  # a person names one file for all of them
    return replace(policies, packs=[pack.path for pack in packs], config=config)
