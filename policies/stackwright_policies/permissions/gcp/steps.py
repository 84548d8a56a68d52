"""Which identity can become which service account, or get every right of a project; and what is wide there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stackwright_policies.gcp.roles import ACT_AS, BECOMINGS, CREATING, FEDERATION, MEANT, RAISINGS, RHINO, UNLIMITED
from stackwright_policies.permissions.directory import Directory
from stackwright_policies.permissions.gcp.facts import EVERYBODY
from stackwright_policies.permissions.model import UNKNOWN, Facts, Finding, Grant, Identity, Severity, Step
from stackwright_policies.permissions.reading import text

_POWER: Final = "power:gcp:"
_ABOVE: Final = ("project:", "folder:", "organization:")


def powers_of(facts: Facts) -> dict[str, str]:
    """Every right in each project, folder or organization in which anything is granted."""
    places = {on: shown for it in facts.grants for on, shown in zip(it.on, it.shown, strict=True) if _is_above(on)}
    return {
        **{f"{_POWER}{on}": f"every right in {shown}" for on, shown in places.items()},
        **{f"{_POWER}accounts:{on}": f"every service account of {shown}" for on, shown in places.items()},
    }


def _is_above(on: str) -> bool:
    return on.startswith(_ABOVE)


def steps_of(facts: Facts, directory: Directory) -> Iterator[Step]:
    """By roles on accounts, on projects and above."""
    accounts = [one for one in facts.identities if one.urn]
    projects = {one.urn: text(one.properties, "project") for one in directory.resources if one.type.startswith("gcp:")}
    creating = {it.to for it in facts.grants if any(it.means(one) for one in CREATING)}
    for grant in facts.grants:
        [on] = grant.on
        if _is_above(on):
            yield from _raising(grant, on)
        for account in accounts:
            if account.id != grant.to and _covers(on, account, projects):
                yield from _becoming(grant, account.id, creates=grant.to in creating)
        if _is_above(on):
            yield from _becoming(grant, f"{_POWER}accounts:{on}", creates=grant.to in creating)


def _raising(grant: Grant, on: str) -> Iterator[Step]:
    for way in RAISINGS:
        if grant.means(way.permission):
            owns = grant.role == "roles/owner"
            words = "owns it" if owns else f"{way.words} ({grant.role})"
            to, needs = f"{_POWER}{on}", (way.permission,)
            yield Step(
                of=grant.to, to=to, how=words, needs=needs, meant=owns, certain=not grant.conditions, source=way.source
            )


def _covers(on: str, account: Identity, projects: dict[str, str]) -> bool:
    """Whether a grant is about an account: on it, or on its project; of a folder nobody here knows what is in it."""
    if on == account.urn:
        return True
    kind, _, name = on.partition(":")
    return kind == "project" and name in (projects.get(account.urn, ""), UNKNOWN)


def _becoming(grant: Grant, to: str, *, creates: bool) -> Iterator[Step]:
    certain = not grant.conditions and grant.to != f"gcp:{UNKNOWN}"
    if grant.role == MEANT and not to.startswith(_POWER):
        yield Step(of=grant.to, to=to, how="acts as", meant=True, certain=certain, source=FEDERATION)
        return
    for way in BECOMINGS:
        if grant.means(way.permission):
            words, needs = f"{way.words} ({grant.role})", (way.permission,)
            yield Step(of=grant.to, to=to, how=words, needs=needs, certain=certain, source=way.source)
    if grant.means(ACT_AS):
        words = "has something of its own run as it" if creates else "may run as it whatever it can create"
        how = f"{words} ({grant.role})"
        yield Step(of=grant.to, to=to, how=how, needs=(ACT_AS,), certain=certain and creates, source=RHINO)


def wildcards_of(facts: Facts) -> Iterator[Finding]:
    """Roles without limits on projects and above, and everything that everybody has."""
    for grant in (it for it in facts.grants if it.role.startswith("roles/")):
        [on] = grant.on
        if grant.to == EVERYBODY:
            yield _finding("critical", f"everybody has {grant.role} on {grant.shown[0]} ({grant.via})", grant)
        elif _is_above(on) and grant.role in UNLIMITED:
            severity: Severity = "critical" if grant.role in ("roles/owner", "roles/editor") else "high"
            yield _finding(severity, f"{grant.role} on {grant.shown[0]} ({grant.via})", grant)
        elif _is_above(on) and grant.role.lower().endswith("admin"):
            yield _finding("medium", f"{grant.role} on {grant.shown[0]} ({grant.via})", grant)


def _finding(severity: Severity, what: str, grant: Grant) -> Finding:
    return Finding(
        kind="wildcard", severity=severity, identity=grant.to, what=what, urn=grant.source, certain=grant.certain
    )
