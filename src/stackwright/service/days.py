"""Days, as a person writes them in a file."""

from __future__ import annotations

from datetime import date
from typing import Final

from stackwright.service.shape import Entries, Text
from stackwright.service.source import Faults

DAY: Final = Text(r"\d{4}-\d{2}-\d{2}", "a day is YEAR-MONTH-DAY, such as 2026-12-31")


def read_day(entries: Entries, key: str, faults: Faults) -> date | None:
    """The day that stands at `key`; None if nothing does, or none that there is, which is told."""
    text = entries.text(key)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.add(f"there is no day {text}", entries.at(key))
        return None
