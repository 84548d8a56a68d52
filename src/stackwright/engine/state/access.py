"""What can be done to a stack's state without running anything: read its outputs, export, import, remove."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from typing import Final

from stackwright.engine.protocol import Deployment, Stack
from stackwright.engine.state import checkpoint, folding, rehearsed, rewriting, urns
from stackwright.engine.state.checkpoint import Stored
from stackwright.engine.state.secrets import Vault, in_clear, passphrase
from stackwright.engine.state.store import FileStore, StackId, Store, open_store
from stackwright.errors import CloudError, EngineError, StackLocked, StateError
from stackwright.wire.values import Properties

_ATTEMPTS: Final = 3
_PAUSE: Final = 0.02
"""Seconds; a run that ends replaces its checkpoint and removes its journal within less."""


def variables(stack: Stack) -> dict[str, str]:
    """The environment in which the engine acts for a stack."""
    return {**(os.environ if stack.inherit_environment else {}), **stack.environment}


class States:
    """The states behind stacks: in files, or all in `store` where one is given."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store

    def open(self, stack: Stack) -> tuple[Store, StackId]:
        """
        Raises:
            EngineError: the backend is not one of files, or its secrets are not guarded by a passphrase.
        """
        if stack.secrets_provider not in {"passphrase", "default", ""}:
            raise EngineError(
                f"the embedded engine guards secrets with a passphrase only, not with {stack.secrets_provider}"
            )
        return self._store or open_store(stack.backend, stack.directory), StackId(stack.project, stack.name)

    def stored(self, stack: Stack) -> Stored | None:
        """The stack's checkpoint, still encrypted; None if there is no such stack."""
        store, id_ = self.open(stack)
        return read(store, id_)

    def outputs(self, stack: Stack) -> Properties | None:
        stored = self.stored(stack)
        if stored is None:
            return None
        return checkpoint.outputs(stored, lambda: _vault(stored, variables(stack))) or {}

    def export(self, stack: Stack, *, show_secrets: bool = False) -> Deployment | None:
        stored = self.stored(stack)
        if stored is None:
            return None
        deployment = stored.export() or {"version": 3, "deployment": {"manifest": {}}}
        if not show_secrets or stored.salt is None:
            return deployment
        manager = checkpoint.manager_for(stored, lambda: passphrase(variables(stack)))
        return {key: in_clear(value, manager) for key, value in deployment.items()}

    def stacks(self, stack: Stack) -> list[str]:
        store, id_ = self.open(stack)
        return store.names(id_.project)

    def rename(self, stack: Stack, name: str) -> None:
        store, id_ = self.open(stack)
        new = StackId(id_.project, name)
        with store.lock(id_):
            deployment = self.export(stack, show_secrets=True)
            if deployment is None:
                raise EngineError(f"there is no stack {id_}")
            if store.read(new) is not None:
                raise EngineError(f"{id_} cannot be renamed: there is already a stack {new}")
            self.import_(replace(stack, name=name), rewriting.renamed(deployment, id_.project, id_.name, name))
            store.remove(id_)

    def import_(self, stack: Stack, deployment: Deployment) -> None:
        store, id_ = self.open(stack)
        stored = checkpoint.parse_deployment(deployment, str(id_))
        environment = variables(stack)
        vault = Vault(checkpoint.manager_for(stored, lambda: passphrase(environment)))
        snapshot = checkpoint.load(stored, vault, str(id_))
        for resource in snapshot.resources:
            if (urns.stack_of(resource.urn), urns.project_of(resource.urn)) != (id_.name, id_.project):
                raise StateError(f"{resource.urn} is a resource of another stack than {id_}")
        with store.lock(id_):
            read(store, id_, held=True)
            if not snapshot.resources and not snapshot.operations:
                store.write(id_, checkpoint.empty(str(id_)))
            else:
                store.write(id_, checkpoint.dump(snapshot, vault, str(id_)))
            if stack.tags:
                store.tag(id_, stack.tags)

    def remove(self, stack: Stack) -> None:
        store, id_ = self.open(stack)
        with store.lock(id_):
            stored = read(store, id_, held=True)
            if stored is None:
                raise EngineError(f"there is no stack {id_}")
            if (stored.latest or {}).get("resources"):
                raise EngineError(f"{id_} still has resources", hint="destroy it first")
            store.remove(id_)


