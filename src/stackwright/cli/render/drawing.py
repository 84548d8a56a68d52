"""A picture on standard output: in colour on a terminal, plain elsewhere, in the characters that its encoding has."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final

import click

from stackwright.cli.render.summary import SIGN_STYLES
from stackwright.picture.text.canvas import Line, in_ascii

_PIPED: Final = 120
"""Columns where nothing says how many there are."""
_STYLES: Final[Mapping[str, str]] = {
    "title": "bold",
    "name": "bold",
    "muted": "dim",
    "rule": "dim",
    "label": "cyan",
    "tie.data": "",
    "tie.connection": "blue",
    "tie.order": "dim",
    "cloud.aws": "yellow",
    "cloud.azure": "blue",
    "cloud.gcp": "green",
    "cloud.private": "magenta",
    "cloud.programs": "dim",
    "cloud.outside": "dim",
    "effect.create": "green",
    "effect.update": "yellow",
    "effect.replace": "magenta",
    "effect.delete": "red",
    "effect.unchanged": "dim",
    "effect.stopped": "yellow",
    "effect.failed": "bold red",
    **{f"sign.{sign}": style for sign, style in SIGN_STYLES.items()},
}


def columns() -> int:
    """How wide a picture may be: the terminal, or what COLUMNS says, or enough for a log."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        from shutil import get_terminal_size

        return get_terminal_size((_PIPED, 24)).columns
    return _PIPED


def plain(lines: Sequence[Line]) -> str:
    """The lines without colours."""
    return "".join("".join(text for text, _ in line) + "\n" for line in lines)


def show(lines: Sequence[Line]) -> None:
    """Print the lines."""
    if not _has_boxes(sys.stdout.encoding or "ascii"):
        click.echo(in_ascii(plain(lines)), nl=False)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        click.echo(plain(lines), nl=False)
        return
    for line in lines:
        console.print(Text.assemble(*((text, _STYLES.get(style, "")) for text, style in line)), soft_wrap=True)


def _has_boxes(encoding: str) -> bool:
    try:
        "─│╭▶┈┃±…".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
