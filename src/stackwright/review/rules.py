"""Which packs judge, what they hold, and what a violation comes to: by the pack itself, or by what somebody wrote."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stackwright.engine.protocol import PolicyPack
from stackwright.errors import Location, UsageError
from stackwright.review.report import Rule
from stackwright.service.model import Environment, Policies

if TYPE_CHECKING:
    from stackwright.engine.policy.configuration import Configured
    from stackwright.engine.policy.inventory import PackInfo

_NOWHERE: Final[Mapping[str, Location]] = {}


def rules_of(packs: Sequence[PolicyPack], places: Mapping[str, Location] = _NOWHERE) -> list[Rule]:
    """What the packs hold. `places` says where each of their `levels` is written.

    Raises:
        EngineError: there is no such pack, it does not start, or it is configured wrongly.
        InvalidInput: a file of levels names what no pack has.
    """
    from stackwright.engine.policy.configuration import parse, written
    from stackwright.engine.policy.inventory import infos, require_names

    variables = dict(os.environ)
    told = infos(packs, variables)
    require_names(packs, [info.info for info in told], variables)
    found: list[Rule] = []
    for pack, info in zip(packs, told, strict=True):
        configured = parse(written(replace(pack, levels={})), pack)
        found += _rules(pack, info, configured, places)
    return found


def _rules(
    pack: PolicyPack, told: PackInfo, configured: Mapping[str, Configured], places: Mapping[str, Location]
) -> list[Rule]:
    from stackwright.engine.policy.configuration import (
        ALL,
        NAMES,
        SEVERITIES,
        deciding,
        leveled,
        parse,
        themes,
        written,
    )

    in_force = leveled(told.info, parse(written(pack), pack), pack) if told.info.supportsConfig else {}

    def where(policy: str) -> Location | None:
        """What decides, in the order in which one beats the other."""
        for name in (policy, ALL):
            if name in pack.levels:
                return places.get(name)
            if (line := lines.get(policy)) is not None:
                return line.where
            if name in configured and configured[name].level:
                return Location(pack.config) if pack.config else None
        return None

    lines = {policy.name: deciding(policy, told.name, pack) for policy in told.policies}
    return [
        Rule(
            id=policy.name,
            pack=told.name,
            version=told.version,
            title=policy.displayName or policy.name,
            why=policy.description,
            fix=policy.remediation_steps,
            severity=SEVERITIES[policy.severity],
            frameworks=tuple(tag for tag in policy.tags if not themes([tag])),
            themes=themes(policy.tags),
            level=(in_force[policy.name].level if in_force else None) or NAMES[policy.enforcementLevel],
            where=where(policy.name) if in_force else None,
        )
        for policy in told.policies
    ]


def judged_by(environment: Environment, packs: Sequence[PolicyPack]) -> Environment:
    """The environment under `packs`, if some are named, and not under its own.

    Raises:
        UsageError: none is named anywhere.
    """
    if packs:
        return replace(environment, policies=under(environment.policies, packs))
    if not environment.policies.packs:
        hint = "Name one with --pack, or write environments.NAME.policies: {packs: […]}."
        raise UsageError(f"environment '{environment.name}' has no policy packs", hint=hint)
    return environment


def under(policies: Policies, packs: Sequence[PolicyPack]) -> Policies:
    """The packs that a person named in place of an environment's; its levels and exceptions hold, its settings, too,
    unless the person named others.
    """
    config = packs[0].config or policies.config  # a person names one file for all of them
    # What a file of levels says of the environment's own packs is no mistake.
    named = policies.level_set
    by_file = named and replace(named, names_from=(*named.names_from, *policies.packs))
    return replace(policies, packs=[pack.path for pack in packs], config=config, level_set=by_file)
