"""What was done to every resource while an act was on, and when: heard from the engines on the way to the screen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from stackwright.deploy.progress import Listener, PartEvent, Phase, PhaseStarted, Progress
from stackwright.engine.events import Step, StepDone, StepFailed, StepStarted


@dataclass(frozen=True, slots=True)
class Seen:
    """One step that was done, or failed. `began` and `ended` are seconds on the clock of the watch."""

    phase: Phase
    part: str
    step: Step
    began: float
    ended: float
    failed: bool = False


@dataclass(slots=True)
class Watch:
    """A listener that passes everything on. `seen` are steps on the clouds; `planned` those of previews."""

    listener: Listener
    clock: Callable[[], float] = time.monotonic
    phase: Phase = "preview"
    seen: list[Seen] = field(default_factory=list[Seen])
    planned: list[Seen] = field(default_factory=list[Seen])
    _began: dict[tuple[str, str, str], float] = field(default_factory=dict[tuple[str, str, str], float])

    def __call__(self, progress: Progress) -> None:
        match progress:
            case PhaseStarted(phase):
                self.phase = phase
            case PartEvent(part, StepStarted(step)):
                self._began[part, step.urn, step.op] = self.clock()
            case PartEvent(part, StepDone(step)):
                self._note(part, step, failed=False)
            case PartEvent(part, StepFailed(step)):
                self._note(part, step, failed=True)
            case _:
                pass
        self.listener(progress)

    def _note(self, part: str, step: Step, *, failed: bool) -> None:
        now = self.clock()
        began = self._began.pop((part, step.urn, step.op), now)
        (self.planned if self.phase == "preview" else self.seen).append(
            Seen(self.phase, part, step, began, now, failed)
        )
