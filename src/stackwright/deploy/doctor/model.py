"""What a check says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stackwright.errors import StackwrightError

Level = Literal["ok", "warn", "fail"]
"""`warn`: works, or will be needed for something; `fail`: something does not work until it is put right."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, what was found, and what to do where it is not as it should be."""

    level: Level
    about: str
    message: str
    hint: str | None = None


def of_error(about: str, error: StackwrightError, level: Level = "fail") -> Finding:
    """An error that a check met, as a line."""
    message = f"{error.where}: {error.message}" if error.where else error.message
    return Finding(level, about, message, error.hint)
