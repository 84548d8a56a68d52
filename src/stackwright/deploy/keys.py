"""A passphrase is looked at before anything starts: set at all, and the one that every state was written with.

Pulumi itself finds a wrong one stack by stack, half-way through a run, and hands on `{}` in place of a secret that it
cannot decrypt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from stackwright.engine.protocol import Deployment, Stack
from stackwright.engine.state.secrets import Passphrase, passphrase
from stackwright.errors import SecretsError
from stackwright.service.model import Environment

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
    inner: Any = (deployment or {}).get("deployment")
    manager: Any = cast("dict[str, Any]", inner).get("secrets_providers") if isinstance(inner, dict) else None
    if not isinstance(manager, dict):
        return None
    provider = cast("dict[str, Any]", manager)
    if provider.get("type") != "passphrase":
        return None
    salt: Any = (provider.get("state") or {}).get("salt")
    return str(salt) if salt else None
