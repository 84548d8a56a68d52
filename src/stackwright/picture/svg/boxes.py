"""One box: a stripe in its cloud's colour, the part's name, where it comes from, and what changes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil
from typing import Final

from stackwright.picture.model import Box, Change
from stackwright.picture.svg.elements import text_at
from stackwright.picture.svg.measure import cut, width
from stackwright.picture.words import in_words

ROW: Final = 9.0
"""Pixels of a layout's row: a label has two of them."""
_NAME, _SMALL, _CHIP = 14.0, 12.0, 12.0
_PAD: Final = 14.0
_STRIPE: Final = 5.0
_LEAST, _MOST = 128.0, 300.0
_LINE: Final = 18.0
_CHIP_HIGH: Final = 22.0
_CHIP_GAP: Final = 6.0
_PHASE: Final = 64.0
LOCK: Final = "M0 5h8v6h-8zM1.5 5V3.2a2.5 2.5 0 0 1 5 0V5h-1.3V3.2a1.2 1.2 0 0 0-2.4 0V5z"
_SIGNS: Final = {"+": "create", "~": "update", "±": "replace", "-": "delete"}


def rows_of(box: Box) -> int:
    """How many rows a box needs for what stands in it."""
    lines = len(box.changes) + (1 if not box.outside else 0)
    head = _chips(box)[1] * (_CHIP_HIGH + _CHIP_GAP) + 4 if box.members else 20
    return ceil((16 + head + lines * _LINE) / ROW)


def width_of(box: Box) -> float:
    """Pixels that a box needs so that no text leaves it."""
    texts = [width(box.origin if not box.members else f"{len(box.members)} × {box.origin}", _SMALL)]
    if box.members:
        columns, _, cell = _chips(box)
        texts.append(columns * (cell + _CHIP_GAP))
    else:
        texts.append(width(box.name, _NAME, bold=True) + (34 if box.protected else 0))
    for change in box.changes:
        said = sum(width(text + "  ", _SMALL, bold=True) for text, _ in _said(change))
        texts.append(said + (_PHASE if len(box.changes) > 1 else 0))
    most = max(_MOST, texts[1] + 2 * _PAD + _STRIPE) if box.members else _MOST
    return ceil(min(max(_LEAST, max(texts) + 2 * _PAD + _STRIPE), most))


def drawn_box(box: Box, at: tuple[float, float], size: tuple[float, float]) -> list[str]:
    """The box as a group, with all of it in words as its title."""
    (x, y), (wide, high) = at, size
    classes = ["box", *(["told", f"edge-{box.effect}"] if box.effect else []), *(["apart"] if _apart(box) else [])]
    pieces = [
        f'<g transform="translate({x:.0f} {y:.0f})"><title>{escape(in_words(box))}</title>',
        f'<rect class="{" ".join(classes)}" width="{wide:.0f}" height="{high:.0f}" rx="7"/>',
        *_stripes(box.lane, high),
    ]
    left, room = _PAD + _STRIPE, wide - 2 * _PAD - _STRIPE
    need = (rows_of(box) * ROW) - 16
    top = max(8.0, (high - need) / 2)
    if box.members:
        pieces += _drawn_chips(box, left, top)
        top += _chips(box)[1] * (_CHIP_HIGH + _CHIP_GAP) + 4
    else:
        lock = 34 if box.protected else 0
        pieces.append(text_at(left, top + 14, cut(box.name, _NAME, room - lock, bold=True), "name"))
        top += 20
    if box.protected:
        pieces += [
            f'<path class="lock" transform="translate({wide - 36:.0f} {10})" d="{LOCK}"/>',
            text_at(wide - 12, 20, str(box.protected), "small muted", anchor="end"),
        ]
    if not box.outside:
        origin = f"{len(box.members)} × {box.origin}" if box.members else box.origin
        pieces.append(text_at(left, top + 12, cut(origin, _SMALL, room), "small muted"))
        top += _LINE
    for change in box.changes:
        pieces += _drawn_change(change, left, top + 13, named=len(box.changes) > 1)
        top += _LINE
    return [*pieces, "</g>"]


def _apart(box: Box) -> bool:
    return box.outside or box.effect == "stopped"


def _stripes(lane: Sequence[str], high: float) -> list[str]:
    """The cloud's colour at the left edge; of several clouds each a piece of it."""
    piece = (high - 14) / len(lane)
    return [
        f'<rect class="accent-{cloud}" x="6" y="{7 + index * piece:.1f}" width="{_STRIPE:.0f}" height="{piece:.1f}" '
        f'rx="2"/>'
        for index, cloud in enumerate(lane)
    ]


def _said(change: Change) -> list[tuple[str, str]]:
    """The words and counts of a change, each with its class."""
    said = [(f"{sign}{count}".replace("-", "−"), f"count ink-{_SIGNS[sign]}") for sign, count in change.counted]
    return [*([(change.word, f"ink-{change.effect}")] if change.word else []), *said]


def _drawn_change(change: Change, x: float, y: float, *, named: bool) -> list[str]:
    pieces = [text_at(x, y, change.phase, "small muted")] if named else []
    left = x + (_PHASE if named else 0)
    spans = '<tspan dx="7"> </tspan>'.join(
        f'<tspan class="{style}">{escape(text)}</tspan>' for text, style in _said(change)
    )
    return [*pieces, f'<text class="small" x="{left:.0f}" y="{y:.0f}">{spans}</text>']


def _chips(box: Box) -> tuple[int, int, float]:
    """Columns, rows and the width of the small boxes that stand for like parts: about twice as wide as high in all."""
    cell = max(width(member.name, _CHIP) for member in box.members) + 16
    count = len(box.members)
    columns = max(1, min(count, round((2 * count * (_CHIP_HIGH + _CHIP_GAP) / (cell + _CHIP_GAP)) ** 0.5)))
    return columns, ceil(count / columns), cell


def _drawn_chips(box: Box, left: float, top: float) -> list[str]:
    columns, _, cell = _chips(box)
    pieces: list[str] = []
    for index, member in enumerate(box.members):
        x = left + index % columns * (cell + _CHIP_GAP)
        y = top + index // columns * (_CHIP_HIGH + _CHIP_GAP)
        effect = f" told edge-{member.effect}" if member.effect else ""
        pieces.append(
            f'<g><title>{escape(in_words(member))}</title><rect class="box{effect}" x="{x:.0f}" y="{y:.0f}" '
            f'width="{cell:.0f}" height="{_CHIP_HIGH:.0f}" rx="4"/>{text_at(x + 8, y + 15, member.name, "small")}</g>'
        )
    return pieces
