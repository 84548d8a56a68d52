"""Where checkpoints are kept: Pulumi's file backend, byte-compatible, or memory.

Layout (`pkg/backend/diy/{store,state,lock,meta}.go`, pulumi v3.260), below the folder that a `file://` URL names:

    .pulumi/meta.yaml                                                    version: 1
    .pulumi/stacks/<project>/<stack>.json (.bak, .pulumi-tags)           the checkpoint, the one before it, its tags
    .pulumi/history/<project>/<stack>/<stack>-<ns>.{history,checkpoint}.json
    .pulumi/backups/<project>/<stack>/<stack>.<ns>.json
    .pulumi/locks/organization/<project>/<stack>/<uuid>.json
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

from stackwright.engine.state.lock import hold, release_of
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

    @property
    def durable(self) -> bool:
        """Whether it outlives the process, so that saving after every step is of use."""
        ...

    def read(self, stack: StackId) -> bytes | None:
        """The checkpoint; None if there is no such stack."""
        ...

    def write(self, stack: StackId, text: str, *, final: bool = True) -> None:
        """Replace the checkpoint, all or nothing. A final one is on the disk when this returns, and what it replaces
        is kept beside it.
        """
        ...

    def lock(self, stack: StackId) -> contextlib.AbstractContextManager[None]:
        """Hold the stack. Raises StackLocked if another does."""
        ...

    def release(self, stack: StackId, pid: int) -> None:
        """Release what a process held that is known to have died."""
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
    """Pulumi's file backend in one folder."""

    durable = True

    def __init__(self, root: Path) -> None:
        self.root = root / ".pulumi"

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

    def write(self, stack: StackId, text: str, *, final: bool = True) -> None:
        path = self._path(stack)
        try:
            self._ensure_meta()
            path.parent.mkdir(parents=True, exist_ok=True)
            if final:
                _link(path, path.with_name(path.name + ".bak"))
            _write(path, text.encode(), durably=final)
            zipped = self._path(stack, ".json.gz")
            if zipped.exists():
                zipped.replace(zipped.with_name(zipped.name + ".bak"))
        except OSError as error:
            raise _failed(f"cannot save the state of {stack}", error) from error

    @contextmanager
    def lock(self, stack: StackId) -> Generator[None]:
        with hold(self.root / "locks" / str(stack), str(stack)):
            yield

    def release(self, stack: StackId, pid: int) -> None:
        release_of(self.root / "locks" / str(stack), pid)

    def record(self, stack: StackId, update: Mapping[str, Value]) -> None:
        history = self.root / "history" / stack.project / stack.name
        backups = self.root / "backups" / stack.project / stack.name
        now = time.time_ns()
        try:
            for folder in (history, backups):
                folder.mkdir(parents=True, exist_ok=True)
            entry = json.dumps(update, separators=(",", ":")).encode()
            # Nothing is read back from here, so it need not be on the disk before the next thing is done.
            _write(history / f"{stack.name}-{now}.history.json", entry, durably=False)
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
            _write(path, text.encode())
        except OSError as error:
            raise _failed(f"cannot tag {stack}", error) from error

    def remove(self, stack: StackId) -> None:
        # Backups stay, as `pulumi stack rm` leaves them.
        try:
            for suffix in (".json", ".json.bak", ".json.gz", ".json.gz.bak", ".pulumi-tags"):
                path = self._path(stack, suffix)
                path.unlink(missing_ok=True)
                path.with_name(path.name + ".attrs").unlink(missing_ok=True)
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
            _write(path, b"version: 1\n")


class MemoryStore:
    """Checkpoints in memory: for tests and previews of tests. Nothing survives, nothing is locked out."""

    durable = False

    def __init__(self) -> None:
        self.stacks: dict[StackId, bytes] = {}
        self.tags: dict[StackId, dict[str, str]] = {}

    def read(self, stack: StackId) -> bytes | None:
        return self.stacks.get(stack)

    def write(self, stack: StackId, text: str, *, final: bool = True) -> None:
        del final
        self.stacks[stack] = text.encode()

    def lock(self, stack: StackId) -> contextlib.AbstractContextManager[None]:
        del stack
        return contextlib.nullcontext()

    def release(self, stack: StackId, pid: int) -> None:
        del stack, pid

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


def _write(path: Path, data: bytes, *, durably: bool = True) -> None:
    """Write a file all or nothing: beside its place, then moved there."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            if durably:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


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
