"""Asks the clouds what is there now.

Source: `refresh` in `deployment_executor.go` (pulumi v3.260).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackwright.engine.embedded.faults import Bail, Stopped
from stackwright.engine.embedded.steps import Step
from stackwright.engine.state import integrity
from stackwright.engine.state.resource import Resource

if TYPE_CHECKING:
    from stackwright.engine.embedded.run import Run


def refresh(run: Run) -> list[Bail]:
    """What the providers say is there becomes the old state. What one does not say stays as it was; returns why."""
    found: list[Resource] = []
    failures: list[Bail] = []
    for resource in run.recorder.base.resources:
        step = Step(op="refresh", old=resource, new=resource, logical=False)
        if run.targets.reads(resource) and not any(isinstance(item, Stopped) for item in failures):
            try:
                run.execute(step)
            except Bail as bail:
                failures.append(bail)
                step.new = resource
        if step.new is not None:
            found.append(step.new)
    run.rebase(integrity.pruned(found))
    return failures
