"""`stackwright import`."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from stackwright.cli import options
from stackwright.cli.request import Request, packed

if TYPE_CHECKING:
    from stackwright.service.model import Environment


@click.command("import")
@options.service_argument
@options.required_part_argument
@click.argument("token", metavar="TYPE")
@click.argument("name", metavar="NAME")
@click.argument("identifier", metavar="ID")
@options.environment_option
@options.engine_options()
@click.option("--parent", metavar="RESOURCE", help="The component to put it below. [default: the stack]")
@click.option("--provider", metavar="RESOURCE", help="The provider to read it with, where PART has several.")
@click.option("--protect", is_flag=True, help="Protect it from being deleted.")
@options.yes_option
@options.json_option
@packed
def import_(
    request: Request,
    token: str,
    name: str,
    identifier: str,
    parent: str | None,
    provider: str | None,
    protect: bool,
    yes: bool,
) -> int:
    """Adopt a resource that exists in the cloud into the state of PART.

    TYPE is its type token, such as aws:s3/bucket:Bucket, NAME what the program calls it, ID its id in the cloud.
    Nothing in the cloud is changed. It prints the inputs that the program has to give: add it there before the next
    'up', which deletes what its program does not have.
    """
    from stackwright.cli.confirm import ask, require_consent_is_possible
    from stackwright.cli.flow import prepared
    from stackwright.deploy.differences import readable, whole
    from stackwright.deploy.former import rename_former
    from stackwright.deploy.state.adopting import adopt, plan_adoption
    from stackwright.deploy.state.commands import Here, shown
    from stackwright.wire.values import Properties

    def before(environment: Environment) -> None:
        if not request.simulate:
            require_consent_is_possible(environment, yes=yes, as_json=request.as_json)

    with prepared(request, before) as work:
        [part] = work.plan.parts
        here, means = Here(part.name, part.stack), rename_former(work.means)
        all_parts = work.plan.service.parts[work.plan.environment.name].values()
        others = {each.name: work.stack_for(each) for each in all_parts if each.name != part.name}
        planned = plan_adoption(
            here, token, name, identifier, means, others, parent=parent, provider=provider, protect=protect
        )
        if not request.simulate:
            ask(f"Adopt {token} {identifier} as '{name}' of {part.name}?", work.plan.environment, yes=yes)
        done = adopt(here, planned, means)
    found = shown(done.entry.data.get("inputs") or {})
    both: Properties = found if isinstance(found, dict) else {}
    inputs = {
        key: value for key, value in both.items() if not key.startswith("__")
    }  # what providers note for themselves
    if request.as_json:
        document = {"part": here.part, "stack": here.stack.name, "urn": done.entry.urn, "inputs": readable(inputs)}
        click.echo(json.dumps({**document, "backups": [str(done.backup.path)]}, indent=2, ensure_ascii=False))
        return 0
    click.echo(f"Adopted: {done.entry.urn}")
    click.echo(f"Its inputs, for the program of {here.part} ({here.stack.directory}):")
    width = max(map(len, inputs), default=0)
    for key, value in sorted(inputs.items()):
        click.echo(f"  {key:{width}}  {whole(value)}")
    click.echo(f"Backup: {done.backup.path}")
    click.echo(f"  To go back: {done.backup.restore}")
    click.echo(f"Next: add it to the program, then {replace(request, part=here.part).command('preview')}")
    return 0
