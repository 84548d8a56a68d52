"""Where everything in a picture goes: columns by wave, a lane for each cloud, lines in the gaps between columns.

The steps are those of layered drawing (Sugiyama, Tagawa, Toda 1981): columns (`layers`), the order within a column
with few crossings (`ordering`), rows (`placing`), then the lines (`routing`). Rows are whole numbers, so that the same
layout serves an SVG and a terminal; how wide things are is not asked here at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stackwright.picture.layout.lanes import Lane, lanes_of
from stackwright.picture.layout.layers import Layers, Spot, layers_of
from stackwright.picture.layout.ordering import ordered
from stackwright.picture.layout.placing import Placed, Spacing, placed
from stackwright.picture.layout.routing import End, Pass, Wire, routed
from stackwright.picture.model import Picture

__all__ = ["Band", "End", "Lane", "Layout", "Pass", "Spacing", "Spot", "Wire", "layout"]


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of a lane, its head included."""

    lane: Lane
    top: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`columns` name the boxes of each column from top to bottom. `tops` and `heights` are rows of boxes, `bands` those
    of lanes. `wires` are the lines in the gap behind each column, `passes` the lines that go through one.
    """

    columns: Sequence[Sequence[str]]
    waves: Sequence[int]
    tops: Mapping[str, int]
    heights: Mapping[str, int]
    bands: Sequence[Band]
    wires: Sequence[Sequence[Wire]]
    passes: Sequence[Pass]
    rows: int

    def tracks(self, gap: int) -> int:
        """How many vertical lines stand side by side in a gap."""
        return 1 + max((wire.track for wire in self.wires[gap] if wire.track is not None), default=-1)


def layout(picture: Picture, heights: Mapping[str, int], spacing: Spacing) -> Layout:
    """Place the boxes of a picture, each at least as many rows high as `heights` says."""
    layers: Layers = layers_of(picture)
    lanes = lanes_of(picture)
    columns, lane_of = ordered(layers, picture, lanes, heights)
    place: Placed = placed(layers, columns, lane_of, heights, len(lanes), spacing)
    wires, passes = routed(layers, columns, place)
    bands = [Band(lane, top, height) for lane, (top, height) in zip(lanes, place.bands, strict=True)]
    boxes = [spot for column in columns for spot in column if spot.tie is None]
    return Layout(
        columns=[[spot.name for spot in column if spot.tie is None] for column in columns],
        waves=layers.waves,
        tops={spot.name: place.tops[spot] for spot in boxes},
        heights={spot.name: place.heights[spot] for spot in boxes},
        bands=bands,
        wires=wires,
        passes=passes,
        rows=sum(height for _, height in place.bands),
    )
