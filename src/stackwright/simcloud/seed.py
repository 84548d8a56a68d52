"""Everything that looks random in a simulated cloud: drawn from a hash, so that it repeats."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Seed:
    """An endless source of repeatable values; another `salt` gives another value."""

    __slots__ = ("_key",)

    def __init__(self, *parts: str | bytes | int) -> None:
        joined = b"\x00".join(part if isinstance(part, bytes) else str(part).encode() for part in parts)
        self._key = hashlib.blake2b(joined, digest_size=32).digest()

    def data(self, size: int, salt: str = "") -> bytes:
        """`size` bytes."""
        out = b""
        block = 0
        while len(out) < size:
            out += hashlib.blake2b(f"{block}\x00{salt}".encode(), key=self._key, digest_size=64).digest()
            block += 1
        return out[:size]

    def hex(self, length: int, salt: str = "") -> str:
        return self.data((length + 1) // 2, salt).hex()[:length]

    def below(self, limit: int, salt: str = "") -> int:
        """0 ≤ result < `limit`."""
        return int.from_bytes(self.data(16, salt), "big") % limit

    def between(self, low: int, high: int, salt: str = "") -> int:
        """`low` ≤ result ≤ `high`."""
        return low + self.below(high - low + 1, salt)

    def digits(self, length: int, salt: str = "") -> str:
        """Decimal digits, the first of them not zero."""
        return str(self.between(10 ** (length - 1), 10**length - 1, salt))

    def text(self, length: int, alphabet: str, salt: str = "") -> str:
        """`length` characters of `alphabet`."""
        size = len(alphabet)
        drawn = self.data(4 * length, salt)
        return "".join(
            alphabet[int.from_bytes(drawn[4 * index : 4 * index + 4], "big") % size] for index in range(length)
        )

    def uuid(self, salt: str = "") -> str:
        """A UUID of version 4 in form, such as OpenStack and Azure give."""
        return str(uuid.UUID(bytes=self.data(16, salt), version=4))

    def choice(self, options: Sequence[T], salt: str = "") -> T:
        return options[self.below(len(options), salt)]

    def child(self, *parts: str | int) -> Seed:
        """A seed of its own for a part of the whole."""
        return Seed(self._key, *parts)
