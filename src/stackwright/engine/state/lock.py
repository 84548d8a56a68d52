"""Pulumi's lock files, one per running update: `.pulumi/locks/organization/<project>/<stack>/<uuid>.json`.

As in `pkg/backend/diy/lock.go` (pulumi v3.260): look for others, write one's own, look again. Ours also hold an
operating system's lock on their file (`flock`), which ends with the process whatever ends it; so that a lock left
behind by a killed process can be told from one that is held, and is removed. That is trusted only where the file says
that its holder ran under the very kernel that is asked: another machine's locks do not show here. A lock of the
official CLI is never removed.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import getpass
import json
import os
import socket
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from stackwright.engine.state.rehearsed import cancel_simulated, in_a_world
from stackwright.errors import StackLocked, StateError


@contextmanager
def hold(folder: Path, staging: Path, stack: str, *, leave: Callable[[], bool] = lambda: False) -> Generator[None]:
    """Hold a stack's lock while the block runs. `staging` is a folder on the same file system, not below `folder`.

    Where `leave` says so at the end, the lock file stays, held by nobody: it keeps those out who do not know what to do
    with what is left, and the next `hold` removes it.

    Raises:
        StackLocked: another process holds it; the message says which, and since when.
        StateError: the lock file cannot be written.
    """
    own = folder / f"{uuid.uuid4()}.json"
    try:
        _refuse_others(folder, own, stack)
        file = _place(own, staging)
    except OSError as error:
        raise StateError(f"cannot lock {stack}: {error.strerror} ({error.filename or own})") from error
    try:
        _refuse_others(folder, own, stack)
    except BaseException:
        own.unlink(missing_ok=True)
        os.close(file)
        raise
    try:
        yield
    finally:
        if not leave():
            own.unlink(missing_ok=True)
        os.close(file)


def _place(own: Path, staging: Path) -> int:
    """Make the lock file. It is locked before it can be seen; closing what is returned ends that."""
    content: dict[str, object] = {
        "pid": os.getpid(),
        "username": _username(),
        "hostname": socket.gethostname(),
        "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
    }
    for needed in (own.parent, staging):
        needed.mkdir(parents=True, exist_ok=True)
    hidden = staging / own.name
    file = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    try:
        with contextlib.suppress(OSError):  # a file system without it: the lock is as good as Pulumi's own
            fcntl.flock(file, fcntl.LOCK_EX)
            content["stackwright"] = {"boot": _boot()}
        data = json.dumps(content).encode()
        if os.write(file, data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        hidden.replace(own)
    except BaseException:
        hidden.unlink(missing_ok=True)
        os.close(file)
        raise
    return file


def _refuse_others(folder: Path, own: Path, stack: str) -> None:
    others = [lock for lock in held(folder) if lock.path != own]
    for lock in others:
        if lock.left_behind:
            lock.path.unlink(missing_ok=True)
    others = [lock for lock in others if not lock.left_behind]
    if others:
        cancel = cancel_simulated(stack) if in_a_world(folder) else "`pulumi cancel`"
        error = StackLocked(
            f"{stack} is locked by {' and '.join(lock.holder for lock in others)}",
            hint=(
                f"wait for it to end; if it never will, {cancel} releases the stack"
                if any(lock.alive for lock in others)
                else f"that process is gone: {cancel} or deleting {others[0].path} releases the stack"
            ),
        )
        error.passing = all(lock.running for lock in others)
        raise error


@dataclass(frozen=True, slots=True)
class Held:
    """A lock file: who wrote it and since when, as text, and whether that process may still be there.

    `left_behind`: it is ours and held by nobody; the next command on the stack removes it. `running`: it is ours, and
    its holder is certainly alive.
    """

    path: Path
    holder: str
    alive: bool
    left_behind: bool = False
    running: bool = False


def held(folder: Path) -> list[Held]:
    """The locks in a stack's folder of locks."""
    return [found for path in sorted(folder.glob("*.json")) if (found := _held(path))]


def _held(path: Path) -> Held | None:
    """None if it was released just now."""
    try:
        lock = cast("dict[str, Any]", json.loads(path.read_bytes()))
        text = f"{lock['username']}@{lock['hostname']} (pid {int(lock['pid'])}) since {lock['timestamp']}"
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return Held(path, f"the lock file {path}, which cannot be read", alive=True)
    running = _running(path, lock)
    left = running is False
    return Held(path, text, bool(running) or (not left and _may_live(lock)), left, bool(running))


def _running(path: Path, lock: dict[str, Any]) -> bool | None:
    """Whether the holder of a lock of ours is there; None where that cannot be known for certain."""
    ours: object = lock.get("stackwright")
    if not isinstance(ours, dict) or cast("dict[str, Any]", ours).get("boot") != _boot():
        return None
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return None
    else:
        return None if not _boot() and _may_live(lock) else False
    finally:
        os.close(file)


def _may_live(lock: dict[str, Any]) -> bool:
    """Whether the process that a lock names may still be there. A process of another machine may."""
    if lock["hostname"] != socket.gethostname():
        return True
    try:
        os.kill(int(lock["pid"]), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


@cache
def _boot() -> str:
    """Which start of which kernel this is; "" where the system does not say."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _username() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
