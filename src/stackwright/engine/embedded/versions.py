"""Which version of Pulumi a program requires (`pulumi.require_pulumi_version`).

Ranges are those of https://pkg.go.dev/github.com/blang/semver#ParseRange: comparisons beside one another must all hold,
of those with `||` between one. The embedded engine answers as the CLI of the installed SDK's version would.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from importlib.metadata import version
from typing import Final

from packaging.version import InvalidVersion, Version

_COMPARISON: Final = re.compile(r"(>=|<=|!=|==|=|>|<|!)?\s*([0-9]\S*)")
_COMPARE: Final[dict[str, Callable[[Version, Version], bool]]] = {
    "": operator.eq,
    "=": operator.eq,
    "==": operator.eq,
    "!": operator.ne,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def unsatisfied(wanted: str, installed: str | None = None) -> str | None:
    """What is wrong where the range `wanted` does not hold; None where it does."""
    if not wanted:
        return None
    installed = installed or version("pulumi")
    try:
        if any(_holds(part, Version(installed)) for part in wanted.split("||")):
            return None
    except ValueError as error:
        return f"failed to parse version range {wanted!r}: {error}"
    return f"Pulumi CLI version {installed} does not satisfy the version range {wanted!r}"


def _holds(text: str, installed: Version) -> bool:
    """
    Raises:
        ValueError: it is no range.
    """
    comparisons = _COMPARISON.findall(text)
    if not comparisons or _COMPARISON.sub("", text).strip():
        raise ValueError(f"{text.strip()!r} is none")
    return all(_compared(how, wanted, installed) for how, wanted in comparisons)


def _compared(how: str, wanted: str, installed: Version) -> bool:
    head, wild, _ = wanted.partition(".x")
    try:
        if wild and how in {"", "=", "==", "!", "!="}:
            same = f"{installed}.".startswith(f"{Version(head)}.")
            return same is (how in {"", "=", "=="})
        return _COMPARE[how](installed, Version(head))
    except InvalidVersion as error:
        raise ValueError(str(error)) from None
