"""`stackwright cloud drift`: what happens behind Pulumi's back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stackwright.cli.cloud.place import in_world, opened, print_json, row, values_of
from stackwright.cli.options import json_option

if TYPE_CHECKING:
    from stackwright.simcloud.drifting.drift import Drifted


@click.group()
def drift() -> None:
    """Change what the simulated clouds hold, behind Pulumi's back.

    'refresh' shows it, 'up' puts it right. RESOURCE is a URN, type::name, a name or an id, or a pattern that only one
    matches.
    """


@drift.command()
@in_world
@click.argument("resource", metavar="RESOURCE")
@click.option("--set", "settings", metavar="PATH=VALUE", multiple=True, help="A property: JSON, or else text.")
@click.option("--unset", metavar="PATH", multiple=True, help="A property to remove.")
@json_option
def change(
    service: str,
    resource: str,
    *,
    world: Path | None,
    settings: tuple[str, ...],
    unset: tuple[str, ...],
    as_json: bool,
) -> None:
    """Change properties of RESOURCE, such as --set tags.team=b --set 'ingress[0].fromPort=22'."""
    from stackwright.errors import UsageError

    if not settings and not unset:
        raise UsageError("nothing is to be changed", hint="add --set PATH=VALUE or --unset PATH")
    values = values_of(settings, unset)
    with opened(service, world) as host:
        _report([host.drift.change(host.drift.find(resource), values)], as_json=as_json)


@drift.command()
@in_world
@click.argument("resource", metavar="RESOURCE")
@json_option
def delete(service: str, resource: str, *, world: Path | None, as_json: bool) -> None:
    """Delete RESOURCE from its cloud; every state still has it."""
    with opened(service, world) as host:
        _report([host.drift.delete(host.drift.find(resource))], as_json=as_json)


@drift.command()
@in_world
@click.argument("type", metavar="TYPE")
@click.argument("name", metavar="NAME")
@click.option("--set", "settings", metavar="INPUT=VALUE", multiple=True, help="An input: JSON, or else text.")
@json_option
def create(service: str, type: str, name: str, *, world: Path | None, settings: tuple[str, ...], as_json: bool) -> None:
    """Create a resource that no program knows, in the account and region of what is there already."""
    with opened(service, world, make=True) as host:
        _report([host.drift.create(type, name, values_of(settings))], as_json=as_json)


@drift.command()
@in_world
@click.argument("count", metavar="COUNT", type=click.IntRange(min=1))
@click.option("--seed", type=int, default=0, help="Another seed, other changes; the same one, the same. [default: 0]")
@json_option
def random(service: str, count: int, *, world: Path | None, seed: int, as_json: bool) -> None:
    """Let COUNT resources drift: most are changed, some deleted."""
    with opened(service, world) as host:
        _report(host.drift.random(count, seed), as_json=as_json)


def _report(done: Sequence[Drifted], *, as_json: bool) -> None:
    from stackwright.deploy.differences import readable, show
    from stackwright.simcloud.drifting.drift import label
    from stackwright.wire.values import masked

    if as_json:
        print_json(
            [
                {
                    "what": each.what,
                    **row(each.resource),
                    "changes": [
                        {
                            "path": item.path,
                            "old": readable(masked(item.old)),
                            "new": readable(masked(item.new)),
                        }
                        for item in each.changes
                    ],
                }
                for each in done
            ]
        )
        return
    for each in done:
        click.echo(f"{each.what}: {label(each.resource)} ({each.resource.id})")
        for item in each.changes:
            old, new = ("(none)" if side is None else show(masked(side)) for side in (item.old, item.new))
            click.echo(f"  {item.path}: {old} → {new}")
    if not done:
        click.echo("There is nothing that could drift.")
