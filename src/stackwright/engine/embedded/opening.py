"""What a stack is, before anything is done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stackwright.engine.embedded import project as projects
from stackwright.engine.protocol import Stack
from stackwright.engine.state import checkpoint
from stackwright.engine.state.access import read, variables
from stackwright.engine.state.resource import Snapshot
from stackwright.engine.state.secrets import Passphrase, Vault, passphrase
from stackwright.engine.state.store import StackId, Store
from stackwright.errors import EngineError


@dataclass(frozen=True, slots=True)
class Found:
    """What a stack is, before anything is done to it."""

    snapshot: Snapshot
    vault: Vault
    config: projects.Configuration
    new: bool


def open_stack(store: Store, id_: StackId, stack: Stack, project: projects.Project, *, writing: bool) -> Found:
    """Read the state and the configuration; every secret is decrypted here, so a wrong passphrase is found now."""
    stored = read(store, id_, held=writing)
    environment = variables(stack)

    def phrase() -> str:
        return passphrase(environment)

    salt = projects.stack_salt(project, stack.name) if stack.config is None else None
    manager: Passphrase | None = None
    if writing or salt or (stored is not None and stored.salt):
        manager = checkpoint.manager_for(stored, phrase, salt)
    vault = Vault(manager)
    snapshot = checkpoint.Snapshot() if stored is None else checkpoint.load(stored, vault, str(id_))
    if stack.config is not None:
        config = projects.given(project, stack.config)
    else:
        config = projects.stored(project, stack.name, lambda value: _config_manager(salt, phrase, stack).decrypt(value))
    return Found(snapshot, vault, config, stored is None)


def _config_manager(salt: str | None, phrase: Callable[[], str], stack: Stack) -> Passphrase:
    if salt is None:
        raise EngineError(f"Pulumi.{stack.name}.yaml has secrets, but no encryptionsalt")
    return Passphrase(phrase(), salt)


def callable_project(stack: Stack) -> projects.Project:
    """The project of a program that is a callable; its folder may say which packages it has."""
    described = projects.load(stack.directory).described if (stack.directory / "Pulumi.yaml").is_file() else None
    return projects.Project(stack.project, "python", stack.directory, stack.directory, described=described or {})
