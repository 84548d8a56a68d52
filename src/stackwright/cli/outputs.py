"""`stackwright outputs`."""

from __future__ import annotations

import click

from stackwright.cli import options
from stackwright.cli.request import Request, packed


@click.command
@options.service_argument
@options.part_argument
@options.environment_option
@options.selection_options
@options.engine_options()
@click.option("--show-secrets", is_flag=True, help="Show secrets in clear.")
@options.json_option
@packed
def outputs(request: Request, show_secrets: bool) -> int:
    """Show what the parts of a service output.

    Secrets are masked unless --show-secrets is given.
    """
    from stackwright.cli.flow import advise, prepared
    from stackwright.cli.render.outputs import as_document, as_text
    from stackwright.deploy.outputs import read_outputs

    with prepared(request) as work:
        found = read_outputs(work.plan, work.means.engine, request.width, work.means.former)
    if request.as_json:
        click.echo(as_document(work.plan, found, secrets=show_secrets))
        return 0
    for line in as_text(found, secrets=show_secrets):
        click.echo(line)
    if all(values is None for values in found.values()):
        advise(request, f"Nothing is deployed. Next: {request.command('up')}")
    return 0
