"""`stackwright policy check`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from stackwright.cli import options
from stackwright.cli.policy.excepting import Excepted, except_options
from stackwright.cli.policy.judged import judged
from stackwright.cli.policy.packs import level_set, levels_option, pack_options

if TYPE_CHECKING:
    from stackwright.service.model import Policies

VIOLATED: Final = 3
_TABLE: Final = "table"


@click.command()
@click.argument("path", metavar="PATH")
@options.environment_option
@pack_options
@levels_option
@except_options
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
    levels: str | None,
    waivers: tuple[Path, ...],
    baseline: Path | None,
    write: Path | None,
    form: str,
    output: Path | None,
) -> int:
    """Let policies judge PATH, with nothing deployed; exit code 3 where a mandatory one is violated.

    PATH is a service (previewed whole on simulated clouds, under its environment's packs, or those of --pack), the
    folder of a Pulumi program in Python (the same, under --pack or ./policies), or a file; - is standard input. A file
    is a state (a checkpoint of a file backend, `pulumi stack export`) or a saved plan (`pulumi preview --json
    --show-sames`, `stackwright preview --json`, and, where nothing is deployed yet, `pulumi preview --save-plan`): what
    it is is seen by what is in it. It is only read; what is encrypted or hidden in it stays so.

    What a waiver or a baseline excepts is shown and stops nothing. A waiver that has expired, or that nothing needs, is
    a finding itself; what a baseline does not know is new, and counts.

    Where the environment's file of levels says `unknown: fail`, a service is brought up on those clouds, too: what a
    mandatory policy cannot judge even then counts, as does what a state leaves unknown.
    """
    from stackwright.review.formats import written

    excepted = Excepted(waivers, baseline, write)

    def onto(policies: Policies, name: str) -> Policies:
        """The policies of the environment of that name, under what a person gave besides."""
        by_file = level_set(levels, name) or policies.level_set
        return excepted.onto(replace(policies, level_set=by_file), name)

    report = excepted.written(judged(path, environment, folders, config, onto))
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
