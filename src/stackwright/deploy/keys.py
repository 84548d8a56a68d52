"""A passphrase is looked at before anything starts: set at all, and the one that every state was written with.

Pulumi itself finds a wrong one stack by stack, half-way through a run, and hands on `{}` in place of a secret that it
cannot decrypt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stackwright.engine.protocol import Deployment, Stack
from stackwright.engine.state.secrets import Passphrase, passphrase
from stackwright.errors import SecretsError
from stackwright.service.model import Environment
from stackwright.wire.values import Value

Verify = Callable[[Stack, Deployment | None], None]
"""Raises SecretsError where the key at hand is not that of a stack's state."""


def no_verification(_stack: Stack, _deployment: Deployment | None) -> None:
    """For states whose key is not a passphrase of the user's."""


def passphrase_verification(environment: Environment, variables: Mapping[str, str]) -> Verify:
    """A `Verify` for an environment: of its passphrase, if that is what guards its secrets.

    Raises:
        SecretsError: the passphrase is not set; names the variables.
    """
    if environment.secrets != "passphrase":
        return no_verification
    try:
        phrase = passphrase(variables)
    except SecretsError as error:
        raise SecretsError(
            f"environment {environment.name} guards its secrets with a passphrase: {error.message}",
            where=environment.where,
            hint=error.hint,
        ) from error

    def verify(stack: Stack, deployment: Deployment | None) -> None:
        salt = _salt(deployment)
        if salt is None:
            return
        try:
            Passphrase(phrase, salt)
        except SecretsError as error:
            raise SecretsError(f"stack {stack.name}: {error.message}", hint=error.hint) from error

    return verify


def _salt(deployment: Deployment | None) -> str | None:
    """The state of the passphrase secrets provider that a deployment was written with, if it was."""
    manager = _member(_member(deployment, "deployment"), "secrets_providers")
    if _member(manager, "type") != "passphrase":
        return None
    salt = _member(_member(manager, "state"), "salt")
    return salt if isinstance(salt, str) else None


def _member(value: Value, key: str) -> Value:
    return value.get(key) if isinstance(value, dict) else None
