"""`stackwright graph`: the parts of a service, and what each waits for."""

from __future__ import annotations

import json
from typing import Literal

import click

from stackwright.cli import options
from stackwright.errors import UsageError


@click.command()
@options.service_argument
@options.part_argument
@options.environment_option
@options.selection_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "dot", "mermaid", "json"]),
    default="text",
    show_default=True,
    help="Lines, a picture for Graphviz or Mermaid, or data.",
)
@options.json_option
def graph(
    service: str,
    part: str | None,
    environment: str | None,
    form: Literal["text", "dot", "mermaid", "json"],
    with_dependencies: bool,
    with_dependents: bool,
    as_json: bool,
) -> None:
    """Show the parts of SERVICE and what depends on what.

    Parts of one wave can run at the same time. `--format dot | dot -Tsvg > graph.svg` draws a picture.
    """
    from stackwright.service.drawing import as_dot, as_mermaid, as_text
    from stackwright.service.graph import make_graph

    loaded = options.load(service, environment)
    chosen = make_graph(loaded, options.choose_environment(loaded, environment).name)
    if part is not None:
        chosen = chosen.select(part, with_dependencies=with_dependencies, with_dependents=with_dependents)
    elif with_dependencies or with_dependents:
        raise UsageError("--with-dependencies and --with-dependents belong to one PART", hint="Name the part.")
    if as_json or form == "json":
        click.echo(json.dumps(chosen.to_dict(), indent=2))
    else:
        click.echo({"text": as_text, "dot": as_dot, "mermaid": as_mermaid}[form](chosen))
