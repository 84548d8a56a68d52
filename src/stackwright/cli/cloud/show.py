"""`stackwright cloud show`."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from stackwright.cli.cloud.place import aligned, moment, opened, perhaps_in_world, print_json, row
from stackwright.cli.options import json_option

if TYPE_CHECKING:
    from stackwright.simcloud.store import Call, Resource

_CLOUDS: Final = {
    "aws": ("aws",),
    "azure": ("azure-native",),
    "gcp": ("gcp",),
    "private": ("openstack", "kubernetes"),
}


@click.command
@perhaps_in_world
@click.argument("resource", metavar="[RESOURCE]", required=False)
@click.option("--cloud", type=click.Choice(list(_CLOUDS)), help="Only this cloud.")
@click.option("--type", metavar="PATTERN", default="*", help="Only types such as 'aws:s3/*'.")
@click.option("--urn", metavar="PATTERN", default="*", help="Only URNs or names such as 'web-*'.")
@click.option("--all", "gone", is_flag=True, help="Also what is gone.")
@click.option(
    "--calls", "as_calls", is_flag=True, help="What the clouds were asked, in order, in place of what they hold."
)
@json_option
def show(
    service: str,
    resource: str | None,
    *,
    world: Path | None,
    cloud: str | None,
    type: str,
    urn: str,
    gone: bool,
    as_calls: bool,
    as_json: bool,
) -> None:
    """Show what the simulated clouds of SERVICE hold.

    RESOURCE is a URN, type::name, a name or an id: then all that its cloud knows of it, secrets masked. A resource
    without a stack is one that no program made.
    """

    def wanted(package: str, token: str, of: str) -> bool:
        return (
            (cloud is None or package in _CLOUDS[cloud])
            and fnmatchcase(token, type)
            and (fnmatchcase(of, urn) or fnmatchcase(of.rpartition("::")[2], urn))
        )

    with opened(service, world) as host:
        if resource is not None:
            _detail(host.drift.find(resource, gone=gone), as_json=as_json)
        elif as_calls:
            asked = [call for call in host.calls() if wanted(call.package, _type_of(call), call.urn)]
            _calls(asked, as_json=as_json)
        else:
            held = [each for each in host.resources(gone=gone) if wanted(each.package, each.type, each.urn)]
            _list(held, as_json=as_json)


def _type_of(call: Call) -> str:
    """An invoke has its token where other calls have their URN; `configure` has neither."""
    return call.urn.split("::")[2].rpartition("$")[2] if call.urn.count("::") >= 3 else call.urn


def _list(held: list[Resource], *, as_json: bool) -> None:
    if as_json:
        print_json([row(each) for each in held])
    elif not held:
        click.echo("There is nothing.")
    else:
        for line in aligned([_cells(each) for each in held]):
            click.echo(line)


def _cells(resource: Resource) -> list[str]:
    from stackwright.simcloud import urns

    told = row(resource)
    parsed = urns.parse(resource.urn)
    owner = f"{parsed.project}/{parsed.stack}" if told["urn"] else "(unmanaged)"
    gone = [f"gone {told['deleted']}"] if told["deleted"] else []
    return [resource.type, parsed.name, resource.id, str(told["created"]), " ".join([owner, *gone])]


def _detail(resource: Resource, *, as_json: bool) -> None:
    from stackwright.deploy.differences import readable, whole
    from stackwright.wire.values import masked

    sides = {"inputs": masked(resource.inputs), "outputs": masked(resource.outputs)}
    if as_json:
        print_json({**row(resource), **{name: readable(values) for name, values in sides.items()}})
        return
    for key, value in row(resource).items():
        if value is not None:
            click.echo(f"{key}: {value}")
    for name, values in sides.items():
        if isinstance(values, dict):
            click.echo(f"{name}:")
            width = max(map(len, values), default=0)
            for key, value in sorted(values.items()):
                click.echo(f"  {key:{width}}  {whole(value)}")


def _calls(asked: list[Call], *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "seq": call.seq,
                    "at": moment(call.at),
                    "package": call.package,
                    "method": call.method,
                    "urn": call.urn,
                    "id": call.id,
                    "preview": call.preview,
                }
                for call in asked
            ]
        )
    elif not asked:
        click.echo("Nothing was asked.")
    else:
        rows = [
            [
                str(call.seq),
                moment(call.at),
                call.package,
                f"{call.method} (preview)" if call.preview else call.method,
                "::".join(call.urn.split("::")[2:]) or call.urn or "-",
                call.id,
            ]
            for call in asked
        ]
        for line in aligned(rows):
            click.echo(line)
