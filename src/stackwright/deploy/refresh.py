"""What the clouds hold now, read into the states: drift is what differs from what the last run left.

A refresh reads clouds and writes states, never the reverse. With `dry` the states are copied first and only the copies
are written, so that both engines show drift the same way and nothing real is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from stackwright.deploy.checks import deployments, in_parallel, is_deployed
from stackwright.deploy.means import Means
from stackwright.deploy.plan import Plan
from stackwright.deploy.progress import PartResult, Phase, RunResult
from stackwright.deploy.scratch import copy_world, scratch
from stackwright.deploy.targets import NO_TARGET
from stackwright.deploy.work import Told, run_phase, work
from stackwright.engine.protocol import Stack


def refresh(plan: Plan, means: Means, *, dry: bool = False, phase: Phase = "refresh") -> RunResult:
    """Read every resource of every part of the plan, and save what was found unless `dry`.

    A part that succeeded had drifted; its steps say where: `update` for what was changed behind Pulumi's back, `delete`
    for what is gone. Its own stack only is read: what it took from others is brought up to date by an `up`.

    Raises:
        SecretsError: the passphrase is wrong; nothing has started.
        EngineError: the state of one could not be read.
    """
    stacks = {**plan.upstream, **plan.stacks} if dry else plan.stacks
    found = deployments(stacks, means)
    with ExitStack() as held:
        place: Callable[[Stack], Stack] = _as_it_is
        if dry:
            copies = held.enter_context(scratch(means.engine, means.scratch))
            copy_world(copies, plan.parts[0].stack)
            in_parallel(lambda name: copies.copy(stacks[name], found[name]), stacks, means.parallel)
            place = copies.stack

        def act(name: str, told: Told) -> PartResult:
            options = means.options_for(name)
            if not is_deployed(found[name]) or options is None:
                reason = NO_TARGET if options is None else "nothing is deployed"
                return PartResult(part=name, state="unchanged", reason=reason)
            stack = place(plan[name].stack)
            return work(name, lambda sink: means.engine.refresh(stack, sink, options), told)

        return run_phase(phase, plan, plan.needs(), act, means.runner, means.listener)


def _as_it_is(stack: Stack) -> Stack:
    return stack
