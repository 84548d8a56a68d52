"""What the CLI says on standard error, as the errors that a person should see."""

from __future__ import annotations

import json
import re
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from stackwright.engine.protocol import Stack
from stackwright.engine.state.rehearsed import cancel_simulated, in_a_world
from stackwright.engine.state.store import open_store
from stackwright.errors import EngineError, SecretsError, StackLocked, StackwrightError, StateError, UsageError

NO_STACK: Final = 6
CANCELLED: Final = 8
"""Exit codes of the CLI (sdk/go/common/util/cmdutil/exit.go, v3.260)."""

_TAIL: Final = 12
"""How many lines of standard error a message carries at most."""


def fault(stack: Stack, stderr: str) -> StackwrightError:
    """The error that `stderr` of a failed command stands for; an EngineError with its last lines where unknown."""
    text = tail(stderr)
    if "currently locked by" in stderr:
        return _locked(stack, stderr)
    if "passphrase must be set" in stderr:
        return SecretsError(
            f"stack {stack.name} is guarded by a passphrase, and none is set",
            hint="set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE",
        )
    if "incorrect passphrase" in stderr:
        return SecretsError(
            f"the passphrase is not that of stack {stack.name}",
            hint="PULUMI_CONFIG_PASSPHRASE must be what the stack was created with",
        )
    if "secrets manager" in stderr:
        return SecretsError(f"the secrets provider of stack {stack.name} cannot be used: {text}")
    if _STATE.search(stderr):
        return _unreadable(stack, text)
    if "unknown flag: --event-log" in stderr:
        return UsageError("this Pulumi CLI has no event log", hint="install a current one")
    return EngineError(f"Pulumi failed on stack {stack.name}: {text}")


_STATE: Final = re.compile(
    r"failed to load checkpoint|unsupported checkpoint version|could not deserialize deployment|snapshot integrity"
    # What `stack ls` says, and not of which stack (pkg/resource/stack/checkpoint.go, v3.260).
    r"|^error: place \d+: ",
    re.MULTILINE,
)
_LOCK: Final = re.compile(r"created by (?P<who>\S+) \(pid (?P<pid>\d+)\) at (?P<since>\S+)")


def _unreadable(stack: Stack, text: str) -> StateError:
    """Names the files that are damaged: one damaged stack keeps the CLI from listing any."""
    damaged = _damaged(stack)
    if not damaged:
        return StateError(
            f"the state of stack {stack.name} in {stack.backend} cannot be read: {text}",
            hint="restore its checkpoint from the backup beside it (.json.bak), or import an older export",
        )
    names = " and ".join(f"{path.stem} ({path})" for path in damaged)
    backups = " and ".join(f"{path}.bak" for path in damaged)
    return StateError(
        f"the state of stack {names} cannot be read: {text}",
        hint=f"restore it from the backup beside it, {backups}, or import an older export",
    )


def _damaged(stack: Stack) -> list[Path]:
    """The checkpoints in a file backend that are not even JSON objects: the stack's own, else any."""
    if not stack.backend.startswith("file://"):
        return []
    stacks = open_store(stack.backend, stack.directory).root / "stacks"
    own = stacks / stack.project / f"{stack.name.rsplit('/', 1)[-1]}.json"
    return [own] if _is_damaged(own) else [path for path in sorted(stacks.glob("*/*.json")) if _is_damaged(path)]


def _is_damaged(path: Path) -> bool:
    try:
        return not isinstance(json.loads(path.read_bytes()), dict)
    except ValueError:
        return True
    except OSError:
        return False


def _locked(stack: Stack, stderr: str) -> StackLocked:
    locks = [f"{lock['who']} (process {lock['pid']}) since {lock['since']}" for lock in _LOCK.finditer(stderr)]
    rehearsed = stack.backend.startswith("file://") and in_a_world(open_store(stack.backend, stack.directory).root)
    cancel = cancel_simulated(stack.name) if rehearsed else f"`pulumi cancel -s {stack.name}`"
    return StackLocked(
        f"stack {stack.name} is locked by {' and '.join(locks) or 'another run'}",
        hint=f"wait for it; if it is gone, {cancel} removes its lock",
    )


def tail(stderr: str) -> str:
    """The last lines that say something, without the CLI's `error: `."""
    lines = [line.rstrip() for line in stderr.splitlines() if line.strip()]
    return "\n".join(lines[-_TAIL:]).removeprefix("error: ") or "it said nothing"


def for_people(messages: Iterable[str]) -> str:
    """Error diagnostics as one text, each once, tracebacks cut to the frames that the program's author wrote."""
    return "\n".join(dict.fromkeys(cut(message) for message in messages))


_FRAME: Final = re.compile(r'  File "(?P<path>[^"]+)", line \d+')


def cut(message: str) -> str:
    """`message` with a Python traceback in it cut to the user's frames; whole where no frame is the user's."""
    kept: list[str] = []
    ours = users = False
    for line in message.splitlines():
        frame = _FRAME.match(line)
        if frame:
            ours = _is_library(frame["path"])
            users = users or not ours
        elif not line.startswith("    "):
            ours = False
        if not ours:
            kept.append(line)
    return "\n".join(kept) if users else message


def _is_library(path: str) -> bool:
    return (
        path.startswith(("<frozen ", sysconfig.get_path("stdlib") + "/"))
        or "/site-packages/" in path
        or path.endswith("/pulumi-language-python-exec")
        or re.search(r"/lib/python3\.\d+/", path) is not None
    )
