"""Progress as JSON lines: one object a line, each with a `type`. The form is described in docs/reference/json.md.

Secrets are masked and unknowns are words, as people see them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from stackwright.cli.interrupts import say_stopping
from stackwright.cli.render import acts_json
from stackwright.deploy.differences import readable
from stackwright.deploy.progress import (
    ActFinished,
    ActStarted,
    Note,
    OutputsRead,
    PartEvent,
    PartFinished,
    PartResult,
    PartStarted,
    Phase,
    PhaseFinished,
    PhaseStarted,
    Progress,
    Rehearsed,
)
from stackwright.engine.events import (
    Diagnostic,
    Event,
    PolicyRemediated,
    PolicyViolated,
    Step,
    StepDone,
    StepFailed,
    StepStarted,
)


class JsonLines:
    """Writes every piece of progress with `write`, which gets a line without its end."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._phase: Phase = "preview"

    def __call__(self, progress: Progress) -> None:
        if isinstance(progress, PhaseStarted):
            self._phase = progress.phase
        found = _described(progress)
        if found is not None:
            kind, fields = found
            self._write(json.dumps({"type": kind, "phase": self._phase, **fields}, ensure_ascii=False))

    def stopping(self) -> None:
        """Say that a person asked to stop."""
        say_stopping()

    def close(self) -> None:
        """Every line is out already."""


def _described(progress: Progress) -> tuple[str, Mapping[str, Any]] | None:
    match progress:
        case PhaseStarted(_, plan):
            parts = [
                {
                    "part": part.name,
                    "stack": part.stack.name,
                    "project": part.stack.project,
                    "cloud": part.part.cloud,
                    "needs": list(part.needs),
                }
                for part in plan.parts
            ]
            needed_by = {"neededBy": plan.needed_by} if plan.needed_by else {}
            about = {"service": plan.service.name, "environment": plan.environment.name, **needed_by}
            return "phase", {**about, "parts": parts}
        case PartStarted(part):
            return "part", {"part": part, "state": "running"}
        case PartEvent(part, event):
            return _described_event(part, event)
        case PartFinished(result):
            return "part", _ended(result)
        case PhaseFinished(result):
            parts = [_ended(part) for part in result.parts]
            about = {"service": result.service, "exitCode": result.exit_code, "seconds": round(result.seconds, 3)}
            return "summary", {**about, "parts": parts}
        case OutputsRead(parts):
            return "outputs", {"parts": {name: readable(outputs) for name, outputs in parts.items()}}
        case Note(text):
            return "note", {"message": text}
        case ActStarted() | ActFinished() | Rehearsed():
            return _described_act(progress)


def _described_act(progress: ActStarted | ActFinished | Rehearsed) -> tuple[str, Mapping[str, Any]]:
    match progress:
        case ActStarted(act, total):
            return "act", {"number": act.number, "total": total, "title": act.title, "state": "running"}
        case ActFinished(result):
            return "act", {**acts_json.act(result), "state": "succeeded" if result.recovered else "failed"}
        case Rehearsed(report):
            return "report", acts_json.report(report)


def _described_event(part: str, event: Event) -> tuple[str, Mapping[str, Any]] | None:
    match event:
        case StepStarted(step) if step.op != "same":
            about = {"op": step.op, "urn": step.urn, "resourceType": step.type}
            return "step", {"part": part, "status": "started", **about}
        case StepDone(step) if step.op != "same":
            return "step", {"part": part, "status": "done", **_step(step)}
        case StepFailed(step):
            return "step", {"part": part, "status": "failed", **_step(step)}
        case PolicyViolated():
            return "policy", {
                "part": part,
                "verdict": "unknown" if event.unknown else "violation",
                "policy": event.policy,
                "pack": event.pack,
                "version": event.version,
                "level": event.level,
                "failsClosed": event.closed,
                "severity": event.severity or None,
                "excepted": event.excepted or None,
                "urn": event.urn,
                "message": event.message,
            }
        case PolicyRemediated():
            return "remediation", {
                "part": part,
                "policy": event.policy,
                "pack": event.pack,
                "version": event.version,
                "urn": event.urn,
                "before": readable(event.before),
                "after": readable(event.after),
            }
        case Diagnostic(severity, message, urn, ephemeral) if severity != "debug" and not ephemeral:
            return "diagnostic", {"part": part, "severity": severity, "urn": urn, "message": message}
        case _:
            return None


def _step(step: Step) -> dict[str, Any]:
    return {
        "op": step.op,
        "urn": step.urn,
        "resourceType": step.type,
        "parent": (step.new and step.new.parent) or None,
        "provider": step.provider or None,
        "position": (step.new and step.new.position) or None,
        "keys": sorted(step.keys),  # each engine has an order of its own
        "diff": {path: diff.kind for path, diff in (step.detailed_diff or {}).items()},
        "old": readable(step.old.inputs) if step.old else None,
        "new": readable(step.new.inputs) if step.new else None,
    }


def _ended(result: PartResult) -> dict[str, Any]:
    return {
        "part": result.part,
        "state": result.state,
        "reason": result.reason,
        "changes": dict(result.changes),
        "seconds": round(result.seconds, 3),
    }
