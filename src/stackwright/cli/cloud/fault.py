"""`stackwright cloud fault`: calls of a simulated cloud that go wrong."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import click

from stackwright.cli.cloud.place import calls_of, calls_options, in_world, opened, print_json, print_listed, told
from stackwright.cli.options import json_option

if TYPE_CHECKING:
    from stackwright.simcloud.faults import Fault

_KINDS: Final = ("error", "not-ready", "no-answer", "crash", "undecided")


@click.group()
def fault() -> None:
    """Let calls of the simulated clouds go wrong.

    Faults stay until they are cleared, and every process that uses these clouds meets them, with either engine.
    """


@fault.command()
@in_world
@calls_options
@click.option(
    "--nth", type=click.IntRange(min=1), default=1, help="The first call to fail, of those that match. [default: 1]"
)
@click.option("--times", type=click.IntRange(min=1), default=1, help="How many fail, one after another. [default: 1]")
@click.option("--always", is_flag=True, help="All fail, from the first to fail on.")
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    default="error",
    show_default=True,
    help="error: refused. not-ready: done, but does not become ready. no-answer: done, but the answer is lost."
    " crash: done, and the provider is killed before it answers. undecided: of diff, not said what would change.",
)
@click.option("--code", default="", help="The cloud's own code of an error, such as ThrottlingException or 409.")
@click.option("--message", default="", help="What the cloud says.")
@json_option
def add(
    service: str,
    *,
    world: Path | None,
    method: str,
    package: str,
    type: str,
    urn: str,
    zone: str,
    nth: int,
    times: int,
    always: bool,
    kind: str,
    code: str,
    message: str,
    as_json: bool,
) -> None:
    """Let calls fail: by default the next create of anything, once.

    \b
    Example: the second bucket is refused; whatever is called web is made, but is never ready.
      stackwright cloud fault add shop --type 'aws:s3/bucket:*' --nth 2 --code SlowDown
      stackwright cloud fault add shop --urn web --kind not-ready --always
    """  # noqa: D301 - \b is click's
    from stackwright.simcloud.faults import Fault, FaultKind

    [known] = [item for item in get_args(FaultKind) if item == kind]
    wanted = Fault(
        on=calls_of(method, package, type, urn, zone),
        kind=known,
        nth=nth,
        times=None if always else times,
        code=code,
        message=message,
    )
    with opened(service, world, make=True) as host:
        added = host.faults.add(wanted)
    if as_json:
        print_json(asdict(added))
    else:
        click.echo("  ".join(cells(added)[:3]))


@fault.command("list")
@in_world
@json_option
def list_(service: str, *, world: Path | None, as_json: bool) -> None:
    """List the faults, with how many calls each has met, and how many of them failed."""
    with opened(service, world, make=True) as host:
        found = host.faults.all()
    documents, rows = [asdict(each) for each in found], [cells(each) for each in found]
    print_listed(documents, rows, "There are no faults.", as_json=as_json)


@fault.command()
@in_world
@click.argument("numbers", metavar="[NUMBER]...", nargs=-1, type=int)
@json_option
def clear(service: str, numbers: tuple[int, ...], *, world: Path | None, as_json: bool) -> None:
    """Switch off the faults of these NUMBERs, or all of them."""
    with opened(service, world, make=True) as host:
        cleared = host.faults.clear(*numbers)
    report_cleared("fault", numbers, cleared, as_json=as_json)


def report_cleared(noun: str, asked: tuple[int, ...], cleared: list[int], *, as_json: bool) -> None:
    from stackwright.errors import UsageError

    missing = [str(number) for number in asked if number not in cleared]
    if as_json:
        print_json({"cleared": cleared})
    elif cleared:
        click.echo(f"Cleared {noun} {', '.join(map(str, cleared))}.")
    if missing:
        raise UsageError(f"there is no {noun} {', '.join(missing)}", hint=f"`cloud {noun} list` shows what there is")
    if not cleared and not as_json:
        click.echo("There was nothing to clear.")


def cells(fault: Fault) -> list[str]:
    """Number, what happens, to which calls, and what it did so far."""
    what = " ".join(item for item in (fault.kind, fault.code) if item)
    if fault.times is None:
        count = "always" if fault.nth == 1 else f"from call {fault.nth} on"
    else:
        last = fault.nth + fault.times - 1
        count = f"call {fault.nth}" if last == fault.nth else f"calls {fault.nth} to {last}"
    done = f"met {fault.seen}, failed {fault.hits}" + (", over" if fault.over else "")
    return [str(fault.number), what, f"{told(fault.on)}: {count}", done]
