"""Tells the caller what happens, in the words and the order of the official CLI's event log.

Source: `pkg/engine/{events,update}.go` (pulumi v3.260).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from stackwright.engine import events
from stackwright.engine.embedded import diff as diffs_
from stackwright.engine.embedded.masking import Hidden
from stackwright.engine.embedded.positions import place
from stackwright.engine.embedded.steps import Step
from stackwright.engine.events import OpType, Severity, StepState
from stackwright.engine.protocol import EventSink
from stackwright.engine.state.resource import Resource
from stackwright.wire.values import Properties, shown

_IMPORTS = frozenset({"import", "import-replacement"})
"""Of these what was found counts as the old side, and before it is found there is none (`ImportStep` in `step.go`)."""


class Reporter:
    """Sends events and counts steps. `hidden` are the secrets of the stack's configuration."""

    def __init__(self, sink: EventSink, *, preview: bool, refreshing: bool = False, hidden: Iterable[str] = ()) -> None:
        self._sink = sink
        self._hidden = Hidden(hidden)
        self._preview = preview
        self._refreshing = refreshing
        self.places: dict[str, tuple[str, list[dict[str, str]]]] = {}
        """Where in the program each resource is registered, and by whose leave: its errors say so."""
        self.changes: Counter[OpType] = Counter()
        self.errors: list[str] = []

    def say(self, severity: Severity, message: str, urn: str = "") -> None:
        message = self._hidden.mask(message.rstrip("\n"))
        if severity == "error":
            where = place(*self.places.get(urn, ("", [])))
            message += f" (at {where})" if where else ""
            self.errors.append(message)
        self._sink(events.Diagnostic(severity, message, urn))

    def learn(self, *properties: Properties) -> None:
        """Keep the secrets in a resource's properties out of every message from now on."""
        for each in properties:
            self._hidden.learn(each)

    def send(self, event: events.Event) -> None:
        self._sink(event)

    def judged(self, event: events.PolicyViolated | events.PolicyRemediated) -> None:
        """A policy has something to say."""
        if isinstance(event, events.PolicyViolated) and event.level == "mandatory":
            self.errors.append(event.summary)
        self._sink(event)

    def before(self, step: Step) -> None:
        self._sink(events.StepStarted(_described(step, step.op), self._preview))

    def after(self, step: Step) -> None:
        if step.new is not None:
            self.learn(step.new.inputs, step.new.outputs)
        op, counted = step.op, step.logical
        if op == "refresh" and self._refreshing:
            op, counted = step.result_op, True
        elif op == "read":
            counted = _read_changed(step)
        if counted and not step.internal:
            self.changes[op] += 1
        # In an update, a component's outputs come later, when it registers them.
        if self._preview or step.resource.custom or step.op in {"delete", "refresh"}:
            self._sink(events.StepDone(_described(step, op, done=True), self._preview))

    def failed(self, step: Step, message: str) -> None:
        self.say("error", f"Preview failed: {message}" if self._preview else message, "" if step.internal else step.urn)
        if not self._preview:
            self._sink(events.StepFailed(_described(step, step.op)))

    def outputs(self, step: Step) -> None:
        """A component, or the stack, registered its outputs."""
        self._sink(events.StepDone(_described(step, step.op), self._preview))


def _read_changed(step: Step) -> bool:
    """A read that shows nothing new is no change."""
    return step.old is not None and step.new is not None and not diffs_.equal(step.old.outputs, step.new.outputs)


def _described(step: Step, op: OpType, *, done: bool = False) -> events.Step:
    subject, old = step.resource, step.old
    if op in _IMPORTS:
        old = step.new if done else None
    return events.Step(
        op=op,
        urn=step.urn,
        type=subject.type,
        old=_state(old),
        new=_state(step.new),
        keys=tuple(step.keys),
        diffs=tuple(step.diffs),
        detailed_diff=step.detailed,
        logical=step.logical,
        provider=subject.provider,
    )


def _state(resource: Resource | None) -> StepState | None:
    if resource is None:
        return None
    return StepState(
        urn=resource.urn,
        type=resource.type,
        custom=resource.custom,
        delete=resource.delete,
        id=resource.id,
        parent=resource.parent,
        protect=resource.protect,
        external=resource.external,
        retain_on_delete=resource.retain_on_delete,
        inputs=shown(resource.inputs),
        outputs=shown(resource.outputs),
        provider=resource.provider,
        init_errors=tuple(resource.init_errors),
        position=resource.source_position,
    )
