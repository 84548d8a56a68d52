"""Under which rules a plan is carried out: an environment's policy packs, as an engine takes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from stackwright.engine.protocol import Exemption, PolicyPack
from stackwright.service.baseline import Known
from stackwright.service.model import Environment, Part, Policies
from stackwright.service.waivers import Waiver, expression, matches, today_utc


def packs_of(
    environment: Environment,
    parts: Mapping[str, Part] | None = None,
    *,
    facts: Mapping[str, str] | None = None,
    today: date | None = None,
) -> tuple[PolicyPack, ...]:
    """The packs of an environment; its levels, its configuration and its waivers hold for each of them.

    `parts` are the service's, in this environment: waivers may name one. `facts` are what the manifest knows of all
    parts. `today` is the day in UTC unless given.
    """
    return packs_under(environment.policies, environment.name, parts, facts=facts, today=today)


def packs_under(
    policies: Policies,
    environment: str,
    parts: Mapping[str, Part] | None = None,
    *,
    facts: Mapping[str, str] | None = None,
    today: date | None = None,
) -> tuple[PolicyPack, ...]:
    """As `packs_of`, of an environment of which only the name is known; "" where even that is not."""
    exemptions = exemptions_of(policies, environment, parts, today=today)
    return tuple(
        PolicyPack(
            path=path,
            config=policies.config,
            levels=policies.levels,
            level_set=policies.level_set,
            exemptions=exemptions,
            facts=facts or {},
        )
        for path in policies.packs
    )


def exemptions_of(
    policies: Policies, environment: str, parts: Mapping[str, Part] | None = None, *, today: date | None = None
) -> tuple[Exemption, ...]:
    """What is excepted in an environment."""
    day = today or today_utc()
    waivers = (waived(it, parts or {}, day) for it in policies.waivers if it.applies_in(environment))
    return (*waivers, *map(_known, policies.baseline))


def _known(known: Known) -> Exemption:
    return Exemption(
        policy=known.policy,
        resource="urn:pulumi:[^:]*::" + re.escape(known.resource),
        words=f"excepted: known since {known.since}",
        pack=known.pack,
        what=known.what,
    )


def waived(waiver: Waiver, parts: Mapping[str, Part], day: date) -> Exemption:
    """A waiver as an engine heeds it; one that has expired is told, and excepts nothing."""
    holds = waiver.holds_on(day)
    said = "excepted: waived until" if holds else "not excepted: its waiver expired:"
    return Exemption(
        policy=waiver.policy,
        resource=_resources(waiver.resource, parts),
        words=f"{said} {waiver.words}",
        holds=holds,
    )


def _resources(pattern: str, parts: Mapping[str, Part]) -> str:
    """The URNs that a person's pattern stands for, as a regular expression.

    A URN is `urn:pulumi:STACK::PROJECT::TYPES::NAME`; `TYPES` are those of the parents and its own, with `$` between.
    """
    if pattern.startswith("urn:"):
        return expression(pattern)
    if "::" in pattern:
        return r"urn:pulumi:[^:]*::[^:]*::(?:.*\$)?" + expression(pattern)
    stacks = [f"{re.escape(it.stack)}::{re.escape(it.project)}" for it in parts.values() if matches(pattern, it.name)]
    # Without a service at hand a part is known by the usual name of its stack.
    named = "|".join(stacks) or rf"(?:[^:]*\.)?{expression(pattern)}::[^:]*"
    return f"urn:pulumi:(?:{named})::.*"
