"""Whether what is granted to an identity allows an action on something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Final

from stackwright_policies.aws.escalation import PASS_ROLE
from stackwright_policies.aws.identity import covers
from stackwright_policies.permissions.model import UNKNOWN, Facts, Grant, Identity

_PASSED_TO: Final = "iam:passedtoservice "
SOMETHING: Final = ""
"""In place of an ARN: whatever there is that the grant is about."""


class May(IntEnum):
    """Whether: `PERHAPS` where it depends on a condition, a permissions boundary, or what is not known yet."""

    NO = 0
    PERHAPS = 1
    YES = 2


class Rights:
    """What the identities of `facts` may do, by their documents and those of their groups."""

    def __init__(self, facts: Facts) -> None:
        self.identities: Mapping[str, Identity] = {one.id: one for one in facts.identities}
        by_holder: dict[str, list[Grant]] = {}
        for grant in facts.grants:
            by_holder.setdefault(grant.to, []).append(grant)
        self._grants = {
            one.id: [grant for holder in (one.id, *one.member_of) for grant in by_holder.get(holder, ())]
            for one in facts.identities
        }

    def grants(self, id: str) -> list[Grant]:
        """Those of an identity and of its groups."""
        return self._grants.get(id, [])

    def may(self, id: str, action: str, arn: str, service: str = "") -> May:
        """Whether `id` may do it to `arn`. `service` is whom a role is passed to, where that is the action."""
        if any(self._denies(grant, action, arn) for grant in self.grants(id)):
            return May.NO
        found = max((answer(grant, action, arn, service) for grant in self.grants(id)), default=May.NO)
        return min(found, May.PERHAPS) if self.identities[id].bounded else found

    def may_all(self, id: str, actions: Iterator[str]) -> May:
        """Whether it may do each of these to something."""
        return min((self.may(id, action, SOMETHING) for action in actions), default=May.YES)

    def is_administrator(self, id: str) -> bool:
        """Whether it may do everything, and nothing bounds that."""
        return self.may(id, "anything:AtAll", "arn:aws:anything:::at-all") is May.YES

    def _denies(self, grant: Grant, action: str, arn: str) -> bool:
        """Only a Deny that holds for all requests, and for all that the question is about."""
        return (
            grant.effect == "deny"
            and grant.certain
            and grant.means(action)
            and ((arn != SOMETHING and any(covers(it, arn) for it in grant.on)) or "*" in grant.on)
        )


def answer(grant: Grant, action: str, arn: str, service: str = "") -> May:
    """What one grant says to it."""
    if grant.effect == "deny" or not grant.means(action):
        return May.NO
    conditions = [it for it in grant.conditions if not it.lower().startswith(_PASSED_TO)]
    if action == PASS_ROLE and service and len(conditions) < len(grant.conditions):
        passed = next(it for it in grant.conditions if it.lower().startswith(_PASSED_TO))
        if UNKNOWN not in passed and not any(covers(name, service) for name in passed.split(" ")):
            return May.NO
    if arn == SOMETHING or any(covers(it, arn) for it in grant.on):
        return May.PERHAPS if conditions else May.YES
    return May.PERHAPS if UNKNOWN in grant.on or arn == UNKNOWN else May.NO
