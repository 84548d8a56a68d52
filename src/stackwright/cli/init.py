"""`stackwright init`: a platform repository to begin with."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="[FOLDER]", default=".", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="What its packages are called after. [default: the folder's name]")
@click.option(
    "--cloud",
    "clouds",
    type=click.Choice(["aws", "azure", "gcp", "private"]),
    multiple=True,
    help="Where its first service runs; repeat for more. [default: aws]",
)
@click.option("-y", "--yes", is_flag=True, help="Ask nothing, take what is not said from the defaults.")
def init(folder: Path, name: str | None, clouds: tuple[str, ...], yes: bool) -> None:
    """Begin a platform repository: blueprints, components, policies, a service.

    Into FOLDER, by default this one: a component and a blueprint of your own, a policy beside Stackwright's, a service
    of two or three parts, tests and CI. `make demo` and `make test` pass at once. Nothing that is there is replaced.
    """
    from importlib.metadata import version

    from stackwright.service.authoring.repository import Repository, default_name, require_name, write

    if not yes and sys.stdin.isatty() and sys.stdout.isatty():
        name = name or click.prompt("What are its packages called after?", default=default_name(folder))
        clouds = clouds or _ask_clouds()
    repository = Repository(
        name=name or default_name(folder),
        clouds=tuple(dict.fromkeys(clouds or ("aws",))),  # pyright: ignore[reportArgumentType] - click has checked them
        version=version("stackwright"),
    )
    require_name(repository.name)
    files = write(folder, repository)
    click.echo(f"Wrote {repository.distribution} into {folder.resolve()}: {len(files)} files")
    if linked := _link_environment(folder):
        click.echo(f"Linked .venv to {linked}, where Stackwright is installed")
    click.echo("Next:")
    if folder.resolve() != Path.cwd():
        click.echo(f"  cd {shlex.quote(str(folder))}")
    click.echo("  make demo    # rehearse the service hello on simulated clouds")
    click.echo("  make test    # every service in every environment, every policy by its examples")


def _ask_clouds() -> tuple[str, ...]:
    known = ("aws", "azure", "gcp", "private")

    def parsed(text: str) -> tuple[str, ...]:
        chosen = tuple(text.replace(",", " ").split())
        if not chosen or not set(chosen) <= set(known):
            raise click.BadParameter(f"choose from {', '.join(known)}")
        return chosen

    return click.prompt("On which clouds does its first service run?", default="aws", value_proc=parsed)


def _link_environment(folder: Path) -> Path | None:
    """Let the repository use the virtual environment that this runs in, unless it has its own.

    Where Stackwright is installed, `make` needs to install nothing but the repository itself. An environment of
    pipx or uv belongs to those, and one without pip cannot be added to: `make` then makes a new one.
    """
    prefix = Path(sys.prefix)
    own = (prefix / "pipx_metadata.json", prefix / "uv-receipt.toml")
    if sys.prefix == sys.base_prefix or any(file.exists() for file in own) or not _has_pip():
        return None
    link = folder / ".venv"
    if link.exists() or link.is_symlink():
        return None
    link.symlink_to(prefix, target_is_directory=True)
    return prefix


def _has_pip() -> bool:
    from importlib.util import find_spec

    return find_spec("pip") is not None
