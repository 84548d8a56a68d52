"""What is granted on AWS without limits: every action, everything of a service, on everything, to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from stackwright_policies.aws.actions import writes
from stackwright_policies.permissions.aws.statements import EVERYBODY
from stackwright_policies.permissions.model import Facts, Finding, Grant, Severity

_EVERYBODY = f"aws:{EVERYBODY}"


def wildcards_of(facts: Facts) -> Iterator[Finding]:
    """One finding for each grant that has one, about the worst of it, and for each identity that everybody can be."""
    for trust in facts.trusts:
        if trust.open:
            yield Finding(
                kind="wildcard",
                severity="critical",
                identity=trust.of,
                what="everybody can assume it",
                urn=trust.source,
            )
    for grant in facts.grants:
        if grant.effect == "allow":
            yield from _of(grant)


def _of(grant: Grant) -> Iterator[Finding]:
    found = _to_everybody(grant) if grant.to == _EVERYBODY else _wild(grant)
    if found is not None:
        severity, what = found
        yield Finding(
            kind="wildcard",
            severity=severity,
            identity=grant.to,
            what=f"{what} ({grant.via})",
            urn=grant.source,
            certain=not grant.conditions,
        )


def _to_everybody(grant: Grant) -> tuple[Severity, str]:
    severity: Severity = "high" if grant.conditions else "critical"
    return severity, f"everybody may {', '.join(grant.actions)} on {', '.join(grant.shown)}"


def _wild(grant: Grant) -> tuple[Severity, str] | None:
    everywhere = "*" in grant.on
    place = "on everything" if everywhere else f"on {', '.join(grant.shown)}"
    limits = f", if {'; '.join(grant.conditions)}" if grant.conditions else ""
    worst: Severity = "high" if grant.conditions else "critical"
    if grant.but:
        return worst if everywhere else "high", f"every action but {', '.join(grant.but)} {place}{limits}"
    if any(it in ("*", "*:*") for it in grant.actions):
        return worst if everywhere else "high", f"every action {place}{limits}"
    whole = [it for it in grant.actions if it.endswith(":*")]
    if whole:
        return "high" if everywhere and not grant.conditions else "medium", f"{', '.join(whole)} {place}{limits}"
    changing = [it for it in grant.actions if writes(it)] if everywhere and not grant.conditions else []
    return ("medium", f"{', '.join(changing)} on everything") if changing else None
