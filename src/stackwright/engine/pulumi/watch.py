"""What one operation said through its event log, gathered while it runs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from stackwright.engine.events import Diagnostic, OpType, PolicyViolated, StepFailed, StepStarted, Summary
from stackwright.engine.protocol import EventSink, Result
from stackwright.engine.pulumi import eventlog
from stackwright.engine.pulumi.faults import CANCELLED, for_people, tail
from stackwright.engine.pulumi.process import Finished
from stackwright.wire.values import Properties


class Watch:
    """Passes each line of an event log on as an event, and remembers what an `Outcome` needs."""

    def __init__(self, on_event: EventSink) -> None:
        self._on_event = on_event
        self._errors: list[str] = []
        self._heard: list[str] = []
        """What the program's host wrote to standard error, where that of YAML says what is wrong."""
        self.silent = True
        """Nothing was registered and nobody complained: if it failed, it failed before it began."""
        self.changes: Mapping[OpType, int] = {}
        self.outputs: Properties | None = None

    def __call__(self, line: str) -> None:
        planned = eventlog.planned_outputs(line)
        if planned is not None:
            self.outputs = planned
        event = eventlog.parse(line)
        match event:
            case None:
                return
            case StepStarted() | StepFailed():
                self.silent = False
            case PolicyViolated(level="mandatory"):
                self.silent = False
                self._errors.append(event.summary)
            case Diagnostic(severity="error"):
                self.silent = False
                self._errors.append(_with_name(event))
            case Diagnostic(severity="info#err"):
                self._heard.append(event.message)
            case Summary(changes=changes):
                self.changes = changes
            case _:
                pass
        self._on_event(event)

    def result(self, finished: Finished) -> Result:
        if finished.code == 0:
            return "succeeded"
        cancelled = finished.code == CANCELLED or any(_CANCELLED.fullmatch(message) for message in self._errors)
        return "cancelled" if cancelled else "failed"

    def error(self, finished: Finished) -> str | None:
        if finished.code == 0:
            return None
        said = for_people(message for message in self._errors if message not in _NOISE)
        return said or tail("\n".join([*self._heard, finished.stderr]))


_CANCELLED = re.compile(r"(update|preview|refresh|destroy) canceled")
_NOISE = frozenset({"update failed", "preview failed", "refresh failed", "destroy failed"})
"""What the engine says of the root stack after any failure."""


def _with_name(event: Diagnostic) -> str:
    if not event.urn or f"::{eventlog.STACK}::" in event.urn:
        return event.message
    return f"{event.urn.rsplit('::', 1)[-1]} ({event.urn.split('::')[-2].rsplit('$', 1)[-1]}): {event.message}"
