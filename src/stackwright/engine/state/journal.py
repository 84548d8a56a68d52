r"""What a run has done since its checkpoint was written: one line per transition, appended as it happens.

A checkpoint is written whole, so saving it after every step would cost more the larger the stack is. A run appends to
its journal instead, and writes one checkpoint at its end. After a kill the two together say where the run was (see
`folding.py`).

A line is `<CRC-32 as 8 hex digits> <JSON>\n`. The CRC continues that of the line before, so that a missing line is
noticed as well as a damaged one. The first line says which checkpoint the journal continues; each one after it has the
number `seq`, what happened in words, and what that did to the state. Resources are numbered: first those of the
checkpoint in its order, then new ones as they come. Secrets are encrypted as in the checkpoint.

Appending is one `write` without `fsync`: a line survives the end of any process, and a machine that loses power loses
at most the last moments, as with the simulated clouds' own database.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from stackwright.engine.state import checkpoint
from stackwright.engine.state.resource import Operation, OperationType, Resource
from stackwright.engine.state.secrets import Vault
from stackwright.errors import StateError

VERSION: Final = 1
Write = Callable[[int, "bytes | memoryview"], int]
"""`os.write`, or what stands in for it."""

_compact = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class Appender:
    """The file behind a journal, made on the first append. Not more than one process may hold it: take the lock."""

    def __init__(self, path: Path, stack: str, write: Write = os.write) -> None:
        self.path = path
        self._stack = stack
        self._write = write
        self._file: int | None = None
        self._length = 0

    def append(self, data: bytes) -> None:
        """Append all of it, or nothing.

        Raises:
            StateError: it cannot be written.
        """
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            self._append(self._file, data)
        except OSError as error:
            raise StateError(
                f"cannot write the journal of {self._stack}: {error.strerror or error} ({self.path})",
                hint="make room or give back the permission, and run the same command again: nothing is lost",
            ) from error

    def _append(self, file: int, data: bytes) -> None:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[self._write(file, rest) :]
        except BaseException:
            # Half a line must not stay: what is appended after it would not be read.
            os.ftruncate(file, self._length)
            os.lseek(file, self._length, os.SEEK_SET)
            raise
        self._length += len(data)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


class Journal:
    """One run's journal. What is noted is kept back until `flush`, which appends it with one write.

    `resources` are the checkpoint's, in its order; `base` gives the digest of the checkpoint's text.
    """

    def __init__(self, file: Appender, resources: Sequence[Resource], vault: Vault, base: Callable[[], str]) -> None:
        self._file = file
        self._vault = vault
        self._base = base
        self._keys = {resource: key for key, resource in enumerate(resources)}
        self._count = len(self._keys)
        self._written: dict[Resource, str] = {}
        self._lines: list[bytes] = []
        self._crc = 0
        self._sequence = 0

    def note(
        self,
        what: str,
        *,
        changed: Iterable[Resource] = (),
        new: Sequence[Resource] = (),
        done: Sequence[Resource] = (),
        pending: Mapping[Resource, OperationType] | None = None,
        ended: Sequence[Resource] = (),
        base: Sequence[Resource] | None = None,
        operations: Sequence[Operation] = (),
    ) -> None:
        """One transition. `changed` are resources whose JSON may be another now; `new` joined the new state, `done`
        left either; `pending` operations began, `ended` ones are over; `base` and `operations` are all of
        the old state from now on.
        """
        pending = pending or {}
        subjects = [*changed, *new, *pending, *(base or ()), *(item.resource for item in operations)]
        put = ",".join(f'"{self._key(item)}":{text}' for item, text in self._unwritten(subjects))
        entry: dict[str, object] = {"what": what}
        for name, resources in (("new", new), ("done", done), ("ended", ended)):
            if resources:
                entry[name] = [self._key(item) for item in resources]
        if pending:
            entry["pending"] = [[self._key(item), type_] for item, type_ in pending.items()]
        if base is not None:
            entry["base"] = [self._key(item) for item in base]
            entry["operations"] = [[self._key(item.resource), item.type] for item in operations]
        text = _compact(entry)
        self._line(f'{text[:-1]},"put":{{{put}}}}}' if put else text)

    def flush(self) -> None:
        """
        Raises:
            StateError: it cannot be written; what was noted is kept for the next time.
        """
        if self._lines:
            self._file.append(b"".join(self._lines))
            self._lines.clear()

    def close(self) -> None:
        self._file.close()

    def _unwritten(self, resources: Iterable[Resource]) -> Iterable[tuple[Resource, str]]:
        for resource in dict.fromkeys(resources):
            text = checkpoint.text(resource, self._vault)
            if self._written.get(resource) is not text:
                self._written[resource] = text
                yield resource, text

    def _key(self, resource: Resource) -> int:
        key = self._keys.get(resource)
        if key is None:
            key = self._keys[resource] = len(self._keys)
        return key

    def _line(self, text: str) -> None:
        if self._sequence == 0:
            manager = self._vault.manager
            head = {
                "journal": VERSION,
                "base": self._base(),
                "count": self._count,
                "salt": manager.state if manager else None,
            }
            self._add(_compact(head))
        self._sequence += 1
        self._add(f'{{"seq":{self._sequence},{text[1:]}')

    def _add(self, text: str) -> None:
        data = text.encode()
        self._crc = zlib.crc32(data, self._crc)
        self._lines.append(b"%08x %s\n" % (self._crc, data))
