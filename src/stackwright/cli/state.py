"""`stackwright state`: what the states know of each resource, and how to change that without touching a cloud."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from stackwright.cli import options
from stackwright.cli.request import Request, packed

if TYPE_CHECKING:
    from stackwright.cli.flow import Work
    from stackwright.deploy.state.commands import Here
    from stackwright.deploy.state.entries import Entry
    from stackwright.deploy.state.saving import Backup
    from stackwright.service.model import Environment


@click.group()
def state() -> None:
    """Look at what the state of a part holds, and edit it; the clouds stay as they are.

    A resource is named by its URN, by type::name as 'state list' prints it, or by its name or id where that is enough.
    Each edit writes a backup first, says where, and leaves a state that Pulumi accepts or none.
    """


@contextmanager
def _opened(request: Request, *, yes: bool | None = None) -> Generator[tuple[Work, Here]]:
    """The part and the means to work on it. `yes` is None where nothing is to be changed."""
    from stackwright.cli.confirm import require_consent_is_possible
    from stackwright.cli.flow import prepared
    from stackwright.deploy.former import rename_former
    from stackwright.deploy.state.commands import Here

    def before(environment: Environment) -> None:
        if yes is not None and not request.simulate:
            require_consent_is_possible(environment, yes=yes, as_json=request.as_json)

    with prepared(request, before) as work:
        [part] = work.plan.parts
        if yes is not None:
            work = replace(work, means=rename_former(work.means))
        yield work, Here(part.name, part.stack)


def _ask(request: Request, work: Work, question: str, *, yes: bool) -> None:
    if not request.simulate:
        from stackwright.cli.confirm import ask

        ask(question, work.plan.environment, yes=yes)


@state.command("list")
@options.service_argument
@options.required_part_argument
@options.environment_option
@options.engine_options()
@options.json_option
@packed
def list_(request: Request) -> int:
    """List the resources of PART: type::name, id and what is special about each."""
    from stackwright.deploy.state import commands
    from stackwright.deploy.state.entries import entries

    with _opened(request) as (work, here):
        deployment = commands.read(here, work.means)
    found = entries(deployment)
    pending = commands.pending(deployment)
    if request.as_json:
        rows = [{**_row(entry), "marks": _marks(entry)} for entry in found]
        cut_off = [{"operation": operation, "urn": urn} for operation, urn in pending]
        click.echo(_document(here, resources=rows, pending=cut_off))
        return 0
    rows = [(entry.label, entry.outline.id or "-", " ".join(_marks(entry))) for entry in found]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for label, id_, marks in rows:
        click.echo(f"{label:{widths[0]}}  {id_:{widths[1]}}  {marks}".rstrip())
    for operation, urn in pending:
        click.echo(f"cut off while {operation}: {urn}")
    return 0


@state.command()
@options.service_argument
@options.required_part_argument
@click.argument("resource", metavar="RESOURCE")
@options.environment_option
@options.engine_options()
@options.json_option
@packed
def show(request: Request, resource: str) -> int:
    """Show all that the state of PART says of RESOURCE. Secrets are masked."""
    from stackwright.deploy.differences import readable, whole
    from stackwright.deploy.state import commands
    from stackwright.deploy.state.entries import entries, find

    with _opened(request) as (work, here):
        entry = find(entries(commands.read(here, work.means)), resource, here.part)
    data = commands.shown(entry.data)
    if request.as_json:
        click.echo(json.dumps(readable(data), indent=2, ensure_ascii=False))
        return 0
    for key, value in entry.data.items():
        if key == "stackTrace":  # of the SDK's own frames and the program's; `--json` has it
            continue
        if isinstance(value, dict) and key in ("inputs", "outputs", "propertyDependencies"):
            click.echo(f"{key}:")
            width = max(map(len, value), default=0)
            for name, item in sorted(value.items()):
                click.echo(f"  {name:{width}}  {whole(commands.shown(item))}")
        else:
            click.echo(f"{key}: {whole(commands.shown(value))}")
    return 0


@state.command()
@options.service_argument
@options.required_part_argument
@click.argument("resources", metavar="[RESOURCE]...", nargs=-1)
@options.environment_option
@options.engine_options()
@click.option("--all", "everything", is_flag=True, help="All that is protected in PART.")
@options.yes_option
@options.json_option
@packed
def unprotect(request: Request, resources: tuple[str, ...], everything: bool, yes: bool) -> int:
    """Lift the protection of RESOURCEs, so that they may be deleted.

    The next 'up' protects again what the program protects.
    """
    from stackwright.deploy.state import commands
    from stackwright.errors import UsageError

    if bool(resources) == everything:
        raise UsageError("name the resources to unprotect, or give --all; not both")
    with _opened(request, yes=yes) as (work, here):
        what = ", ".join(resources) or "all that is protected"
        _ask(request, work, f"Unprotect {what} in {here.part}?", yes=yes)
        done = commands.unprotect(here, resources, work.means)
    return _report(request, here, "unprotected", done.entries, done.backups)


@state.command()
@options.service_argument
@options.required_part_argument
@click.argument("resources", metavar="RESOURCE...", nargs=-1, required=True)
@options.environment_option
@options.engine_options()
@click.option("--with-dependents", "dependents", is_flag=True, help="Also all that depends on them or is below them.")
@click.option("--force", is_flag=True, help="Protected ones, too.")
@options.yes_option
@options.json_option
@packed
def delete(request: Request, resources: tuple[str, ...], dependents: bool, force: bool, yes: bool) -> int:
    """Forget RESOURCEs: the state no longer knows them, the cloud keeps them."""
    from stackwright.deploy.state import commands

    with _opened(request, yes=yes) as (work, here):
        _ask(request, work, f"Forget {', '.join(resources)} of {here.part}? The cloud keeps them.", yes=yes)
        done = commands.delete(here, resources, work.means, with_dependents=dependents, force=force)
    return _report(request, here, "forgotten", done.entries, done.backups)


@state.command()
@options.service_argument
@options.required_part_argument
@click.argument("resources", metavar="RESOURCE...", nargs=-1, required=True)
@click.option("--to", "target", metavar="PART", required=True, help="The part to move them to.")
@options.environment_option
@options.engine_options()
@click.option("--include-parents", is_flag=True, help="Also the components that they are in.")
@options.yes_option
@options.json_option
@packed
def move(request: Request, resources: tuple[str, ...], target: str, include_parents: bool, yes: bool) -> int:
    """Move RESOURCEs to another part of the same environment, with all that is below them.

    Providers that they use are copied. Move them in the programs, too, before the next 'up': it deletes what its
    program does not have.
    """
    from stackwright.deploy.state import commands
    from stackwright.deploy.state.commands import Here

    with _opened(request, yes=yes) as (work, here):
        part = work.plan.service.part(work.plan.environment.name, target)
        planned = commands.plan_move(
            here, Here(part.name, work.stack_for(part)), resources, work.means, include_parents=include_parents
        )
        moved = planned.moved
        if not request.as_json:
            _lines(f"to {target}:", moved.resources.values())
            _lines("copied with them:", moved.providers)
            _lines("no longer depends:", [f"{each.urn} on {each.named} ({each.kind})" for each in moved.broken])
        _ask(request, work, f"Move this from {here.part} to {target}?", yes=yes)
        backups = commands.do_move(planned, work.means)
    if request.as_json:
        click.echo(
            _document(
                here,
                to=target,
                moved=[{"from": old, "to": new} for old, new in moved.resources.items()],
                providers=list(moved.providers),
                broken=[{"urn": each.urn, "named": each.named, "kind": each.kind} for each in moved.broken],
                backups=[str(backup.path) for backup in backups],
            )
        )
        return 0
    click.echo(f"{_counted(len(moved.resources))} moved from {here.part} to {target}.")
    _tell_backups(backups)
    click.echo(f"Next: move them in the programs, then {replace(request, part=None).command('preview')}")
    return 0


def _lines(heading: str, texts: Iterable[str]) -> None:
    listed = list(texts)
    if listed:
        click.echo(heading)
    for text in listed:
        click.echo(f"  {text}")


def _row(entry: Entry) -> dict[str, object]:
    outline = entry.outline
    return {"urn": entry.urn, "type": outline.type, "name": entry.label.rpartition("::")[2], "id": outline.id or None}


def _marks(entry: Entry) -> list[str]:
    outline = entry.outline
    marks = {
        "protected": outline.protect,
        "external": outline.external,
        "to-be-deleted": outline.delete,
        "to-be-replaced": outline.pending_replacement,
        "not-ready": bool(entry.data.get("initErrors")),
    }
    return [mark for mark, is_so in marks.items() if is_so]


def _report(request: Request, here: Here, done: str, found: Sequence[Entry], backups: Sequence[Backup]) -> int:
    if request.as_json:
        paths = [str(backup.path) for backup in backups]
        click.echo(_document(here, **{done: [_row(entry) for entry in found]}, backups=paths))
        return 0
    for entry in found:
        click.echo(f"{done}: {entry.label}")
    if not found:
        click.echo(f"Nothing in {here.part} was protected.")
    _tell_backups(backups)
    return 0


def _tell_backups(backups: Sequence[Backup]) -> None:
    for backup in backups:
        click.echo(f"Backup: {backup.path}")
        click.echo(f"  To go back: {backup.restore}")


def _counted(count: int) -> str:
    return f"{count} resource{'' if count == 1 else 's'}"


def _document(here: Here, **more: object) -> str:
    return json.dumps({"part": here.part, "stack": here.stack.name, **more}, indent=2, ensure_ascii=False)
