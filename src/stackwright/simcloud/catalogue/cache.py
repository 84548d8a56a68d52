"""What was read of an SDK, kept on disk so that it is read once per SDK version.

One small file per type, below the folder that was chosen for this process, else `$STACKWRIGHT_CACHE`, else
`$XDG_CACHE_HOME/stackwright`, else `~/.cache/stackwright`. A rehearsal chooses it before HOME becomes the rehearsal's.
Files are written whole and then renamed into place, so that several processes may share the folder; a file that cannot
be read is written again; a folder that cannot be written costs time, nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from stackwright.simcloud.catalogue.encoding import FORMAT
from stackwright.wire.values import Value

T = TypeVar("T")


_chosen: list[Path] = []


def choose_folder(folder: Path) -> None:
    """Keep what this process reads from now on below `folder`, whatever the environment says."""
    _chosen[:] = [folder]


def default_folder() -> Path:
    """Where caches go, by choice or by the environment of this process."""
    if _chosen:
        return _chosen[0]
    if own := os.environ.get("STACKWRIGHT_CACHE"):
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "stackwright"


class Cache:
    """The entries of one version of one SDK."""

    def __init__(self, package: str, version: str, folder: Path | None = None) -> None:
        self._folder = (folder or default_folder()) / "sdk" / f"{package}-{version}-{FORMAT}"

    def path(self, kind: str, key: str) -> Path:
        """The file of one entry."""
        return self._folder / f"{kind}-{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"

    def get(
        self, kind: str, key: str, *, read: Callable[[], T], encode: Callable[[T], Value], decode: Callable[[Any], T]
    ) -> T:
        """The entry `key`, or what `read` gives, which is then kept."""
        path = self.path(kind, key)
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            entry = json.loads(path.read_bytes())
            if entry["key"] == key:
                return decode(entry["value"])
        value = read()
        with contextlib.suppress(OSError):
            self._write(path, {"key": key, "value": encode(value)})
        return value

    def _write(self, path: Path, entry: Value) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", dir=self._folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(json.dumps(entry, separators=(",", ":")))  # `json.dump` writes piece by piece, in Python
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
