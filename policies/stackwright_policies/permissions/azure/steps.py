"""Which identity on Azure can become which other one, or get every right at a scope; and what is wide there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stackwright_policies.azure.escalation import BECOMING, ENTERINGS, RAISINGS
from stackwright_policies.permissions.azure.facts import runners, shown_scope
from stackwright_policies.permissions.directory import Directory
from stackwright_policies.permissions.model import UNKNOWN, Facts, Finding, Grant, Severity, Step
from stackwright_policies.permissions.reading import text
from stackwright_policies.resource import Resource

_FEDERATION: Final = "https://learn.microsoft.com/entra/workload-id/workload-identity-federation"
_POWER: Final = "power:azure:"


def powers_of(facts: Facts, directory: Directory) -> dict[str, str]:
    """Every right at each scope at which anything is assigned."""
    scopes = {scope for grant in facts.grants for scope in grant.on}
    return {f"{_POWER}{scope}": f"every right on {shown_scope(scope, directory)}" for scope in scopes}


def steps_of(facts: Facts, directory: Directory) -> Iterator[Step]:
    """By rights on a scope, which hold for everything below it."""
    by_urn = {one.urn: one for one in directory.resources}
    made = [(one, by_urn[one.urn]) for one in facts.identities if one.urn in by_urn]
    for trust in facts.trusts:
        if trust.by:
            yield Step(of=trust.by, to=trust.of, how="is let in by its tokens", meant=True, source=_FEDERATION)
    for grant in facts.grants:
        [scope] = grant.on
        for way in RAISINGS:
            if grant.means(way.action):
                words, to = f"{way.words} ({grant.role})", f"{_POWER}{scope}"
                yield Step(
                    of=grant.to,
                    to=to,
                    how=words,
                    needs=(way.action,),
                    meant=grant.role == "Owner",
                    certain=grant.certain,
                    source=way.source,
                )
        for other, resource in made:
            if other.id != grant.to:
                yield from _becoming(grant, other.id, resource, directory)


def _becoming(grant: Grant, to: str, resource: Resource, directory: Directory) -> Iterator[Step]:
    name = text(resource.properties, "id")
    for way in BECOMING if resource.type.endswith(":UserAssignedIdentity") else ():
        if _below(grant, name) and grant.means(way.action):
            yield _step(grant, to, f"{way.words} ({grant.role})", way.action, way.source)
    for place in runners(resource, directory):
        allowed = _below(grant, text(place.properties, "id"))
        for way in ENTERINGS if allowed else ():
            if place.type.rpartition(":")[2] == way.type and grant.means(way.action):
                words = f"{way.words} {directory.label(place)} ({grant.role})"
                yield _step(grant, to, words, way.action, way.source)


def _step(grant: Grant, to: str, how: str, action: str, source: str) -> Step:
    return Step(of=grant.to, to=to, how=how, needs=(action,), certain=grant.certain, source=source)


def _below(grant: Grant, name: str) -> bool:
    """Whether a resource is in the scope of a grant; where that is not known, it may be."""
    [scope] = grant.on
    if UNKNOWN in (scope, name):
        return True
    return f"{name.lower()}/".startswith(f"{scope.lower().rstrip('/')}/") or "managementgroups" in scope.lower()


def wildcards_of(facts: Facts) -> Iterator[Finding]:
    """Every action, or every action of a provider, and how far that goes."""
    for grant in facts.grants:
        wide = [it for it in grant.actions if it in ("*", "*/*") or (it.endswith("/*") and it.count("/") == 1)]
        if wide:
            everything = "*" in wide or "*/*" in wide
            far = grant.shown[0].startswith(("the whole", "management group", "everything"))
            severity: Severity = "critical" if everything and far else "high" if everything or far else "medium"
            yield Finding(
                kind="wildcard",
                severity=severity,
                identity=grant.to,
                what=f"{grant.role or grant.via}: {', '.join(wide)}{_but(grant)} on {grant.shown[0]}",
                urn=grant.source,
                certain=grant.certain,
            )


def _but(grant: Grant) -> str:
    return f" but {', '.join(grant.but)}" if grant.but else ""
