"""Pictures in files: which kinds there are, and how a run leaves one behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from stackwright.errors import UsageError

if TYPE_CHECKING:
    from stackwright.cli.render.picturing import Watching
    from stackwright.picture import Picture

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS: Final[Mapping[str, str]] = {
    ".svg": "svg",
    ".txt": "text",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
}
"""By how a file's name ends."""
_WIDE: Final = 200
"""Columns of a picture in a text file."""


def picture_option(command: Command) -> Command:
    """`--picture FILE`."""
    return click.option(
        "--picture",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Draw what the run does: FILE.svg (or .txt, .dot, .mmd), or a folder for a picture of each phase.",
    )(command)


def format_of(path: Path) -> str:
    """What kind of picture a file's name asks for.

    Raises:
        UsageError: it does not say, or nothing can be written there.
    """
    if path.suffix.lower() not in FORMATS:
        raise UsageError(f"{path}: no picture has a name like this", hint=f"End it with one of: {', '.join(FORMATS)}.")
    return FORMATS[path.suffix.lower()]


def require_drawable(path: Path) -> None:
    """A picture can be written to `path`, or into the folder that it is; found out before a run, not after it.

    Raises:
        UsageError: it cannot.
    """
    folder = path if _is_folder(path) else path.parent
    if folder is not path:
        format_of(path)
    above = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    if not above.is_dir():
        raise UsageError(f"{path}: {above} is no folder", hint="Name a file in a folder.")


def drawn(picture: Picture, form: str, width: int | None = _WIDE) -> str:
    """A picture as the text of a file, with a line's end at its end."""
    from stackwright import picture as pictures
    from stackwright.cli.render.drawing import plain

    match form:
        case "svg":
            return pictures.as_svg(picture)
        case "dot":
            return pictures.as_dot(picture) + "\n"
        case "mermaid":
            return pictures.as_mermaid(picture) + "\n"
        case "list":
            return plain(pictures.as_list(picture))
        case _:
            return plain(pictures.as_drawing(picture, width))


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def leave(watching: Watching, path: Path) -> list[Path]:
    """Write what was watched: the whole run to a file, or each phase into a folder; nothing if nothing began."""
    if _is_folder(path):
        numbered = enumerate(watching.pictures(), start=1)
        files = {path / f"{number}-{phase}.svg": each for number, (phase, each) in numbered}
    else:
        files = {path: watching.picture()} if watching.began else {}
    for file, each in files.items():
        write(file, drawn(each, format_of(file)))
    return list(files)


def _is_folder(path: Path) -> bool:
    """Whether a name without an ending, or of a folder that is there, asks for several pictures."""
    return path.is_dir() or not path.suffix
