"""Acts and what came of them, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from stackwright.deploy.progress import RunResult
from stackwright.engine.events import Step
from stackwright.service.changing import Changes
from stackwright.simcloud.disturbing.model import FaultKind, Method
from stackwright.wire.values import Value

if TYPE_CHECKING:
    from stackwright.simcloud.assuming import Assumption


@dataclass(frozen=True, slots=True)
class Selection:
    """Some resources of the service. `types` are the tokens that a type, written short, stands for."""

    kind: Literal["everything", "part", "type", "zone", "resource"]
    text: str = ""
    types: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return "everything" if self.kind == "everything" else f"{self.kind} {self.text}"


@dataclass(frozen=True, slots=True)
class Change:
    """The service becomes another: what is said now, and all that was said so far."""

    said: Changes
    so_far: Changes


@dataclass(frozen=True, slots=True)
class Break:
    """What is selected vanishes from its clouds."""

    what: Selection


@dataclass(frozen=True, slots=True)
class Drift:
    """A property of what is selected is changed by hand; an empty `path` means a few that somebody might change."""

    what: Selection
    path: str = ""
    value: Value = None


@dataclass(frozen=True, slots=True)
class Failure:
    """The `nth` such call of an act goes wrong, once."""

    method: Method
    what: Selection
    nth: int = 1
    kind: FaultKind = "error"

    def __str__(self) -> str:
        nth = "" if self.nth == 1 else f", the {_ordinal(self.nth)},"
        return f"{self.method} of {self.what}{nth} fails" + ("" if self.kind == "error" else f" ({self.kind})")


def _ordinal(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10 if number % 100 not in (11, 12, 13) else 0, 'th') }"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that is done, and the calls that go wrong while the service is brought round."""

    number: int
    doing: Change | Break | Drift
    failures: tuple[Failure, ...] = ()

    @property
    def title(self) -> str:
        """For people. Of a drift it names the property, never the value: it may be a secret one."""
        match self.doing:
            case Change(said):
                words = [f"set {setting}" for setting in said.settings] + [f"take out {name}" for name in said.without]
                title = "change: " + ", ".join(words)
            case Break(what):
                title = f"lose {what}"
            case Drift(what, path):
                title = f"drift in {what}" + (f": {path}" if path else "")
        return title + "".join(f"; {failure}" for failure in self.failures)


Became: TypeAlias = Literal[
    "created", "updated", "replaced", "deleted", "recovered", "put back", "lost", "drifted", "failed"
]
"""What became of a resource. `lost` and `drifted` are those that did not come right again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one resource. `step` is the one that tells most of it, masked.

    `because`: the properties that forced a replacement. `down`: for how many seconds it was not there, as far as it was
    not. `interrupts`: what depends on it in its stack. `data`: it held data, and what stands in its place does not.
    """

    urn: str
    type: str
    became: Became
    step: Step | None = None
    because: Sequence[str] = ()
    down: float | None = None
    interrupts: Sequence[str] = ()
    data: bool = False

    @property
    def name(self) -> str:
        return self.urn.rpartition("::")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFate:
    """What became of the resources of one part. `dependants` are the parts that an interruption reaches."""

    part: str
    cloud: str | None
    fates: Sequence[Fate] = ()
    untouched: int = 0
    seconds: float = 0.0
    dependants: Sequence[str] = ()

    @property
    def counts(self) -> dict[Became, int]:
        """How many of each kind, and only of those that there are."""
        found: dict[Became, int] = {}
        for fate in self.fates:
            found[fate.became] = found.get(fate.became, 0) + 1
        return found

    @property
    def down(self) -> float | None:
        """For how long something was not there, at most; None where everything always was."""
        return max((fate.down for fate in self.fates if fate.down is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActResult:
    """How an act went. `done` says what was done to the clouds; `met` how often each failure happened.

    `reason` says why the service did not come right; None where it did: an `up` has been there, nothing is missing, and
    a last preview that asks the clouds shows no change.
    """

    act: Act
    done: Sequence[str] = ()
    parts: Sequence[PartFate] = ()
    phases: Sequence[RunResult] = ()
    met: Mapping[str, int] = field(default_factory=dict[str, int])
    reason: str | None = None
    exit_code: int = 0
    seconds: float = 0.0
    noticed: float | None = None
    """Seconds until a refresh had seen what was done."""
    repaired: float | None = None
    """Seconds until the last `up` was through."""

    @property
    def recovered(self) -> bool:
        return self.reason is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A rehearsal with acts. `deployed` are the phases before the first one, `skipped` the acts that were not begun.

    `reason` says why the service could not be deployed or destroyed.
    """

    service: str
    environment: str
    engine: str
    deployed: Sequence[RunResult]
    acts: Sequence[ActResult]
    skipped: Sequence[Act] = ()
    reason: str | None = None
    exit_code: int = 0
    seconds: float = 0.0
    assumed: Sequence[Assumption] = ()
    """What the simulated clouds took for granted."""

    @property
    def recovered(self) -> bool:
        return self.reason is None and all(act.recovered for act in self.acts)
