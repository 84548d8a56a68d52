"""`stackwright cloud lose-zone`."""

from __future__ import annotations

from pathlib import Path

import click

from stackwright.cli.cloud.place import in_world, opened, print_json, row
from stackwright.cli.options import json_option


@click.command("lose-zone")
@in_world
@click.argument("zone", metavar="ZONE")
@json_option
def lose_zone(service: str, zone: str, *, world: Path | None, as_json: bool) -> None:
    """Lose ZONE, such as eu-west-1a, europe-west1-b or westeurope-1.

    What is in it, by its own zone or its subnet's, is unhealthy when it is read, and cannot be changed or deleted;
    nothing can be created there. 'cloud fault clear' brings the zone back.
    """
    from stackwright.simcloud.drifting.drift import label

    with opened(service, world, make=True) as host:
        there, faults = host.lose_zone(zone)
        others = sorted({found for each in host.resources() if (found := host.zone_of(each))} - {zone})
    numbers = [str(fault.number) for fault in faults]
    if as_json:
        print_json(
            {"zone": zone, "resources": [row(each) for each in there], "faults": [int(item) for item in numbers]}
        )
        return
    for each in there:
        click.echo(f"lost: {label(each)} ({each.id})")
    if not there:
        known = f"; zones in use: {', '.join(others)}" if others else ""
        click.echo(f"Nothing is in {zone} yet{known}.")
    click.echo(f"To bring it back: stackwright cloud fault clear {service} {' '.join(numbers)}")
