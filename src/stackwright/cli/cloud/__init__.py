"""`stackwright cloud`: what the simulated clouds hold, and how to break them."""

from __future__ import annotations

import click

from stackwright.cli.cloud.drift import drift
from stackwright.cli.cloud.fault import fault
from stackwright.cli.cloud.latency import latency
from stackwright.cli.cloud.show import show
from stackwright.cli.cloud.types import types
from stackwright.cli.cloud.zone import lose_zone


@click.group()
def cloud() -> None:
    """Look at the simulated clouds that rehearsals run on, and break them.

    They stay between commands, in one world for all services of a repository; a rehearsal without --keep has clouds of
    its own. Nothing here touches a real cloud, or a state.
    """


for command in (show, types, fault, latency, drift, lose_zone):
    cloud.add_command(command)
