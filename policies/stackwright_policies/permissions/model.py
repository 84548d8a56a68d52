"""What is told of permissions: plain data.

An identity's `id` is the URN of the resource that makes it; of one that no resource here makes, what it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from stackwright_policies.aws.identity import covers

Cloud = Literal["aws", "azure", "gcp", "kubernetes"]
Effect = Literal["allow", "deny"]
Kind = Literal["wildcard", "escalation"]
Severity = Literal["critical", "high", "medium"]

UNKNOWN: Final = "unknown"
"""What stands for a value that is not known yet."""
SECRET: Final = "[secret]"  # noqa: S105 - what is shown instead of one


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody who can be granted something. `urn` is empty where no resource here makes it.

    `runs` are the resources that act as it, `member_of` its groups (ids). `bounded` names a permissions boundary.
    `keys`: it has a key that does not expire.
    """

    id: str
    cloud: Cloud
    kind: str
    label: str
    part: str = ""
    urn: str = ""
    runs: Sequence[str] = ()
    member_of: Sequence[str] = ()
    bounded: str = ""
    keys: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What `to` (an identity's id) may do, or may not: `actions`, other than those of `but`, on what is `on`.

    `on` are patterns as the cloud matches them, `shown` the same for people. A role of a cloud's own whose content is
    not known here has no actions, but a `role`. `via` says by what it is granted, `source` is that resource's URN, and
    `document` that of a document that others may have, too.
    """

    to: str
    effect: Effect = "allow"
    actions: Sequence[str] = ()
    but: Sequence[str] = ()
    role: str = ""
    on: Sequence[str] = ()
    shown: Sequence[str] = ()
    conditions: Sequence[str] = ()
    via: str = ""
    source: str = ""
    document: str = ""

    def means(self, action: str) -> bool:
        """Whether it is about an action, whether to allow or to deny it."""
        return any(covers(it, action) for it in self.actions) and not any(covers(it, action) for it in self.but)

    @property
    def certain(self) -> bool:
        """Whether it holds whatever the request and whatever is not known yet."""
        return not self.conditions and UNKNOWN not in self.on


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Who can take on identity `of`: `who` in words, and `by`, the identity's id where that is one.

    `open`: anybody can, and no condition says who.
    """

    of: str
    who: str
    by: str = ""
    conditions: Sequence[str] = ()
    open: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step from an identity to another, or to a power that is nobody's (`to` begins with `power:`).

    `meant`: somebody wrote down that this one may become that one; otherwise it follows from rights together.
    `certain`: it does not depend on a condition, or on what is not known.
    """

    of: str
    to: str
    how: str
    needs: Sequence[str] = ()
    meant: bool = False
    certain: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """How an identity gets somewhere, step by step; never empty."""

    steps: Sequence[Step]

    @property
    def start(self) -> str:
        return self.steps[0].of

    @property
    def end(self) -> str:
        return self.steps[-1].to


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a reviewer should look at. `identity` may be empty: it is about what everybody may do to a resource."""

    kind: Kind
    severity: Severity
    identity: str
    what: str
    path: Path | None = None
    urn: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All of it. `powers` are the names of what steps may lead to besides identities."""

    identities: Sequence[Identity] = ()
    grants: Sequence[Grant] = ()
    trusts: Sequence[Trust] = ()
    steps: Sequence[Step] = ()
    wildcards: Sequence[Finding] = ()
    powers: dict[str, str] = field(default_factory=dict[str, str])
