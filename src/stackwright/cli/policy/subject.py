"""What a person means by PATH."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final, Literal

from stackwright.cli import options
from stackwright.errors import UsageError

STDIN: Final = "-"
_FILES: Final = (".json", ".jsonl", ".gz")


def kind_of(path: str) -> Literal["service", "program", "file"]:
    """A service by folder, file or name; the folder of a Pulumi program; or what was saved of a stack, `-` too.

    Raises:
        UsageError: it is called like such a file, and is not there.
    """
    from stackwright.service.project import find_project

    place = Path(path)
    is_service = (place / options.MANIFEST).is_file() or place.name == options.MANIFEST or path in options.services()
    if path == STDIN or (place.is_file() and not is_service):
        return "file"
    if place.is_dir() and not is_service and find_project(place) is not None:
        return "program"
    if place.suffix in _FILES and not place.exists():
        raise UsageError(f"there is no file {path}")
    return "service"


def content_of(path: str) -> tuple[bytes, str]:
    """What a file, or standard input, holds, and what to call it.

    Raises:
        UsageError: it cannot be read.
    """
    if path == STDIN:
        return sys.stdin.buffer.read(), "standard input"
    try:
        return Path(path).read_bytes(), path
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
