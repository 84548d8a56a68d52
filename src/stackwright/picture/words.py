"""A picture in sentences, for who cannot see it."""

from __future__ import annotations

from stackwright.picture.model import Box, Picture, Tie

_VERBS: dict[Tie, str] = {"data": "reads", "connection": "connects to", "order": "goes after"}


def describe(picture: Picture) -> str:
    """Every part, where it runs, what it needs, and what changes."""
    parts = sorted((box for box in picture.boxes.values() if not box.outside), key=lambda box: box.wave)
    return " ".join([f"{picture.title}: {picture.subtitle}.", *(_sentence(box, picture) for box in parts)])


def in_words(box: Box) -> str:
    """All that is known of a box, as one line: `network, network@^1; preview: +31; 2 protected`."""
    told = [f"{change.phase}: {change.said}" for change in box.changes]
    kept = [f"{box.protected} protected"] if box.protected else []
    return "; ".join([", ".join(filter(None, [box.name, box.origin])), *told, *kept])


def _sentence(box: Box, picture: Picture) -> str:
    ties: dict[Tie, list[str]] = {}
    for arrow in picture.arrows:
        if arrow.target == box.name:
            ties.setdefault(arrow.tie, []).append(arrow.source)
    needs = [f", {_VERBS[tie]} {' and '.join(sources)}" for tie, sources in ties.items()]
    return f"{in_words(box)}; in {picture.lane_title(box.lane)}{''.join(needs)}."
