"""What `up` would do to every part of a plan, though nothing of it may be deployed yet.

Each stack, and each that the plan needs besides, is copied to a scratch backend; the previews run there in the order of
the plan, and what a part would output goes into its copy before the next one reads it. Nothing real is written, and no
value is invented: what cannot be known is unknown.
"""

from __future__ import annotations

from dataclasses import replace

from stackwright.deploy.checks import deployments, in_parallel, is_deployed, require_upstream
from stackwright.deploy.means import Means
from stackwright.deploy.plan import Plan, PlannedPart
from stackwright.deploy.programs import lacking, unsupported
from stackwright.deploy.progress import GOOD, PartResult, RunResult
from stackwright.deploy.scratch import Scratch, copy_world, scratch, unknown_outputs
from stackwright.deploy.targets import NO_TARGET
from stackwright.deploy.work import Told, run_phase, without, work
from stackwright.engine.protocol import Deployment
from stackwright.errors import PolicyViolation


def preview(plan: Plan, means: Means) -> RunResult:
    """Preview every part of the plan.

    Raises:
        UsageError: a part needs a stack outside the plan that is not deployed.
        SecretsError: the passphrase is wrong.
        EngineError: a state could not be read.
    """
    stacks = {**plan.upstream, **plan.stacks}
    found = deployments(stacks, means)
    require_upstream(plan, {label: is_deployed(found[label]) for label in plan.upstream})
    with scratch(means.engine, means.scratch) as copies:
        copy_world(copies, plan.parts[0].stack)
        in_parallel(lambda name: copies.copy(stacks[name], found[name]), stacks, means.parallel)

        skipped: set[str] = set()

        def act(name: str, told: Told) -> PartResult:
            part = plan[name]
            reason = unsupported(part.part, means.engine) or without(lacking(part, skipped, carried=True))
            if reason:
                skipped.add(name)
                copies.carry(part.stack, found[name], unknown_outputs(_read_of(plan, name)), changed=True)
                return PartResult(part=name, state="skipped", reason=reason)
            return _preview_part(plan, part, found[name], means, copies, told)

        return run_phase("preview", plan, plan.needs(), act, means.runner, means.listener)


def _preview_part(
    plan: Plan, part: PlannedPart, deployment: Deployment | None, means: Means, copies: Scratch, told: Told
) -> PartResult:
    stack, options = copies.stack(part.stack), means.options_for(part.name)
    if options is None:
        return PartResult(part=part.name, state="unchanged", reason=NO_TARGET)
    result = work(part.name, lambda sink: means.engine.preview(stack, sink, options), told)
    if result.exit_code == PolicyViolation.exit_code:
        # What it would output is known all the same, and what policies say of the parts behind it is wanted, too.
        result = replace(result, goes_on=True)
    if (result.state in GOOD or result.goes_on) and any(part.name in other.needs for other in plan.parts):
        copies.carry(part.stack, deployment, result.outputs, changed=result.state != "unchanged")
    return result


def _read_of(plan: Plan, name: str) -> frozenset[str]:
    """The outputs of a part that others of the plan refer to."""
    return frozenset(output for part in plan.parts for output in part.reads.get(name, ()))
