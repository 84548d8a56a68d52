"""What the renderers have in common: how operations are counted, and what is known of each part so far."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from stackwright.deploy.plan import Plan
from stackwright.deploy.progress import (
    BESIDE,
    PartEvent,
    PartFinished,
    PartStarted,
    Phase,
    PhaseStarted,
    Progress,
    State,
)
from stackwright.deploy.signs import Sign, by_sign, sign
from stackwright.engine.events import OpType, StepDone, StepStarted

VERBS: Final[Mapping[OpType, str]] = {
    "create": "creating",
    "create-replacement": "creating",
    "update": "updating",
    "replace": "replacing",
    "delete": "deleting",
    "delete-replaced": "deleting",
    "read": "reading",
    "refresh": "refreshing",
    "import": "importing",
    "import-replacement": "importing",
}
TITLES: Final[Mapping[Phase, str]] = {
    "before": "Before",
    "preview": "Preview",
    "up": "Up",
    "check": "Second up, which must change nothing",
    "refresh": "Refresh",
    "recheck": "Refresh, which must find nothing",
    "destroy": "Destroy",
    "after": "After",
}


def title(phase: Phase, plan: Plan, place: str) -> tuple[str, str]:
    """The heading of a phase, and what comes behind it; `place` says where the run happens (`on simulated clouds`)."""
    if phase not in BESIDE:
        return TITLES[phase], f": {plan.service.name} in {plan.environment.name}, {place}"
    count = f"{len(plan.parts)} part{'' if len(plan.parts) == 1 else 's'}"
    verb = "needs" if phase == "before" else "needed"
    return TITLES[phase], f": {plan.service.name}: {count} that {plan.needed_by} {verb}"


def name_of(urn: str) -> str:
    """A resource's name, the last part of its URN."""
    return urn.rpartition("::")[2]


def short_type(token: str) -> str:
    """`aws:ec2/vpc:Vpc` as programs write it: `aws:ec2:Vpc`."""
    package, _, rest = token.partition(":")
    module, _, kind = rest.rpartition(":")
    head = module.split("/")[0]
    return f"{package}:{head}:{kind}" if head and head != "index" else f"{package}:{kind}"


@dataclass(slots=True)
class Row:
    """One part, as far as it has come. `counts` are steps done; `doing` is what it does now."""

    part: str
    stack: str
    cloud: str
    state: State = "waiting"
    reason: str | None = None
    counts: dict[Sign, int] = field(default_factory=dict["Sign", int])
    doing: str = ""
    seconds: float | None = None
    began: float = 0.0

    @property
    def elapsed(self) -> float | None:
        """Seconds: of the whole if it ended, until now if it runs."""
        return time.monotonic() - self.began if self.state == "running" else self.seconds


class Tally:
    """The rows of the phase that is under way, in plan order."""

    def __init__(self) -> None:
        self.phase: Phase = "preview"
        self.rows: dict[str, Row] = {}

    def __call__(self, progress: Progress) -> None:
        match progress:
            case PhaseStarted(phase, plan):
                self.phase, self.rows = phase, _rows(plan)
            case PartStarted(part):
                self.rows[part].state = "running"
                self.rows[part].began = time.monotonic()
            case PartEvent(part, StepStarted(step)) if step.op in VERBS:
                self.rows[part].doing = f"{VERBS[step.op]} {name_of(step.urn)}"
            case PartEvent(part, StepDone(step)) if (column := sign(step.op)) is not None:
                counts = self.rows[part].counts
                counts[column] = counts.get(column, 0) + 1
            case PartFinished(result):
                row = self.rows[result.part]
                row.state, row.reason, row.doing = result.state, result.reason, ""
                row.counts = by_sign(result.changes)
                row.seconds = result.seconds if row.began else None
            case _:
                pass


def _rows(plan: Plan) -> dict[str, Row]:
    return {part.name: Row(part.name, part.stack.name, part.part.cloud or "") for part in plan.parts}
