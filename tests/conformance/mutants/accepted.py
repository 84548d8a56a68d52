"""Mutants that no test of behaviour can catch, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.conformance.mutants.operators import Mutant


@dataclass(frozen=True, slots=True)
class Accepted:
    """Mutants by the start of their names (`Mutant.key`)."""

    why: str
    starts: tuple[str, ...]


ACCEPTED: Final[tuple[Accepted, ...]] = ()


def reason(mutant: Mutant) -> str | None:
    return next((entry.why for entry in ACCEPTED if mutant.key.startswith(entry.starts)), None)
