"""Which packs a command is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from stackwright.errors import UsageError

if TYPE_CHECKING:
    from stackwright.engine.protocol import PolicyPack
    from stackwright.service.levels import LevelSet

Command = TypeVar("Command", bound=Callable[..., Any])
_HERE: Final = Path("policies")
_MANIFEST: Final = "PulumiPolicy.yaml"

_PACK = click.option(
    "--pack",
    "folders",
    metavar="DIR",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with a PulumiPolicy.yaml; repeat for more.",
)
_CONFIG = click.option(
    "--pack-config",
    "config",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file of levels and settings, as `pulumi --policy-pack-config` takes it.",
)

levels_option = click.option(
    "--levels",
    metavar="FILE[#ENTRY]",
    help="A file of levels, instead of the environment's; its entry of the environment's name, or `base`.",
)


def pack_options(command: Command) -> Command:
    """`--pack` and `--pack-config`."""
    return _PACK(_CONFIG(command))


def level_set(text: str | None, environment: str | None) -> LevelSet | None:
    """The entry of a file of levels that a person named.

    Raises:
        InvalidInput: something is wrong in the file.
    """
    from stackwright.errors import InvalidInput, Location
    from stackwright.service.levels import read_levels
    from stackwright.service.source import Faults

    if text is None:
        return None
    file, _, entry = text.partition("#")
    faults = Faults()
    where = Location(Path("--levels"), 0)
    found = read_levels(Path(file).resolve(), entry or None, environment or "", faults, where)
    if faults.found:
        raise InvalidInput(faults.sorted())
    return found


def named(folders: Sequence[Path], config: Path | None, levels: LevelSet | None = None) -> list[PolicyPack]:
    """The packs that a person named."""
    from stackwright.engine.protocol import PolicyPack

    return [PolicyPack(path=folder, config=config, level_set=levels) for folder in folders]


def named_or_here(folders: Sequence[Path], config: Path | None, levels: LevelSet | None = None) -> list[PolicyPack]:
    """The packs that a person named, or the one in ./policies.

    Raises:
        UsageError: there is none.
    """
    chosen = list(folders) or [folder for folder in (_HERE, Path()) if (folder / _MANIFEST).is_file()][:1]
    if not chosen:
        raise UsageError("there are no policies here", hint=f"Name a folder with a {_MANIFEST}: --pack DIR.")
    return named(chosen, config, levels)
