"""The whole life of a service on simulated clouds: preview, up, a second up that must change nothing, destroy.

With acts in between: `stackwright.deploy.acts.rehearse`.
"""

from __future__ import annotations

from collections.abc import Sequence

from stackwright.deploy.means import Means
from stackwright.deploy.neighbours import Neighbour, bring_up, take_down
from stackwright.deploy.plan import Plan
from stackwright.deploy.preview import preview
from stackwright.deploy.progress import OutputsRead, RunResult
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
        results += reread(plan, means)
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


def reread(plan: Plan, means: Means) -> list[RunResult]:
    """Of a project by itself, which nobody here has seen before: that its clouds hold what its state says."""
    return [refresh(plan, means, phase="recheck")] if is_lone(plan.service) else []


def remove(plan: Plan, means: Means, before: Sequence[Neighbour] = ()) -> list[RunResult]:
    """Destroy all of it, protected or not, and what was brought up before it; until that fails."""
    lift_simulated(plan, means)
    result = destroy(plan, means)
    return [result] if result.exit_code else [result, *take_down(before)]
