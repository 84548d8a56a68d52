"""`stackwright refresh`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stackwright.cli import options
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
@click.option("--preview-only", "--dry-run", "dry", is_flag=True, help="Show what drifted, and save nothing.")
@click.option("--expect-no-changes", is_flag=True, help="Fail where something drifted.")
@options.yes_option
@options.json_option
@packed
@worker_ahead()
def refresh(request: Request, limits: Limits, dry: bool, expect_no_changes: bool, yes: bool) -> int:
    """Read what the clouds hold now into the state, and show what drifted.

    Clouds are read, never changed; 'up' changes back what drifted. On a terminal it shows what it found and asks before
    it saves, unless --yes is given.
    """
    from dataclasses import replace

    from stackwright.cli.confirm import ask, require_consent_is_possible
    from stackwright.cli.flow import advise, prepared
    from stackwright.deploy.former import rename_former
    from stackwright.deploy.refresh import refresh as run
    from stackwright.deploy.targets import limited

    consenting = not request.simulate and not dry

    def before(environment: Environment) -> None:
        if consenting:
            require_consent_is_possible(environment, yes=yes, as_json=request.as_json)

    with prepared(request, before) as work:
        environment = work.plan.environment
        shown_means = limited(work.means, work.plan, limits)
        means = replace(shown_means, options=replace(shown_means.options, expect_no_changes=expect_no_changes))
        if consenting and (environment.approve or not yes):
            shown = run(work.plan, shown_means, dry=True)
            if shown.exit_code:
                return shown.exit_code
            ask(f"Save this as the state of {environment.name}?", environment, yes=yes)
        result = run(work.plan, means if dry else rename_former(means), dry=dry)
    if result.exit_code == 0:
        drifted = any(part.changed for part in result.parts)
        next_ = "refresh" if dry else "preview"
        advise(request, f"Next: {request.command(next_)}" if drifted else "Nothing drifted.")
    return result.exit_code
