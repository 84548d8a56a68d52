"""Schedules of CronJobs. Source: `github.com/robfig/cron/v3`, `parser.go`: what `ParseStandard` takes, its errors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

_MONTH_NAMES: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_DAY_NAMES: Final = "sun mon tue wed thu fri sat"
_MONTHS: Final = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
_DAYS: Final = {name: number for number, name in enumerate(_DAY_NAMES.split())}
_FIELDS: Final[Sequence[tuple[int, int, Mapping[str, int]]]] = (
    (0, 59, {}), (0, 23, {}), (1, 31, {}), (1, 12, _MONTHS), (0, 6, _DAYS),
)  # fmt: skip
"""Least, most, and names of numbers: minute, hour, day of the month, month, day of the week."""
_NAMED: Final = frozenset(["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"])
_DURATION: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*(ns|us|µs|ms|s|m|h))+|[+-]?0")


def wrong(schedule: str) -> str:
    """What is wrong with it; empty if nothing is."""
    if schedule.startswith(("TZ=", "CRON_TZ=")):
        schedule = schedule.partition(" ")[2].strip()
    if schedule.startswith("@"):
        return _descriptor(schedule)
    fields = schedule.split()
    if len(fields) != len(_FIELDS):
        return f"expected exactly 5 fields, found {len(fields)}: [{' '.join(fields)}]"
    for text, (least, most, names) in zip(fields, _FIELDS, strict=True):
        for part in (part for part in text.split(",") if part):
            if said := _range(part, least, most, names):
                return said
    return ""


def _descriptor(schedule: str) -> str:
    if schedule in _NAMED:
        return ""
    if schedule.startswith("@every "):
        every = schedule.removeprefix("@every ")
        if _DURATION.fullmatch(every):
            return ""
        return f'failed to parse duration {schedule}: time: invalid duration "{every}"'
    return f"unrecognized descriptor: {schedule}"


def _range(part: str, least: int, most: int, names: Mapping[str, int]) -> str:
    span, *steps = part.split("/")
    first, *last = span.split("-")
    if first in {"*", "?"}:
        begin, end = least, most
    else:
        start = _number(first, names)
        if isinstance(start, str):
            return start
        begin = end = start
        if len(last) > 1:
            return f"too many hyphens: {part}"
        if last:
            stop = _number(last[0], names)
            if isinstance(stop, str):
                return stop
            end = stop
    if len(steps) > 1:
        return f"too many slashes: {part}"
    step = 1
    if steps:
        every = _number(steps[0], {})
        if isinstance(every, str):
            return every
        step, end = every, (most if not last and first not in {"*", "?"} else end)
    return _bounds(part, begin, end, step, least, most)


def _bounds(part: str, begin: int, end: int, step: int, least: int, most: int) -> str:
    if begin < least:
        return f"beginning of range ({begin}) below minimum ({least}): {part}"
    if end > most:
        return f"end of range ({end}) above maximum ({most}): {part}"
    if begin > end:
        return f"beginning of range ({begin}) beyond end of range ({end}): {part}"
    return f"step of range should be a positive number: {part}" if step == 0 else ""


def _number(text: str, names: Mapping[str, int]) -> int | str:
    """The number, or what is wrong with it."""
    if text.lower() in names:
        return names[text.lower()]
    if not re.fullmatch("[+-]?[0-9]+", text):
        return f'failed to parse int from {text}: strconv.Atoi: parsing "{text}": invalid syntax'
    return int(text) if int(text) >= 0 else f"negative number ({int(text)}) not allowed: {text}"
