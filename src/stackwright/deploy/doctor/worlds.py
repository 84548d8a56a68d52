"""The rehearsals' folders: how large, in use, or left behind."""

from __future__ import annotations

import fcntl
import shlex
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from stackwright.deploy.doctor.model import Finding
from stackwright.deploy.doctor.states import Backend, look
from stackwright.deploy.rehearsal.world import MARKER, simulated_folder

_LARGE: Final = 1 << 30
_UNITS: Final = ("bytes", "KiB", "MiB", "GiB", "TiB")


def worlds(start: Path, projects: Iterable[str], refresh: str) -> Iterator[Finding]:
    """The worlds of the service or program in `start`: the standing one, and throw-away ones that were left behind."""
    folder = simulated_folder(start)
    found = [path.parent for path in sorted(folder.glob(f"*/{MARKER}"))]
    if not found:
        yield Finding("ok", "rehearsals", f"no world in {folder}")
    for world in found:
        size = sum(path.stat().st_size for path in world.rglob("*") if path.is_file() and not path.is_symlink())
        text = f"{world.name}: {_readable(size)}"
        forget = f"rm -r {shlex.quote(str(world))}"
        if world.name.startswith("rehearsal-"):
            if in_use(world):
                yield Finding("ok", "rehearsals", f"{text}, in use")
            else:
                hint = f"The next rehearsal removes it, or: {forget}"
                yield Finding("warn", "rehearsals", f"{text}, left behind by a process that was killed", hint)
            continue
        hint = f"Where nothing in it is needed: {forget}"
        yield Finding("warn", "rehearsals", text, hint) if size > _LARGE else Finding("ok", "rehearsals", text)
        yield from look(_backend(world, projects, refresh))


def _backend(world: Path, projects: Iterable[str], refresh: str) -> Backend:
    return Backend(f"world {world.name}", world / "state", projects, refresh, _phrase_of(world))


def _phrase_of(world: Path) -> Callable[[], str]:
    return lambda: (world / "passphrase").read_text()


def in_use(world: Path) -> bool:
    """Whether a process holds the world's lock; nothing is changed by asking."""
    try:
        with (world / "lock").open("r") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _readable(size: float) -> str:
    for unit in _UNITS:
        if size < 1024 or unit == _UNITS[-1]:
            return f"{size:.0f} {unit}" if unit == _UNITS[0] else f"{size:.1f} {unit}"
        size /= 1024
    raise AssertionError(size)
