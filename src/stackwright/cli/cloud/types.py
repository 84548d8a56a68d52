"""`stackwright cloud types`: what the simulated clouds know."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.argument("what", nargs=-1, metavar="[PACKAGE | SERVICE | STATE]...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of type tokens.")
@click.option("--all", "everything", is_flag=True, help="List the types with curated values too, marked.")
def types(what: tuple[str, ...], *, as_json: bool, everything: bool) -> None:
    """List resource types whose values are generic: of the right shape, but made up.

    PACKAGE is an installed SDK (aws, azure-native, gcp, kubernetes, openstack, random). SERVICE is the folder of a
    service or program: the types of its last state on simulated clouds. STATE is a checkpoint or exported deployment,
    or a folder of such. The default is the current folder.
    """
    from stackwright.simcloud.coverage import coverage

    found = coverage([place for name in what or (".",) for place in _states(name)])
    if as_json:
        both = {"generic": list(found.generic), "curated": list(found.curated)}
        click.echo(json.dumps(both if everything else both["generic"]))
        return
    for token in found.generic:
        click.echo(f"generic  {token}" if everything else token)
    if everything:
        for token in found.curated:
            click.echo(f"curated  {token}")
    total = len(found.generic) + len(found.curated)
    click.echo(f"{len(found.generic)} of {total} types have no curated values.", err=True)


def _states(name: str) -> list[str]:
    """The states that a name stands for: those of a service's project in the standing world, or the name itself."""
    from stackwright.cli.options import services
    from stackwright.deploy.rehearsal.configuration import project_file, project_name
    from stackwright.deploy.rehearsal.world import simulated_folder
    from stackwright.errors import UsageError

    manifest = services().get(name)
    folder = manifest.parent if manifest else Path(name)
    project = project_file(folder) if folder.is_dir() else None
    if project is None:
        return [name]
    title = project_name(project)
    states = sorted((simulated_folder(folder) / "standing" / "state" / ".pulumi" / "stacks" / title).glob("*.json"))
    if not states:
        raise UsageError(
            f"{title} has no state on simulated clouds",
            hint=f"Rehearse it first: stackwright rehearse {name} --keep",
        )
    return [str(state) for state in states]
