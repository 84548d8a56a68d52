"""Secrets in the simulated cloud's database: AES-256-GCM under the world's key, never in clear."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from stackwright.errors import SecretsError
from stackwright.wire.values import SECRET, SIGNATURE, Properties, Value, is_secret

_CIPHERTEXT = "ciphertext"
_NONCE_BYTES = 12


class Sealer(Protocol):
    """Turns values into JSON text without secrets in clear, and back."""

    def seal(self, value: Properties) -> str: ...

    def open(self, text: str) -> Properties: ...


class KeySealer:
    """Encrypts each secret with a nonce of its own. Any `key` will do: it is hashed to 256 bits."""

    def __init__(self, key: bytes | str) -> None:
        material = key.encode() if isinstance(key, str) else key
        self._cipher = AESGCM(hashlib.sha256(b"stackwright simulated cloud\x00" + material).digest())

    def seal(self, value: Properties) -> str:
        return json.dumps(self._sealed(value), separators=(",", ":"))

    def open(self, text: str) -> Properties:
        """Raises SecretsError if the key is not the one that the text was sealed with."""
        opened = self._opened(json.loads(text))
        if not isinstance(opened, dict):
            raise SecretsError("the simulated cloud's database holds something that it never wrote")
        return opened

    def _sealed(self, value: Value) -> Value:
        if isinstance(value, list):
            return [self._sealed(item) for item in value]
        if not isinstance(value, dict):
            return value
        if is_secret(value):
            nonce = os.urandom(_NONCE_BYTES)
            plain = json.dumps(value.get("value"), separators=(",", ":")).encode()
            sealed = base64.b64encode(nonce + self._cipher.encrypt(nonce, plain, None)).decode()
            return {SIGNATURE: SECRET, _CIPHERTEXT: sealed}
        return {key: self._sealed(item) for key, item in value.items()}

    def _opened(self, value: Value) -> Value:
        if isinstance(value, list):
            return [self._opened(item) for item in value]
        if not isinstance(value, dict):
            return value
        ciphertext = value.get(_CIPHERTEXT)
        if value.get(SIGNATURE) == SECRET and isinstance(ciphertext, str):
            sealed = base64.b64decode(ciphertext)
            try:
                plain = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
            except InvalidTag:
                raise SecretsError(
                    "the simulated cloud's database was written under another key",
                    hint="use the world's own passphrase file, or remove the world and rehearse again",
                ) from None
            return {SIGNATURE: SECRET, "value": json.loads(plain)}
        return {key: self._opened(item) for key, item in value.items()}
