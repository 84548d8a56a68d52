"""Passphrase secrets, byte for byte as Pulumi's `passphrase` secrets provider writes them.

The state is `v1:<salt>:v1:<nonce>:<ciphertext>`, whose second half is the word "pulumi" encrypted, so that a wrong
passphrase is noticed. A value is `v1:<nonce>:<ciphertext>`; all parts are base64. The key is PBKDF2-HMAC-SHA256 with a
million rounds, the cipher AES-256-GCM. Source: `pkg/secrets/passphrase/manager.go` and
`sdk/go/common/resource/config/crypt.go` (pulumi v3.260).
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import struct
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from stackwright.errors import SecretsError
from stackwright.wire.values import SECRET, SIGNATURE, Value

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ROUNDS: Final = 1_000_000
CHECK_WORD: Final = "pulumi"
FLOAT: Final = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c"
"""The signature of a float that JSON cannot write (`floatSignature` in `pkg/resource/stack/deployment.go`)."""


def passphrase(environment: Mapping[str, str]) -> str:
    """The passphrase that `PULUMI_CONFIG_PASSPHRASE` or the file `PULUMI_CONFIG_PASSPHRASE_FILE` gives.

    Raises:
        SecretsError: neither is set, or the file cannot be read.
    """
    phrase = environment.get("PULUMI_CONFIG_PASSPHRASE")
    if phrase is not None:
        return phrase
    file = environment.get("PULUMI_CONFIG_PASSPHRASE_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SecretsError(f"cannot read the passphrase file {file}: {error.strerror}") from error
    raise SecretsError(
        "the stack's secrets need a passphrase",
        hint="set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it",
    )


@lru_cache(maxsize=256)
def _cipher(phrase: str, salt: bytes) -> AESGCM:
    """Deriving a key takes 0.1 to 0.3 s, so each is derived once per process."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hashlib.pbkdf2_hmac("sha256", phrase.encode(), salt, ROUNDS, dklen=32))


_salts: dict[str, str] = {}
"""The state that new stacks of a passphrase get, by the passphrase's digest: one derivation per process, not per
stack. A shared salt is a shared key, which one passphrase is anyway; every value has its own random nonce."""


class Passphrase:
    """Encrypts and decrypts values with one passphrase and salt."""

    def __init__(self, phrase: str, state: str) -> None:
        """
        Raises:
            SecretsError: the passphrase is wrong, or the state is not one.
        """
        parts = state.split(":", 2)
        if len(parts) != 3 or parts[0] != "v1":
            raise SecretsError("the state of the passphrase secrets provider is malformed")
        self.state = state
        self._aes = _cipher(phrase, b64decode(parts[1]))
        try:
            word = self.decrypt(parts[2])
        except SecretsError:
            word = ""
        if word != CHECK_WORD:
            raise SecretsError(
                "incorrect passphrase",
                hint="PULUMI_CONFIG_PASSPHRASE is not the one that this stack's secrets were encrypted with",
            )

    @classmethod
    def new(cls, phrase: str) -> Passphrase:
        """A manager for a stack that has none yet."""
        digest = hashlib.sha256(phrase.encode()).hexdigest()
        state = _salts.get(digest)
        if state is None:
            salt = os.urandom(8)
            check = _encrypt(_cipher(phrase, salt), CHECK_WORD)
            state = _salts.setdefault(digest, f"v1:{b64encode(salt).decode()}:{check}")
        return cls(phrase, state)

    def encrypt(self, text: str) -> str:
        return _encrypt(self._aes, text)

    def decrypt(self, value: str) -> str:
        """
        Raises:
            SecretsError: the value was not encrypted with this key.
        """
        from cryptography.exceptions import InvalidTag

        parts = value.split(":")
        try:
            if len(parts) != 3 or parts[0] != "v1":
                raise ValueError(value)
            return self._aes.decrypt(b64decode(parts[1]), b64decode(parts[2]), None).decode()
        except (ValueError, InvalidTag) as error:
            raise SecretsError("a secret of this stack cannot be decrypted with its passphrase") from error


