"""Secrets from where the service's file says: an environment variable, a file, the stack's configuration.

In a rehearsal (`STACKWRIGHT_REHEARSAL=1`) a source that is not there is replaced by a placeholder, always the same for
the same input, so that nobody needs real secrets to rehearse.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from stackwright.errors import ServiceError
from stackwright.service.model import SecretSource
from stackwright.service.schemas import Schema

REHEARSAL: Final = "STACKWRIGHT_REHEARSAL"
Config = Callable[[str], "str | None"]
"""A value of the stack's configuration by key; None if it has none."""


def read_secret(source: SecretSource, label: str, folder: Path, config: Config, schema: Schema, salt: str) -> str:
    """The secret, in clear: to be marked secret at once by whoever calls.

    `label` names the input in messages, relative files start at `folder`, `salt` tells placeholders of
    the same input apart.

    Raises:
        ServiceError: the source is not there, and this is no rehearsal.
    """
    found, missing, hint = _look_up(source, folder, config)
    if found is not None:
        return found
    if os.environ.get(REHEARSAL) == "1":
        return placeholder(f"{salt}/{label}", schema)
    raise ServiceError(f"the secret '{label}' is not there: {missing}", where=source.where, hint=hint)


def _look_up(source: SecretSource, folder: Path, config: Config) -> tuple[str | None, str, str]:
    if source.kind == "env":
        hint = f"Set it before: export {source.name}=…"
        return os.environ.get(source.name), f"the environment variable {source.name} is not set", hint
    if source.kind == "config":
        hint = f"Set it: pulumi config set --secret {source.name}"
        return config(source.name), f"the stack's configuration has no '{source.name}'", hint
    path = (folder / source.name).expanduser()
    try:
        # One newline is what editors and `echo` put at the end; it is no part of a password.
        return path.read_text(encoding="utf-8").removesuffix("\n").removesuffix("\r"), "", ""
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        return None, f"{path} cannot be read ({reason})", "Create the file, and keep it out of version control."


def placeholder(seed: str, schema: Schema) -> str:
    """Text that stands for a secret in a rehearsal, as long as the schema wants it."""
    digest = hashlib.sha256(seed.encode()).hexdigest()
    shortest, longest = int(schema.get("minLength", 0)), int(schema.get("maxLength", _LONGEST))
    text = "Rehearsal-1-" + digest
    while len(text) < shortest:
        text += digest
    return text[: max(shortest, min(longest, _USUAL))]


_USUAL: Final = 32
_LONGEST: Final = 1 << 16
