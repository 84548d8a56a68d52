"""Protection of what is simulated: no obstacle to a rehearsal, but told, since a real destroy stops at it."""

from __future__ import annotations

from copy import deepcopy

from stackwright.deploy.checks import protected
from stackwright.deploy.means import Means
from stackwright.deploy.plan import Plan
from stackwright.deploy.progress import Note
from stackwright.deploy.scratch import resources


def lift_simulated(plan: Plan, means: Means) -> None:
    """Unprotect what is simulated, as `pulumi state unprotect` does, and say what a real destroy would stop at.

    So with what its own cloud protects, as AWS does a database that says `deletionProtection`.
    """
    for part in plan.parts:
        deployment = means.engine.export(part.stack)
        for urn in means.lift([str(resource["urn"]) for resource in resources(deployment)] if deployment else []):
            means.listener(
                Note(f"{part.name}: {urn.rpartition('::')[2]} has deletion protection; a real destroy would stop at it")
            )
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
