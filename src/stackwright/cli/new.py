"""`stackwright new`: services, parts and policies to begin with."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from stackwright.cli import options

_blueprint_options = (
    click.option("--cloud", metavar="CLOUD", help="Where it runs: aws, azure, gcp or private."),
    click.option("--input", "inputs", metavar="NAME=VALUE", multiple=True, help="An input, as YAML; repeat for more."),
)


@click.group()
def new() -> None:
    """Begin a service, add a part to one, or write a policy.

    What is written is valid and can be rehearsed at once. On a terminal you are asked for what must be known.
    """


@new.command()
@click.argument("name", metavar="NAME")
@click.option("--owner", metavar="TEAM", default="team-unknown", help="The team that answers for it.")
@click.option("--part", "part_name", metavar="PART", help="The name of its first part. [default: the blueprint's]")
@click.option("--blueprint", metavar="BLUEPRINT", help="Of its first part. [default: the one that asks for least]")
@_blueprint_options[0]
@_blueprint_options[1]
@click.option(
    "--in",
    "parent",
    metavar="DIR",
    default="stacks",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to put it in. [default: stacks]",
)
def service(
    name: str,
    owner: str,
    part_name: str | None,
    blueprint: str | None,
    cloud: str | None,
    inputs: tuple[str, ...],
    parent: Path,
) -> None:
    """Write a service NAME: its Pulumi project and a service.yaml with one part and an environment."""
    from stackwright.service.authoring import part as parts
    from stackwright.service.authoring.service import default_blueprint, write
    from stackwright.service.catalogue import installed

    catalogue = installed()
    chosen = blueprint
    if chosen is None:  # where nothing at all was asked for, nothing is asked back
        info = default_blueprint(catalogue)
        chosen, cloud = info.name, cloud or next(iter(info.clouds))
    called = part_name or chosen.partition("@")[0]
    part = parts.choose(catalogue, called, chosen, cloud, _parsed(inputs), _ask)
    files = write(parent / name, name, owner, part, catalogue)
    for file in files:
        click.echo(f"Wrote {file}")
    click.echo(f"Next: stackwright rehearse {_called(files[0].parent)} -e dev")


@new.command()
@options.service_argument
@click.argument("name", metavar="NAME")
@click.option("--blueprint", metavar="BLUEPRINT", required=True, help="Its blueprint: NAME or NAME@RANGE.")
@_blueprint_options[0]
@_blueprint_options[1]
def part(service: str, name: str, blueprint: str, cloud: str | None, inputs: tuple[str, ...]) -> None:
    """Add a part NAME to SERVICE's service.yaml; everything else in the file stays as it is.

    Inputs that it must have are taken from --input, from a fitting part of the service, or are examples to be changed.
    An environment that does not say how to reach its cloud gets an example, too.
    """
    from stackwright.service.authoring.part import add, choose
    from stackwright.service.catalogue import installed
    from stackwright.service.loading import load_service

    path = options.find_service(service)
    catalogue = installed()
    loaded = load_service(path, catalogue)
    add(path, choose(catalogue, name, blueprint, cloud, _parsed(inputs), _ask, loaded), catalogue)
    click.echo(f"Added {name} to {path}")
    click.echo(f"Next: stackwright rehearse {_called(path.parent)} {name} -e {next(iter(loaded.environments))}")


@new.command()
@click.argument("name", metavar="NAME")
@click.option(
    "--pack",
    metavar="DIR",
    default="policies",
    type=click.Path(file_okay=False, path_type=Path),
    help="The pack to put it in, or a Python package of one. [default: policies]",
)
@click.option(
    "--cloud", type=click.Choice(["aws", "azure", "gcp", "private"]), help="On which it begins. [default: aws]"
)
@click.option("--type", "token", metavar="TOKEN", help="What it is about, such as aws:s3/bucket:Bucket.")
def policy(name: str, pack: Path, cloud: str | None, token: str | None) -> None:
    """Write a policy NAME: one file with a rule that works, and examples that show and test it.

    It passes its own test at once. Change the examples to what yours should say, see them fail, and write the rule.
    """
    from stackwright.service.authoring.policy import TYPES, write

    file = write(pack, name, token or TYPES[cloud or "aws"])
    click.echo(f"Wrote {file}")
    package = file.parent / "__init__.py"
    if "found_in" not in package.read_text(encoding="utf-8") and (pack / "PulumiPolicy.yaml").is_file():
        click.echo(f"Add its `policy` to those that {package} lists")
    where = "" if pack == Path("policies") else f" {pack}"
    click.echo(f"Next: stackwright policy test{where} --match {name.upper()}")


def _called(folder: Path) -> str:
    return (
        folder.name if folder.parent.name == "stacks" and folder.parent.parent.resolve() == Path.cwd() else str(folder)
    )


def _parsed(inputs: tuple[str, ...]) -> dict[str, str]:
    from stackwright.errors import UsageError

    found: dict[str, str] = {}
    for text in inputs:
        name, equals, value = text.partition("=")
        if not equals or not name or "\n" in value:
            raise UsageError(f"--input {text}: this is not NAME=VALUE on one line")
        found[name] = value
    return found


def _ask(name: str, said: str, example: str | None) -> str | None:
    """Ask a person on a terminal; an example may be taken with Enter."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    click.echo(f"{name}: {said}")
    return click.prompt(f"  {name}", default=example, show_default=example is not None)
