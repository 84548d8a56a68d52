"""What the simulated cloud's database holds of resources: AES-256-GCM under the world's key, never in clear.

All of it, not only what is marked as secret: an output that only the program calls secret (`additionalSecretOutputs`)
comes to a provider without a mark.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from typing import Any, Final, Protocol, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from stackwright.errors import SecretsError
from stackwright.wire.values import Properties

_NONCE_BYTES: Final = 12


class Sealer(Protocol):
    """Turns values into text that tells nobody anything, and back."""

    def seal(self, value: Properties) -> str: ...

    def open(self, text: str) -> Properties: ...


class KeySealer:
    """Encrypts with a nonce of its own each time. Any `key` will do: it is hashed to 256 bits."""

    def __init__(self, key: bytes | str) -> None:
        material = key.encode() if isinstance(key, str) else key
        self._cipher = AESGCM(hashlib.sha256(b"stackwright simulated cloud\x00" + material).digest())

    def seal(self, value: Properties) -> str:
        nonce = os.urandom(_NONCE_BYTES)
        plain = json.dumps(value, separators=(",", ":")).encode()
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, plain, None)).decode()

    def open(self, text: str) -> Properties:
        """Raises SecretsError if the key is not the one that the text was sealed with."""
        try:
            sealed = base64.b64decode(text, validate=True)
            opened: Any = json.loads(self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None))
        except (InvalidTag, binascii.Error, ValueError):
            raise SecretsError(
                "the simulated cloud's database was written under another key",
                hint="use the world's own passphrase file, or remove the world and rehearse again",
            ) from None
        if not isinstance(opened, dict):
            raise SecretsError("the simulated cloud's database holds something that it never wrote")
        return cast("Properties", opened)
