"""Where checkpoints are kept: Pulumi's file backend, byte-compatible, or memory.

Layout (`pkg/backend/diy/{store,state,lock,meta}.go`, pulumi v3.260), below the folder that a `file://` URL names:

    .pulumi/meta.yaml                                                    version: 1
    .pulumi/stacks/<project>/<stack>.json (.bak, .pulumi-tags)           the checkpoint, the one before it, its tags
    .pulumi/history/<project>/<stack>/<stack>-<ns>.{history,checkpoint}.json
    .pulumi/backups/<project>/<stack>/<stack>.<ns>.json
    .pulumi/locks/organization/<project>/<stack>/<uuid>.json

and, in a folder that the official CLI does not look into, the journal of a run that is under way or was killed:

    .pulumi/stackwright/<project>/<stack>/journal, journal.<digest> while it is folded into the checkpoint
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from stackwright.engine.state.folding import Notes, digest
from stackwright.engine.state.journal import Appender, Write
from stackwright.engine.state.lock import held, hold
from stackwright.errors import EngineError, StateError
from stackwright.wire.values import Value


@dataclass(frozen=True, slots=True)
class StackId:
    """Which stack of a backend."""

    project: str
    name: str

    def __str__(self) -> str:
        """The fully qualified name; file backends have one organization, `organization`."""
        return f"organization/{self.project}/{self.name}"


class Store(Protocol):
    """Where checkpoints are kept. All methods raise `StateError` where that fails."""

    def read(self, stack: StackId) -> bytes | None:
        """The checkpoint; None if there is no such stack."""
        ...

    def write(self, stack: StackId, text: str) -> None:
        """Replace the checkpoint and what continues it, all or nothing. It is on the disk when this returns, and what
        it replaces is kept beside it.
        """
        ...

    def journal(self, stack: StackId) -> Appender | None:
        """A new journal that continues the checkpoint; None where nothing outlives the process. Hold the lock."""
        ...

    def notes(self, stack: StackId) -> list[Notes]:
        """The journals that are there: one while a run is under way, or after it was killed."""
        ...

    def lock(self, stack: StackId) -> contextlib.AbstractContextManager[None]:
        """Hold the stack. Raises StackLocked if another does."""
        ...

    def record(self, stack: StackId, update: Mapping[str, Value]) -> None:
        """Keep what an update did, and the checkpoint as it left it."""
        ...

    def tag(self, stack: StackId, tags: Mapping[str, str]) -> None: ...

    def remove(self, stack: StackId) -> None: ...

    def names(self, project: str) -> list[str]:
        """The stacks of a project, sorted."""
        ...


class FileStore:
    """Pulumi's file backend in one folder. `write` is `os.write`, or what stands in for it."""

    def __init__(self, root: Path, write: Write = os.write) -> None:
        self.root = root / ".pulumi"
        self._os_write = write

    def read(self, stack: StackId) -> bytes | None:
        self._check_meta()
        for path in (self._path(stack), self._path(stack, ".json.gz")):
            try:
                return path.read_bytes()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise _failed(f"cannot read the state of {stack}", error) from error
        packed = self._path(stack, ".json.zst")
        if packed.exists():
            raise StateError(f"the state of {stack} is packed with zstandard ({packed}), which is not understood")
        return None

    def write(self, stack: StackId, text: str) -> None:
        path = self._path(stack)
        data = text.encode()
        try:
            self._ensure_meta()
            path.parent.mkdir(parents=True, exist_ok=True)
            journals = self._mark_superseded(stack, data)
            _link(path, path.with_name(path.name + ".bak"))
            self._write(path, data)
            for journal in journals:
                journal.unlink(missing_ok=True)
            zipped = self._path(stack, ".json.gz")
            if zipped.exists():
                zipped.replace(zipped.with_name(zipped.name + ".bak"))
        except OSError as error:
            raise _failed(f"cannot save the state of {stack}", error) from error

    def _mark_superseded(self, stack: StackId, data: bytes) -> list[Path]:
        """Give a journal the digest of the checkpoint that takes its place, before that is written: after a kill there
        is no doubt which of the two holds.
        """
        mark = f"journal.{digest(data)[:32]}"
        return [path.replace(path.with_name(mark)) for path in self._journals(stack)]

    def journal(self, stack: StackId) -> Appender:
        return Appender(self._notes(stack) / "journal", str(stack), self._os_write)

    def notes(self, stack: StackId) -> list[Notes]:
        found: list[Notes] = []
        for path in self._journals(stack):
            try:
                found.append(Notes(path, path.read_bytes(), path.suffix[1:]))
            except FileNotFoundError:
                continue  # the run that it belongs to ended just now
            except OSError as error:
                raise _failed(f"cannot read the journal of {stack}", error) from error
        return found

    def _journals(self, stack: StackId) -> list[Path]:
        return sorted(self._notes(stack).glob("journal*"))

    def cut_off(self, stack: StackId) -> bool:
        """Whether a run of ours may have been killed: it left a journal, or a lock that nobody holds. Cheap."""
        return bool(self._journals(stack)) or any(lock.left_behind for lock in held(self._locks(stack)))

    def journalled(self) -> list[StackId]:
        """The stacks on which a run of ours is under way or was killed: those with a journal, or a lock."""
        journals = self.root.glob("stackwright/*/*/journal*")
        locks = self.root.glob("locks/organization/*/*/*.json")
        found = {(path.parent.parent.name, path.parent.name) for path in (*journals, *locks)}
        return [StackId(*names) for names in sorted(found)]

    @contextmanager
    def lock(self, stack: StackId) -> Generator[None]:
        # A state whose journal could not be folded in stays locked: who knows no journals must not go on without it.
        with hold(self._locks(stack), self._notes(stack), str(stack), leave=lambda: bool(self._journals(stack))):
            yield

    def record(self, stack: StackId, update: Mapping[str, Value]) -> None:
        history = self.root / "history" / stack.project / stack.name
        backups = self.root / "backups" / stack.project / stack.name
        now = time.time_ns()
        try:
            for folder in (history, backups):
                folder.mkdir(parents=True, exist_ok=True)
            entry = json.dumps(update, separators=(",", ":")).encode()
            # Nothing is read back from here, so it need not be on the disk before the next thing is done.
            self._write(history / f"{stack.name}-{now}.history.json", entry, durably=False)
            # A checkpoint is replaced and never changed in place, so a link to it is a copy that costs nothing.
            _link(self._path(stack), history / f"{stack.name}-{now}.checkpoint.json")
            _link(self._path(stack), backups / f"{stack.name}.{now}.json")
        except OSError as error:
            raise _failed(f"cannot record the update of {stack}", error) from error

    def tag(self, stack: StackId, tags: Mapping[str, str]) -> None:
        path = self._path(stack, ".pulumi-tags")
        text = json.dumps({"version": 1, "tags": dict(tags)})
        try:
            if path.exists() and path.read_text(encoding="utf-8") == text:
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write(path, text.encode())
        except OSError as error:
            raise _failed(f"cannot tag {stack}", error) from error

    def remove(self, stack: StackId) -> None:
        # Backups stay, as `pulumi stack rm` leaves them.
        try:
            for suffix in (".json", ".json.bak", ".json.gz", ".json.gz.bak", ".pulumi-tags"):
                path = self._path(stack, suffix)
                path.unlink(missing_ok=True)
                path.with_name(path.name + ".attrs").unlink(missing_ok=True)
            shutil.rmtree(self._notes(stack), ignore_errors=True)
            shutil.rmtree(self.root / "history" / stack.project / stack.name, ignore_errors=True)
        except OSError as error:
            raise _failed(f"cannot remove {stack}", error) from error

    def names(self, project: str) -> list[str]:
        self._check_meta()
        try:
            files = [path.name for path in (self.root / "stacks" / project).iterdir() if not path.name.startswith(".")]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _failed(f"cannot list the stacks of {project}", error) from error
        suffixes = (".json", ".json.gz", ".json.zst")
        return sorted({name.removesuffix(end) for name in files for end in suffixes if name.endswith(end)})

    def _notes(self, stack: StackId) -> Path:
        return self.root / "stackwright" / stack.project / stack.name

    def _locks(self, stack: StackId) -> Path:
        return self.root / "locks" / str(stack)

    def _path(self, stack: StackId, suffix: str = ".json") -> Path:
        return self.root / "stacks" / stack.project / (stack.name + suffix)

    def _check_meta(self) -> None:
        try:
            text = (self.root / "meta.yaml").read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            raise StateError(f"cannot read {self.root / 'meta.yaml'}: {error}") from error
        if text.split() != ["version:", "1"]:
            raise StateError(
                f"{self.root / 'meta.yaml'} says {text.strip()!r}; only `version: 1` is understood",
                hint="`pulumi state upgrade` brings an old backend to the present layout",
            )

    def _ensure_meta(self) -> None:
        path = self.root / "meta.yaml"
        if not path.exists():
            self.root.mkdir(parents=True, exist_ok=True)
            self._write(path, b"version: 1\n")

    def _write(self, path: Path, data: bytes, *, durably: bool = True) -> None:
        """Write a file all or nothing: beside its place, then moved there."""
        temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
        try:
            with temporary.open("wb", buffering=0) as file:
                rest = memoryview(data)
                while rest:
                    rest = rest[self._os_write(file.fileno(), rest) :]
                if durably:
                    os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException as error:
            temporary.unlink(missing_ok=True)
            if isinstance(error, OSError) and error.filename is None:
                error.filename = str(path)
            raise


