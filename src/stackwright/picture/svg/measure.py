"""How wide a text is at most, though nobody knows in which font it will be shown.

The widths are those of DejaVu Sans Bold, in hundredths of the font's size, a little more; it and Verdana are the widest
of the fonts that browsers and desktops take for `sans-serif`. What is measured so fits everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_WIDTHS: Final[Mapping[int, str]] = {
    31: "'",
    35: "ijl ",
    39: "/IJ\\|,.·",
    43: ":;-",
    47: "f!()[]",
    50: "tr_`",
    54: '"*',
    61: "?zcs",
    67: "Lvxyak",
    71: "EFTeo$0123456789",
    75: "hnu{}SYbdgpqCPZ",
    80: "BAKRVX",
    88: "UGD#+<=>HN^~±×→−OQ&",
    95: "w",
    108: "%@M…m",
    114: "W",
}
_OF: Final[Mapping[str, int]] = {character: width for width, several in _WIDTHS.items() for character in several}
_OTHER: Final = 110
_LIGHTER: Final = 0.95
"""What a text that is not bold takes of that."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels that `text` takes at most at a font size."""
    return sum(_OF.get(character, _OTHER) for character in text) * size / 100 * (1 if bold else _LIGHTER)


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """As much of `text` as fits, with `…` where something is missing."""
    if width(text, size, bold=bold) <= room:
        return text
    while text and width(text + "…", size, bold=bold) > room:
        text = text[:-1]
    return text + "…"
