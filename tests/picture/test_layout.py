from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import combinations, pairwise

from hypothesis import given, settings

from stackwright.picture import Picture, as_drawing, as_svg
from stackwright.picture.layout import Layout, Spacing, Wire, layout
from tests.picture.support import eighteen, made, part, pictures

SPACING = Spacing(between=2, head=4, foot=0)


def _layout(picture: Picture) -> Layout:
    return layout(picture, dict.fromkeys(picture.boxes, 6), SPACING)


@settings(max_examples=25)
@given(pictures())
def test_boxes_of_a_column_stand_below_each_other_inside_their_lanes(picture: Picture) -> None:
    plan = _layout(picture)
    assert sorted(name for column in plan.columns for name in column) == sorted(picture.boxes)
    bands = {band.lane: (band.top + SPACING.head, band.top + band.height) for band in plan.bands}
    for column in plan.columns:
        for upper, lower in pairwise(sorted(column, key=lambda name: plan.tops[name])):
            assert plan.tops[upper] + plan.heights[upper] + SPACING.between <= plan.tops[lower]
        for name in column:
            first, last = bands[picture.boxes[name].lane]
            assert first <= plan.tops[name]
            assert plan.tops[name] + plan.heights[name] <= last
    for upper, lower in pairwise(plan.bands):
        assert upper.top + upper.height == lower.top


@settings(max_examples=25)
@given(pictures())
def test_a_part_stands_right_of_all_that_it_needs(picture: Picture) -> None:
    plan = _layout(picture)
    column = {name: number for number, names in enumerate(plan.columns) for name in names}
    assert all(column[arrow.source] < column[arrow.target] for arrow in picture.arrows)


@settings(max_examples=25)
@given(pictures())
def test_every_arrow_is_a_line_and_every_line_an_arrow(picture: Picture) -> None:
    plan = _layout(picture)
    drawn = {
        (wire.source, end.target, wire.tie) for wires in plan.wires for wire in wires for end in wire.ends if end.target
    }
    assert drawn == {(arrow.source, arrow.target, arrow.tie) for arrow in picture.arrows}


@settings(max_examples=25)
@given(pictures())
def test_no_two_lines_lie_on_each_other(picture: Picture) -> None:
    """In a gap: rows at which lines leave, rows at which they arrive, and the pieces on the way, each one's own."""
    for wires in _layout(picture).wires:
        for one, other in combinations(wires, 2):
            assert not set(_flat(one)) & set(_flat(other)), (one, other)
            assert not set(_upright(one)) & set(_upright(other)), (one, other)


def _flat(wire: Wire) -> Iterator[tuple[int, float]]:
    """Pieces of rows between tracks that a bundle covers: -0.5 is left of the first track."""
    last = 99
    turn = wire.track if wire.track is not None else last
    yield from ((wire.row, at - 0.5) for at in range(turn + 1))
    yield from ((end.row, at + 0.5) for end in wire.ends for at in range(turn if wire.track is not None else -1, last))


def _upright(wire: Wire) -> Iterator[tuple[int, int]]:
    if wire.track is not None:
        first, last = wire.rows
        yield from ((wire.track, row) for row in range(first, last + 1))


@settings(max_examples=25)
@given(pictures())
def test_lines_meet_boxes_at_their_sides_and_never_at_a_corner(picture: Picture) -> None:
    plan = _layout(picture)
    for number, wires in enumerate(plan.wires):
        for wire in wires:
            met = [end for end in wire.ends if end.target]
            rows = [(end.target, end.row) for end in met]
            rows += [(wire.source, wire.row)] if wire.source in plan.columns[number] else []
            for name, row in rows:
                assert plan.tops[str(name)] < row < plan.tops[str(name)] + plan.heights[str(name)] - 1


@settings(max_examples=25)
@given(pictures())
def test_a_line_goes_on_where_it_came_from(picture: Picture) -> None:
    """What passes through a column arrives there and leaves it, at rows that are its own."""
    plan = _layout(picture)
    for step in plan.passes:
        arriving = [
            end.row
            for wire in plan.wires[step.column - 1]
            for end in wire.ends
            if (wire.source, wire.tie) == (step.source, step.tie) and end.target is None
        ]
        leaving = [wire.row for wire in plan.wires[step.column] if (wire.source, wire.tie) == (step.source, step.tie)]
        assert (arriving, leaving) == ([step.row], [step.leaves])
        for name in plan.columns[step.column]:
            for row in (step.row, step.leaves):
                assert not plan.tops[name] <= row < plan.tops[name] + plan.heights[name]


@settings(max_examples=25)
@given(pictures())
def test_the_same_service_gives_the_same_picture(picture: Picture) -> None:
    assert as_svg(picture) == as_svg(picture)
    assert _layout(picture) == _layout(picture)


def test_what_joins_two_clouds_stands_between_them() -> None:
    lanes = [band.lane for band in _layout(eighteen()).bands]
    for lane in lanes:
        if len(lane) > 1:
            place = lanes.index(lane)
            assert {lanes[place - 1], lanes[place + 1]} == {(cloud,) for cloud in lane}


def test_a_chain_on_one_cloud_is_a_straight_line() -> None:
    names = [f"p{number}" for number in range(6)]
    picture = made({name: part(name, needs=names[index - 1 : index]) for index, name in enumerate(names)})
    assert all(wire.track is None for wires in _layout(picture).wires for wire in wires)


def test_two_hundred_parts_are_drawn_at_once() -> None:
    """A tenth of a second on the machine that this was written on."""
    names = [f"part-{number:03}" for number in range(200)]
    clouds = ("aws", "azure", "gcp", "private")
    picture = made(
        {
            name: part(
                name,
                cloud=clouds[index * 7 % 4],
                needs=names[max(0, index // 25 * 25 - 25) : index // 25 * 25][index % 11 :: 9],
            )
            for index, name in enumerate(names)
        }
    )
    began = time.process_time()
    as_svg(picture)
    as_drawing(picture)
    assert time.process_time() - began < 2
