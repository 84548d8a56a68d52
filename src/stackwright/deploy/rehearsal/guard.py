"""What keeps rehearsals and reality apart. Both engines' callers ask here before they start anything.

A simulator that answers for real state would report everything deleted; a real cloud that answers for simulated state
would be asked to delete what it never had. So either side refuses whatever looks like the other's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast
from urllib.parse import unquote, urlsplit

from stackwright.deploy.rehearsal.world import MARKER, SIMULATED, TAG
from stackwright.engine.protocol import Stack
from stackwright.engine.state.rehearsed import in_a_world
from stackwright.errors import RehearsalRefused

_ATTACHED: Final = "PULUMI_DEBUG_PROVIDERS"
_FOREIGN: Final = ("PULUMI_ACCESS_TOKEN", "PULUMI_CREDENTIALS_PATH")


def guard_real(stack: Stack, environment: Mapping[str, str] | None = None) -> None:
    """Refuse a real run of what is, or might be, simulated.

    `environment` is this process's by default. The tag of a state in a bucket or in Pulumi Cloud is not asked for:
    rehearsals write file backends only.

    Raises:
        RehearsalRefused
    """
    inherited: Mapping[str, str] = (
        (os.environ if environment is None else environment) if stack.inherit_environment else {}
    )
    if {**inherited, **stack.environment}.get(_ATTACHED):
        raise RehearsalRefused(
            f"{_ATTACHED} is set: a provider is attached that may not be the real one",
            hint=f"unset it, or rehearse: `stackwright simulate -- pulumi … -s {stack.name}`",
        )
    folder = _folder(stack.backend)
    if folder is not None and in_a_world(folder):
        raise RehearsalRefused(
            f"the state in {folder} is a rehearsal's; nothing in it exists",
            hint="use --simulate, or name the environment's real backend",
        )
    if _says_simulated(stack.tags) or (folder is not None and _says_simulated(tags(folder, stack))):
        raise RehearsalRefused(
            f"stack {stack.name} is tagged {TAG}={SIMULATED}; nothing in its state exists",
            hint="use --simulate, or restore the real state",
        )


def guard_simulated(stack: Stack) -> None:
    """Refuse a rehearsal of anything but a world's own stack (`World.stack_for`).

    Raises:
        RehearsalRefused
    """
    folder = _folder(stack.backend)
    if folder is None or folder.name != "state" or not (folder.parent / MARKER).is_file():
        raise RehearsalRefused(
            f"a rehearsal has a backend of its own and does not touch {stack.backend}",
            hint="leave the backend to it: unset PULUMI_BACKEND_URL, and do not log in",
        )
    if stack.inherit_environment or stack.environment.get("HOME") != str(folder.parent / "home"):
        raise RehearsalRefused(f"the rehearsal of {stack.name} would see this machine's credentials")
    for name in _FOREIGN:
        if name in stack.environment:
            raise RehearsalRefused(f"the rehearsal of {stack.name} would see {name}")
    if stack.environment.get("PULUMI_BACKEND_URL", stack.backend) != stack.backend:
        raise RehearsalRefused(
            f"the program of {stack.name} would see the backend {stack.environment['PULUMI_BACKEND_URL']}"
        )
    if stack.secrets_provider != "passphrase":
        raise RehearsalRefused(f"a rehearsal does not use the real key {stack.secrets_provider.split('://')[0]}")
    if not _says_simulated(stack.tags):
        raise RehearsalRefused(f"stack {stack.name} would not be tagged {TAG}={SIMULATED}")
    if exists(folder, stack) and not _says_simulated(tags(folder, stack)):
        raise untagged(folder, stack.name)


def untagged(folder: Path, name: str) -> RehearsalRefused:
    return RehearsalRefused(
        f"the state of {name} in {folder} is not tagged {TAG}={SIMULATED}: it may be real",
        hint="a simulated cloud would take all that it never made for deleted; move that state out of the rehearsal",
    )


def exists(folder: Path, stack: Stack) -> bool:
    """Whether the file backend in `folder` holds a checkpoint of `stack`."""
    return any(_path(folder, stack, suffix).exists() for suffix in (".json", ".json.gz", ".json.zst"))


def tags(folder: Path, stack: Stack) -> Mapping[str, str]:
    """The tags of `stack` in the file backend in `folder` (pkg/backend/diy/stack_tags.go, v3.260)."""
    return read_tags(_path(folder, stack, ".pulumi-tags"))


def read_tags(path: Path) -> Mapping[str, str]:
    """The tags in one file; none where it is missing or not what Pulumi writes."""
    try:
        found = json.loads(path.read_bytes())["tags"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return cast("dict[str, str]", found) if isinstance(found, dict) else {}


def _says_simulated(tags: Mapping[str, str]) -> bool:
    return tags.get(TAG) == SIMULATED


def _path(folder: Path, stack: Stack, suffix: str) -> Path:
    return folder / ".pulumi" / "stacks" / stack.project / f"{stack.name}{suffix}"


def _folder(backend: str) -> Path | None:
    """The folder of a file backend; None for any other."""
    url = urlsplit(backend)
    return Path(unquote(url.path)) if url.scheme == "file" and not url.netloc else None
