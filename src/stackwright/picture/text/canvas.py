"""A sheet of character cells: text, boxes, and lines that know which bundle they belong to.

Where lines of different bundles cross, the horizontal one passes under the vertical one (`──│──`); a `┼`, `├` or `┬`
always joins lines of one bundle. So a picture can be read without colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from stackwright.picture.model import Tie

Segment: TypeAlias = tuple[str, str]
"""Some text and the name of its style; the empty name is no style."""
Line: TypeAlias = list[Segment]

_LEFT, _RIGHT, _UP, _DOWN = 1, 2, 4, 8
_MASKS: Final = (3, 12, 10, 9, 6, 5, 11, 7, 14, 13, 15, 1, 2, 4, 8)
_GLYPHS: Final[Mapping[Tie, Mapping[int, str]]] = {
    "data": dict(zip(_MASKS, "─│╭╮╰╯┬┴├┤┼──││", strict=True)),
    "order": dict(zip(_MASKS, "╌╎╭╮╰╯┬┴├┤┼╌╌╎╎", strict=True)),
    "connection": dict(zip(_MASKS, "━┃┏┓┗┛┳┻┣┫╋━━┃┃", strict=True)),
}
_ASCII: Final = str.maketrans(
    "─│╭╮╰╯┬┴├┤┼╌╎━┃┏┓┗┛┳┻┣┫╋┈▶…±·",
    "-|+++++++++.:=|+++++++++.>~X,",
)


@dataclass(slots=True)
class Canvas:
    """Cells that are written once by text and boxes; lines go only where nothing was written."""

    width: int
    height: int
    _written: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict[tuple[int, int], tuple[str, str]])
    _lines: dict[tuple[int, int], dict[tuple[str, Tie], int]] = field(
        default_factory=dict[tuple[int, int], "dict[tuple[str, Tie], int]"]
    )
    _ground: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict[tuple[int, int], tuple[str, str]])

    def text(self, row: int, column: int, text: str, style: str = "", *, ground: bool = False) -> None:
        """Write `text`; as `ground`, under any line that is drawn there."""
        layer = self._ground if ground else self._written
        for index, character in enumerate(text):
            layer[row, column + index] = (character, style)

    def across(self, row: int, first: int, last: int, bundle: tuple[str, Tie]) -> None:
        """A horizontal line from one column to another."""
        for column in range(first, last + 1):
            self._add(row, column, (_LEFT if column > first else 0) | (_RIGHT if column < last else 0), bundle)

    def down(self, column: int, first: int, last: int, bundle: tuple[str, Tie]) -> None:
        """A vertical line from one row to another."""
        for row in range(first, last + 1):
            self._add(row, column, (_UP if row > first else 0) | (_DOWN if row < last else 0), bundle)

    def lines(self) -> list[Line]:
        """Row by row, spaces at the end left out."""
        return [self._row(row) for row in range(self.height)]

    def _add(self, row: int, column: int, mask: int, bundle: tuple[str, Tie]) -> None:
        cell = self._lines.setdefault((row, column), {})
        cell[bundle] = cell.get(bundle, 0) | mask

    def _row(self, row: int) -> Line:
        line: Line = []
        for column in range(self.width):
            character, style = self._cell(row, column)
            if line and line[-1][1] == style:
                line[-1] = (line[-1][0] + character, style)
            else:
                line.append((character, style))
        while line and not line[-1][0].rstrip():
            line.pop()
        if line:
            line[-1] = (line[-1][0].rstrip(), line[-1][1])
        return line

    def _cell(self, row: int, column: int) -> tuple[str, str]:
        if (row, column) in self._written:
            return self._written[row, column]
        bundles = self._lines.get((row, column))
        if not bundles:
            return self._ground.get((row, column), (" ", ""))
        # Whatever has a vertical stroke lies above what has none.
        (_, tie), mask = max(bundles.items(), key=lambda item: item[1] & (_UP | _DOWN))
        return _GLYPHS[tie][mask], f"tie.{tie}"


def in_ascii(text: str) -> str:
    """The same without box-drawing characters, for encodings that have none; as many characters."""
    return text.translate(_ASCII).encode("ascii", "replace").decode()
