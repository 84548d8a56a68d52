"""The steps as an SVG, in the colours of every picture of Stackwright."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from docs.way.steps import STEPS, TIES, Call, Meeting, Step
from stackwright.picture.svg.elements import text_at
from stackwright.picture.svg.style import sheet

WIDE: Final = 248
HIGH: Final = 88
PAD: Final = 12
_ACROSS: Final = 48
_DOWN: Final = 58
_MARGIN: Final = 24
_TOP: Final = 84
_ACCENTS: Final = {"tool": "azure", "published": "gcp", "outside": "outside"}
_MONO: Final = "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace"
_LEGEND: Final = (("tool", "Stackwright"), ("published", "what platform teams publish"), ("outside", "neither"))


def drawn() -> str:
    """The whole document."""
    wide = 2 * _MARGIN + 4 * WIDE + 3 * _ACROSS
    rows = 1 + max(step.row for step in STEPS.values())
    foot = _TOP + rows * HIGH + (rows - 1) * _DOWN
    high = foot + 64
    size = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    pieces = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sw" {size} role="img" aria-labelledby="way-title way-desc">',
        '<title id="way-title">The way of one change</title>',
        f'<desc id="way-desc">{escape(_told())}</desc>',
        f"<style>{sheet()}.sw .module{{font-family:{_MONO};font-size:10.5px}}</style>",
        f'<rect class="ground" width="{wide}" height="{high}"/>',
        text_at(_MARGIN, 40, "The way of one change", "title"),
        text_at(_MARGIN, 62, "From a line in service.yaml to the state. Numbers are turns; the rest helps.", "muted"),
        *(piece for tie in TIES for piece in _tie(tie)),
        *(piece for step in STEPS.values() for piece in _box(step)),
        *_legend(foot + 36),
        "</svg>",
    ]
    return "\n".join(pieces) + "\n"


def _told() -> str:
    """The picture in words, for whoever cannot see it."""
    steps = sorted((step for step in STEPS.values() if step.number), key=lambda step: step.number)
    return " ".join(f"{step.number} {step.title}: {' '.join(step.what)}." for step in steps)


def _at(step: Step) -> tuple[int, int]:
    return _MARGIN + step.column * (WIDE + _ACROSS), _TOP + step.row * (HIGH + _DOWN)


def _box(step: Step) -> Iterator[str]:
    x, y = _at(step)
    apart = " apart" if step.kind == "outside" else ""
    yield f'<rect class="box{apart}" x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="6"/>'
    yield f'<rect class="accent-{_ACCENTS[step.kind]}" x="{x}" y="{y + 6}" width="4" height="{HIGH - 12}" rx="2"/>'
    title = f"{step.number}  {step.title}" if step.number else step.title
    yield text_at(x + PAD, y + 22, title, "name")
    for number, line in enumerate(step.what):
        yield text_at(x + PAD, y + 41 + 16 * number, line, "small")
    if step.module:
        yield text_at(x + PAD, y + HIGH - 10, step.module, "module muted")


def _tie(tie: Call | Meeting) -> Iterator[str]:
    style = "order" if isinstance(tie, Meeting) else "data"
    points, label = _route(STEPS[tie.source], STEPS[tie.target], tie.source)
    path = "M" + " L".join(f"{x} {y}" for x, y in points)
    yield f'<g class="wire {style}"><path d="{path}"/><path class="tip" d="{_tip(*points[-2:])}"/></g>'
    if tie.label:
        x, y, anchor = label
        yield text_at(x, y, tie.label, "label", anchor=anchor)


Point = tuple[int, int]


def _route(source: Step, target: Step, name: str) -> tuple[list[Point], tuple[int, int, str]]:
    """The points of a line, and where its label stands: beside each other, above each other, or by a bend between."""
    (x, y), (to_x, to_y) = _at(source), _at(target)
    if source.row == target.row:
        right = to_x > x
        points = [(x + WIDE if right else x, y + HIGH // 2), (to_x if right else to_x + WIDE, to_y + HIGH // 2)]
        return points, ((points[0][0] + points[1][0]) // 2, points[0][1] - 7, "middle")
    if source.column == target.column:
        down = to_y > y
        shift = 40 if not down else -40 if name in {"program", "load"} else 0
        middle = x + WIDE // 2 + shift
        points = [(middle, y + HIGH if down else y), (middle, to_y if down else to_y + HIGH)]
        return points, (middle + 7, points[1][1] - 9, "")
    away = (target.column > source.column) - (target.column < source.column)
    start, end = x + WIDE // 2 + away * 30, to_x + WIDE // 2 - away * 30
    bend = y + HIGH + _DOWN // 2
    label = (end + 7 * (1 if away < 0 else -1), to_y - 9, "" if away < 0 else "end")
    return [(start, y + HIGH), (start, bend), (end, bend), (end, to_y)], label


def _tip(before: Point, end: Point) -> str:
    """An arrow's head at `end`."""
    (x, y), size = end, 7
    if before[0] == x:
        back = -size if y > before[1] else size
        return f"M{x} {y} l-4 {back} h8 z"
    back = -size if x > before[0] else size
    return f"M{x} {y} l{back} -4 v8 z"


def _legend(y: int) -> Iterator[str]:
    x = _MARGIN
    for kind, words in _LEGEND:
        yield f'<rect class="accent-{_ACCENTS[kind]}" x="{x}" y="{y - 11}" width="4" height="14" rx="2"/>'
        yield text_at(x + 12, y, words, "small muted")
        x += 34 + 7 * len(words)
    for style, words in (
        ("data", "imports and calls"),
        ("order", "meet through a protocol; neither imports the other"),
    ):
        yield f'<g class="wire {style}"><path d="M{x} {y - 4} h28"/></g>'
        yield text_at(x + 36, y, words, "small muted")
        x += 60 + 7 * len(words)
