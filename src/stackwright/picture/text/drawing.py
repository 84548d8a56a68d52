"""Boxes and lines in character cells, as wide as a terminal allows: with labels, without, and then no longer at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from stackwright.deploy.signs import SIGNS
from stackwright.picture.layout import Layout, Spacing, Wire, layout
from stackwright.picture.making import gathered
from stackwright.picture.model import Box, Change, Picture, Tie
from stackwright.picture.summing import totals
from stackwright.picture.text.canvas import Canvas, Line, Segment
from stackwright.picture.text.listing import as_list

_SPACING: Final = Spacing(between=0, head=2, foot=0)
_LABEL: Final = 18
_TRACK: Final = 2
_TIES: Final[Mapping[Tie, str]] = {
    "data": "──▶ reads outputs",
    "connection": "━━▶ connects to",
    "order": "╌╌▶ goes after",
}


@dataclass(frozen=True, slots=True)
class _Manner:
    """How much is said: the names on the lines, and where a part comes from."""

    labels: bool
    origins: bool


_MANNERS: Final = (_Manner(labels=True, origins=True), _Manner(labels=False, origins=True), _Manner(False, False))


def as_drawing(picture: Picture, width: int | None = None) -> list[Line]:
    """The picture in at most `width` columns; where even the smallest is wider, a list."""
    if not picture.boxes:
        return as_list(picture)
    drawn = gathered(picture)
    for manner in _MANNERS:
        lines = _drawn(drawn, manner, width)
        if lines is not None:
            return [*_head(picture), [], *lines, *_foot(picture)]
    return as_list(picture)


def _head(picture: Picture) -> list[Line]:
    return [[(picture.title, "title"), (f": {picture.subtitle}", "")], *([line] if (line := totals(picture)) else [])]


def _foot(picture: Picture) -> list[Line]:
    """What the lines mean, where that is not all the same."""
    used = {arrow.tie for arrow in picture.arrows}
    ties: list[Tie] = [tie for tie in _TIES if tie in used]
    told: Line = []
    for tie in ties if len(ties) > 1 else ():
        told += [*([("   ", "")] if told else []), (_TIES[tie][:3], f"tie.{tie}"), (_TIES[tie][3:], "muted")]
    for sign, verb in SIGNS.items():
        if any(sign == used for box in picture.parts for change in box.changes for used, _ in change.counted):
            told += [*([("   ", "")] if told else []), (sign, f"sign.{sign}"), (f" {verb}", "muted")]
    return [[], told] if told else []


def _drawn(picture: Picture, manner: _Manner, width: int | None) -> list[Line] | None:
    texts = {name: _lines(box, manner) for name, box in picture.boxes.items()}
    plan = layout(picture, {name: len(lines) + 2 for name, lines in texts.items()}, _SPACING)
    inner = {name: max(_width(line) for line in lines) for name, lines in texts.items()}
    columns = [max((inner[name] + 4 for name in column), default=1) for column in plan.columns]
    titles = [picture.lane_title(band.lane, place=manner.origins) for band in plan.bands]
    columns[0] = max(columns[0], *map(len, titles))  # so that no line runs into a title
    room = [_label_room(wires, manner) for wires in plan.wires]
    gaps = [_gap(plan, number, room[number]) for number in range(len(columns))]
    lefts = [0, *accumulate(column + gap for column, gap in zip(columns, gaps, strict=True))]
    if width is not None and lefts[-1] > width:
        return None
    canvas = Canvas(lefts[-1], plan.rows)
    for band, title in zip(plan.bands, titles, strict=True):
        canvas.text(band.top + 1, 0, title, f"cloud.{band.lane[0]}")
        canvas.text(band.top + 1, len(title) + 1, "┈" * (lefts[-1] - len(title) - 1), "rule", ground=True)
    for number, column in enumerate(plan.columns):
        for name in column:
            at = (plan.tops[name], lefts[number])
            _box(canvas, picture.boxes[name], texts[name], at, columns[number], plan.heights[name])
    for number, wires in enumerate(plan.wires):
        for wire in wires:
            if wire.source in plan.columns[number]:
                canvas.text(wire.row, lefts[number] + columns[number] - 1, "├", _border(picture.boxes[wire.source]))
            right = lefts[number] + columns[number]
            begin = right - 1 if plan.tops.get(wire.source) is None else right
            _wire(canvas, wire, (begin, lefts[number + 1] if number + 1 < len(columns) else begin), room[number])
    for through in plan.passes:
        left, right = lefts[through.column], lefts[through.column] + columns[through.column] - 1
        bundle = (through.source, through.tie)
        middle = (left + right) // 2
        if through.row == through.leaves:
            canvas.across(through.row, left - 1, right + 1, bundle)
        else:
            canvas.across(through.row, left - 1, middle, bundle)
            canvas.down(middle, through.leaves, through.row, bundle)
            canvas.across(through.leaves, middle, right + 1, bundle)
    return [_waves(plan, lefts), *canvas.lines()[1:]]


def _waves(plan: Layout, lefts: Sequence[int]) -> Line:
    head = ""
    for left, wave in zip(lefts, plan.waves, strict=False):
        head = head.ljust(left) + (f"wave {wave + 1}" if wave >= 0 else "")
    return [(head.rstrip(), "muted")]


def _label_room(wires: Sequence[Wire], manner: _Manner) -> int:
    """Columns for the longest label of a gap."""
    return max((len(_label(end.labels)) for wire in wires for end in wire.ends), default=0) if manner.labels else 0


def _gap(plan: Layout, number: int, room: int) -> int:
    """Out of a box, the tracks, a label, the arrow's head."""
    if not plan.wires[number]:
        return 0 if number + 1 == len(plan.columns) else 2
    return 1 + _TRACK * plan.tracks(number) + (room + 2 if room else 0) + 1


