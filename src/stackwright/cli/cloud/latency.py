"""`stackwright cloud latency`: calls of a simulated cloud that take their time."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stackwright.cli.cloud.fault import report_cleared
from stackwright.cli.cloud.place import (
    calls_of,
    calls_options,
    in_world,
    opened,
    print_json,
    print_listed,
    seconds,
    told,
)
from stackwright.cli.options import json_option

if TYPE_CHECKING:
    from stackwright.simcloud.faults import Latency


@click.group()
def latency() -> None:
    """Let calls of the simulated clouds take their time.

    The embedded engine waits for one call after another within a part, the official CLI for as many as it has parallel
    ones. Of several latencies that match a call, the last one counts.
    """


@latency.command()
@in_world
@click.argument("time", metavar="TIME")
@calls_options
@json_option
def add(
    service: str,
    time: str,
    *,
    world: Path | None,
    method: str,
    package: str,
    type: str,
    urn: str,
    zone: str,
    as_json: bool,
) -> None:
    """Let calls take TIME: 200ms, 1.5s, 2m, or a range such as 200ms-2s.

    Of a range, each resource has a time of its own, the same in every run.
    """
    from stackwright.simcloud.faults import Latency

    low, _, high = time.partition("-")
    wanted = Latency(
        on=calls_of(method, package, type, urn, zone), low=seconds(low), high=seconds(high) if high else seconds(low)
    )
    with opened(service, world, make=True) as host:
        added = host.latencies.add(wanted)
    if as_json:
        print_json(asdict(added))
    else:
        click.echo("  ".join(_cells(added)))


@latency.command("list")
@in_world
@json_option
def list_(service: str, *, world: Path | None, as_json: bool) -> None:
    """List the latencies."""
    with opened(service, world, make=True) as host:
        found = host.latencies.all()
    documents, rows = [asdict(each) for each in found], [_cells(each) for each in found]
    print_listed(documents, rows, "There are no latencies.", as_json=as_json)


@latency.command()
@in_world
@click.argument("numbers", metavar="[NUMBER]...", nargs=-1, type=int)
@json_option
def clear(service: str, numbers: tuple[int, ...], *, world: Path | None, as_json: bool) -> None:
    """Switch off the latencies of these NUMBERs, or all of them."""
    with opened(service, world, make=True) as host:
        cleared = host.latencies.clear(*numbers)
    report_cleared("latency", numbers, cleared, as_json=as_json)


def _cells(latency: Latency) -> list[str]:
    span = f"{latency.low:g} s" if latency.low == latency.high else f"{latency.low:g} to {latency.high:g} s"
    return [str(latency.number), span, told(latency.on)]
