"""`stackwright policy permissions`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stackwright.cli import options
from stackwright.cli.policy.check import VIOLATED
from stackwright.cli.policy.subject import content_of, kind_of

if TYPE_CHECKING:
    from stackwright.review.permissions.collecting import Collected
    from stackwright.review.permissions.document import Document


@click.command()
@click.argument("path", metavar="PATH")
@options.environment_option
@click.option(
    "--changes",
    is_flag=True,
    help="Compare with the environment's state though the backend has to be asked; states in files are read anyway.",
)
@click.option(
    "--against",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Compare with what this command wrote before with --format json, or with a state.",
)
@click.option(
    "--fail-on",
    "kinds",
    type=click.Choice(["wildcard", "escalation"]),
    multiple=True,
    help="Exit code 3 where there is one, or, where anything is compared, a new one; repeat for both.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "markdown"]),
    default="table",
    show_default=True,
    help="For people, for programs, or for a comment of a pull request.",
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write it to a file."
)
def permissions(
    path: str,
    environment: str | None,
    changes: bool,
    against: Path | None,
    kinds: tuple[str, ...],
    form: str,
    output: Path | None,
) -> int:
    """Show which identities PATH creates, what each may do, who can take it on, and where that leads.

    PATH is a service or a Pulumi program in Python (brought up on simulated clouds, which are gone afterwards), or a
    file, or - for standard input: a state or a saved plan, as `policy check` takes them. Shown are roles, users and
    groups of AWS, identities of Azure, service accounts of Google Cloud and Kubernetes, what is granted to them and to
    others, wildcards, and ways to more rights across all of them. What is not known is shown as unknown.
    """
    from stackwright.review.permissions.asking import ask
    from stackwright.review.permissions.changes import changes_of
    from stackwright.review.permissions.document import Permissions
    from stackwright.review.permissions.formats import written

    found, saved = _collected(path, environment, ask_backend=changes, compare=against is None)
    document = ask(found.parts)
    before, since = _read(against) if against else (ask(saved.parts) if saved else None, "what is deployed")
    missing = ["nothing is deployed that it could be compared with"] if changes and before is None else []
    told = Permissions(
        subject=path,
        document=document,
        changes=changes_of(before, document, since) if before is not None else None,
        notes=[*found.notes, *missing],
    )
    text = written(told, form)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
    return VIOLATED if told.blocking(kinds) else 0


def _collected(
    path: str, environment: str | None, *, ask_backend: bool, compare: bool
) -> tuple[Collected, Collected | None]:
    """What there is or would be, and what is deployed, as far as that can be had."""
    from stackwright.review.permissions import collecting

    kind = kind_of(path)
    if kind == "file":
        return collecting.of_file(*content_of(path)), None
    if kind == "program":
        return collecting.of_program(Path(path)), None
    service = options.load(path, environment)
    chosen = options.choose_environment(service, environment)
    saved = collecting.of_saved(service, chosen, ask=ask_backend) if compare else None
    return collecting.of_service(service, chosen), saved


def _read(path: Path) -> tuple[Document, str]:
    """What a file holds: this command's own JSON, a state or a saved plan.

    Raises:
        UsageError: it is none of them.
    """
    import json

    from stackwright.review.permissions import collecting
    from stackwright.review.permissions.asking import ask

    data, name = content_of(str(path))
    try:
        known = json.loads(data)
    except ValueError:
        known = None  # a state may be packed, and a plan is lines
    if isinstance(known, dict) and "identities" in known and "findings" in known:
        return {"identities": known["identities"], "findings": known["findings"]}, name
    return ask(collecting.of_file(data, name).parts), name
