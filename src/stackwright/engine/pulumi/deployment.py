"""What `pulumi stack export` prints, read and completed."""

from __future__ import annotations

import json
from typing import Any, Final, cast

from stackwright.engine.protocol import Deployment
from stackwright.wire.values import Properties, Value, is_secret, secret

_STACK: Final = "pulumi:pulumi:Stack"


def outputs(deployment: Deployment) -> Properties:
    """The outputs of the root stack of `deployment`, which was exported with `--show-secrets`."""
    for resource in _body(deployment).get("resources") or ():
        if resource["type"] == _STACK and not resource.get("delete"):
            return {key: _wire(value) for key, value in cast("Properties", resource.get("outputs") or {}).items()}
    return {}


def _wire(value: Value) -> Value:
    """`value` of a checkpoint with `{…, "plaintext": <JSON text>}` turned into a secret in wire form."""
    if isinstance(value, list):
        return [_wire(item) for item in value]
    if isinstance(value, dict):
        if is_secret(value):
            return secret(_wire(json.loads(str(value["plaintext"]))))
        return {key: _wire(item) for key, item in value.items()}
    return value


def secrets_settings(deployment: Deployment | None) -> dict[str, str]:
    """The lines of a `Pulumi.<stack>.yaml` that select the secrets manager which `deployment` was written with.

    Source: `EditProjectStack` in pkg/secrets/passphrase/manager.go and pkg/secrets/cloud/manager.go (v3.260).
    """
    manager: dict[str, Any] = _body(deployment or {}).get("secrets_providers") or {}
    state: dict[str, Any] = manager.get("state") or {}
    match manager.get("type"):
        case "passphrase":
            return {"encryptionsalt": state["salt"]}
        case "cloud":
            return {"secretsprovider": state["url"], "encryptedkey": state["encryptedkey"]}
        case _:
            return {}


def with_manager_of(deployment: Deployment, current: Deployment | None) -> Deployment:
    """`deployment`, whose secrets manager is that of `current` unless it names its own: without one, secrets that are
    given as plaintext could not be encrypted.
    """
    body, manager = _body(deployment), _body(current or {}).get("secrets_providers")
    if body.get("secrets_providers") or not manager:
        return deployment
    return {**deployment, "deployment": {**body, "secrets_providers": manager}}


def _body(deployment: Deployment) -> dict[str, Any]:
    return cast("dict[str, Any]", deployment.get("deployment") or {})
