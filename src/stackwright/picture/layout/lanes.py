"""Which lanes there are, and from top to bottom in which order: little way for the lines, the file's order in a tie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Final, TypeAlias

from stackwright.picture.model import OUTSIDE, PROGRAMS, Picture

Lane: TypeAlias = tuple[str, ...]
_LAST: Final[tuple[Lane, ...]] = ((PROGRAMS,), (OUTSIDE,))
_APART: Final = 10
"""How much worse it is that what joins two clouds does not stand between them than that a line crosses a lane."""


def lanes_of(picture: Picture) -> Sequence[Lane]:
    """Clouds first, what joins several of them between them, then programs and other services."""
    known = dict.fromkeys(box.lane for box in picture.boxes.values())
    single = [lane for lane in known if len(lane) == 1 and lane not in _LAST]
    joining = [lane for lane in known if len(lane) > 1]
    single += [(cloud,) for lane in joining for cloud in lane if (cloud,) not in single]
    single = list(dict.fromkeys(single))
    lane_of = {name: box.lane for name, box in picture.boxes.items()}
    pairs = [(lane_of[arrow.source], lane_of[arrow.target]) for arrow in picture.arrows]
    last = [lane for lane in _LAST if lane in known]
    orders = [[*_between(order, joining), *last] for order in permutations(single)]
    best = min(orders, key=lambda order: _length(order, pairs, joining))
    return [lane for lane in best if lane in known]


def _between(order: Sequence[Lane], joining: Sequence[Lane]) -> list[Lane]:
    """What joins clouds stands behind the first of them."""
    lanes = list(order)
    for lane in joining:
        first = min(lanes.index((cloud,)) for cloud in lane)
        lanes.insert(first + 1, lane)
    return lanes


def _length(order: Sequence[Lane], pairs: Sequence[tuple[Lane, Lane]], joining: Sequence[Lane]) -> int:
    place: Mapping[Lane, int] = {lane: number for number, lane in enumerate(order)}
    apart = sum(abs(place[lane] - place[cloud,]) for lane in joining for cloud in lane)
    return apart * _APART + sum(abs(place[one] - place[other]) for one, other in pairs)
