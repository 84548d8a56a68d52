"""The whole life of a service on simulated clouds: preview, up, a second up that must change nothing, acts, destroy."""

from __future__ import annotations

import time
from collections.abc import Sequence

from stackwright.deploy.acts.model import Act, ActResult, Change, Report
from stackwright.deploy.acts.perform import Stage, perform, why
from stackwright.deploy.means import Means
from stackwright.deploy.neighbours import Neighbour, bring_up, take_down
from stackwright.deploy.plan import Plan
from stackwright.deploy.preview import preview
from stackwright.deploy.progress import ActFinished, ActStarted, OutputsRead, Rehearsed, RunResult
from stackwright.deploy.protection import lift_simulated
from stackwright.deploy.refresh import refresh
from stackwright.deploy.run import destroy, up
from stackwright.service.lone import is_lone


def rehearse(plan: Plan, means: Means, before: Sequence[Neighbour] = (), *, keep: bool) -> list[RunResult]:
    """Go through the phases until one fails; the last result says how it ended. `keep` leaves out the destroy.

    `before` are parts of other services that the plan stands on: brought up first, and destroyed last. A protected
    resource is no obstacle here, since all of it is simulated; it is named, because a real destroy stops.
    """
    results = deploy(plan, means, before)
    if results[-1].exit_code == 0:
        results += _reread(plan, means)
    if results[-1].exit_code == 0 and not keep:
        results += remove(plan, means, before)
    return results


def deploy(plan: Plan, means: Means, before: Sequence[Neighbour] = ()) -> list[RunResult]:
    """The phases until the service stands, or one fails."""
    results = bring_up(before, plan)
    if results and results[-1].exit_code:
        return results
    results.append(preview(plan, means))
    for phase in ("up", "check"):
        if results[-1].exit_code:
            return results
        results.append(up(plan, means, phase))
    means.listener(OutputsRead({part.part: part.outputs for part in results[-1].parts}))
    return results


def _reread(plan: Plan, means: Means) -> list[RunResult]:
    """Of a project by itself, which nobody here has seen before: that its clouds hold what its state says."""
    return [refresh(plan, means, phase="recheck")] if is_lone(plan.service) else []


def remove(plan: Plan, means: Means, before: Sequence[Neighbour] = ()) -> list[RunResult]:
    """Destroy all of it, protected or not, and what was brought up before it; until that fails."""
    lift_simulated(plan, means)
    result = destroy(plan, means)
    return [result] if result.exit_code else [result, *take_down(before)]


def rehearse_acts(
    plan: Plan, stage: Stage, acts: Sequence[Act], before: Sequence[Neighbour] = (), *, keep: bool
) -> Report:
    """A rehearsal in which `acts` are done to what stands, until one does not end well. What stands after the last one
    is destroyed, unless `keep`. `before` is what the service stands on, as changed by any of the acts.

    Raises:
        InvalidInput: a change would make no valid service; nothing has started.
    """
    for act in acts:
        if isinstance(act.doing, Change):
            stage.planned(act.doing.so_far)
    means, began = stage.means, time.monotonic()
    results = deploy(plan, means, before)
    code = results[-1].exit_code
    reason = f"not deployed: {why(results[-1])}" if code else None
    done: list[ActResult] = []
    for act in acts if not code else ():
        means.listener(ActStarted(act, len(acts)))
        result, plan = perform(act, plan, stage)
        means.listener(ActFinished(result))
        done.append(result)
        code = result.exit_code
        if code:
            break
    if not code and (reread := _reread(plan, means)):
        code = reread[-1].exit_code
        reason = f"not settled: {why(reread[-1])}" if code else None
    if not code and not keep:
        destroyed = remove(plan, means, before)[-1]
        code = destroyed.exit_code
        reason = f"not destroyed: {why(destroyed)}" if code else None
    report = Report(
        service=plan.service.name,
        environment=plan.environment.name,
        engine=means.engine.name,
        deployed=tuple(results),
        acts=tuple(done),
        skipped=tuple(acts[len(done) :]),
        reason=reason,
        exit_code=code,
        seconds=time.monotonic() - began,
    )
    means.listener(Rehearsed(report))
    return report
