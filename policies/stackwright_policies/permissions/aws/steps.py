"""Which identity on AWS can become which other one, or get every right: by trust, and by rights together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stackwright_policies.aws.escalation import (
    ASSUME_ROLE,
    ENTERINGS,
    ON_ITSELF,
    PASS_ROLE,
    PASSINGS,
    RHINO,
    TAKEOVERS,
    Entering,
    Passing,
)
from stackwright_policies.aws.identity import POLICY
from stackwright_policies.permissions.aws.facts import runners
from stackwright_policies.permissions.aws.rights import May, Rights
from stackwright_policies.permissions.directory import Directory
from stackwright_policies.permissions.model import UNKNOWN, Facts, Identity, Step
from stackwright_policies.permissions.reading import text
from stackwright_policies.resource import Resource

EVERYTHING: Final = "power:aws:everything"
ANY_ROLE: Final = "power:aws:any-role"
ANY_USER: Final = "power:aws:any-user"
POWERS: Final = {
    EVERYTHING: "every right in the account",
    ANY_ROLE: "every role of the account",
    ANY_USER: "every user of the account",
}
_WIDE: Final = {"role": ANY_ROLE, "user": ANY_USER, "group": EVERYTHING}
_TRUST: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"
_PROBES: Final = {"ssm": "instance/i-", "ec2": "instance/i-", "ec2-instance-connect": "instance/i-", "ecs": "task/"}
"""What the actions of a service are on, where that is not the resource which says what runs there."""
_ANY: Final = "stackwright-probe-7f3a"
"""A name that nothing has: a pattern that covers it covers everything of its kind."""
_ARN_PARTS: Final = 6


@dataclass(frozen=True, slots=True)
class _Scene:
    directory: Directory
    facts: Facts
    rights: Rights
    account: str

    def made(self, kind: str) -> list[Identity]:
        return [one for one in self.facts.identities if one.kind == f"IAM {kind}" and one.urn]

    def arn(self, urn: str) -> str:
        found = next((it for it in self.directory.resources if it.urn == urn), None)
        return (text(found.properties, "arn") or UNKNOWN) if found else UNKNOWN

    def any_of(self, kind: str) -> str:
        """The ARN of a role, user, group or policy that there is not."""
        return f"arn:aws:iam::{self.account}:{kind}/{_ANY}"


def steps_of(facts: Facts, directory: Directory) -> list[Step]:
    """All steps, each identity's own rights only; whoever can become it has them by then."""
    account = next(iter(sorted(directory.accounts)), "000000000000")
    scene = _Scene(directory, facts, Rights(facts), account)
    found = list(_trusted(scene))
    for one in facts.identities:
        if one.kind == "IAM group":
            continue
        if scene.rights.is_administrator(one.id):
            found.append(Step(of=one.id, to=EVERYTHING, how="may do everything", meant=True))
        for way in (_on_itself, _takeovers, _passings, _enterings):
            found += way(one, scene)
    return found


def _trusted(scene: _Scene) -> Iterator[Step]:
    for trust in scene.facts.trusts:
        certain = not trust.conditions
        if trust.by:
            yield Step(of=trust.by, to=trust.of, how="assumes", meant=True, certain=certain, source=_TRUST)
        elif trust.who == "this account":
            yield from _by_account(trust.of, scene, certain=certain)
    for one in scene.facts.identities:
        if not scene.rights.is_administrator(one.id):
            may = scene.rights.may(one.id, ASSUME_ROLE, scene.any_of("role"))
            if may:
                words = "assumes every role that trusts the account"
                yield _step(one.id, ANY_ROLE, words, (ASSUME_ROLE,), may, RHINO)


def _by_account(role: str, scene: _Scene, *, certain: bool) -> Iterator[Step]:
    """A role that leaves it to the account who assumes it: whoever has the right to."""
    for one in scene.facts.identities:
        if one.id == role or one.kind == "IAM group":
            continue
        if may := scene.rights.may(one.id, ASSUME_ROLE, scene.arn(role)):
            yield Step(
                of=one.id,
                to=role,
                how="assumes",
                needs=(ASSUME_ROLE,),
                meant=True,
                certain=certain and may is May.YES,
                source=_TRUST,
            )


def raising(facts: Facts, directory: Directory, reached: Mapping[str, Collection[str]]) -> Iterator[Step]:
    """What follows once it is known who can become whom: rights that one gives to what one can become."""
    account = next(iter(sorted(directory.accounts)), "000000000000")
    scene = _Scene(directory, facts, Rights(facts), account)
    by_id = {one.id: one for one in facts.identities}
    for start, ends in reached.items():
        for other in (by_id[it] for it in ends if start in by_id and it in by_id and by_id[it].urn):
            for way in ON_ITSELF:
                may = scene.rights.may(start, way.action, scene.arn(other.urn))
                if may and other.kind == f"IAM {way.on}":
                    words = f"{way.words}: to {other.label}, which it can become"
                    yield _step(start, EVERYTHING, words, (way.action,), may, way.source)


