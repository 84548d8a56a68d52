"""`stackwright cloud`: what the simulated clouds know."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.group()
def cloud() -> None:
    """Look at the simulated clouds that rehearsals run on."""


@cloud.command()
@click.argument("what", nargs=-1, metavar="[PACKAGE | STATE]...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of type tokens.")
@click.option("--all", "everything", is_flag=True, help="List the types with curated values too, marked.")
def types(what: tuple[str, ...], *, as_json: bool, everything: bool) -> None:
    """List resource types whose values are generic: of the right shape, but made up.

    PACKAGE is an installed SDK (aws, azure-native, gcp, kubernetes, openstack, random), STATE a checkpoint or
    `pulumi stack export` file, or a folder that holds such files (a rehearsal's state). Without any, all types of the
    states below .stackwright/simulated are looked at.
    """
    from stackwright.simcloud.coverage import Coverage, coverage

    found: Coverage = coverage(what or (str(Path(".stackwright/simulated")),))
    if as_json:
        click.echo(json.dumps({"generic": found.generic, "curated": found.curated} if everything else found.generic))
        return
    for token in found.generic:
        click.echo(f"generic  {token}" if everything else token)
    if everything:
        for token in found.curated:
            click.echo(f"curated  {token}")
    total = len(found.generic) + len(found.curated)
    click.echo(f"{len(found.generic)} of {total} types have no curated values.", err=True)
