"""Which simulated clouds a command is about, and which calls or values it names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args

import click

from stackwright.cli.options import find_service, service_argument
from stackwright.errors import UsageError

if TYPE_CHECKING:
    from stackwright.simcloud import SimulatedHost
    from stackwright.simcloud.faults import Calls
    from stackwright.simcloud.store import Resource
    from stackwright.wire.values import Properties

Command = TypeVar("Command", bound=Callable[..., Any])
METHODS: Final = ("create", "read", "update", "delete", "invoke", "any", "check", "diff", "configure")
_OPTION: Final = click.option(
    "--world",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of another simulated world than the one that stays.",
)


def in_world(command: Command) -> Command:
    """SERVICE and `--world`."""
    return service_argument(_OPTION(command))


def perhaps_in_world(command: Command) -> Command:
    """SERVICE, by default the current folder, and `--world`."""
    return click.argument("service", metavar="[SERVICE]", default=".")(_OPTION(command))


@contextmanager
def opened(service: str, world: Path | None, *, make: bool = False) -> Generator[SimulatedHost]:
    """The clouds that SERVICE and `--world` mean. Any folder will do: programs have simulated clouds, too."""
    from stackwright.deploy.rehearsal.clouds import opened_clouds

    folder = Path(service)
    start = folder if folder.is_dir() or world else find_service(service).parent
    with opened_clouds(start, world, make=make) as host:
        yield host


def calls_options(command: Command) -> Command:
    """Which calls a fault or latency is about."""
    for option in reversed(
        (
            click.option(
                "--on",
                "method",
                type=click.Choice(METHODS),
                default="create",
                show_default=True,
                help="The call. 'any' is any of the first five, which ask the cloud.",
            ),
            click.option("--package", metavar="PATTERN", default="*", help="Package, such as aws or kubernetes."),
            click.option(
                "--type", metavar="PATTERN", default="*", help="Type, such as aws:s3/bucket:Bucket or 'aws:s3/*'."
            ),
            click.option("--urn", metavar="PATTERN", default="*", help="URN or name of a resource, such as 'web-*'."),
            click.option("--zone", default="", help="Only what is in this zone, such as eu-west-1a."),
        )
    ):
        command = option(command)
    return command


def calls_of(method: str, package: str, type: str, urn: str, zone: str) -> Calls:
    from stackwright.simcloud.faults import Calls, Method

    [known] = [item for item in get_args(Method) if item == method]
    return Calls(method=known, package=package, type=type, urn=urn, zone=zone)


def told(calls: Calls) -> str:
    """`create of aws:s3/* web-* in eu-west-1a`."""
    types = calls.type if calls.type != "*" else calls.package
    what = " ".join(item for item in (types, calls.urn) if item != "*")
    words = [calls.method if calls.method != "any" else "any call"]
    words += [f"of {what}"] if what else []
    words += [f"in {calls.zone}"] if calls.zone else []
    return " ".join(words)


def values_of(settings: Sequence[str], unset: Sequence[str] = ()) -> Properties:
    """What `--set PATH=VALUE` and `--unset PATH` say: property path → value, None to remove it."""
    values: Properties = {}
    for setting in settings:
        path, equals, text = setting.partition("=")
        if not equals or not path:
            raise UsageError(f"--set {setting} has no value", hint="write --set PATH=VALUE, such as --set tags.team=b")
        try:
            values[path] = json.loads(text)
        except ValueError:
            values[path] = text
    return values | dict.fromkeys(unset)


_SPAN: Final = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m)?\Z")
_UNITS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0}


def seconds(text: str) -> float:
    """`200ms`, `1.5s`, `2m`; a bare number is seconds."""
    match = _SPAN.match(text.strip())
    if match is None:
        raise UsageError(f"'{text}' is no time", hint="write 200ms, 1.5s or 2m; a range is 200ms-2s")
    return float(match[1]) * _UNITS[match[2] or "s"]


def row(resource: Resource) -> dict[str, object]:
    """A resource for `--json`; `urn` is null where no program made it."""
    from stackwright.simcloud import urns
    from stackwright.simcloud.drifting.drift import unmanaged

    return {
        "package": resource.package,
        "type": resource.type,
        "name": urns.parse(resource.urn).name,
        "id": resource.id,
        "urn": None if unmanaged(resource) else resource.urn,
        "created": moment(resource.created),
        "updated": moment(resource.updated),
        "deleted": None if resource.deleted is None else moment(resource.deleted),
    }


def moment(at: float) -> str:
    """`2026-03-01T12:30:15Z`."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines in which columns stand below one another."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip() for cells in rows]


def print_json(what: object) -> None:
    click.echo(json.dumps(what, indent=2, ensure_ascii=False))


def print_listed(documents: Sequence[object], rows: Sequence[Sequence[str]], nothing: str, *, as_json: bool) -> None:
    """A list as JSON or as aligned lines; `nothing` is what a person reads where it is empty."""
    if as_json:
        print_json(documents)
        return
    for line in aligned(rows) if rows else [nothing]:
        click.echo(line)
