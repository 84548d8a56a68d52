"""`stackwright preview`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stackwright.cli import options
from stackwright.cli.leftovers import leftovers
from stackwright.cli.picture import picture_option
from stackwright.cli.request import Request, packed, worker_ahead

if TYPE_CHECKING:
    from stackwright.deploy.limits import Limits


@click.command
@options.service_argument
@options.part_argument
@options.environment_option
@options.selection_options
@options.engine_options()
@options.refusal_options
@options.limit_options
@click.option("--diff", "details", is_flag=True, help="Show all inputs of what would be created, too.")
@picture_option
@options.json_option
@packed
@worker_ahead()
def preview(request: Request, limits: Limits) -> int:
    """Show what 'up' would change, even before anything is deployed.

    What a part would output goes to the parts behind it; what cannot be known before it is created is shown as
    [unknown]. Nothing is written.
    """
    from stackwright.cli.flow import advise, prepared
    from stackwright.deploy.preview import preview as run
    from stackwright.deploy.targets import limited

    with prepared(request) as work:
        leftovers(request, work, "up", limits, prune=False)
        result = run(work.plan, limited(work.means, work.plan, limits))
    if result.exit_code == 0:
        changed = any(part.state == "succeeded" for part in result.parts)
        advise(request, f"Next: {request.command('up')}" if changed else "Nothing to change.")
    return result.exit_code
