"""Quantities: `100m`, `1.5Gi`, `1e3`. Source: `k8s.io/apimachinery/pkg/api/resource/quantity.go`."""

from __future__ import annotations

import re
from decimal import ROUND_UP, Decimal
from typing import Final

_FORM: Final = re.compile(r"([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)")
_NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
_EXPONENT: Final = re.compile(r"[eE]([-+]?[0-9]+)")
_SUFFIXES: Final = {
    "n": Decimal("1e-9"),
    "u": Decimal("1e-6"),
    "m": Decimal("1e-3"),
    "": Decimal(1),
    **{letter: Decimal(1000) ** power for power, letter in enumerate("kMGTPE", 1)},
    **{f"{letter}i": Decimal(1024) ** power for power, letter in enumerate("KMGTPE", 1)},
}
FORM_ERROR: Final = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
SUFFIX_ERROR: Final = "unable to parse quantity's suffix"


def parse(value: object) -> Decimal | None:
    """What a quantity amounts to, rounded up to billionths as the server does; None if it is none."""
    return None if wrong(value) else _amount(str(value))


def wrong(value: object) -> str:
    """What the server says of it; empty if it is a quantity."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return FORM_ERROR
    match = _FORM.fullmatch(_plain(value))
    if match is None or not _NUMBER.fullmatch(match[1]):
        return FORM_ERROR
    return "" if match[2] in _SUFFIXES or _EXPONENT.fullmatch(match[2]) else SUFFIX_ERROR


def _plain(value: str | float) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _amount(text: str) -> Decimal:
    match = _FORM.fullmatch(_plain(text))
    assert match is not None  # noqa: S101 - `wrong` looked at it
    exponent = _EXPONENT.fullmatch(match[2])
    factor = Decimal(10) ** int(exponent[1]) if exponent else _SUFFIXES[match[2]]
    amount = Decimal(match[1]) * factor
    return amount.quantize(Decimal("1e-9"), ROUND_UP) if -25 < amount.adjusted() < 18 else amount


def canonical(value: object) -> str:
    """How a server writes it in a message. It keeps the kind of suffix, and the shortest number before it."""
    return _plain(value) if isinstance(value, str | int | float) else ""
