"""What is told while a plan is previewed or run, and how each part ended: plain data, for any renderer.

The states are one vocabulary, from the command line to the journal:

    waiting    for another part, an approval or a free place
    running    now
    unchanged  nothing was to do
    succeeded  something was done
    skipped    left out, with the reason
    blocked    not started, because a part that it needs failed
    failed     and why
    cancelled  not started or cut short, because a person stopped the run
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from stackwright.engine.events import Diagnostic, Event, OpType, PolicyViolated, Step
from stackwright.wire.values import Properties

if TYPE_CHECKING:
    from stackwright.deploy.acts.model import Act, ActResult, Report
    from stackwright.deploy.plan import Plan

State = Literal["waiting", "running", "unchanged", "succeeded", "skipped", "blocked", "failed", "cancelled"]
Phase = Literal["before", "preview", "up", "check", "refresh", "recheck", "destroy", "after"]
"""`check` is a second up that must change nothing, `recheck` a refresh that must find nothing; `before` is an up, and
`after` a destroy, of parts of another service, which this one stands on.
"""
BESIDE: Final = frozenset[Phase]({"before", "after"})
"""The phases of other services' parts."""

_STILL: Final = frozenset[Phase]({"check", "recheck"})
"""The phases that must find nothing to do."""

GOOD: Final = frozenset[State]({"unchanged", "succeeded", "skipped"})
"""After these, what depends on a part may go on."""

QUIET: Final = frozenset[OpType]({"same", "read", "refresh"})
"""Operations that change nothing in a cloud."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartResult:
    """How one part ended. `steps` are those that change something, in the order of the events.

    `outputs` are in wire form, secrets marked; never print them unmasked. `bug` is an exception that nobody expected.
    """

    part: str
    state: State
    reason: str | None = None
    changes: Mapping[OpType, int] = field(default_factory=dict[OpType, int])
    steps: Sequence[Step] = ()
    problems: Sequence[Diagnostic] = ()
    findings: Sequence[PolicyViolated] = ()
    outputs: Properties = field(default_factory=Properties, repr=False)
    seconds: float = 0.0
    exit_code: int = 0
    goes_on: bool = False
    """Whether what depends on it may go on although it failed: a preview that nothing but policies refused."""
    bug: BaseException | None = field(default=None, repr=False)

    @property
    def changed(self) -> int:
        """How many resources are touched."""
        return sum(count for op, count in self.changes.items() if op not in QUIET)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """How a whole phase ended, in plan order. `service` is the one whose parts these are."""

    phase: Phase
    service: str = ""
    parts: Sequence[PartResult]
    seconds: float

    @property
    def unstable(self) -> Sequence[PartResult]:
        """In a `check`: the parts that a second up changed; in a `recheck`: those that the clouds hold otherwise."""
        return tuple(result for result in self.parts if result.changed) if self.phase in _STILL else ()

    @property
    def exit_code(self) -> int:
        """130 where it was cancelled; else that of what failed (1 unless all agree on another); else 0."""
        if any(result.state == "cancelled" for result in self.parts):
            return 130
        codes = {result.exit_code or 1 for result in self.parts if result.state == "failed"}
        if len(codes) > 1:
            return 1
        return codes.pop() if codes else int(bool(self.unstable))


@dataclass(frozen=True, slots=True)
class PhaseStarted:
    """A phase begins; every part of its plan waits."""

    phase: Phase
    plan: Plan


@dataclass(frozen=True, slots=True)
class PartStarted:
    """A part is running."""

    part: str


@dataclass(frozen=True, slots=True)
class PartEvent:
    """One event of the engine that works on a part."""

    part: str
    event: Event


@dataclass(frozen=True, slots=True)
class PartFinished:
    """A part ended, or never began; once for every part."""

    result: PartResult


@dataclass(frozen=True, slots=True)
class PhaseFinished:
    """All parts of a phase ended."""

    result: RunResult


@dataclass(frozen=True, slots=True)
class OutputsRead:
    """What the parts of a plan output, in wire form; never print it unmasked."""

    parts: Mapping[str, Properties] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know that is nobody's failure."""

    text: str


@dataclass(frozen=True, slots=True)
class ActStarted:
    """An act of a rehearsal begins, one of `total`; phases follow that belong to it."""

    act: Act
    total: int


@dataclass(frozen=True, slots=True)
class ActFinished:
    """An act ended."""

    result: ActResult


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A rehearsal with acts ended."""

    report: Report


Progress: TypeAlias = (
    PhaseStarted
    | PartStarted
    | PartEvent
    | PartFinished
    | PhaseFinished
    | OutputsRead
    | Note
    | ActStarted
    | ActFinished
    | Rehearsed
)
Listener = Callable[[Progress], None]
"""Receives progress, one call at a time, from any thread."""
