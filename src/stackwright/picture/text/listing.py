"""A part per line, under the number of the wave in which it can run, with what it waits for: fits anywhere."""

from __future__ import annotations

from stackwright.picture.model import Arrow, Box, Picture
from stackwright.picture.summing import totals
from stackwright.picture.text.canvas import Line, Segment

_CLOUDLESS = "program"


def as_list(picture: Picture) -> list[Line]:
    """The parts of a picture, with origin, cloud, what changes, and what each needs."""
    head: Line = [(picture.title, "title"), (f": {picture.subtitle}", "")]
    rows = [_row(box, picture) for box in sorted(picture.boxes.values(), key=lambda box: box.wave) if not box.outside]
    widths = [max((len(row[column][0]) for row in rows), default=0) for column in range(5)]
    lines: list[Line] = [head, *([line] if (line := totals(picture)) else []), []]
    last = ""
    for row in rows:
        wave, last = ("" if row[0][0] == last else row[0][0]), row[0][0]
        cells: Line = [("  ", ""), (wave.ljust(widths[0]), "muted")]
        for (text, style), width in zip(row[1:5], widths[1:], strict=True):
            cells += [("  ", ""), (text.ljust(width), style)] if width else []
        lines.append(_stripped([*cells, ("  ", ""), row[5]]))
    return lines


def _row(box: Box, picture: Picture) -> list[Segment]:
    needs = [_need(arrow) for arrow in picture.arrows if arrow.target == box.name]
    changes = " · ".join(change.said for change in box.changes)
    if box.protected:
        changes += f" ({box.protected} protected)"
    return [
        (str(box.wave + 1), "muted"),
        (box.name, "name"),
        (box.origin, "muted"),
        ("+".join(box.clouds) or _CLOUDLESS, f"cloud.{box.lane[0]}"),
        (changes, f"effect.{box.effect}" if box.effect else ""),
        (f"← {', '.join(needs)}" if needs else "", ""),
    ]


def _need(arrow: Arrow) -> str:
    if arrow.tie == "connection":
        return f"{arrow.source} as {', '.join(arrow.labels)}"
    return arrow.source


def _stripped(line: Line) -> Line:
    while line and not line[-1][0].strip():
        line.pop()
    return [*line[:-1], (line[-1][0].rstrip(), line[-1][1])] if line else line
