"""A rehearsal in which a service is changed, broken and disturbed while it stands."""

from __future__ import annotations

import time
from collections.abc import Sequence

from stackwright.deploy.acts.model import Act, ActResult, Change, Report
from stackwright.deploy.acts.perform import Stage, perform, why
from stackwright.deploy.neighbours import Neighbour
from stackwright.deploy.plan import Plan
from stackwright.deploy.progress import ActFinished, ActStarted, Rehearsed
from stackwright.deploy.rehearse import deploy, remove, reread
from stackwright.simcloud import paths
from stackwright.simcloud.assuming import Assumption, assumptions


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
    assumed = _assumed(stage, done)
    if not code and (again := reread(plan, means)):
        code = again[-1].exit_code
        reason = f"not settled: {why(again[-1])}" if code else None
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
        assumed=assumed,
    )
    means.listener(Rehearsed(report))
    return report


def _assumed(stage: Stage, done: Sequence[ActResult]) -> list[Assumption]:
    steps = [step for act in done for phase in act.phases for part in phase.parts for step in part.steps]
    changed = {
        (step.type, path)
        for step in steps
        if step.old is not None and step.new is not None and step.new.custom
        for path in map(paths.top, step.detailed_diff or step.diffs)
    }
    with stage.clouds() as host:
        return assumptions(host.resources(gone=True), host.calls(), changed, host.supposed())
