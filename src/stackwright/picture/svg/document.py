"""A picture as one SVG document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import accumulate
from typing import Final

from stackwright.picture.layout import Band, Layout, Spacing, Wire, layout
from stackwright.picture.making import gathered
from stackwright.picture.model import PROGRAMS, Arrow, Picture
from stackwright.picture.summing import totals
from stackwright.picture.svg.boxes import ROW, drawn_box, rows_of, width_of
from stackwright.picture.svg.elements import text_at
from stackwright.picture.svg.legend import legend
from stackwright.picture.svg.measure import cut, width
from stackwright.picture.svg.strokes import paths, through, tip
from stackwright.picture.svg.style import sheet
from stackwright.picture.words import describe

_SPACING: Final = Spacing(between=2, head=4, foot=0)
_MARGIN: Final = 24.0
_INSET: Final = 16.0
"""Between the edge of a lane and the boxes in it."""
_HEAD: Final = 92.0
_TRACK: Final = 14.0
_LABEL_SIZE: Final = 11.0
_LABEL_ROOM: Final = 150.0
_OUT: Final = 16.0
_IN: Final = 18.0
_EMPTY: Final = 60.0


def as_svg(picture: Picture) -> str:
    """The picture as an SVG document that stands alone and can also be put into a page."""
    return _Sheet(gathered(picture), picture).document()


class _Sheet:
    """What the pieces of one drawing have in common: the layout, and where its columns and gaps are."""

    def __init__(self, picture: Picture, whole: Picture) -> None:
        self.picture, self.whole = picture, whole
        self.plan: Layout = layout(picture, {name: rows_of(box) for name, box in picture.boxes.items()}, _SPACING)
        self.columns = [
            max((width_of(picture.boxes[name]) for name in column), default=_EMPTY) for column in self.plan.columns
        ]
        self.labels = [self._label_room(wires) for wires in self.plan.wires]
        gaps = [self._gap(number) for number in range(len(self.columns))]
        starts = accumulate((column + gap for column, gap in zip(self.columns, gaps, strict=True)), initial=0.0)
        self.lefts = [_MARGIN + _INSET + start for start in starts]
        titles = [width(picture.lane_title(band.lane), 13, bold=True) + 2 * _INSET for band in self.plan.bands]
        heads = [width(picture.title, 20, bold=True), *(width(line, 13) for line in self._told())]
        self.right = max(
            (self.lefts[-1] + _INSET if self.columns else 0), *(_MARGIN + each for each in [*titles, *heads, 360])
        )
        self.foot = _HEAD + self.plan.rows * ROW

    def document(self) -> str:
        lower, key = legend(self.picture, _MARGIN, self.foot + 20, self.right - _MARGIN)
        wide, high = self.right + _MARGIN, (lower if key else self.foot) + _MARGIN
        name = "sw-" + re.sub(r"[^a-z0-9]+", "-", self.picture.title.lower()).strip("-")
        size = f'viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" height="{high:.0f}"'
        pieces = [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="sw" {size} role="img" '
            f'aria-labelledby="{name}-title {name}-desc">',
            f'<title id="{name}-title">{escape(self.picture.title)}</title>',
            f'<desc id="{name}-desc">{escape(describe(self.whole))}</desc>',
            f"<style>{sheet()}</style>",
            f'<rect class="ground" width="{wide:.0f}" height="{high:.0f}"/>',
            *self._head(),
            *(piece for band in self.plan.bands for piece in self._band(band, name)),
            *self._wires(),
            *self._lane_titles(),
            *self._boxes(),
            *key,
            "</svg>",
        ]
        return "\n".join(pieces) + "\n"

    def _y(self, row: int) -> float:
        return _HEAD + row * ROW

    def _told(self) -> list[str]:
        line = "".join(text for text, _ in totals(self.whole))
        return [self.picture.subtitle if self.picture is self.whole else self.whole.subtitle, *([line] if line else [])]

    def _head(self) -> list[str]:
        pieces = [text_at(_MARGIN, 40, self.picture.title, "title")]
        lines = self._told()
        pieces.append(text_at(_MARGIN, 60, lines[0], "muted"))
        if len(lines) > 1:
            spans = "".join(
                f'<tspan class="{_ink(style)}">{escape(text)}</tspan>' for text, style in totals(self.whole)
            )
            at = _MARGIN + width(lines[0], 13) + 18
            fits = at + width(lines[1], 13, bold=True) <= self.right
            x, y = (at, 60) if fits else (_MARGIN, 60)
            if not fits:
                pieces[-1] = text_at(_MARGIN + width(self.picture.title, 20, bold=True) + 14, 40, lines[0], "muted")
            pieces.append(f'<text x="{x:.0f}" y="{y}" xml:space="preserve">{spans}</text>')
        for left, wave in zip(self.lefts, self.plan.waves, strict=False):
            if wave >= 0:
                pieces.append(text_at(left, 84, f"wave {wave + 1}", "small muted"))
        return pieces

    def _band(self, band: Band, name: str) -> list[str]:
        """A lane: its ground, fading from one cloud to the other where it is between two, and its title."""
        y, high = self._y(band.top) + 3, band.height * ROW - 6
        fill = f'class="tint-{band.lane[0]}"'
        pieces: list[str] = []
        if len(band.lane) > 1:
            lane = self._nearest_first(band)
            gradient = f"{name}-{'-'.join(lane)}"
            stops = "".join(
                f'<stop offset="{index / (len(lane) - 1):.2f}" class="stop-{cloud}"/>'
                for index, cloud in enumerate(lane)
            )
            pieces.append(f'<linearGradient id="{gradient}" x1="0" y1="0" x2="0" y2="1">{stops}</linearGradient>')
            fill = f'fill="url(#{gradient})"'
        pieces.append(
            f'<rect {fill} x="{_MARGIN:.0f}" y="{y:.0f}" width="{self.right - _MARGIN:.0f}" height="{high:.0f}" '
            'rx="8"/>'
        )
        return pieces

    def _lane_titles(self) -> list[str]:
        """Drawn after the lines, which they keep at a distance."""
        return [
            text_at(
                _MARGIN + _INSET,
                self._y(band.top) + 24,
                self.picture.lane_title(band.lane),
                f"lane lane-{band.lane[0] if len(band.lane) == 1 else PROGRAMS}",
            )
            for band in self.plan.bands
        ]

    def _nearest_first(self, band: Band) -> Sequence[str]:
        """The clouds of a lane in the order in which theirs lie above and below it."""
        tops = {other.lane[0]: other.top for other in self.plan.bands if len(other.lane) == 1}
        return sorted(band.lane, key=lambda cloud: tops.get(cloud, band.top))

    def _boxes(self) -> list[str]:
        pieces: list[str] = []
        for number, column in enumerate(self.plan.columns):
            for name in column:
                at = (self.lefts[number], self._y(self.plan.tops[name]))
                size = (self.columns[number], self.plan.heights[name] * ROW)
                pieces += drawn_box(self.picture.boxes[name], at, size)
        return pieces

    def _label_room(self, wires: Sequence[Wire]) -> float:
        """Pixels for the widest label of a gap."""
        texts = [_label(end.labels) for wire in wires for end in wire.ends]
        return max((width(text, _LABEL_SIZE) for text in texts if text), default=0.0)

    def _gap(self, number: int) -> float:
        if not self.plan.wires[number]:
            return 0.0 if number + 1 == len(self.columns) else _OUT
        room = self.labels[number]
        return _OUT + _TRACK * max(self.plan.tracks(number) - 1, 0) + (room + 12 if room else 8) + _IN

    def _on(self, target: str) -> str:
        """The classes of a label: it stands on the ground of its target's lane."""
        return f"label on-{self.picture.boxes[target].lane[0]}"

    def _wires(self) -> list[str]:
        """One group for each bundle: its lines, heads, labels, and what a pointer over it is told."""
        strokes: dict[tuple[str, str], list[str]] = {}
        labels: list[str] = []
        for number, wires in enumerate(self.plan.wires):
            for wire in wires:
                left = self.lefts[number] + self.columns[number]
                right = self.lefts[number + 1]
                track = left + _OUT + _TRACK * (wire.track or 0)
                group = strokes.setdefault((wire.source, wire.tie), [])
                group += [f'<path d="{path}"/>' for path in paths(wire, left, track, right - 1, self._y)]
                for end in wire.ends:
                    if end.target is None:
                        continue
                    group.append(f'<path class="tip" d="{tip(right - 1, self._y(end.row))}"/>')
                    if text := _label(end.labels):
                        labels.append(
                            text_at(right - 13, self._y(end.row) - 4, text, self._on(end.target), anchor="end")
                        )
        for step in self.plan.passes:
            left = self.lefts[step.column]
            path = through(step, left - 1, left + self.columns[step.column], self._y)
            strokes[step.source, step.tie].append(f'<path d="{path}"/>')
        arrows = self.picture.arrows
        groups = [
            f'<g class="wire {tie}"><title>{escape(_told_of(source, tie, arrows))}</title>{"".join(pieces)}</g>'
            for (source, tie), pieces in strokes.items()
        ]
        return [*groups, *labels]


def _label(labels: Sequence[str]) -> str:
    return cut(", ".join(labels), _LABEL_SIZE, _LABEL_ROOM)


def _told_of(source: str, tie: str, arrows: Sequence[Arrow]) -> str:
    verb = {"data": "is read by", "connection": "is connected to by", "order": "comes before"}[tie]
    targets = [
        arrow.target + (f" ({', '.join(arrow.labels)})" if arrow.labels else "")
        for arrow in arrows
        if (arrow.source, arrow.tie) == (source, tie)
    ]
    return f"{source} {verb} {', '.join(targets)}"


def _ink(style: str) -> str:
    """A text style's name as classes: `sign.+` is what `effect.create` is."""
    kind, _, name = style.partition(".")
    signs = {"+": "create", "~": "update", "±": "replace", "-": "delete"}
    return {"sign": f"count ink-{signs.get(name, 'unchanged')}", "effect": f"ink-{name}"}.get(kind, kind)
