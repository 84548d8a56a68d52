"""Lines in a gap: out of a box, along a vertical track, into boxes of the next column; no two lie on each other.

This is channel routing with one trunk for each bundle (Hashimoto, Stevens 1971): where a line leaves on the row at
which another one arrives, its track must be left of the other's. Where that goes round in a circle, the end of one line
is moved to the odd row beside it, at which no line ever leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stackwright.picture.layout.layers import Hop, Layers, Spot
from stackwright.picture.layout.placing import Placed
from stackwright.picture.model import Tie


@dataclass(frozen=True, slots=True)
class End:
    """Where a line reaches the next column: a box (`target`), or None where it goes on."""

    row: int
    target: str | None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wire:
    """A bundle in one gap. Without a `track` it is straight: one end, on the row at which it starts."""

    source: str
    tie: Tie
    row: int
    ends: tuple[End, ...]
    track: int | None

    @property
    def rows(self) -> tuple[int, int]:
        """The first and the last row of its vertical line."""
        every = [self.row, *(end.row for end in self.ends)]
        return min(every), max(every)


@dataclass(frozen=True, slots=True)
class Pass:
    """A bundle that goes through a column: in at `row`, out at `leaves`, which is the same or the row above."""

    column: int
    source: str
    tie: Tie
    row: int
    leaves: int


def routed(layers: Layers, columns: Sequence[Sequence[Spot]], place: Placed) -> tuple[list[list[Wire]], list[Pass]]:
    """The lines of every gap, from its left to its right side, and what goes through columns."""
    wires: list[list[Wire]] = []
    rows: dict[Spot, int] = {}
    for hops in layers.hops:
        made, arrivals = _gap(hops, layers, place)
        wires.append(made)
        rows |= arrivals
    passes = [
        Pass(spot.column, spot.name, spot.tie, rows[spot], place.tops[spot])
        for column in columns
        for spot in column
        if spot.tie is not None
    ]
    return wires, passes


def _gap(hops: Sequence[Hop], layers: Layers, place: Placed) -> tuple[list[Wire], dict[Spot, int]]:
    starts = [place.tops[hop.start] + place.outs[hop.start, hop.tie] for hop in hops]
    ends = [{end: place.tops[end] + place.ins[hop.start, end, hop.tie] for end in hop.ends} for hop in hops]
    while True:
        order = _order(starts, [sorted(set(each.values())) for each in ends])
        if isinstance(order, list):
            break
        moved, row = order
        spot = next(spot for spot, at in ends[moved].items() if at == row)
        # A spot that lines pass through has its second row below, a box its odd one above.
        ends[moved][spot] += 1 if spot.tie is not None else -1
    tracks = _tracks(order, starts, ends)
    wires = [
        Wire(
            hop.start.name,
            hop.tie,
            start,
            tuple(
                End(
                    row,
                    end.name if end.tie is None else None,
                    layers.labels.get((hop.start.name, hop.tie, end.name), ()) if end.tie is None else (),
                )
                for end, row in sorted(rows.items(), key=lambda item: item[1])
            ),
            tracks.get(number),
        )
        for number, (hop, start, rows) in enumerate(zip(hops, starts, ends, strict=True))
    ]
    return wires, {end: row for rows in ends for end, row in rows.items() if end.tie is not None}


def _order(starts: Sequence[int], ends: Sequence[Sequence[int]]) -> list[int] | tuple[int, int]:
    """The bundles that need a track, from left to right; or, on a circle, one whose end at a row must move.

    Where there is a choice, the one that crosses the others least goes first.
    """
    turning = [number for number in range(len(starts)) if set(ends[number]) != {starts[number]}]
    leaving = {starts[number]: number for number in turning}
    after: dict[int, set[int]] = {
        number: {leaving[row] for row in ends[number] if leaving.get(row, number) != number} for number in turning
    }
    score = {one: sum(_worse(one, other, starts, ends) for other in turning if other != one) for one in turning}
    order: list[int] = []
    left = set(turning)
    while left:
        free = [number for number in left if not after[number] & left]
        if not free:
            stuck = min(left)
            seen: list[int] = []
            while stuck not in seen:  # walk back until the circle closes
                seen.append(stuck)
                stuck = min(after[stuck] & left)
            row = next(row for row in ends[stuck] if leaving.get(row, stuck) != stuck and leaving[row] in left)
            return stuck, row
        order.append(min(free, key=lambda number: (score[number], number)))
        left.remove(order[-1])
    return order


def _worse(one: int, other: int, starts: Sequence[int], ends: Sequence[Sequence[int]]) -> int:
    """How many more crossings there are with `one` left of `other` than the other way round."""
    return _crossing(one, other, starts, ends) - _crossing(other, one, starts, ends)


def _crossing(left: int, right: int, starts: Sequence[int], ends: Sequence[Sequence[int]]) -> int:
    def inside(row: int, of: int) -> bool:
        return min(starts[of], ends[of][0]) <= row <= max(starts[of], ends[of][-1])

    return inside(starts[right], left) + sum(inside(row, right) for row in ends[left])


def _tracks(order: Sequence[int], starts: Sequence[int], ends: Sequence[Mapping[Spot, int]]) -> dict[int, int]:
    """Each bundle as far to the left as the order and those before it allow."""
    tracks: dict[int, int] = {}
    for number in order:
        rows = {starts[number], *ends[number].values()}
        first, last = min(rows), max(rows)
        track = 0
        for other in tracks:
            theirs = {starts[other], *ends[other].values()}
            touching = min(theirs) <= last and first <= max(theirs)
            if touching:
                track = max(track, tracks[other] + 1)
        tracks[number] = track
    return tracks
