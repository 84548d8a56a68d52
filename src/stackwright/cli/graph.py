"""`stackwright graph`: the parts of a service, what each waits for, and what would change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stackwright.cli import options
from stackwright.cli.picture import drawn, format_of, write
from stackwright.cli.request import Request, packed, worker_ahead
from stackwright.errors import UsageError

if TYPE_CHECKING:
    from stackwright.cli.render.quiet import Quiet
    from stackwright.picture import Picture
    from stackwright.service.graph import Graph


@click.command()
@options.service_argument
@options.part_argument
@options.environment_option
@options.selection_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "list", "svg", "dot", "mermaid", "json"]),
    help="Boxes or a list in the terminal, a picture, a picture for Graphviz or Mermaid, or data. "
    "[default: what FILE's name says, or text]",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it to FILE (.svg, .txt, .dot, .mmd, .json).",
)
@click.option("--changes", is_flag=True, help="Preview it, and show what 'up' would change.")
@options.engine_options()
@options.json_option
@packed
def graph(request: Request, form: str | None, output: Path | None, changes: bool) -> int:
    """Show the parts of SERVICE and what depends on what.

    Parts of one wave can run at the same time. Where a picture is too wide for the terminal, a list stands for it.
    """
    form = "json" if request.as_json else form or _implied(output)
    if not changes and (request.simulate or request.engine or request.parallel):
        raise UsageError("--simulate, --engine and --parallel say how to preview", hint="Add --changes.")
    code = 0
    chosen, picture = _plain(request)
    if changes:
        code, picture = _previewed(request)
    if form == "json":
        text = json.dumps(_document(chosen, picture, changes=changes), indent=2) + "\n"
    elif form == "text" and output is None:
        from stackwright.cli.render.drawing import columns, show
        from stackwright.picture import as_drawing

        show(as_drawing(picture, columns()))
        return code
    elif form == "list" and output is None:
        from stackwright.cli.render.drawing import show
        from stackwright.picture import as_list

        show(as_list(picture))
        return code
    else:
        text = drawn(picture, form)
    if output is None:
        click.echo(text, nl=False)
    else:
        write(output, text)
        click.echo(f"Wrote {output}", err=True)
    return code


def _implied(output: Path | None) -> str:
    if output is None:
        return "text"
    return "json" if output.suffix.lower() == ".json" else format_of(output)


def _plain(request: Request) -> tuple[Graph, Picture]:
    from stackwright.picture import picture_of
    from stackwright.service.catalogue import installed
    from stackwright.service.graph import make_graph

    loaded = options.load(request.service, request.environment)
    environment = options.choose_environment(loaded, request.environment)
    chosen = make_graph(loaded, environment.name)
    if request.part is not None:
        chosen = chosen.select(
            request.part, with_dependencies=request.with_dependencies, with_dependents=request.with_dependents
        )
    elif request.with_dependencies or request.with_dependents:
        raise UsageError("--with-dependencies and --with-dependents belong to one PART", hint="Name the part.")
    return chosen, picture_of(chosen, environment, installed())


def _previewed(request: Request) -> tuple[int, Picture]:
    """Preview without a word but what is wrong, and draw it."""
    from stackwright.cli.render.quiet import Quiet

    quiet = Quiet()
    code = _preview(request, quiet=quiet)
    return code, quiet.watching.picture()


@worker_ahead()
def _preview(request: Request, *, quiet: Quiet) -> int:
    from stackwright.cli.flow import prepared
    from stackwright.deploy.preview import preview

    with prepared(request, renderer=quiet) as work:
        return preview(work.plan, work.means).exit_code


def _document(chosen: Graph, picture: Picture, *, changes: bool) -> dict[str, Any]:
    """The graph as data; with `--changes`, in each part what would be done to it."""
    from stackwright.deploy.signs import SIGNS

    document: dict[str, Any] = chosen.to_dict()
    if changes:
        for name, box in picture.boxes.items():
            if box.outside or name not in document["parts"]:
                continue
            document["parts"][name]["changes"] = [
                {
                    "phase": change.phase,
                    "state": change.state,
                    **{SIGNS[sign]: count for sign, count in change.counts.items()},
                }
                for change in box.changes
            ]
            document["parts"][name]["protected"] = box.protected
    return document
