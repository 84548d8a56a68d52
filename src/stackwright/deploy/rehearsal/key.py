"""The key of a world's passphrase, kept beside it: deriving one takes 0.2 s, which every command would pay.

It is as secret as the passphrase, and lies in the same folder with the same permissions. Stretching makes a password
that a person chose harder to guess; a world's passphrase is random.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Final

from stackwright.deploy.rehearsal.world import World
from stackwright.engine.state.secrets import Derived, adopt, derived, passing
from stackwright.errors import SecretsError

_FILE: Final = "key"


@contextmanager
def known_key(world: World) -> Generator[None]:
    """Use the key that the world's folder holds; where it holds none that fits, derive one while other things start."""
    path = world.folder / _FILE
    if _adopted(world, path):
        yield
        return
    thread = Thread(target=_derive, args=(world, path), name="key")
    thread.start()
    try:
        yield
    finally:
        thread.join()


@contextmanager
def passing_key(world: World) -> Generator[None]:
    """Use a key at random in a world that is thrown away: nobody but this process and its workers opens its states."""
    adopt(world.passphrase, passing())
    yield


def _derive(world: World, path: Path) -> None:
    # A folder that cannot be written costs the next command its time, nothing else.
    with suppress(OSError):
        _write(path, world.passphrase, derived(world.passphrase))


def _adopted(world: World, path: Path) -> bool:
    try:
        kept: dict[str, str] = json.loads(path.read_bytes())
        if kept["of"] != _digest(world.passphrase):
            return False
        adopt(world.passphrase, Derived(kept["state"], b64decode(kept["key"])))
    except (OSError, ValueError, KeyError, TypeError, SecretsError):
        return False
    return True


def _write(path: Path, passphrase: str, known: Derived) -> None:
    content = {"of": _digest(passphrase), "state": known.state, "key": b64encode(known.key).decode()}
    new = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123 - a descriptor
            json.dump(content, file)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _digest(passphrase: str) -> str:
    return hashlib.sha256(passphrase.encode()).hexdigest()
