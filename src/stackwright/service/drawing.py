"""A graph as a person sees it: lines in a terminal, Graphviz, Mermaid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stackwright.service.graph import Graph
from stackwright.service.model import Part

_NO_CLOUD: Final = "program"
_COLOURS: Final[Mapping[str, str]] = {
    "aws": "#ffe0b2",
    "azure": "#bbdefb",
    "gcp": "#c8e6c9",
    "private": "#e1bee7",
    _NO_CLOUD: "#eceff1",
}
"""Light enough for black text on them, and told apart in greyscale by the label, which names the cloud."""


def as_text(graph: Graph) -> str:
    """A part per line, under the number of the wave in which it can run, with what it waits for."""
    waves = graph.waves
    head = f"{graph.service} in {graph.environment}: {_count(len(graph.parts), 'part')}, {_count(len(waves), 'wave')}"
    rows = [
        (str(number) if first else "", name, _origin(graph.parts[name]), _cloud(graph.parts[name]), _arrow(graph, name))
        for number, wave in enumerate(waves, start=1)
        for first, name in zip([True] + [False] * (len(wave) - 1), wave, strict=True)
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    lines = [
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4])) for row in rows
    ]
    return "\n".join([head, "", *(f"  {line}".rstrip() for line in lines)])


def as_dot(graph: Graph) -> str:
    """Graphviz: `stackwright graph … --format dot | dot -Tsvg`. What is needed stands left of what needs it."""
    lines = [
        f"digraph {_quoted(f'{graph.service} in {graph.environment}')} {{",
        "  rankdir=LR;",
        '  node [shape=box, style="rounded,filled", fontname="sans-serif"];',
    ]
    for name, part in graph.parts.items():
        label = _quoted(f"{name}\n{_origin(part)}\n{_cloud(part)}")
        lines.append(f"  {_quoted(name)} [label={label}, fillcolor={_quoted(_COLOURS[_cloud(part)])}];")
    lines += [f'  {_quoted(name)} [style="rounded,dashed"];' for name in _externals(graph)]
    lines += [f"  {_quoted(needed)} -> {_quoted(name)};" for needed, name in _edges(graph)]
    return "\n".join([*lines, "}"])


def as_mermaid(graph: Graph) -> str:
    """Mermaid, which GitHub and GitLab draw in Markdown."""
    ids = {name: f"n{number}" for number, name in enumerate([*graph.parts, *_externals(graph)])}
    lines = ["flowchart LR"]
    for name, part in graph.parts.items():
        lines.append(f'  {ids[name]}["{name}<br>{_origin(part)}<br>{_cloud(part)}"]:::{_cloud(part)}')
    lines += [f'  {ids[name]}(["{name}"])' for name in _externals(graph)]
    lines += [f"  {ids[needed]} --> {ids[name]}" for needed, name in _edges(graph)]
    clouds = dict.fromkeys(_cloud(part) for part in graph.parts.values())
    lines += [f"  classDef {cloud} fill:{_COLOURS[cloud]},stroke:#546e7a,color:#000" for cloud in clouds]
    return "\n".join(lines)


def _externals(graph: Graph) -> list[str]:
    return list(dict.fromkeys(name for names in graph.outside.values() for name in names))


def _edges(graph: Graph) -> list[tuple[str, str]]:
    return [(needed, name) for name in graph.parts for needed in (*graph.needed[name], *graph.outside.get(name, ()))]


def _arrow(graph: Graph, name: str) -> str:
    needed = [*graph.needed[name], *graph.outside.get(name, ())]
    return f"← {', '.join(needed)}" if needed else ""


def _origin(part: Part) -> str:
    if part.program is not None:
        return part.program.name + "/"
    return f"{part.blueprint}@{part.version}"


def _cloud(part: Part) -> str:
    return part.cloud or _NO_CLOUD


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
