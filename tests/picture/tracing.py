"""A picture of characters, read back: which box leads to which, found by following the lines."""

from __future__ import annotations

from collections.abc import Sequence

_LEFT, _RIGHT, _UP, _DOWN = (0, -1), (0, 1), (-1, 0), (1, 0)
_OPEN = {
    "─╌━": (_LEFT, _RIGHT),
    "│╎┃": (_UP, _DOWN),
    "╭┏": (_DOWN, _RIGHT),
    "╮┓": (_DOWN, _LEFT),
    "╰┗": (_UP, _RIGHT),
    "╯┛": (_UP, _LEFT),
    "┬┳": (_LEFT, _RIGHT, _DOWN),
    "┴┻": (_LEFT, _RIGHT, _UP),
    "├┣": (_UP, _DOWN, _RIGHT),
    "┤┫": (_UP, _DOWN, _LEFT),
    "┼╋": (_LEFT, _RIGHT, _UP, _DOWN),
}
_SIDES = {glyph: sides for glyphs, sides in _OPEN.items() for glyph in glyphs}


def arrows(lines: Sequence[str], names: Sequence[str]) -> set[tuple[str, str]]:
    """The arrows between the boxes of these names."""
    width = max(map(len, lines))
    sheet = [line.ljust(width + 1) for line in lines]
    boxes = {name: _box(sheet, name) for name in names}
    owner = {cell: name for name, cells in boxes.items() for cell in cells}
    found: set[tuple[str, str]] = set()
    for row, line in enumerate(sheet):
        for column, glyph in enumerate(line):
            if glyph == "▶" and (row, column + 1) in owner:
                target = owner[row, column + 1]
                sources = _follow(sheet, (row, column), owner)
                assert len(sources) == 1, f"{target} is reached from {sources}"
                found.add((sources.pop(), target))
    return found


def _box(sheet: Sequence[str], name: str) -> set[tuple[int, int]]:
    """The cells of the box that holds `name`."""
    [(row, left)] = [
        (row, line.index(found))
        for row, line in enumerate(sheet)
        for found in (f"│ {name} ", f"╎ {name} ")
        if found in line
    ]
    top = next(at for at in range(row, -1, -1) if sheet[at][left] == "╭")
    bottom = next(at for at in range(row, len(sheet)) if sheet[at][left] == "╰")
    right = sheet[top].index("╮", left)
    return {(at, column) for at in range(top, bottom + 1) for column in range(left, right + 1)}


def _follow(sheet: Sequence[str], start: tuple[int, int], owner: dict[tuple[int, int], str]) -> set[str]:
    """The boxes from which lines come that are joined with the arrow at `start`."""
    sources: set[str] = set()
    todo = [(start, _LEFT)]
    seen: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    while todo:
        here, way = todo.pop()
        if (here, way) in seen:
            continue
        seen.add((here, way))
        cell = (here[0] + way[0], here[1] + way[1])
        glyph = sheet[cell[0]][cell[1]]
        if cell in owner:
            if way == _LEFT:
                sources.add(owner[cell])
            continue
        sides = _SIDES.get(glyph)
        back = (-way[0], -way[1])
        if sides is None or back not in sides:
            # A label, or a line that passes under another one: straight on.
            assert way in {_LEFT, _RIGHT}, f"a line ends at {cell}: {glyph!r}"
            if glyph != "▶":
                todo.append((cell, way))
            continue
        todo += [(cell, side) for side in sides if side != back]
    return sources
