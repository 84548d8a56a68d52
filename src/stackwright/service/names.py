"""What names may look like, and which right one a wrong one was meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
"""A service, part or environment: short enough for a stack name made of three of them."""

NAME_RULE: Final = "a name starts with a lower-case letter; up to 39 lower-case letters, digits and hyphens follow"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` was most likely meant to be; None if nothing comes near."""
    choices = list(known)
    lowered = {choice.lower(): choice for choice in reversed(choices)}
    if word.lower() in lowered:
        return lowered[word.lower()]
    close = get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return lowered[close[0]] if close else None


def suggest(word: str, known: Iterable[str], *, what: str = "") -> str:
    """A hint for an unknown `word`: the nearest right one, or all there are; `what` introduces the list."""
    choices = list(known)
    close = nearest(word, choices)
    if close is not None:
        return f"Did you mean '{close}'?"
    if not choices:
        return f"{what or 'There are'} none."
    shown = ", ".join(choices[:_SHOWN])
    more = f" and {len(choices) - _SHOWN} more" if len(choices) > _SHOWN else ""
    return f"{what or 'There are'}: {shown}{more}."


_SHOWN = 12
