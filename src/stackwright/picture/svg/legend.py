"""What lines, colours and signs mean: only those that the picture has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stackwright.picture.model import Effect, Picture, Tie
from stackwright.picture.svg.boxes import LOCK
from stackwright.picture.svg.elements import text_at
from stackwright.picture.svg.measure import width

_TIES: Final[Mapping[Tie, str]] = {
    "data": "reads outputs",
    "connection": "connects to",
    "order": "goes after",
}
_EFFECTS: Final[Mapping[Effect, str]] = {
    "create": "+ create",
    "update": "~ update",
    "replace": "± replace",
    "delete": "− delete",
    "unchanged": "unchanged",
    "stopped": "not done",
    "failed": "failed",
}
_LINE: Final = 22.0
_SWATCH: Final = 30.0


def legend(picture: Picture, left: float, top: float, room: float) -> tuple[float, list[str]]:
    """The rows of the legend below `top`, broken at `room` pixels; where they end, and the pieces."""
    x, y = left, top
    pieces: list[str] = []
    for kind, text in _entries(picture):
        wide = _SWATCH + width(text, 12) + 22
        if x > left and x + wide > left + room:
            x, y = left, y + _LINE
        pieces += [
            _swatch(kind, x, y),
            text_at(x + _SWATCH, y + 4, text, "small muted"),
        ]
        x += wide
    return y + 6, pieces


def _entries(picture: Picture) -> list[tuple[str, str]]:
    ties = [(tie, text) for tie, text in _TIES.items() if any(arrow.tie == tie for arrow in picture.arrows)]
    found = {change.effect for part in picture.parts for change in part.changes}
    effects = [(effect, text) for effect, text in _EFFECTS.items() if effect in found]
    kept = [("lock", "protected resources")] if any(box.protected for box in picture.boxes.values()) else []
    return [*ties, *effects, *kept]


def _swatch(kind: str, x: float, y: float) -> str:
    if kind in _TIES:
        line = f'<path d="M{x:.0f} {y:.0f}h16"/><path class="tip" d="M{x + 22:.0f} {y:.0f}l-8 -4v8z"/>'
        return f'<g class="wire {kind}">{line}</g>'
    if kind == "lock":
        return f'<path class="lock" transform="translate({x + 6:.0f} {y - 7:.0f})" d="{LOCK}"/>'
    apart = " apart" if kind == "stopped" else ""
    return f'<rect class="box told edge-{kind}{apart}" x="{x:.0f}" y="{y - 7:.0f}" width="20" height="14" rx="3"/>'
