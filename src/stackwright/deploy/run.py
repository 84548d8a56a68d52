"""Doing what a plan says: `up` in order, `destroy` in reverse; a failed part blocks only what depends on it.

Both may be called again after a failure: what is done stays done, and an engine finds nothing to do there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stackwright.deploy.checks import (
    deployments,
    require_no_dependents,
    require_unprotected,
    require_upstream,
)
from stackwright.deploy.plan import Plan
from stackwright.deploy.programs import unsupported
from stackwright.deploy.progress import Listener, PartResult, Phase, RunResult
from stackwright.deploy.runner import Runner
from stackwright.deploy.scratch import resources
from stackwright.deploy.work import Told, run_phase, skipped_with, work
from stackwright.engine.protocol import Engine, Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a plan is previewed or run with. `parallel` is how many parts are worked on at a time."""

    engine: Engine
    runner: Runner
    listener: Listener
    parallel: int = 4
    options: Options = field(default_factory=Options)


def up(plan: Plan, means: Means, phase: Phase = "up") -> RunResult:
    """Bring every part of the plan to what its program says.

    Raises:
        UsageError: a part needs a stack outside the plan that is not deployed.
        EngineError: the state of one could not be read.
    """
    upstream = deployments(means.engine, plan.upstream, means.parallel)
    require_upstream(plan, {label: bool(found and resources(found)) for label, found in upstream.items()})
    skipped: set[str] = set()

    def act(name: str, told: Told) -> PartResult:
        part = plan[name]
        missing = sorted(skipped.intersection(part.reads))
        reason = unsupported(part.part, means.engine)
        if reason or missing:
            skipped.add(name)
            return PartResult(part=name, state="skipped", reason=reason) if reason else skipped_with(name, missing)
        return work(name, lambda sink: means.engine.up(part.stack, sink, means.options), told)

    return run_phase(phase, plan, plan.needs(), act, means.runner, means.listener)


def destroy(plan: Plan, means: Means) -> RunResult:
    """Delete what every part of the plan has deployed, what depends on others first. The empty stacks stay.

    Raises:
        UsageError: a deployed part outside the plan needs one inside.
        InvalidInput: resources are protected; nothing was deleted.
        EngineError: the state of one could not be read.
    """
    require_no_dependents(plan, deployments(means.engine, plan.downstream, means.parallel))
    found = deployments(means.engine, {part.name: part.stack for part in plan.parts}, means.parallel)
    require_unprotected(plan, found)

    def act(name: str, told: Told) -> PartResult:
        deployment = found[name]
        if deployment is None or not resources(deployment):
            return PartResult(part=name, state="unchanged", reason="nothing is deployed")
        stack = plan[name].stack
        return work(name, lambda sink: means.engine.destroy(stack, sink, means.options), told)

    return run_phase("destroy", plan, plan.needs_reversed(), act, means.runner, means.listener)
