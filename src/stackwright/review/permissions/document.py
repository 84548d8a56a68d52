"""What `stackwright_policies.permissions` answers, as JSON; docs/reference/json.md describes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from stackwright.review.permissions.changes import Changes

Kind = Literal["wildcard", "escalation"]


class Step(TypedDict):
    """One step of a path; `of` and `to` are labels."""

    of: str
    to: str
    how: str
    needs: list[str]
    meant: bool
    certain: bool
    source: str | None


class Trust(TypedDict):
    """Who can take an identity on."""

    who: str
    identity: str | None
    conditions: list[str]
    open: bool


class Grant(TypedDict):
    """What an identity may do, or may not; `role` where it is a role whose actions may not be known."""

    effect: Literal["allow", "deny"]
    actions: list[str]
    but: list[str]
    role: str | None
    on: list[str]
    conditions: list[str]
    via: str
    urn: str | None


class Becoming(TypedDict):
    """What an identity can get at."""

    to: str
    label: str
    certain: bool
    path: list[Step]


class Identity(TypedDict):
    """Somebody who can be granted something; `urn` is null where no resource here makes it."""

    id: str
    label: str
    part: str | None
    cloud: str
    kind: str
    urn: str | None
    runs: list[str]
    groups: list[str]
    boundary: str | None
    keys: bool
    trusts: list[Trust]
    may: list[Grant]
    becomes: list[Becoming]


class Finding(TypedDict):
    """What a reviewer should look at."""

    kind: Kind
    severity: Literal["critical", "high", "medium"]
    identity: str
    label: str
    what: str
    certain: bool
    urn: str | None
    path: list[Step]


class Document(TypedDict):
    """All of it."""

    identities: list[Identity]
    findings: list[Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """Those in `subject`, as a person named it. `changes` where there was something to compare with."""

    subject: str
    document: Document
    changes: Changes | None = None
    notes: Sequence[str] = field(default_factory=tuple[str, ...])

    def blocking(self, kinds: Sequence[str]) -> list[Finding]:
        """The findings of some kinds: all, or those that are new where there was something to compare with."""
        found = self.document["findings"] if self.changes is None else self.changes.new
        return [it for it in found if it["kind"] in kinds]
