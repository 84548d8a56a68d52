"""The lines of one gap as paths: out of a box, round a corner into the track, and out of it towards each end."""

from __future__ import annotations

from collections.abc import Callable

from stackwright.picture.layout import Pass, Wire

_ROUND = 7.0
_TIP = 8.0


def paths(wire: Wire, left: float, track: float, right: float, y: Callable[[int], float]) -> list[str]:
    """Path data for a bundle between x = `left` and x = `right`, its vertical line at x = `track`."""
    start = y(wire.row)
    if wire.track is None:
        return [f"M{_n(left)} {_n(start)}H{_n(right)}"]
    first, last = wire.rows
    made: list[str] = []
    trunks = [row for row in (first, last) if row != wire.row]
    for index, row in enumerate(trunks):
        head = f"M{_n(left)} {_n(start)}H{_n(track - _bend(start, y(row)))}" if index == 0 else ""
        made.append(head + _turn(track, start, y(row), right, begins=index > 0))
    for end in wire.ends:
        if end.row in trunks:
            continue
        at = y(end.row)
        if at == start:
            made.append(f"M{_n(track - _ROUND)} {_n(at)}H{_n(right)}")
        else:
            # A branch leaves its trunk in a bend, away from where the trunk comes from: so it is no crossing.
            bend = _bend(start, at)
            above = at - bend if at > start else at + bend
            made.append(f"M{_n(track)} {_n(above)}Q{_n(track)} {_n(at)} {_n(track + bend)} {_n(at)}H{_n(right)}")
    return made


def _turn(track: float, start: float, end: float, right: float, *, begins: bool) -> str:
    """From the row of the start along the track to the row of an end."""
    bend = _bend(start, end)
    way = bend if end > start else -bend
    opening = f"M{_n(track - bend)} {_n(start)}" if begins else ""
    return (
        f"{opening}Q{_n(track)} {_n(start)} {_n(track)} {_n(start + way)}"
        f"V{_n(end - way)}Q{_n(track)} {_n(end)} {_n(track + bend)} {_n(end)}H{_n(right)}"
    )


def _bend(one: float, other: float) -> float:
    return min(_ROUND, abs(other - one) / 2)


def through(step: Pass, left: float, right: float, y: Callable[[int], float]) -> str:
    """The line of a bundle across a column, where it may change to the row beside."""
    one, other = y(step.row), y(step.leaves)
    if one == other:
        return f"M{_n(left)} {_n(one)}H{_n(right)}"
    middle = (left + right) / 2
    curve = f"C{_n(middle)} {_n(one)} {_n(middle)} {_n(other)} {_n(middle + 8)} {_n(other)}"
    return f"M{_n(left)} {_n(one)}H{_n(middle - 8)}{curve}H{_n(right)}"


def tip(x: float, y: float) -> str:
    """An arrow's head whose point is at `x`."""
    return f"M{_n(x)} {_n(y)}l{_n(-_TIP)} -4v8z"


def _n(number: float) -> str:
    """As short as it goes: `12`, `12.5`."""
    return f"{number:.1f}".removesuffix(".0")
