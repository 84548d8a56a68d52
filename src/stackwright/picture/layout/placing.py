"""Rows: boxes of a column below each other, inside their lanes, as nearly level with what they are tied to as can be.

Tops are even, and lines leave and reach a box on even rows; `routing` moves a line's end to the odd row above where two
lines would otherwise lie on each other. So a box has two rows for each line that reaches it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import median_low
from typing import Final

from stackwright.picture.layout.layers import Layers, Spot
from stackwright.picture.model import Tie

_SWEEPS: Final = 6


@dataclass(frozen=True, slots=True)
class Spacing:
    """Rows: `between` boxes; the `head` of a lane, for its title, and its `foot`. Heads and feet are even."""

    between: int
    head: int
    foot: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Rows of every spot; `ins` and `outs` are the rows at which lines reach and leave it, below its top."""

    tops: Mapping[Spot, int]
    heights: Mapping[Spot, int]
    ins: Mapping[tuple[Spot, Spot, Tie], int]
    outs: Mapping[tuple[Spot, Tie], int]
    bands: Sequence[tuple[int, int]]


def placed(
    layers: Layers,
    columns: Sequence[Sequence[Spot]],
    lane_of: Mapping[Spot, int],
    heights: Mapping[str, int],
    lanes: int,
    spacing: Spacing,
) -> Placed:
    """Rows for all spots of the ordered columns."""
    incoming, outgoing = _tied(layers, columns)
    tall = {spot: _height(spot, heights, len(incoming[spot]), len(outgoing[spot])) for spot in incoming}
    ins: dict[tuple[Spot, Spot, Tie], int] = {
        (start, spot, tie): offset
        for spot, several in incoming.items()
        for (start, tie), offset in zip(several, _offsets(tall[spot], len(several), spot), strict=True)
    }
    outs: dict[tuple[Spot, Tie], int] = {
        (spot, tie): offset
        for spot, ties in outgoing.items()
        for tie, offset in zip(ties, _offsets(tall[spot], len(ties), spot), strict=True)
    }
    span = {spot: _even(height + (spacing.between if spot.tie is None else 0)) for spot, height in tall.items()}
    bands = _bands(columns, lane_of, span, lanes, spacing)
    tops = _tops(layers, columns, lane_of, span, bands, spacing, ins, outs)
    return Placed(tops, tall, ins, outs, bands)


def _tied(
    layers: Layers, columns: Sequence[Sequence[Spot]]
) -> tuple[dict[Spot, list[tuple[Spot, Tie]]], dict[Spot, list[Tie]]]:
    """What reaches each spot, from top to bottom, and the kinds of lines that leave it."""
    place = {spot: index for column in columns for index, spot in enumerate(column)}
    incoming: dict[Spot, list[tuple[Spot, Tie]]] = {spot: [] for spot in place}
    outgoing: dict[Spot, list[Tie]] = {spot: [] for spot in place}
    for hops in layers.hops:
        for hop in hops:
            outgoing[hop.start].append(hop.tie)
            for end in hop.ends:
                incoming[end].append((hop.start, hop.tie))
    for several in incoming.values():
        several.sort(key=lambda pair: place[pair[0]])
    return incoming, outgoing


def _height(spot: Spot, heights: Mapping[str, int], reached: int, left: int) -> int:
    return 2 if spot.tie is not None else max(heights[spot.name], 2 * max(reached, left) + 2)


