"""How an operation ended, told to whoever asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackwright.engine.embedded.faults import Stopped
from stackwright.engine.protocol import Options, Outcome, Result
from stackwright.wire.values import Properties, Value

if TYPE_CHECKING:
    from stackwright.engine.embedded.run import Run


def outcome_of(run: Run, outputs: Properties, seconds: float, options: Options) -> Outcome:
    changes = dict(run.reporter.changes)
    result: Result = "succeeded"
    error: str | None = None
    if isinstance(run.failure, Stopped):
        result, error = "cancelled", run.failure.message
    elif run.failure is not None:
        result = "failed"
        error = "\n".join(dict.fromkeys(run.reporter.errors)) or run.failure.message
    elif options.expect_no_changes and any(op != "same" for op in changes):
        result, error = "failed", "no changes were expected, but there are some"
    shown = {key: _unmarked(value) for key, value in outputs.items()} if run.preview else dict(outputs)
    return Outcome(result=result, changes=changes, outputs=shown, error=error, seconds=seconds)


def _unmarked(value: Value) -> Value:
    """An output without the mark by which the SDK tells the display, in previews, that it was a resource."""
    if isinstance(value, dict):
        return {key: _unmarked(item) for key, item in value.items() if key != "@isPulumiResource"}
    if isinstance(value, list):
        return [_unmarked(item) for item in value]
    return value
