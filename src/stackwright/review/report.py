"""All findings about something, and which rules were asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stackwright.engine.events import PolicySeverity
from stackwright.engine.protocol import Level
from stackwright.errors import Location
from stackwright.review.finding import Finding, worst_first


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A policy, as its pack tells of it."""

    id: str
    pack: str
    version: str
    title: str
    why: str = ""
    fix: str = ""
    severity: PolicySeverity = ""
    frameworks: Sequence[str] = ()
    themes: Sequence[str] = ()
    """Packs that it belongs to, besides the one that serves it."""
    level: Level = "advisory"
    """What a violation comes to here."""
    where: Location | None = None
    """Where somebody wrote that; None where it is the pack's own word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was judged (`subject`, as a person named it), by which rules, and what they say. Findings: worst first."""

    subject: str
    rules: Sequence[Rule]
    findings: Sequence[Finding]
    resources: int = 0
    """How many resources were judged."""
    types: Mapping[str, int] = field(default_factory=dict[str, int])
    """How many of each type, by token."""
    whole: bool = True
    """Whether all was judged that there is: not so of a state, which is one stack of a service."""
    notes: Sequence[str] = field(default_factory=tuple[str, ...])
    """What a reader must know about what was not judged."""

    @property
    def blocks(self) -> bool:
        """Whether a finding stops a run."""
        return any(finding.blocks for finding in self.findings)


def report_of(subject: str, rules: Sequence[Rule], findings: Sequence[Finding], *, resources: int = 0) -> Report:
    """A report with the findings in order, each once."""
    return Report(
        subject=subject, rules=rules, findings=worst_first(list(dict.fromkeys(findings))), resources=resources
    )
