"""`stackwright simulate`: a Pulumi command, or any other, against simulated clouds."""

from __future__ import annotations

from pathlib import Path

import click

from stackwright.cli import options


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--world",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the simulated world; made where there is none. [default: .stackwright/simulated/standing]",
)
@click.option("--dynamic", is_flag=True, help="Let dynamic providers run: code of the program that may reach anything.")
@options.refusal_options
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED, metavar="-- COMMAND...")
def simulate(
    world: Path | None, dynamic: bool, allow: tuple[str, ...], refuse: tuple[str, ...], command: tuple[str, ...]
) -> int:
    """Run COMMAND, such as 'pulumi up -s dev.network', against simulated clouds.

    The official Pulumi CLI does what it always does; its state, its home and its providers are the simulated world's,
    which stays until it is removed. Your Pulumi.<stack>.yaml is read, with placeholders for its secrets, and never
    written: `pulumi config set` changes the rehearsal's copy. No cloud's credentials reach the program.

    The exit code is the command's.

    \b
    Example, in stacks/shop:
      stackwright simulate -- pulumi stack init dev.network
      stackwright simulate -- pulumi up -s dev.network --yes
    """  # noqa: D301 - \b is click's
    from stackwright.deploy.rehearsal.simulate import simulate as run

    return run(command, world, dynamic=dynamic, allow=allow, refuse=refuse)
