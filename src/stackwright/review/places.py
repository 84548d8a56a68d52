"""Where in a program a resource was registered, as Pulumi says it: relative to the folder of the Pulumi project.

A component of a library registers its resources in that library, where nobody can put anything right; then the place
is where the program made the component: the next frame of the stack trace, or the parent's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from os.path import normpath
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.errors import Location, ServiceError
from stackwright.service.project import FILES, find_project

_POSITION: Final = re.compile(r"project:///(?P<file>[^#]+)#(?P<line>\d+)")
_INSTALLED: Final = re.compile(
    r"/(site-packages|dist-packages|lib/python\d[.\d]*|node_modules|pkg/mod)/|/pulumi-language-[^/]*$"
)
"""What runs a program, and libraries: nobody's own code."""
_BELOW: Final = ("*", "*/*")
"""How far below the current folder a project is looked for."""


def place(positions: Iterable[str], folder: Path | None) -> Location | None:
    """The first of these positions that is in a file of the program; `folder` is that of its project.

    Where the folder is not known, the file is named as Pulumi names it.
    """
    for text in positions:
        found = _POSITION.match(text)
        path = found and _path(unquote(found["file"]), folder)
        if found and path:
            return Location(path, int(found["line"]))
    return None


def _path(text: str, folder: Path | None) -> Path | None:
    if folder is None:
        return None if text.startswith("../") or _INSTALLED.search(f"/{text}") else Path(text)
    path = Path(normpath(folder / text))
    if not path.is_file():
        # Where `stackwright simulate` runs the official CLI, the project has a folder further down.
        path = folder / re.sub(r"^(\.\./)+", "", text)
    return path if path.is_file() and not _INSTALLED.search(path.as_posix()) else None


def positions_of(resource: Resource, by_urn: Mapping[str, Resource]) -> Iterator[str]:
    """Where the resource says that it was registered, from the inside out, then where its parents do."""
    seen: set[str] = set()
    found: Resource | None = resource
    while found is not None and found.urn not in seen and found.type != urns.STACK_TYPE:
        seen.add(found.urn)
        yield found.source_position
        yield from (frame.get("sourcePosition", "") for frame in found.stack_trace)
        found = by_urn.get(found.parent)


def find_folder(project: str, near: Path) -> Path | None:
    """The folder of a Pulumi project, by its name: `near`, above that, here, above or below that.

    None if there is none, or if below there are several.
    """
    here = Path.cwd()
    for folder in dict.fromkeys([*_upwards(near.resolve()), *_upwards(here)]):
        if _is(project, folder):
            return folder
    below = {path.parent for depth in _BELOW for name in FILES for path in here.glob(f"{depth}/{name}")}
    found = [folder for folder in sorted(below) if _is(project, folder)]
    return found[0] if len(found) == 1 else None


def _upwards(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.parents


def _is(project: str, folder: Path) -> bool:
    with suppress(ServiceError):  # a file of somebody else's that is broken is none of ours
        found = find_project(folder)
        return found is not None and found.name == project
    return False