def read(store: Store, id_: StackId, *, held: bool = False) -> Stored | None:
    """The stack's state as of now, with what a run under way or a killed one has noted since its checkpoint.

    What a killed run left is folded into the checkpoint on the way: under the stack's lock, which `held` says the
    caller has.

    Raises:
        StateError: the state cannot be read, or a journal of it is damaged or belongs to another checkpoint.
    """
    data, news = _current(store, id_)
    if news is not None:
        if held:
            store.write(id_, news)
        else:
            _fold(store, id_)
        data = news.encode()
    return None if data is None else checkpoint.parse(data, str(id_))


def settle(store: FileStore, id_: StackId) -> None:
    """What a killed run left, made good for one who knows no journals: its journal is folded into the checkpoint, and
    its lock is lifted. Does nothing where there is nothing left.

    Raises:
        StackLocked: the run is under way.
        StateError: the journal is damaged or belongs to another checkpoint, or the state cannot be read or written.
    """
    if store.cut_off(id_):
        with store.lock(id_):
            read(store, id_, held=True)


def _fold(store: Store, id_: StackId) -> None:
    """Fold if nobody is at work on the stack. Where that cannot be, the next to hold the lock will do it."""
    with contextlib.suppress(StackLocked, StateError), store.lock(id_):
        _, news = _current(store, id_)
        if news is not None:
            store.write(id_, news)


def _current(store: Store, id_: StackId) -> tuple[bytes | None, str | None]:
    """The checkpoint, and what it comes to with its journal where there is one."""
    for attempt in count():
        # The journal first: what it says of a checkpoint that is replaced meanwhile is seen not to belong to that.
        notes = store.notes(id_)
        data = store.read(id_)
        try:
            found = [folding.folded(data, note, str(id_)) for note in notes] if data is not None else []
        except folding.Outdated:
            if attempt == _ATTEMPTS:
                raise
            time.sleep(_PAUSE)  # the run that it belongs to may be ending right now
            continue
        return data, found[-1] if found else None
    raise AssertionError


def _vault(stored: Stored, environment: Mapping[str, str]) -> Vault:
    if stored.salt is None:
        return Vault(None)
    return Vault(checkpoint.manager_for(stored, lambda: passphrase(environment)))


def reader(store: Store, stack: Stack) -> Callable[[str], Properties]:
    """Reads the outputs of the stacks that a program refers to by name: any of the same backend.

    A rehearsal's backend stands for whatever the program's real one is, so that any organization will do there.
    It raises CloudError where there is no such stack, SecretsError where its secrets cannot be decrypted.
    """

    def outputs(name: str) -> Properties:
        rehearsing = rehearsed.VARIABLE in stack.environment
        id_ = parse_reference(name, stack.project, any_organization=rehearsing)
        stored = read(store, id_)
        if stored is None:
            how = (
                f"; rehearse it with --keep first, or say what it has: --stack-output {name}:KEY=VALUE, or in a test"
                f" references={{'{name}': {{…}}}}"
            )
            raise CloudError(f'unknown stack "{name}"{how if rehearsing else ""}')
        return checkpoint.outputs(stored, lambda: _vault(stored, variables(stack))) or {}

    return outputs


def parse_reference(name: str, project: str, *, any_organization: bool = False) -> StackId:
    """The stack that a reference names: `stack`, `organization/stack` or `organization/project/stack`.

    Raises:
        CloudError: it names none; file backends have the one organization `organization`.
    """
    parts = name.split("/")
    foreign = len(parts) > 1 and parts[0] != "organization" and not any_organization
    if not all(parts) or len(parts) > 3 or foreign:
        raise CloudError(
            f'the stack reference "{name}" must be "organization/<project>/<stack>": a file backend has no other '
            "organization"
        )
    return StackId(parts[1] if len(parts) == 3 else project, parts[-1])
