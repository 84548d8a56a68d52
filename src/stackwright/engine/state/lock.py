"""Pulumi's lock files, one per running update: `.pulumi/locks/organization/<project>/<stack>/<uuid>.json`.

As in `pkg/backend/diy/lock.go` (pulumi v3.260): look for others, write one's own, look again.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from stackwright.errors import StackLocked, StateError


@contextmanager
def hold(folder: Path, stack: str) -> Generator[None]:
    """Hold a stack's lock while the block runs.

    Raises:
        StackLocked: another process holds it; the message says which, and since when.
        StateError: the lock file cannot be written.
    """
    own = folder / f"{uuid.uuid4()}.json"
    _refuse_others(folder, own, stack)
    content = {
        "pid": os.getpid(),
        "username": _username(),
        "hostname": socket.gethostname(),
        "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        own.write_text(json.dumps(content), encoding="utf-8")
    except OSError as error:
        raise StateError(f"cannot lock {stack}: {error.strerror} ({error.filename})") from error
    try:
        _refuse_others(folder, own, stack)
        yield
    finally:
        own.unlink(missing_ok=True)


def _refuse_others(folder: Path, own: Path, stack: str) -> None:
    others = sorted(path for path in folder.glob("*.json") if path != own)
    if not others:
        return
    holders = [_holder(path) for path in others]
    gone = all(not alive for _, alive in holders)
    raise StackLocked(
        f"{stack} is locked by {' and '.join(text for text, _ in holders)}",
        hint=(
            f"that process is gone: `pulumi cancel` or deleting {others[0]} releases the stack"
            if gone
            else "wait for it to end; if it never will, `pulumi cancel` releases the stack"
        ),
    )


def _holder(path: Path) -> tuple[str, bool]:
    """Who holds a lock and since when, and whether that process may still be there."""
    try:
        lock = cast("dict[str, Any]", json.loads(path.read_bytes()))
        pid, host = int(lock["pid"]), str(lock["hostname"])
        text = f"{lock['username']}@{host} (pid {pid}) since {lock['timestamp']}"
    except (OSError, ValueError, KeyError, TypeError):
        return f"the lock file {path}, which cannot be read", True
    return text, host != socket.gethostname() or _alive(pid)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _username() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def release_of(folder: Path, pid: int) -> None:
    """Remove the lock of a process of this machine that is known to have died."""
    for path in folder.glob("*.json"):
        text, alive = _holder(path)
        if not alive and f"(pid {pid})" in text and socket.gethostname() in text:
            path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Held:
    """A lock file: who wrote it and since when, as text, and whether that process may still be there."""

    path: Path
    holder: str
    alive: bool


def held(folder: Path) -> list[Held]:
    """The locks in a stack's folder of locks."""
    return [Held(path, *_holder(path)) for path in sorted(folder.glob("*.json"))]
