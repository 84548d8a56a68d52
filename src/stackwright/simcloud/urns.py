"""What a URN says: `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Urn(NamedTuple):
    """The parts of a URN that a provider needs."""

    stack: str
    project: str
    type: str
    name: str

    @property
    def package(self) -> str:
        return self.type.partition(":")[0]


@lru_cache(maxsize=8192)
def parse(urn: str) -> Urn:
    """Raises ValueError for what is no URN."""
    head, project, types, name = urn.split("::", 3)
    return Urn(head.removeprefix("urn:pulumi:"), project, types.rpartition("$")[2], name)
