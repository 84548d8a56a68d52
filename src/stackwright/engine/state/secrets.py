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
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final, cast

from stackwright.errors import SecretsError
from stackwright.wire.values import RESOURCE, SECRET, SIGNATURE, Value

ROUNDS: Final = 1_000_000
CHECK_WORD: Final = "pulumi"
_KEY_BYTES: Final = 32
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


@dataclass(frozen=True, slots=True)
class Derived:
    """A key that has been derived: `state` is that of its `Passphrase`. As secret as the passphrase itself."""

    state: str
    key: bytes = field(repr=False)


_keys: Final[dict[tuple[str, bytes], Future[bytes]]] = {}
"""By passphrase and salt. Deriving a key takes 0.1 to 0.3 s, so each is derived once per process, whoever asks."""
_KEYS_LOCK: Final = Lock()
_new: Final[dict[str, str]] = {}
"""The state that new stacks of a passphrase get: one derivation per process, not per stack. A shared salt is a shared
key, which one passphrase is anyway; every value has its own random nonce."""
_NEW_LOCK: Final = Lock()


def _key(phrase: str, salt: bytes) -> bytes:
    with _KEYS_LOCK:
        found = _keys.get((phrase, salt))
        mine = None if found else _keys.setdefault((phrase, salt), Future())
    if mine is not None:
        mine.set_result(hashlib.pbkdf2_hmac("sha256", phrase.encode(), salt, ROUNDS, dklen=_KEY_BYTES))
    return (found or _keys[phrase, salt]).result()


def derived(phrase: str) -> Derived:
    """The key of new stacks of a passphrase, for another process of the same user: see `adopt`."""
    state = Passphrase.new(phrase).state
    return Derived(state, _key(phrase, _salt(state)))


def passing() -> Derived:
    """A key at random, for states that end with this process and the workers that it is passed on to (`adopt`).

    No passphrase gives it, which is what takes the time; nobody who comes later can open such a state.
    """
    key = os.urandom(_KEY_BYTES)
    return Derived(f"v1:{b64encode(os.urandom(8)).decode()}:{_encrypt(key, CHECK_WORD)}", key)


def adopt(phrase: str, known: Derived) -> None:
    """Take over a key that another process derived; new stacks of the passphrase get it.

    Raises:
        SecretsError: it is not a key of its state.
    """
    if not _opens(known):
        raise SecretsError("a derived key does not belong to its salt")
    future: Future[bytes] = Future()
    future.set_result(known.key)
    with _KEYS_LOCK:
        _keys.setdefault((phrase, _salt(known.state)), future)
    with _NEW_LOCK:
        _new.setdefault(phrase, known.state)


def _salt(state: str) -> bytes:
    return b64decode(state.split(":", 2)[1])


def _opens(known: Derived) -> bool:
    """Whether a key decrypts the check word of its state."""
    try:
        return _decrypt(known.key, known.state.split(":", 2)[2]) == CHECK_WORD
    except (SecretsError, ValueError, IndexError):
        return False


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
        self._key = _key(phrase, b64decode(parts[1]))
        if not _opens(Derived(state, self._key)):
            raise SecretsError(
                "incorrect passphrase",
                hint="PULUMI_CONFIG_PASSPHRASE is not the one that this stack's secrets were encrypted with",
            )

    @classmethod
    def new(cls, phrase: str) -> Passphrase:
        """A manager for a stack that has none yet."""
        with _NEW_LOCK:
            state = _new.get(phrase)
            if state is None:
                salt = os.urandom(8)
                check = _encrypt(_key(phrase, salt), CHECK_WORD)
                state = _new[phrase] = f"v1:{b64encode(salt).decode()}:{check}"
        return cls(phrase, state)

    def encrypt(self, text: str) -> str:
        return _encrypt(self._key, text)

    def decrypt(self, value: str) -> str:
        """
        Raises:
            SecretsError: the value was not encrypted with this key.
        """
        return _decrypt(self._key, value)


def _encrypt(key: bytes, text: str) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return f"v1:{b64encode(nonce).decode()}:{b64encode(AESGCM(key).encrypt(nonce, text.encode(), None)).decode()}"


def _decrypt(key: bytes, value: str) -> str:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    parts = value.split(":")
    try:
        if len(parts) != 3 or parts[0] != "v1":
            raise ValueError(value)
        return AESGCM(key).decrypt(b64decode(parts[1]), b64decode(parts[2]), None).decode()
    except (ValueError, InvalidTag) as error:
        raise SecretsError("a secret of this stack cannot be decrypted with its passphrase") from error


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
            value = _versioned(value)
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


class Sealed(Vault):
    """Leaves everything as the checkpoint has it: for what moves resources about without looking inside."""

    def __init__(self) -> None:
        super().__init__(None)

    def seal(self, owner: str, value: Value) -> Value:
        del owner
        return value

    def open(self, owner: str, value: Value) -> Value:
        del owner
        return value


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
        return {key: _nested(item) for key, item in _versioned(value).items()}
    if isinstance(value, list):
        return [_nested(item) for item in value]
    return _writable(value) if isinstance(value, float) else value


def _versioned(value: dict[str, Value]) -> dict[str, Value]:
    """Go writes the version of a resource reference's package also where it is empty; the SDK then sends none."""
    return {"packageVersion": "", **value} if value.get(SIGNATURE) == RESOURCE else value


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
