"""Columns: a part stands in that of its wave, and a line that is longer than one gap passes through a spot in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stackwright.picture.model import Picture, Tie


class Spot(NamedTuple):
    """A place in a column: the box `name`, or, with a `tie`, where the lines of that kind from it pass through."""

    column: int
    name: str
    tie: Tie | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """One box's lines of one kind in the gap behind a column: from a spot there to spots in the next one."""

    start: Spot
    tie: Tie
    ends: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Layers:
    """`spots` of each column in file order, and the `hops` behind it. `labels` are by source, kind and target."""

    spots: Sequence[Sequence[Spot]]
    hops: Sequence[Sequence[Hop]]
    waves: Sequence[int]
    labels: Mapping[tuple[str, Tie, str], tuple[str, ...]]


def layers_of(picture: Picture) -> Layers:
    """Lines of one kind that leave the same box are one bundle: they share their way as far as it is the same."""
    waves = sorted({box.wave for box in picture.boxes.values()})
    waves = list(range(waves[0], waves[-1] + 1)) if waves else []
    column = {name: box.wave - waves[0] for name, box in picture.boxes.items()}
    spots: list[list[Spot]] = [[] for _ in waves]
    for name in picture.boxes:
        spots[column[name]].append(Spot(column[name], name))
    hops: list[list[Hop]] = [[] for _ in waves]
    bundles: dict[tuple[str, Tie], list[str]] = {}
    for arrow in picture.arrows:
        bundles.setdefault((arrow.source, arrow.tie), []).append(arrow.target)
    for (source, tie), targets in bundles.items():
        first, last = column[source], max(column[target] for target in targets)
        for at in range(first, last):
            start = Spot(at, source, tie if at > first else None)
            ends = [Spot(at + 1, target) for target in targets if column[target] == at + 1]
            if last > at + 1:
                ends.append(Spot(at + 1, source, tie))
                spots[at + 1].append(ends[-1])
            hops[at].append(Hop(start, tie, tuple(ends)))
    labels: dict[tuple[str, Tie, str], tuple[str, ...]] = {
        (arrow.source, arrow.tie, arrow.target): arrow.labels for arrow in picture.arrows
    }
    return Layers(spots, hops, waves, labels)
