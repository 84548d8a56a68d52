"""One part, one engine operation: its events told to the listener, its end summed up as a `PartResult`."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Final

from stackwright.deploy.plan import Plan
from stackwright.deploy.progress import (
    QUIET,
    Listener,
    PartEvent,
    PartFinished,
    PartResult,
    PartStarted,
    Phase,
    PhaseFinished,
    PhaseStarted,
    Progress,
    RunResult,
    State,
)
from stackwright.deploy.runner import Needs, Runner
from stackwright.engine.events import Diagnostic, Event, PolicyViolated, Step, StepDone, StepFailed
from stackwright.engine.protocol import EventSink, Outcome
from stackwright.errors import Cancelled, PolicyViolation, RunError

Operation = Callable[[EventSink], Outcome]
_SUMMED_UP: Final = re.compile(r"(preview|update) failed")
"""What an engine says of the root stack after any failure."""


def run_phase(
    phase: Phase, plan: Plan, needs: Needs, act: Callable[[str, Told], PartResult], runner: Runner, listener: Listener
) -> RunResult:
    """Walk `needs` with `runner`, telling `listener` of everything, one call at a time.

    What nobody expected, in a part or in the listener, is raised after all parts have ended and that has been told.
    """
    told = Told(listener, on_failure=runner.cancel)
    began = time.monotonic()
    told(PhaseStarted(phase, plan))
    results = runner.walk(
        needs,
        lambda part: act(part, told),
        lambda part: told(PartStarted(part)),
        lambda result: told(PartFinished(result)),
    )
    result = RunResult(
        phase=phase, service=plan.service.name, parts=tuple(results.values()), seconds=time.monotonic() - began
    )
    told(PhaseFinished(result))
    bugs = [told.failure, *(part.bug for part in result.parts)]
    for bug in filter(None, bugs):
        raise bug
    return result


class Told:
    """A listener that several threads may call, and that never breaks into a step under way.

    A listener that raises (a pipe whose reader went away) is not called again; `on_failure` is, once.
    """

    def __init__(self, listener: Listener, on_failure: Callable[[], None]) -> None:
        self._listener = listener
        self._on_failure = on_failure
        self._lock = threading.Lock()
        self.failure: Exception | None = None

    def __call__(self, progress: Progress) -> None:
        with self._lock:
            if self.failure:
                return
            try:
                self._listener(progress)
            except Exception as error:  # noqa: BLE001 - kept, and raised when every part has ended
                self.failure = error
        if self.failure:
            self._on_failure()


def work(part: str, operation: Operation, told: Told) -> PartResult:
    """Do one operation on one part.

    Raises:
        EngineError: it could not begin.
    """
    watch = _Watch(part, told)
    began = time.monotonic()
    outcome = operation(watch)
    changed = any(count for op, count in outcome.changes.items() if op not in QUIET)
    state: State = outcome.result if outcome.result != "succeeded" or changed else "unchanged"
    return PartResult(
        part=part,
        state=state,
        reason=None if outcome.result == "succeeded" else outcome.error or outcome.result,
        changes=dict(outcome.changes),
        steps=tuple(watch.steps.values()),
        problems=tuple(watch.problems),
        findings=tuple(watch.findings),
        outputs=outcome.outputs,
        seconds=outcome.seconds or time.monotonic() - began,
        exit_code=_exit_code(outcome, watch),
    )


def _exit_code(outcome: Outcome, watch: _Watch) -> int:
    """That of a policy violation where nothing else went wrong."""
    if outcome.result != "failed":
        return {"cancelled": Cancelled.exit_code}.get(outcome.result, 0)
    mandatory = any(finding.level == "mandatory" for finding in watch.findings)
    other = any(it.severity == "error" and not _SUMMED_UP.fullmatch(it.message.strip()) for it in watch.problems)
    return PolicyViolation.exit_code if mandatory and not other else RunError.exit_code


def without(missing: Collection[str]) -> str | None:
    """Why a part is skipped that needs outputs of parts that were; None if it needs none."""
    return f"needs outputs of {', '.join(missing)}, which was skipped" if missing else None


@dataclass(slots=True)
class _Watch:
    """Keeps, of one part's events, the steps that change something and what went wrong."""

    part: str
    told: Told
    steps: dict[tuple[str, str], Step] = field(default_factory=dict[tuple[str, str], Step])
    problems: list[Diagnostic] = field(default_factory=list[Diagnostic])
    findings: list[PolicyViolated] = field(default_factory=list[PolicyViolated])

    def __call__(self, event: Event) -> None:
        match event:
            case StepDone(step) | StepFailed(step) if step.op not in QUIET:
                self.steps[step.op, step.urn] = step
            case Diagnostic(severity="error" | "warning"):
                self.problems.append(event)
            case PolicyViolated():
                self.findings.append(event)
            case _:
                pass
        self.told(PartEvent(self.part, event))