def _encrypt(aes: AESGCM, text: str) -> str:
    nonce = os.urandom(12)
    return f"v1:{b64encode(nonce).decode()}:{b64encode(aes.encrypt(nonce, text.encode(), None)).decode()}"


class Vault:
    """Seals the secrets of one stack's values and opens them again.

    A secret that did not change keeps its ciphertext, so that a state does not differ where nothing does. What is
    kept is kept per resource, so that equal secrets of different resources do not look equal.
    """

    def __init__(self, manager: Passphrase | None) -> None:
        self.manager = manager
        self._kept: dict[tuple[str, str], str] = {}

    def seal(self, owner: str, value: Value) -> Value:
        """`value` as a checkpoint writes it: sorted keys, secrets encrypted.

        Raises:
            SecretsError: there is a secret and no secrets provider.
        """
        if isinstance(value, dict):
            if value.get(SIGNATURE) == SECRET:
                text = _compact(_nested(value.get("value")))
                return {SIGNATURE: SECRET, "ciphertext": self._encrypt(owner, text)}
            return {key: self.seal(owner, value[key]) for key in sorted(value)}
        if isinstance(value, list):
            return [self.seal(owner, item) for item in value]
        return _writable(value) if isinstance(value, float) else value

    def open(self, owner: str, value: Value) -> Value:
        """`value` as a checkpoint wrote it, secrets decrypted but marked. Plaintext secrets are taken as they are.

        Raises:
            SecretsError: a secret cannot be decrypted.
        """
        if isinstance(value, dict):
            signature = value.get(SIGNATURE)
            if signature == SECRET:
                if "plaintext" in value:
                    text = cast("str", value["plaintext"])
                else:
                    text = self._decrypt(owner, cast("str", value.get("ciphertext") or ""))
                return {SIGNATURE: SECRET, "value": _unnested(json.loads(text))}
            if signature == FLOAT:
                return _read(value)
            return {key: self.open(owner, item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.open(owner, item) for item in value]
        return value

    def _encrypt(self, owner: str, text: str) -> str:
        kept = self._kept.get((owner, text))
        if kept is None:
            if self.manager is None:
                raise SecretsError("the stack has secrets, but no secrets provider")
            kept = self._kept[owner, text] = self.manager.encrypt(text)
        return kept

    def _decrypt(self, owner: str, ciphertext: str) -> str:
        if self.manager is None:
            raise SecretsError("the stack has secrets, but no secrets provider")
        text = self.manager.decrypt(ciphertext)
        # The key is the text as this class would write it, not as Pulumi did.
        self._kept[owner, _compact(json.loads(text))] = ciphertext
        return text


def in_clear(value: Value, manager: Passphrase) -> Value:
    """Part of a deployment with its secrets as `pulumi stack export --show-secrets` prints them."""
    if isinstance(value, list):
        return [in_clear(item, manager) for item in value]
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET and "ciphertext" in value:
            return {SIGNATURE: SECRET, "plaintext": manager.decrypt(cast("str", value["ciphertext"] or ""))}
        return {key: in_clear(item, manager) for key, item in value.items()}
    return value


def _compact(value: Value) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True)


def _writable(value: float) -> Value:
    if math.isfinite(value):
        return value
    return {SIGNATURE: FLOAT, "value": struct.pack(">d", value).hex()}


def _read(value: Mapping[str, Value]) -> float:
    return struct.unpack(">d", bytes.fromhex(cast("str", value["value"])))[0]


def _nested(value: Value) -> Value:
    """What is inside a secret is encrypted as a whole; secrets in it are only marked."""
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return {SIGNATURE: SECRET, "ciphertext": _compact(_nested(value.get("value")))}
        return {key: _nested(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_nested(item) for item in value]
    return _writable(value) if isinstance(value, float) else value


def _unnested(value: Value) -> Value:
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            text = cast("str", value["plaintext"] if "plaintext" in value else value.get("ciphertext") or "null")
            return {SIGNATURE: SECRET, "value": _unnested(json.loads(text))}
        if value.get(SIGNATURE) == FLOAT:
            return _read(value)
        return {key: _unnested(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_unnested(item) for item in value]
    return value
