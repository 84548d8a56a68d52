"""A picture as a text that other programs draw: Graphviz and Mermaid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stackwright.picture.model import CLOUD_TITLES, PROGRAMS, Arrow, Box, Picture, Tie

_COLOURS: Final[Mapping[str, str]] = {
    "aws": "#ffe0b2",
    "azure": "#bbdefb",
    "gcp": "#c8e6c9",
    "private": "#e1bee7",
    PROGRAMS: "#eceff1",
}
"""Light enough for black text on them, and told apart in greyscale by the label, which names the cloud."""
_DOT_TIES: Final[Mapping[Tie, str]] = {"data": "", "connection": "penwidth=2", "order": "style=dashed"}
_MERMAID_TIES: Final[Mapping[Tie, str]] = {"data": "-->", "connection": "==>", "order": "-.->"}


def as_dot(picture: Picture) -> str:
    """Graphviz: `stackwright graph … --format dot | dot -Tsvg`. What is needed stands left of what needs it."""
    lines = [
        f"digraph {_quoted(picture.title)} {{",
        "  rankdir=LR;",
        '  node [shape=box, style="rounded,filled", fontname="sans-serif"];',
        '  edge [fontname="sans-serif", fontsize=10];',
    ]
    for box in _parts(picture):
        label = _quoted("\n".join([box.name, box.origin, _clouds(box), *_changes(box)]))
        lines.append(f"  {_quoted(box.name)} [label={label}, fillcolor={_quoted(_colour(box))}];")
    lines += [f'  {_quoted(box.name)} [style="rounded,dashed"];' for box in _externals(picture)]
    lines += [f"  {_quoted(arrow.source)} -> {_quoted(arrow.target)}{_attributes(arrow)};" for arrow in picture.arrows]
    return "\n".join([*lines, "}"])


def as_mermaid(picture: Picture) -> str:
    """Mermaid, which GitHub and GitLab draw in Markdown."""
    ids = {box.name: f"n{number}" for number, box in enumerate([*_parts(picture), *_externals(picture)])}
    lines = ["flowchart LR"]
    for box in _parts(picture):
        text = "<br>".join([box.name, box.origin, _clouds(box), *_changes(box)])
        lines.append(f'  {ids[box.name]}["{text}"]:::{box.lane[0]}')
    lines += [f'  {ids[box.name]}(["{box.name}"])' for box in _externals(picture)]
    for arrow in picture.arrows:
        label = f'|"{", ".join(arrow.labels)}"|' if arrow.labels else ""
        lines.append(f"  {ids[arrow.source]} {_MERMAID_TIES[arrow.tie]}{label} {ids[arrow.target]}")
    clouds = dict.fromkeys(box.lane[0] for box in _parts(picture))
    lines += [f"  classDef {cloud} fill:{_COLOURS[cloud]},stroke:#546e7a,color:#000" for cloud in clouds]
    return "\n".join(lines)


def _parts(picture: Picture) -> list[Box]:
    return [box for box in picture.boxes.values() if not box.outside]


def _externals(picture: Picture) -> list[Box]:
    return [box for box in picture.boxes.values() if box.outside]


def _clouds(box: Box) -> str:
    return " + ".join(CLOUD_TITLES.get(cloud, cloud) for cloud in box.lane)


def _changes(box: Box) -> list[str]:
    return [f"{change.phase}: {change.said}" for change in box.changes]


def _colour(box: Box) -> str:
    """Of several clouds all of their colours, from left to right."""
    return ":".join(_COLOURS[cloud] for cloud in box.lane[:2])


def _attributes(arrow: Arrow) -> str:
    label = f"label={_quoted(', '.join(arrow.labels))}" if arrow.labels else ""
    told = ", ".join(filter(None, [label, _DOT_TIES[arrow.tie]]))
    return f" [{told}]" if told else ""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