def _offsets(height: int, count: int, spot: Spot) -> list[int]:
    """Even rows, two apart, in the middle of a box; the first row of a spot that lines pass through."""
    if spot.tie is not None:
        return [0] * count
    first = max(2, (height - 2 * count + 1) // 4 * 2)
    return [first + 2 * index for index in range(count)]


def _bands(
    columns: Sequence[Sequence[Spot]],
    lane_of: Mapping[Spot, int],
    span: Mapping[Spot, int],
    lanes: int,
    spacing: Spacing,
) -> list[tuple[int, int]]:
    """Top and height of each lane: as high as its fullest column."""
    fullest = [0] * lanes
    for column in columns:
        filled = [0] * lanes
        for spot in column:
            filled[lane_of[spot]] += span[spot]
        fullest = list(map(max, fullest, filled))
    heights = [spacing.head + rows + spacing.foot for rows in fullest]
    return list(zip([0, *accumulate(heights)], heights, strict=False))


def _tops(
    layers: Layers,
    columns: Sequence[Sequence[Spot]],
    lane_of: Mapping[Spot, int],
    span: Mapping[Spot, int],
    bands: Sequence[tuple[int, int]],
    spacing: Spacing,
    ins: Mapping[tuple[Spot, Spot, Tie], int],
    outs: Mapping[tuple[Spot, Tie], int],
) -> dict[Spot, int]:
    stacks = [_by_lane(column, lane_of) for column in columns]
    room = [(top + spacing.head, top + height - spacing.foot) for top, height in bands]
    tops: dict[Spot, int] = {}
    for stack in stacks:
        for lane, spots in stack.items():
            tops.update(_level(dict.fromkeys(spots, room[lane][0]), span, room[lane]))
    pulls = _pulls(layers, ins, outs)
    for number in range(_SWEEPS):
        forward = number % 2 == 0
        for stack in stacks if forward else reversed(stacks):
            for lane, spots in stack.items():
                wanted = {spot: _wanted(spot, tops, pulls, forward=forward) for spot in spots}
                tops.update(_level(wanted, span, room[lane]))
    return tops


def _by_lane(column: Sequence[Spot], lane_of: Mapping[Spot, int]) -> dict[int, list[Spot]]:
    stack: dict[int, list[Spot]] = {}
    for spot in column:
        stack.setdefault(lane_of[spot], []).append(spot)
    return stack


_Pulls = Mapping[bool, Mapping[Spot, Sequence[tuple[Spot, int]]]]
"""For each spot what it is tied to before (True) and behind it, and how much lower it would be if they were level."""


def _pulls(layers: Layers, ins: Mapping[tuple[Spot, Spot, Tie], int], outs: Mapping[tuple[Spot, Tie], int]) -> _Pulls:
    pulls: dict[bool, dict[Spot, list[tuple[Spot, int]]]] = {True: {}, False: {}}
    for hops in layers.hops:
        for hop in hops:
            for end in hop.ends:
                lower = outs[hop.start, hop.tie] - ins[hop.start, end, hop.tie]
                pulls[True].setdefault(end, []).append((hop.start, lower))
                pulls[False].setdefault(hop.start, []).append((end, -lower))
    return pulls


def _wanted(spot: Spot, tops: Mapping[Spot, int], pulls: _Pulls, *, forward: bool) -> int:
    """The top at which the middle one of its lines would be level; where nothing pulls, where it is."""
    near = pulls[forward].get(spot) or pulls[not forward].get(spot) or [(spot, 0)]
    return median_low(tops[other] + lower for other, lower in near)


def _level(wanted: Mapping[Spot, int], span: Mapping[Spot, int], room: tuple[int, int]) -> dict[Spot, int]:
    """Tops in this order, without overlap, inside `room`, as near to what is wanted as that allows.

    Least squares under an order: pool adjacent violators (Ayer and others 1955), then cut at the room's ends, which
    keeps it the best.
    """
    spots = list(wanted)
    before = [0, *accumulate(span[spot] for spot in spots)]
    blocks: list[tuple[float, int]] = []
    for spot, offset in zip(spots, before, strict=False):
        mean, count = float(wanted[spot] - offset), 1
        while blocks and blocks[-1][0] > mean:
            other, many = blocks.pop()
            mean, count = (other * many + mean * count) / (many + count), many + count
        blocks.append((mean, count))
    low, high = room[0], room[1] - before[-1]
    shifts = [min(max(_even(mean), low), high) for mean, count in blocks for _ in range(count)]
    return {spot: shift + offset for spot, shift, offset in zip(spots, shifts, before, strict=False)}


def _even(number: float) -> int:
    """Up to the next even number; a half row goes to the nearer."""
    return -int(-number // 2) * 2
