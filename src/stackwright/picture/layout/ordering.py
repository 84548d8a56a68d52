"""The order of a column from top to bottom: by lane, and within a lane such that few lines cross.

Barycentre sweeps (Sugiyama, Tagawa, Toda 1981): each spot goes to the mean of its neighbours in the column before, then
in the one behind, and the best of what was seen is kept.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from typing import Final

from stackwright.picture.layout.lanes import Lane
from stackwright.picture.layout.layers import Hop, Layers, Spot
from stackwright.picture.model import Picture

_SWEEPS: Final = 12


def ordered(
    layers: Layers, picture: Picture, lanes: Sequence[Lane], heights: Mapping[str, int]
) -> tuple[list[list[Spot]], Mapping[Spot, int]]:
    """The columns in order, and the lane of every spot, by its number."""
    lane_of = _lanes(layers, picture, lanes, heights)
    columns = [sorted(column, key=lambda spot: lane_of[spot]) for column in layers.spots]
    left, right = _neighbours(layers)
    best, fewest = columns, _crossings(columns, layers.hops)
    for number in range(_SWEEPS):
        if not fewest:
            break
        forward = number % 2 == 0
        columns = _sweep(columns, left if forward else right, lane_of, forward=forward)
        count = _crossings(columns, layers.hops)
        if count < fewest:
            best, fewest = columns, count
    return [list(column) for column in best], lane_of


def _lanes(layers: Layers, picture: Picture, lanes: Sequence[Lane], heights: Mapping[str, int]) -> Mapping[Spot, int]:
    """Boxes have theirs; a line passes through one on its way, where the column has room left."""
    number = {lane: index for index, lane in enumerate(lanes)}
    lane_of = {
        spot: number[picture.boxes[spot.name].lane] for column in layers.spots for spot in column if spot.tie is None
    }
    load: dict[tuple[int, int], int] = {}
    for spot, lane in lane_of.items():
        key = (spot.column, lane)
        load[key] = load.get(key, 0) + heights[spot.name]
    columns = range(len(layers.spots))
    full = [max((load.get((column, lane), 0) for column in columns), default=0) for lane in number.values()]
    for hops in layers.hops:
        for hop in hops:
            for end in hop.ends:
                if end.tie is None:
                    continue
                lane = _way(hop, end, lane_of, load, full)
                lane_of[end] = lane
                load[end.column, lane] = load.get((end.column, lane), 0) + 2
    return lane_of


def _way(
    hop: Hop, end: Spot, lane_of: Mapping[Spot, int], load: Mapping[tuple[int, int], int], full: Sequence[int]
) -> int:
    here = lane_of[hop.start]

    def price(lane: int) -> tuple[bool, int]:
        return load.get((end.column, lane), 0) + 2 > full[lane], abs(lane - here)

    return min(range(len(full)), key=price)


def _neighbours(layers: Layers) -> tuple[dict[Spot, list[Spot]], dict[Spot, list[Spot]]]:
    left: dict[Spot, list[Spot]] = {}
    right: dict[Spot, list[Spot]] = {}
    for hops in layers.hops:
        for hop in hops:
            for end in hop.ends:
                left.setdefault(end, []).append(hop.start)
                right.setdefault(hop.start, []).append(end)
    return left, right


def _sweep(
    columns: Sequence[Sequence[Spot]],
    neighbours: Mapping[Spot, Sequence[Spot]],
    lane_of: Mapping[Spot, int],
    *,
    forward: bool,
) -> list[list[Spot]]:
    made: dict[int, list[Spot]] = {}
    numbers = range(len(columns)) if forward else range(len(columns) - 1, -1, -1)
    place: dict[Spot, float] = {}
    for number in numbers:
        column = columns[number]
        middle = {
            spot: _mean([place[other] for other in neighbours.get(spot, ())], (index + 0.5) / len(column))
            for index, spot in enumerate(column)
        }
        made[number] = sorted(column, key=lambda spot: (lane_of[spot], middle[spot]))
        place.update({spot: (index + 0.5) / len(column) for index, spot in enumerate(made[number])})
    return [made[number] for number in range(len(columns))]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _crossings(columns: Sequence[Sequence[Spot]], hops: Sequence[Sequence[Hop]]) -> int:
    """How many pairs of lines cross in the gaps: inversions, counted with a sorted list."""
    total = 0
    for number, several in enumerate(hops):
        if not several:
            continue
        before = {spot: index for index, spot in enumerate(columns[number])}
        behind = {spot: index for index, spot in enumerate(columns[number + 1])}
        lines = sorted((before[hop.start], behind[end]) for hop in several for end in hop.ends)
        seen: list[int] = []
        for _, end in lines:
            total += len(seen) - bisect_right(seen, end)
            insort(seen, end)
    return total
