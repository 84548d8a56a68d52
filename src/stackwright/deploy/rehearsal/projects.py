"""Which project a Pulumi command is about, and what its source says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from stackwright.engine.embedded import project
from stackwright.errors import StackwrightError
from stackwright.service.project import FILES

_OPTIONS: Final = ("-C", "--cwd")


def project_of(command: Sequence[str], here: Path) -> project.Project | None:
    """The project of a command that runs in `here`, as Pulumi looks for it: where `-C` says, and upwards from there.

    None where there is none, or it cannot be read: Pulumi says so itself.
    """
    start = here / _directory(command)
    for folder in (start, *start.parents):
        if any((folder / name).is_file() for name in FILES):
            try:
                return project.load(folder)
            except StackwrightError:
                return None
    return None


def source(found: project.Project | None) -> str | None:
    """The text of a program in YAML, which is all of its folder's; None for one in another language."""
    if found is None or found.runtime != "yaml":
        return None
    files = sorted(file for file in found.folder.iterdir() if file.suffix in {".yaml", ".yml", ".json"})
    return "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in files)


def _directory(command: Sequence[str]) -> str:
    """What `-C DIR`, `-CDIR` or `--cwd=DIR` says; else empty."""
    for word, following in zip(command, [*command[1:], ""], strict=True):
        if word in _OPTIONS:
            return following
        for option, sign in zip(_OPTIONS, ("", "="), strict=True):
            if word.startswith(option + sign) and word != option:
                return word.removeprefix(option + sign)
    return ""
