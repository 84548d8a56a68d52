"""`stackwright policy check`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from stackwright.cli import options
from stackwright.cli.policy.packs import named, named_or_here, pack_options

if TYPE_CHECKING:
    from stackwright.review.report import Report
    from stackwright.service.model import Policies

VIOLATED: Final = 3
_TABLE: Final = "table"


@click.command()
@click.argument("path", metavar="PATH")
@options.environment_option
@pack_options
@click.option(
    "--waivers",
    metavar="FILE",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What is excepted, until when and why, besides what the environment names; repeat for more.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([_TABLE, "json", "sarif", "junit", "github", "gitlab", "markdown"]),
    default=_TABLE,
    show_default=True,
    help="For people, or for what reads it.",
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write it to a file."
)
def check(
    path: str,
    environment: str | None,
    folders: tuple[Path, ...],
    config: Path | None,
    waivers: tuple[Path, ...],
    form: str,
    output: Path | None,
) -> int:
    """Let policies judge PATH, with nothing deployed; exit code 3 where a mandatory one is violated.

    PATH is a service (previewed whole on simulated clouds, under its environment's packs, or those of --pack), the
    folder of a Pulumi program in Python (the same, under --pack or ./policies), or a state: a checkpoint of a file
    backend, or what `pulumi stack export` prints. A state is only read; what is encrypted in it stays so.

    What a waiver excepts is shown and stops nothing; one that has expired, or that nothing needs, is a finding itself.
    """
    from stackwright.review.formats import written

    report = _judged(path, environment, folders, config, waivers)
    if form == _TABLE:
        from stackwright.cli.policy.table import lines

        text = "".join(line + "\n" for line in lines(report))
    else:
        text = written(report, form)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
    return VIOLATED if report.blocks else 0


def _judged(
    path: str, environment: str | None, folders: tuple[Path, ...], config: Path | None, waivers: tuple[Path, ...]
) -> Report:
    from stackwright.review import checking
    from stackwright.service.model import Policies
    from stackwright.service.project import find_project

    place = Path(path)
    is_service = (place / options.MANIFEST).is_file() or place.name == options.MANIFEST or path in options.services()
    if place.is_file() and not is_service:
        return checking.check_state(
            place, named_or_here(folders, config), _with(Policies(), waivers, environment or ""), environment or ""
        )
    if place.is_dir() and not is_service and find_project(place) is not None:
        return checking.check_program(place, named_or_here(folders, config), _with(Policies(), waivers, ""))
    service = options.load(path, environment)
    chosen = options.choose_environment(service, environment)
    chosen = replace(chosen, policies=_with(chosen.policies, waivers, chosen.name))
    return checking.check_service(service, chosen, named(folders, config))


def _with(policies: Policies, waivers: tuple[Path, ...], environment: str) -> Policies:
    """The policies with the waivers of more files.

    Raises:
        InvalidInput: something is wrong in them.
    """
    from stackwright.errors import InvalidInput
    from stackwright.service.source import Faults
    from stackwright.service.waivers import read_waivers

    faults = Faults()
    more = read_waivers([path.resolve() for path in waivers], faults, environment=environment, never=policies.never)
    if faults.found:
        raise InvalidInput(faults.sorted())
    return replace(policies, waivers=[*policies.waivers, *more])
