"""A checkpoint and the journal that continues it make one checkpoint. Needs no passphrase: secrets stay encrypted."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from stackwright.engine.state import checkpoint
from stackwright.engine.state.journal import VERSION
from stackwright.engine.state.resource import Operation, OperationType, Resource, Snapshot, from_json
from stackwright.engine.state.secrets import Sealed
from stackwright.errors import StateError

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Notes:
    """A journal as it was found. `into` is the digest of the checkpoint that it was being folded into, if it was."""

    path: Path
    data: bytes
    into: str = ""


class Outdated(StateError):
    """A journal continues another checkpoint than the one that is there."""


def digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def folded(text: bytes, notes: Notes, stack: str) -> str:
    """The checkpoint that `text`, as it was read, and the journal come to.

    Raises:
        Outdated: the journal belongs to another checkpoint.
        StateError: the journal is damaged. A torn last line is not: what it would have said never happened.
    """
    superseded = notes.into and digest(text).startswith(notes.into)
    entries = [] if superseded else _entries(notes)
    if not entries:
        return checkpoint.unpacked(text).decode()
    head, *entries = entries
    if head.get("journal") != VERSION:
        raise StateError(f"the journal {notes.path} of {stack} was written by another version of Stackwright")
    base = checkpoint.load(checkpoint.parse(text, stack), Sealed(), stack)
    if head.get("base") != digest(text):
        raise _outdated(notes, stack, base, entries)
    try:
        snapshot = _replayed(base, entries)
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise _damaged(notes, "says what cannot be") from error
    snapshot.salt = cast("str | None", head.get("salt")) or base.salt
    return checkpoint.dump(snapshot, Sealed(), stack)


def _entries(notes: Notes) -> list[dict[str, Any]]:
    """The journal's lines, the torn last one dropped."""
    *lines, tail = notes.data.split(b"\n")
    entries: list[dict[str, Any]] = []
    crc = 0
    for number, line in enumerate(lines):
        crc = zlib.crc32(line[9:], crc)
        entry = _entry(line, crc)
        if entry is None or (number > 0 and entry.get("seq") != number):
            if number == len(lines) - 1 and not tail:
                break
            raise _damaged(notes, f"is damaged in line {number + 1}")
        entries.append(entry)
    return entries


def _entry(line: bytes, crc: int) -> dict[str, Any] | None:
    if line[:9] != b"%08x " % crc:
        return None
    try:
        entry: Any = json.loads(line[9:])
    except ValueError:
        return None
    return cast("dict[str, Any]", entry) if isinstance(entry, dict) else None


def _damaged(notes: Notes, how: str) -> StateError:
    return StateError(
        f"the journal {notes.path} {how}",
        hint=(
            "nothing was changed. It tells what a run did that was killed: keep a copy, move it away, and "
            "`refresh`; what the run created and the state does not have is named in the lines that can be read"
        ),
    )


def _outdated(notes: Notes, stack: str, base: Snapshot, entries: list[dict[str, Any]]) -> Outdated:
    there = {(resource.urn, resource.id) for resource in base.resources}
    made = {
        (cast("str", resource["urn"]), cast("str", resource.get("id") or "")): None
        for entry in entries
        for key, resource in cast("dict[str, dict[str, Any]]", entry.get("put") or {}).items()
        if int(key) in entry.get("new", ()) and resource.get("custom")
    }
    lost = [f"{urn} ({id_})" for urn, id_ in made if (urn, id_) not in there]
    more = f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
    what = f" It had made: {', '.join(lost[:_SHOWN])}{more}." if lost else ""
    return Outdated(
        f"the state of {stack} was changed by something else after a run of it was killed.{what}",
        hint=(
            f"what that run did is in {notes.path} and not in the state. Import what it made, or delete it; then "
            "move the journal away. `pulumi cancel` on a killed run lets Pulumi go on without its journal: run any "
            "stackwright command on the stack first"
        ),
    )


@dataclass(slots=True)
class _Replay:
    texts: dict[int, Resource]
    base: list[int]
    operations: list[Operation]
    new: list[int] = field(default_factory=list[int])
    done: set[int] = field(default_factory=set[int])
    pending: dict[int, OperationType] = field(default_factory=dict[int, OperationType])

    def follow(self, entry: dict[str, Any]) -> None:
        for key, data in cast("dict[str, dict[str, Any]]", entry.get("put") or {}).items():
            self.texts[int(key)] = from_json(data)
        if "base" in entry:
            self.base = list(entry["base"])
            self.operations = [Operation(self.texts[key], type_) for key, type_ in entry["operations"]]
        for key, type_ in entry.get("pending", ()):
            self.pending[key] = type_
        for key in entry.get("ended", ()):
            self.pending.pop(key, None)
        self.done.update(entry.get("done", ()))
        self.new += entry.get("new", ())


def _replayed(base: Snapshot, entries: list[dict[str, Any]]) -> Snapshot:
    """What the run's recorder had when it wrote the last entry."""
    replay = _Replay(dict(enumerate(base.resources)), list(range(len(base.resources))), _creations(base.operations))
    for entry in entries:
        replay.follow(entry)
    left = [key for key in (*replay.new, *replay.base) if key not in replay.done]
    pending = [Operation(replay.texts[key], type_) for key, type_ in replay.pending.items()]
    return Snapshot(
        resources=[replay.texts[key] for key in left],
        operations=[*pending, *replay.operations],
        metadata=base.metadata,
    )


def _creations(operations: list[Operation]) -> list[Operation]:
    return [operation for operation in operations if operation.type == "creating"]
