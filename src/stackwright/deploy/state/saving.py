"""An edited state replaces the old one: checked, with a backup, and only if nobody else wrote meanwhile."""

from __future__ import annotations

import json
import os
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from stackwright.deploy.rehearsal.world import SIMULATED, TAG, simulated_folder
from stackwright.deploy.scratch import empty_deployment
from stackwright.deploy.state.entries import check, entries
from stackwright.engine.protocol import Deployment, Engine, Stack
from stackwright.errors import StateError


@dataclass(frozen=True, slots=True)
class Edit:
    """A stack's state before and after. `before` is None where there was no such stack."""

    stack: Stack
    before: Deployment | None
    after: Deployment


@dataclass(frozen=True, slots=True)
class Backup:
    """Where a state was kept, and the command that brings it back."""

    path: Path
    restore: str


def save(edits: list[Edit], engine: Engine) -> list[Backup]:
    """Write backups of all, then the edited states in this order; where one fails, those before it are put back.

    Raises:
        StateError: an edited state would not be sound, or somebody else wrote one meanwhile; nothing was changed.
        StackLocked: another run holds a stack.
    """
    for edit in edits:
        check(edit.after)
    backups = [write_backup(edit.stack, edit.before) for edit in edits if edit.before is not None]
    for edit in edits:
        if _print(engine.export(edit.stack)) != _print(edit.before):
            raise StateError(
                f"the state of {edit.stack.name} was changed by another run meanwhile; nothing was written",
                hint="Do it again, on what is there now.",
            )
    for done, edit in enumerate(edits):
        try:
            engine.import_(edit.stack, edit.after)
        except BaseException:
            for undone in reversed(edits[:done]):
                _put_back(undone, engine)
            raise
    return backups


def _put_back(edit: Edit, engine: Engine) -> None:
    if edit.before is not None:
        engine.import_(edit.stack, edit.before)
        return
    engine.import_(edit.stack, empty_deployment())
    engine.remove(edit.stack)


def write_backup(stack: Stack, deployment: Deployment) -> Backup:
    """Keep a deployment, its secrets encrypted, in a new file that only its owner reads (0600).

    It is the form that `pulumi stack import` takes. Those of real stacks are in `.stackwright/backups` beside `.git`,
    or in the program's own folder; those of a rehearsal in its world.

    Raises:
        StateError: the file cannot be written.
    """
    folder = _folder(stack)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    path = folder / stack.project / f"{stack.name}.{moment}.json"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n")
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
            json.dump(deployment, file)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StateError(f"no backup of {stack.name} could be written: {error.strerror} ({error.filename})") from error
    words = ["pulumi", "stack", "import", "--file", str(path), "--stack", stack.name]
    command = shlex.join(["stackwright", "simulate", "--", *words] if _is_simulated(stack) else words)
    return Backup(path, f"cd {shlex.quote(str(stack.directory))} && {command}")


def _folder(stack: Stack) -> Path:
    if _is_simulated(stack):
        return Path(unquote(urlsplit(stack.backend).path)).parent / "backups"
    return simulated_folder(stack.directory).parent / "backups"


def _is_simulated(stack: Stack) -> bool:
    return stack.tags.get(TAG) == SIMULATED


def _print(deployment: Deployment | None) -> list[tuple[str, str, bool, bool, str]]:
    """What tells one state from a later one: ciphertexts do not, an engine may write them anew."""
    return [
        (each.urn, each.outline.id, each.outline.delete, each.outline.protect, each.outline.modified)
        for each in entries(deployment)
    ]
