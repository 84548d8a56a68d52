"""`stackwright rehearse`."""

from __future__ import annotations

from dataclasses import replace

import click

from stackwright.cli import options
from stackwright.cli.picture import picture_option
from stackwright.cli.request import Request, packed, worker_ahead


@click.command
@options.service_argument
@options.part_argument
@options.environment_option
@options.selection_options
@options.engine_options(simulate=False)
@click.option("--diff", "details", is_flag=True, help="List what would be created, with its inputs.")
@click.option("--keep", is_flag=True, help="Leave it standing, to play with: add --simulate to the other commands.")
@picture_option
@options.json_option
@packed
@worker_ahead(rehearsal=True)
def rehearse(request: Request, keep: bool) -> int:
    """Deploy a service to simulated clouds, twice, and destroy it again.

    Preview, up, a second up that must change nothing, outputs, destroy: with no account, no network and nothing real
    touched. It fails where one of these does.
    """
    from stackwright.cli.flow import advise, prepared
    from stackwright.deploy.former import rename_former
    from stackwright.deploy.rehearse import rehearse as run

    # A world that is made for this alone holds nothing yet that a part could stand on.
    dependencies = request.with_dependencies or (request.part is not None and not keep)
    request = replace(request, simulate=True, rehearsal=True, throw_away=not keep, with_dependencies=dependencies)
    with prepared(request) as work:
        results = run(work.plan, rename_former(work.means), keep=keep)
    code = results[-1].exit_code
    again = request.command("rehearse", "--keep")
    if keep and code:
        advise(request, f"What is done stays done; this goes on from there: {again}")
    elif keep:
        advise(request, f"It stands. Next: {request.command('outputs')}, or {request.command('destroy')}")
    elif code:
        advise(request, f"Nothing of it is left. To look at it where it stopped: {again}")
    else:
        advise(request, f"Rehearsed. To play with it: {again}")
    return code
