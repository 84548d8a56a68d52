"""Doing what a plan says: `up` in order, `destroy` in reverse; a failed part blocks only what depends on it.

Both may be called again after a failure: what is done stays done, and an engine finds nothing to do there.
"""

from __future__ import annotations

from stackwright.deploy.checks import (
    deployments,
    is_deployed,
    lift_protection,
    require_no_dependents,
    require_unprotected,
    require_upstream,
)
from stackwright.deploy.means import Means
from stackwright.deploy.plan import Plan
from stackwright.deploy.programs import lacking, unsupported
from stackwright.deploy.progress import PartResult, Phase, RunResult
from stackwright.deploy.targets import NO_TARGET
from stackwright.deploy.work import Told, run_phase, without, work


def up(plan: Plan, means: Means, phase: Phase = "up") -> RunResult:
    """Bring every part of the plan to what its program says.

    Raises:
        UsageError: a part needs a stack outside the plan that is not deployed.
        SecretsError: the passphrase is wrong; nothing has started.
        EngineError: the state of one could not be read.
    """
    found = deployments({**plan.upstream, **plan.stacks}, means)
    require_upstream(plan, {label: is_deployed(found[label]) for label in plan.upstream})
    skipped: set[str] = set()

    def act(name: str, told: Told) -> PartResult:
        part = plan[name]
        reason = unsupported(part.part, means.engine) or without(lacking(part, skipped, carried=False))
        if reason:
            skipped.add(name)
            return PartResult(part=name, state="skipped", reason=reason)
        options = means.options_for(name)
        if options is None:
            return PartResult(part=name, state="unchanged", reason=NO_TARGET)
        return work(name, lambda sink: means.engine.up(part.stack, sink, options), told)

    return run_phase(phase, plan, plan.needs(), act, means.runner, means.listener)


def destroy(plan: Plan, means: Means, *, unprotect: bool = False, phase: Phase = "destroy") -> RunResult:
    """Delete what every part of the plan has deployed, what depends on others first. The empty stacks stay.

    With `unprotect` the protection of all that goes is lifted first.

    Raises:
        UsageError: a deployed part outside the plan needs one inside.
        InvalidInput: resources are protected; nothing was deleted.
        SecretsError: the passphrase is wrong; nothing has started.
        EngineError: the state of one could not be read.
    """
    found = deployments({**plan.downstream, **plan.stacks}, means)
    if means.targets is None:
        require_no_dependents(plan, found)
    if unprotect:
        lift_protection(plan, found, means)
    else:
        require_unprotected(plan, found, means.targets, means.excludes)

    def act(name: str, told: Told) -> PartResult:
        if not is_deployed(found[name]):
            return PartResult(part=name, state="unchanged", reason="nothing is deployed")
        stack, options = plan[name].stack, means.options_for(name)
        if options is None:
            return PartResult(part=name, state="unchanged", reason=NO_TARGET)
        return work(name, lambda sink: means.engine.destroy(stack, sink, options), told)

    return run_phase(phase, plan, plan.needs_reversed(), act, means.runner, means.listener)
