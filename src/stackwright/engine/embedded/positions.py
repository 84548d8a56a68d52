"""Where in a program a resource was registered, as states say it.

Source: `sourcePositions` in `pkg/resource/deploy/source_eval.go` (pulumi v3.260).
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import quote, unquote, urlsplit

from pulumi.runtime.proto import source_pb2

_WRITTEN: Final = re.compile(r"project:///(?P<file>(?!\.\./)[^#]+)#(?P<line>\d+)")
_INSTALLED: Final = re.compile(r"(^|/)(site-packages|dist-packages)/")
_BLUEPRINTS: Final = "/stackwright/program/"
"""What builds a part from a blueprint: nobody who writes a service wrote the lines below it."""
_OURS: Final = Path(__file__).resolve().parent.as_uri()


class Positioned(Protocol):
    """A request that says where in the program it came from."""

    @property
    def stackTrace(self) -> source_pb2.StackTrace: ...  # noqa: N802


class Positions:
    """The positions in a program of the project in folder `root`; each is worked out once."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._known: dict[tuple[str, int, int], str] = {}

    def trace(self, request: Positioned) -> list[dict[str, str]]:
        """The program's frames; those below, of whoever runs it, are the same for every resource and left out."""
        result: list[dict[str, str]] = []
        for frame in request.stackTrace.frames:
            if frame.pc.uri.startswith(_OURS):
                break
            position = self.position(frame.pc)
            result.append({"sourcePosition": position} if position else {})
        return result

    def position(self, raw: source_pb2.SourcePosition) -> str:
        """`project:///folder/file.py#line`, relative to the project's folder; "" where it is not known."""
        key = (raw.uri, raw.line, raw.column)
        position = self._known.get(key)
        if position is None:
            position = self._known[key] = _relative_position(self._root, *key)
        return position


def _relative_position(root: str, uri: str, line: int, column: int) -> str:
    if not uri.startswith("file://") or line <= 0:
        return ""
    relative = os.path.relpath(unquote(urlsplit(uri).path), root).replace(os.sep, "/")
    return f"project:///{quote(relative)}#{line}" + (f",{column}" if column else "")


def place(position: str, trace: Iterable[Mapping[str, str]]) -> str:
    """`FILE:LINE` of the innermost of these positions that is in the project and in no library; "" where none is."""
    for text in (position, *(frame.get("sourcePosition", "") for frame in trace)):
        if _BLUEPRINTS in text:
            return ""
        found = _WRITTEN.match(text)
        if found and not _INSTALLED.search(found["file"]):
            return f"{unquote(found['file'])}:{found['line']}"
    return ""