def _label(labels: Sequence[str]) -> str:
    """As many names as fit, and how many more there are."""
    whole = ", ".join(labels)
    if len(whole) <= _LABEL:
        return whole
    first = labels[0]
    more = f" +{len(labels) - 1}" if len(labels) > 1 else ""
    room = _LABEL - len(more)
    return (first if len(first) <= room else first[: room - 1] + "…") + more


def _wire(canvas: Canvas, wire: Wire, between: tuple[int, int], room: int) -> None:
    left, right = between
    bundle = (wire.source, wire.tie)
    track = left + 1 + _TRACK * wire.track if wire.track is not None else left
    canvas.across(wire.row, left - 1, track, bundle)
    if wire.track is not None:
        canvas.down(track, *wire.rows, bundle)
    for end in wire.ends:
        canvas.across(end.row, track, right, bundle)
        if end.target is None:
            continue
        canvas.text(end.row, right - 1, "▶", f"tie.{wire.tie}")
        label = _label(end.labels) if room else ""
        if label:
            canvas.text(end.row, right - 2 - len(label), label, "label")


def _box(canvas: Canvas, box: Box, lines: Sequence[Line], at: tuple[int, int], width: int, height: int) -> None:
    top, left = at
    style = _border(box)
    across, upright = ("╌", "╎") if box.outside else ("─", "│")
    canvas.text(top, left, "╭" + across * (width - 2) + "╮", style)
    canvas.text(top + height - 1, left, "╰" + across * (width - 2) + "╯", style)
    before = (height - 2 - len(lines)) // 2
    for index in range(height - 2):
        line = lines[index - before] if 0 <= index - before < len(lines) else []
        row = top + 1 + index
        canvas.text(row, left, upright, style)
        canvas.text(row, left + 1, " " * (width - 2))
        canvas.text(row, left + width - 1, upright, style)
        column = left + 2
        for text, style in line:
            canvas.text(row, column, text, style)
            column += len(text)


def _border(box: Box) -> str:
    """The style of a box's edge: what happens to it, or else its cloud."""
    return f"effect.{box.effect}" if box.effect else f"cloud.{box.lane[0]}"


def _lines(box: Box, manner: _Manner) -> list[Line]:
    """What stands in a box."""
    lines: list[Line] = [[(box.name, "name")]]
    if box.members:
        lines = [*_members(box)]
        lines.append([(f"{len(box.members)} × {box.origin}", "muted")])
    elif manner.origins and not box.outside:
        lines.append([(box.origin, "muted")])
    changes: list[Line] = [_change(change, len(box.changes) > 1) for change in box.changes]
    if box.protected:
        note: Segment = (f"{box.protected} protected", "muted")
        changes = [*changes[:-1], [*changes[-1], ("  ", ""), note]] if len(changes) == 1 else [*changes, [note]]
    lines += changes
    return lines if len(lines) > 1 else [*lines, []]


def _change(change: Change, named: bool) -> Line:
    """`+31 ~2`, `unchanged`, `failed`; with the phase before it where there are several."""
    line: Line = [(f"{change.phase:8}", "muted")] if named else []
    said = [(f"{sign}{count}", f"sign.{sign}") for sign, count in change.counted]
    if change.word:
        said.insert(0, (change.word, f"effect.{change.effect}"))
    for index, segment in enumerate(said):
        line += [segment] if index == 0 else [(" ", ""), segment]
    return line


def _members(box: Box) -> list[Line]:
    """The names of several, in rows of about twice as many columns as there are rows."""
    cell = max(len(member.name) for member in box.members) + 2
    count = max(1, min(len(box.members), round((len(box.members) * 5 / cell) ** 0.5) + 1))
    rows: list[Line] = []
    for first in range(0, len(box.members), count):
        row: Line = []
        for member in box.members[first : first + count]:
            style = f"effect.{member.effect}" if member.effect else "name"
            row.append((member.name.ljust(cell), style))
        row[-1] = (row[-1][0].rstrip(), row[-1][1])
        rows.append(row)
    return rows


def _width(line: Line) -> int:
    return sum(len(text) for text, _ in line)
