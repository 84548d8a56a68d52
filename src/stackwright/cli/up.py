"""`stackwright up`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stackwright.cli import options
from stackwright.cli.leftovers import leftovers, named, prune_option
from stackwright.cli.picture import picture_option
from stackwright.cli.request import Request, packed, worker_ahead

if TYPE_CHECKING:
    from stackwright.deploy.limits import Limits
    from stackwright.service.model import Environment


@click.command
@options.service_argument
@options.part_argument
@options.environment_option
@options.selection_options
@options.engine_options()
@options.refusal_options
@options.lock_option
@options.limit_options
@options.continue_option
@prune_option
@options.yes_option
@picture_option
@options.json_option
@packed
@worker_ahead()
def up(request: Request, limits: Limits, continue_on_error: bool, prune: bool, yes: bool) -> int:
    """Deploy a service, or one part of it.

    On a terminal it shows a preview and asks, unless --yes is given. Where the environment has policies, everything is
    previewed first, and nothing is changed if a mandatory one is violated anywhere (exit code 3). A part that fails
    blocks only what depends on it; 'up' again goes on from there. What it needs of other services must stand; on
    simulated clouds --with-dependencies brings that up, too.
    """
    from stackwright.cli.confirm import ask, require_consent_is_possible
    from stackwright.cli.failure import CANCELLED
    from stackwright.cli.flow import advise, advise_on_neighbours, prepared
    from stackwright.deploy.former import rename_former
    from stackwright.deploy.neighbours import bring_up
    from stackwright.deploy.preview import preview
    from stackwright.deploy.prune import prune as destroy_leftovers
    from stackwright.deploy.run import up as run
    from stackwright.deploy.targets import going_on, limited

    consenting = not request.simulate

    def refuse(environment: Environment) -> None:
        if consenting:
            require_consent_is_possible(environment, yes=yes, as_json=request.as_json)

    with prepared(request, refuse) as work:
        environment = work.plan.environment
        left = leftovers(request, work, "up", limits, prune=prune)
        limited_means = going_on(limited(work.means, work.plan, limits), enabled=continue_on_error)
        if request.simulate and request.with_dependencies and not limits:
            before = work.neighbours([work.plan])
            done = bring_up(before, work.plan)
            if done and done[-1].exit_code:
                advise_on_neighbours(request, done, before)
                advise(request, f"What is done stays done; this goes on from there: {request.command('up')}")
                return done[-1].exit_code
        asking = consenting and bool(environment.approve or not yes)
        if asking or environment.policies.packs:
            planned = preview(work.plan, limited_means)
            if planned.exit_code:
                when = "" if planned.exit_code == CANCELLED else ", when that is put right"
                advise(request, f"Nothing was changed. Next{when}: {request.command('up')}")
                return planned.exit_code
        if asking:
            also = f", and destroy {named(left)}" if left else ""
            ask(f"Deploy this to {environment.name}{also}?", environment, yes=yes)
        means = rename_former(limited_means)
        result = run(work.plan, means)
        if left and not result.exit_code:
            result = destroy_leftovers(work.plan, left, means)
    if result.exit_code:
        advise(request, f"What is done stays done; this goes on from there: {request.command('up')}")
    else:
        advise(request, f"Next: {request.command('outputs')}")
    return result.exit_code
