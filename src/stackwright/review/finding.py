"""One thing that a policy says of one resource, wherever it was found: a preview, a saved plan, a state.

An engine tells of it only in words (`PolicyViolated.message`). Packs made with Stackwright write them in a fixed form
(`stackwright_policies.serving.message`), which is read here; what any other pack says is kept as it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from stackwright.engine.events import BROKEN, PolicyLevel, PolicySeverity, PolicyViolated, broken, said
from stackwright.engine.state import urns
from stackwright.errors import Location

Outcome = Literal["violated", "unknown", "broken"]
"""`unknown`: it cannot be judged before a value is known. `broken`: the policy itself failed, which is never a pass."""

SEVERITIES: Final[Sequence[PolicySeverity]] = ("critical", "high", "medium", "low", "")
"""The worst first; a pack that is not ours may not say."""
_LABELLED: Final = re.compile(r"(why|fix): (.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which stack was judged. `part` and `environment` are empty for a program that belongs to no service."""

    project: str
    stack: str
    environment: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a policy says of a resource; `urn` is empty where it is about the stack.

    `level` is what it comes to: a `mandatory` finding stops a run unless it is excepted. What is `unknown` is mandatory
    where the environment fails it. `excepted` says by what, in
    words for people: a waiver or a baseline. An excepted finding stays visible.
    """

    policy: str
    pack: str
    version: str
    outcome: Outcome
    level: PolicyLevel
    severity: PolicySeverity
    title: str
    what: str
    why: str = ""
    fix: str = ""
    urn: str = ""
    place: Place
    where: Location | None = None
    """Where the program registers the resource, as far as Pulumi tells."""
    frameworks: Sequence[str] = ()
    excepted: str = field(default="", compare=False)
    about: str = ""
    """What it is about where that is neither a resource nor a stack: a waiver."""

    @property
    def type(self) -> str:
        """The resource's type token; empty for a finding about a stack."""
        return urns.type_of(self.urn) if self.urn else ""

    @property
    def name(self) -> str:
        """The resource's name in its program."""
        return self.urn.rpartition("::")[2]

    @property
    def blocks(self) -> bool:
        """Whether it stops a run."""
        return self.level == "mandatory" and not self.excepted

    @property
    def fingerprint(self) -> str:
        """The same for the same finding in every environment and after every wording: 32 hex digits.

        Of the policy, and of the resource's project, parents' types, type and name: not of the stack.
        """
        project_on = "::".join(self.urn.split("::")[1:]) if self.urn else self.about or self.place.project
        return hashlib.sha256(f"{self.pack}\0{self.policy}\0{project_on}".encode()).hexdigest()[:32]


def finding_of(
    event: PolicyViolated,
    place: Place,
    *,
    where: Location | None = None,
    frameworks: Mapping[str, Sequence[str]] | None = None,
) -> Finding:
    """An event as a finding. `frameworks` are what the pack says of its policies, by policy."""
    title, *rest = event.message.splitlines() or [""]
    labelled = {match[1]: match[2] for line in rest if (match := _LABELLED.fullmatch(line))}
    return Finding(
        policy=event.policy,
        pack=event.pack,
        version=event.version,
        outcome="unknown" if event.unknown else "broken" if broken(event.message) else "violated",
        level="mandatory" if event.closed else event.level,
        severity=event.severity,
        title=title.removeprefix(f"{event.policy}: "),
        what=said(event.message).removeprefix(BROKEN).removeprefix("unknown: "),
        why=labelled.get("why", ""),
        fix=labelled.get("fix", ""),
        urn=event.urn,
        place=place,
        where=where,
        frameworks=(frameworks or {}).get(event.policy, ()),
        excepted=event.excepted,
    )


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """What blocks before what does not, the severe before the mild, then by policy and resource."""
    return sorted(
        findings,
        key=lambda it: (
            bool(it.excepted),
            not it.blocks,
            it.outcome == "unknown",
            SEVERITIES.index(it.severity),
            it.policy,
            it.place.part,
            it.urn,
        ),
    )
