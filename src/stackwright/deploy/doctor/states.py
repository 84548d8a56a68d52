"""The states of a service's stacks in a file backend: readable, with the right key, unlocked, nothing cut off."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from stackwright.deploy.doctor.model import Finding, of_error
from stackwright.engine.state.access import read
from stackwright.engine.state.checkpoint import Stored
from stackwright.engine.state.lock import held
from stackwright.engine.state.secrets import Passphrase, passphrase
from stackwright.engine.state.store import FileStore, StackId
from stackwright.errors import SecretsError, StackwrightError, StateError


@dataclass(frozen=True, slots=True)
class Backend:
    """A file backend to look at: `folder` is what its URL names, `projects` those of the service.

    `refresh` is the command that clears pending operations; `key` gives the passphrase (raises SecretsError), or is
    None where another provider guards the secrets.
    """

    about: str
    folder: Path
    projects: Iterable[str]
    refresh: str
    key: Callable[[], str] | None


def look(backend: Backend) -> Iterator[Finding]:
    """Whether it can be written, and what is wrong with each stack."""
    yield writable(backend.about, backend.folder)
    key = _Key(backend.key)
    if not backend.folder.exists():
        yield from key.findings(backend.about)
        return
    store = FileStore(backend.folder)
    count = 0
    for project in backend.projects:
        try:
            names = store.names(project)
        except StateError as error:
            yield of_error(backend.about, error)
            return
        for name in names:
            count += 1
            yield from _stack(backend, store, StackId(project, name), key)
    yield from key.findings(backend.about)
    yield Finding("ok", backend.about, f"{count} stack{'' if count == 1 else 's'} looked at")


def writable(about: str, folder: Path) -> Finding:
    """Whether the backend's folder can be written, or made."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if not nearest.is_dir():
        return Finding("fail", about, f"the backend {folder} cannot be made: {nearest} is a file", "Move it away.")
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Finding("fail", about, f"the backend {folder} cannot be written", f"Look at who may write {nearest}.")
    return Finding(
        "ok", about, f"the backend {folder} can be written" + ("" if nearest == folder else " (not made yet)")
    )


def _stack(backend: Backend, store: FileStore, id_: StackId, key: _Key) -> Iterator[Finding]:
    noted = bool(store.notes(id_))
    try:
        # What a killed run left is folded into the state by whoever reads it, and its lock lifted.
        stored = read(store, id_)
    except StackwrightError as error:
        yield of_error(backend.about, error)
        stored = None
    else:
        if noted and not store.notes(id_):
            yield Finding("ok", backend.about, f"{id_.name}: a run was killed; what it had done is in the state now")
    yield from _locks(backend, store, id_)
    if stored is None:
        return
    key.note(id_, stored)
    pending = cast("list[dict[str, Any]]", (stored.latest or {}).get("pending_operations") or [])
    for each in pending:
        message = f"{id_.name}: a run was cut off while {each['type']} {each['resource']['urn']}"
        hint = f"{backend.refresh} clears it; look in the cloud for what was being created."
        yield Finding("warn", backend.about, message, hint)


def _locks(backend: Backend, store: FileStore, id_: StackId) -> Iterator[Finding]:
    for lock in held(store.root / "locks" / str(id_)):
        lift = f"rm {shlex.quote(str(lock.path))}"
        if lock.left_behind:
            message = f"{id_.name} was left locked by {lock.holder}"
            yield Finding("ok", backend.about, f"{message}; the next command on it lifts that")
        elif lock.alive:
            hint = f"Wait for it to end. If that process is gone: {lift}"
            yield Finding("warn", backend.about, f"{id_.name} is locked by {lock.holder}", hint)
        else:
            message = f"{id_.name} is locked by {lock.holder}, and that process is gone"
            yield Finding("fail", backend.about, message, f"Lift the lock: {lift}")


class _Key:
    """Whether the passphrase is that of every stack; asked for once, and each salt tried once."""

    def __init__(self, key: Callable[[], str] | None) -> None:
        self._key = key
        self._salts: dict[str, list[str]] = {}

    def note(self, id_: StackId, stored: Stored) -> None:
        providers = cast("dict[str, Any]", (stored.latest or {}).get("secrets_providers") or {})
        if providers.get("type") == "passphrase":
            state = cast("dict[str, Any]", providers.get("state") or {})
            self._salts.setdefault(str(state.get("salt")), []).append(id_.name)

    def findings(self, about: str) -> Iterator[Finding]:
        if self._key is None:
            return
        try:
            phrase = self._key()
        except SecretsError as error:
            yield of_error(about, error, "fail" if self._salts else "warn")
            return
        wrong: list[str] = []
        for salt, names in self._salts.items():
            try:
                Passphrase(phrase, salt)
            except SecretsError:
                wrong += names
        if wrong:
            hint = "Use the one that they were deployed with; PULUMI_CONFIG_PASSPHRASE holds it."
            yield Finding("fail", about, f"the passphrase is not that of {', '.join(sorted(wrong))}", hint)
        else:
            yield Finding("ok", about, "the passphrase is set" + (" and is that of every stack" if self._salts else ""))


def own_passphrase() -> str:
    """
    Raises:
        SecretsError: it is not set.
    """
    return passphrase(os.environ)
