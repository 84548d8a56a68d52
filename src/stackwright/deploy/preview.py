"""What `up` would do to every part of a plan, though nothing of it may be deployed yet.

Each stack, and each that the plan needs besides, is copied to a scratch backend; the previews run there in the order of
the plan, and what a part would output goes into its copy before the next one reads it. Nothing real is written, and no
value is invented: what cannot be known is unknown.
"""

from __future__ import annotations

from pathlib import Path

from stackwright.deploy.checks import in_parallel, require_upstream
from stackwright.deploy.plan import Plan
from stackwright.deploy.programs import unsupported
from stackwright.deploy.progress import GOOD, PartResult, RunResult
from stackwright.deploy.run import Means
from stackwright.deploy.scratch import Scratch, scratch, unknown_outputs
from stackwright.deploy.work import Told, run_phase, work


def preview(plan: Plan, means: Means, *, under: Path | None = None) -> RunResult:
    """Preview every part of the plan. The copies are kept in a folder made in `under`, or in the system's for such.

    Raises:
        UsageError: a part needs a stack outside the plan that is not deployed.
        EngineError: a state could not be read.
    """
    with scratch(means.engine, under) as copies:
        stacks = {**plan.upstream, **{part.name: part.stack for part in plan.parts}}
        copied = in_parallel(lambda name: copies.copy(stacks[name]), stacks, means.parallel)
        require_upstream(plan, copied)

        def act(name: str, told: Told) -> PartResult:
            return _preview_part(plan, name, means, copies, told)

        return run_phase("preview", plan, plan.needs(), act, means.runner, means.listener)


def _preview_part(plan: Plan, name: str, means: Means, copies: Scratch, told: Told) -> PartResult:
    part = plan[name]
    reason = unsupported(part.part, means.engine)
    if reason:
        copies.carry(part.stack, unknown_outputs(_read_of(plan, name)), changed=True)
        return PartResult(part=name, state="skipped", reason=reason)
    stack = copies.stack(part.stack)
    result = work(name, lambda sink: means.engine.preview(stack, sink, means.options), told)
    if result.state in GOOD and any(name in other.needs for other in plan.parts):
        copies.carry(part.stack, result.outputs, changed=result.state == "succeeded")
    return result


def _read_of(plan: Plan, name: str) -> frozenset[str]:
    """The outputs of a part that others of the plan refer to."""
    return frozenset(output for part in plan.parts for output in part.reads.get(name, ()))