def _step(of: str, to: str, how: str, needs: Sequence[str], may: May, source: str) -> Step:
    return Step(of=of, to=to, how=how, needs=tuple(needs), certain=may is May.YES, source=source)


def _on_itself(one: Identity, scene: _Scene) -> Iterator[Step]:
    for way in ON_ITSELF:
        targets = _own(one, way.on, scene)
        may = max((scene.rights.may(one.id, way.action, arn) for arn in targets), default=May.NO)
        words = way.words
        if not may and (may := scene.rights.may(one.id, way.action, scene.any_of(way.on))):
            words, may = f"{words}, on any {way.on}", May.PERHAPS
        if may:
            yield _step(one.id, EVERYTHING, words, (way.action,), may, way.source)


def _own(one: Identity, kind: str, scene: _Scene) -> list[str]:
    """The ARNs of what it has of a kind: its policies, its groups, itself."""
    if kind == "policy":
        held = {it.document for it in scene.rights.grants(one.id) if it.document}
        return [text(it.properties, "arn") for it in scene.directory.of(POLICY) if it.urn in held]
    if kind == "group":
        return [scene.arn(it) for it in one.member_of]
    return [scene.arn(one.urn)] if one.kind == f"IAM {kind}" and one.urn else []


def _takeovers(one: Identity, scene: _Scene) -> Iterator[Step]:
    for way in TAKEOVERS:
        if may := scene.rights.may(one.id, way.action, scene.any_of(way.on)):
            yield _step(one.id, _WIDE[way.on], f"{way.words}, whichever {way.on} it is", (way.action,), may, way.source)
        for other in scene.made(way.on):
            may = scene.rights.may(one.id, way.action, scene.arn(other.urn))
            if may and other.id != one.id and other.id not in one.member_of:
                yield _step(one.id, other.id, way.words, (way.action,), may, way.source)


def _passings(one: Identity, scene: _Scene) -> Iterator[Step]:
    for way in PASSINGS:
        needs = _allowed(one, way, scene)
        if needs is None:
            continue
        able = scene.rights.may_all(one.id, iter(needs[1:]))
        short = way.service.removesuffix(".amazonaws.com")
        words = f"has {short} run code as it"
        targets = [(other.id, scene.arn(other.urn)) for other in scene.made("role") if _trusts(other.id, short, scene)]
        for to, arn in (*targets, (ANY_ROLE, scene.any_of("role"))):
            may = min(able, scene.rights.may(one.id, PASS_ROLE, arn, way.service))
            if may and to != one.id:
                yield _step(one.id, to, words, needs, may, way.source)


def _allowed(one: Identity, way: Passing, scene: _Scene) -> Sequence[str] | None:
    """The actions that it needs, and has."""
    wanted = [PASS_ROLE, *way.actions]
    if not scene.rights.may_all(one.id, iter(wanted)):
        return None
    if not way.any_of:
        return wanted
    also = next((it for it in way.any_of if scene.rights.may_all(one.id, iter((it,)))), None)
    return None if also is None else [*wanted, also]


def _trusts(role: str, service: str, scene: _Scene) -> bool:
    return any(it.of == role and it.who in (service, UNKNOWN) for it in scene.facts.trusts)


def _enterings(one: Identity, scene: _Scene) -> Iterator[Step]:
    roles = [it for it in scene.directory.resources if it.urn in {made.urn for made in scene.made("role")}]
    for role in roles:
        for place, _ in runners(role, scene.directory) if role.urn != one.urn else ():
            for way in ENTERINGS:
                if place.type in way.types and (may := _enters(one, place, way, scene)):
                    words = f"{way.words} {scene.directory.label(place)}"
                    yield _step(one.id, role.urn, words, way.actions, may, way.source)


def _enters(one: Identity, place: Resource, way: Entering, scene: _Scene) -> May:
    arn = text(place.properties, "arn") or UNKNOWN

    def may(action: str) -> May:
        probe = _PROBES.get(action.partition(":")[0])
        about = f"{':'.join(arn.split(':')[: _ARN_PARTS - 1])}:{probe}{_ANY}" if probe else arn
        return max(scene.rights.may(one.id, action, arn), scene.rights.may(one.id, action, about))

    return _least(way.actions, may)


def _least(actions: Iterable[str], may: Callable[[str], May]) -> May:
    return min(map(may, actions), default=May.NO)
