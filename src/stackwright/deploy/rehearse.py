"""The whole life of a service on simulated clouds: preview, up, a second up that must change nothing, destroy."""

from __future__ import annotations

from copy import deepcopy

from stackwright.deploy.checks import protected
from stackwright.deploy.means import Means
from stackwright.deploy.plan import Plan
from stackwright.deploy.preview import preview
from stackwright.deploy.progress import Note, OutputsRead, RunResult
from stackwright.deploy.run import destroy, up
from stackwright.deploy.scratch import resources


def rehearse(plan: Plan, means: Means, *, keep: bool) -> list[RunResult]:
    """Go through the phases until one fails; the last result says how it ended. `keep` leaves out the destroy.

    A protected resource is no obstacle here, since all of it is simulated; it is named, because a real destroy stops.
    """
    results = [preview(plan, means)]
    for phase in ("up", "check"):
        if results[-1].exit_code:
            return results
        results.append(up(plan, means, phase))
    means.listener(OutputsRead({part.part: part.outputs for part in results[-1].parts}))
    if results[-1].exit_code == 0 and not keep:
        _lift_protection(plan, means)
        results.append(destroy(plan, means))
    return results


def _lift_protection(plan: Plan, means: Means) -> None:
    """Unprotect what is simulated, as `pulumi state unprotect` does, and say what a real destroy would stop at."""
    for part in plan.parts:
        deployment = means.engine.export(part.stack)
        urns = protected(deployment)
        if deployment is None or not urns:
            continue
        lifted = deepcopy(deployment)
        for resource in resources(lifted):
            resource.pop("protect", None)
        means.engine.import_(part.stack, lifted)
        for urn in urns:
            means.listener(
                Note(f"{part.name}: {urn.rpartition('::')[2]} is protected; a real destroy would stop at it")
            )
