"""What is to be said of exceptions themselves: a waiver that has expired, and one that nothing needs any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from stackwright.deploy.policies import waived
from stackwright.engine.policy.exempting import covers
from stackwright.review.finding import Finding, Place
from stackwright.service.model import Part, Policies
from stackwright.service.waivers import Waiver, today_utc

EXPIRED = "waiver-expired"
UNUSED = "waiver-unused"


def about_waivers(
    policies: Policies,
    place: Place,
    parts: Mapping[str, Part],
    found: Sequence[Finding],
    *,
    whole: bool,
    today: date | None = None,
) -> list[Finding]:
    """Advice about the waivers of an environment, `place`, by what was found there.

    That one matches nothing can be said only where the `whole` service was judged.
    """
    day = today or today_utc()
    said: list[Finding] = []
    for waiver in policies.waivers:
        if not waiver.applies_in(place.environment):
            continue
        exemption = waived(waiver, parts, day)
        needed = any(covers(exemption, it.pack, it.policy, it.urn, it.what) for it in found)
        if not waiver.holds_on(day):
            still = "what it was for is still there" if needed else "nothing of what it was for is there"
            said.append(_finding(EXPIRED, waiver, place, f"it expired on {waiver.expires}; {still}"))
        elif whole and not needed:
            said.append(_finding(UNUSED, waiver, place, "nothing that was judged needs it"))
    return said


def _finding(policy: str, waiver: Waiver, place: Place, what: str) -> Finding:
    expired = policy == EXPIRED
    return Finding(
        policy=policy,
        pack="stackwright",
        version="",
        outcome="violated",
        level="advisory",
        severity="medium" if expired else "low",
        title="Waivers hold" if expired else "Waivers are needed",
        what=f"{what} (owner {waiver.owner}{f', {waiver.ticket}' if waiver.ticket else ''})",
        why="An exception that nobody looks at again is a rule that nobody keeps.",
        fix="Put right what it is for and remove it, or have it granted anew."
        if expired
        else "Remove it, or correct its policy or its resource.",
        place=place,
        where=waiver.where,
        about=f"waiver of {waiver.policy} for {waiver.resource}",
    )
