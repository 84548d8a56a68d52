"""`stackwright destroy`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stackwright.cli import options
from stackwright.cli.leftovers import leftovers, prune_option
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
@click.option("--unprotect", is_flag=True, help="Lift the protection of all that goes; keeps the states before.")
@options.yes_option
@options.json_option
@packed
@worker_ahead()
def destroy(request: Request, limits: Limits, continue_on_error: bool, prune: bool, unprotect: bool, yes: bool) -> int:
    """Delete what a service, or one part of it, has deployed.

    What depends on others goes first. A protected resource anywhere stops it before the first delete, unless
    --unprotect is given. It may be repeated after a failure.
    """
    from stackwright.cli.confirm import ask, require_consent_is_possible
    from stackwright.cli.flow import advise, prepared
    from stackwright.deploy.former import rename_former
    from stackwright.deploy.prune import forget, with_orphans
    from stackwright.deploy.run import destroy as run
    from stackwright.deploy.targets import going_on, limited

    consenting = not request.simulate

    def before(environment: Environment) -> None:
        if consenting:
            require_consent_is_possible(environment, yes=yes, as_json=request.as_json)

    with prepared(request, before) as work:
        left = leftovers(request, work, "destroy", limits, prune=prune)
        limited_means = going_on(limited(work.means, work.plan, limits), enabled=continue_on_error)
        plan = with_orphans(work.plan, left, work.means) if left else work.plan
        if consenting:
            where = f"{work.plan.service.name} in {work.plan.environment.name}"
            parts = ", ".join(part.name for part in plan.parts)
            everything = f"all that {parts} of {where} have deployed"
            what = f"{limits} of {where}" if limits and not limits.excluding else everything
            what += f" but {limits}" if limits.excluding else ""
            ask(f"Delete {what}{', protected or not' if unprotect else ''}?", work.plan.environment, yes=yes)
        means = rename_former(limited_means)
        result = run(plan, means, unprotect=unprotect)
        forget(left, result, means)
    if result.exit_code:
        advise(request, f"What is gone stays gone; this goes on from there: {request.command('destroy')}")
    return result.exit_code
