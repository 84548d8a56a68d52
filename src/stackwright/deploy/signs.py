"""How operations are counted for people: five signs, on the command line, in tables and in pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from stackwright.engine.events import OpType

Sign = Literal["+", "~", "±", "-", "="]
SIGNS: Final[Mapping[Sign, str]] = {
    "+": "create",
    "~": "update",
    "±": "replace",
    "-": "delete",
    "=": "same",
}
"""The five columns of a summary and what they count."""

_SIGN_OF: Final[Mapping[OpType, Sign]] = {
    "create": "+",
    "import": "+",
    "update": "~",
    "replace": "±",
    "import-replacement": "±",
    "delete": "-",
    "same": "=",
    "read": "=",
    "refresh": "=",
}
"""The other operations are halves of these (`create-replacement`, `delete-replaced`) or touch only the state."""


def sign(op: OpType) -> Sign | None:
    """The column that an operation counts in; None if it counts in none."""
    return _SIGN_OF.get(op)


def by_sign(changes: Mapping[OpType, int]) -> dict[Sign, int]:
    """The counts of a result by column."""
    counts: Counter[Sign] = Counter()
    for op, count in changes.items():
        if (column := sign(op)) is not None:
            counts[column] += count
    return {column: counts[column] for column in SIGNS}