class MemoryStore:
    """Checkpoints in memory: for tests and previews of tests. Nothing survives, nothing is locked out."""

    def __init__(self) -> None:
        self.stacks: dict[StackId, bytes] = {}
        self.tags: dict[StackId, dict[str, str]] = {}

    def read(self, stack: StackId) -> bytes | None:
        return self.stacks.get(stack)

    def write(self, stack: StackId, text: str) -> None:
        self.stacks[stack] = text.encode()

    def lock(self, stack: StackId) -> contextlib.AbstractContextManager[None]:
        del stack
        return contextlib.nullcontext()

    def journal(self, stack: StackId) -> None:
        del stack

    def notes(self, stack: StackId) -> list[Notes]:
        del stack
        return []

    def record(self, stack: StackId, update: Mapping[str, Value]) -> None:
        del stack, update

    def tag(self, stack: StackId, tags: Mapping[str, str]) -> None:
        self.tags[stack] = dict(tags)

    def remove(self, stack: StackId) -> None:
        self.stacks.pop(stack, None)
        self.tags.pop(stack, None)

    def names(self, project: str) -> list[str]:
        return sorted(id_.name for id_ in self.stacks if id_.project == project)


def open_store(url: str, directory: Path) -> FileStore:
    """The store behind a backend URL. A relative `file://` URL is below `directory`, as Pulumi reads it.

    Raises:
        EngineError: it is not a `file://` URL.
    """
    if not url.startswith("file://"):
        raise EngineError(f"the embedded engine keeps state in files only, not in {urlsplit(url).scheme}://…")
    path = Path(unquote(url.removeprefix("file://").partition("?")[0])).expanduser()
    return FileStore(path if path.is_absolute() else directory / path)


def _link(source: Path, target: Path) -> None:
    """Make `target` what `source` is now, without a moment in which there is none."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        os.link(source, temporary)
    except FileNotFoundError:
        return
    except OSError:  # some file systems know no links
        shutil.copyfile(source, temporary)
    temporary.replace(target)


def _failed(what: str, error: OSError) -> StateError:
    path: object = error.filename
    place = f" ({path})" if path else ""
    return StateError(f"{what}: {error.strerror or error}{place}")
