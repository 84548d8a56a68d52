"""From a graph to a picture: boxes by cloud, arrows with the names of what is read, like parts drawn as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from stackwright.errors import ServiceError
from stackwright.picture.model import Arrow, Box, Change, Picture, Tie
from stackwright.service.clouds import LOCATION
from stackwright.service.graph import Graph, external_name
from stackwright.service.model import Catalogue, Cloud, Environment, Input, Part, Reference
from stackwright.service.reaching import cloud_of
from stackwright.service.references import references
from stackwright.service.versions import resolve

CONNECTIONS: Final = "connections"
"""The input of workload blueprints that says what they connect to, by name: `{to: ${part}, access: read}`."""
_ALIKE: Final = 6
"""From so many parts on that have everything in common but the name, they are drawn as one box."""
_STRENGTH: Final[Mapping[Tie, int]] = {"order": 0, "data": 1, "connection": 2}


def picture_of(graph: Graph, environment: Environment | None = None, catalogue: Catalogue | None = None) -> Picture:
    """The parts of a graph and what they need.

    With `environment`, also where in each cloud that is; with `catalogue`, a part that names no cloud stands on the one
    that its blueprint has.
    """
    waves = {name: number for number, wave in enumerate(graph.waves) for name in wave}
    clouds: dict[str, Cloud | None] = {name: _cloud(part, catalogue) for name, part in graph.parts.items()}
    boxes = {name: _box(part, clouds, waves[name]) for name, part in graph.parts.items()}
    for name, others in graph.outside.items():
        for other in others:
            wave = min(boxes[name].wave - 1, boxes[other].wave if other in boxes else boxes[name].wave)
            boxes[other] = Box(name=other, wave=wave, outside=True)
    arrows = [arrow for name in graph.parts for arrow in _arrows(graph, name)]
    places = _places(environment) if environment else {}
    return Picture(service=graph.service, environment=graph.environment, boxes=boxes, arrows=arrows, places=places)


def with_changes(
    picture: Picture, changes: Mapping[str, tuple[Change, ...]], protected: Mapping[str, int] | None = None
) -> Picture:
    """The same picture, with what a run does to each part."""
    counts = protected or {}
    boxes = {
        name: replace(box, changes=changes.get(name, ()), protected=counts.get(name, 0))
        for name, box in picture.boxes.items()
    }
    longest = max(changes.values(), key=len, default=())
    phases = [change.phase for change in longest]
    return replace(picture, boxes=boxes, phases=phases)


def gathered(picture: Picture) -> Picture:
    """The same picture with like parts as one box: same origin, cloud, needs and dependents, and many of them."""
    groups: dict[object, list[str]] = {}
    for name, box in picture.boxes.items():
        if not box.outside:
            groups.setdefault((box.origin, box.clouds, box.wave, _ties(picture, name)), []).append(name)
    one_of: dict[str, str] = {}
    merged: dict[str, Box] = {}
    for names in groups.values():
        if len(names) < _ALIKE:
            continue
        members = tuple(picture.boxes[name] for name in names)
        title = f"{names[0]} … {names[-1]}"
        one_of |= dict.fromkeys(names, title)
        merged[title] = replace(
            members[0],
            name=title,
            members=members,
            changes=_summed(members),
            protected=sum(member.protected for member in members),
        )
    if not merged:
        return picture
    boxes: dict[str, Box] = {}
    for name, box in picture.boxes.items():
        title = one_of.get(name, name)
        boxes[title] = merged.get(title, box)
    return replace(picture, boxes=boxes, arrows=_merged(picture.arrows, one_of))


def _ties(picture: Picture, name: str) -> object:
    return frozenset(
        (_only(arrow.source, arrow.target == name), _only(arrow.target, arrow.source == name), arrow.tie, *arrow.labels)
        for arrow in picture.arrows
        if name in {arrow.source, arrow.target}
    )


def _only(name: str, wanted: bool) -> str:
    return name if wanted else ""


def _summed(members: tuple[Box, ...]) -> tuple[Change, ...]:
    """Phase by phase: the counts of all, and the state of the one that fared worst."""
    rank = ("failed", "cancelled", "blocked", "skipped", "running", "waiting", "succeeded", "unchanged")
    summed: list[Change] = []
    for several in zip(*(member.changes for member in members), strict=False):
        state = min((change.state for change in several), key=rank.index)
        signs = dict.fromkeys(sign for change in several for sign in change.counts)
        counts = {sign: sum(change.counts.get(sign, 0) for change in several) for sign in signs}
        summed.append(Change(several[0].phase, state, counts))
    return tuple(summed)


def _merged(arrows: Iterable[Arrow], one_of: Mapping[str, str]) -> list[Arrow]:
    found: dict[tuple[str, str, Tie], dict[str, None]] = {}
    for arrow in arrows:
        key = (one_of.get(arrow.source, arrow.source), one_of.get(arrow.target, arrow.target), arrow.tie)
        found.setdefault(key, {}).update(dict.fromkeys(arrow.labels))
    return [Arrow(source, target, tie, tuple(labels)) for (source, target, tie), labels in found.items()]


def _box(part: Part, clouds: Mapping[str, Cloud | None], wave: int) -> Box:
    origin = f"{part.program.name}/" if part.program is not None else f"{part.blueprint}@{part.version}"
    return Box(name=part.name, origin=origin, clouds=_clouds(part, clouds), wave=wave)


def _cloud(part: Part, catalogue: Catalogue | None) -> Cloud | None:
    """Where it runs; a blueprint that is not installed here says nothing of it."""
    if catalogue is None or part.blueprint is None:
        return part.cloud
    try:
        return cloud_of(part, resolve(catalogue, part.blueprint, part.version))
    except ServiceError:
        return part.cloud


def _clouds(part: Part, known: Mapping[str, Cloud | None]) -> tuple[str, ...]:
    """Its own, or those of the parts that it names whole, since it joins them."""
    own = known[part.name]
    if own is not None:
        return (own,)
    if part.program is not None:
        return ()
    whole = [it.part for _, it, _ in references(dict(part.inputs)) if not it.path and it.service is None]
    joined = dict.fromkeys(known.get(name) for name in whole)
    return tuple(cloud for cloud in joined if cloud)


def _arrows(graph: Graph, name: str) -> Iterator[Arrow]:
    """One from each part that is needed; a connection says more than data, and data more than order."""
    part = graph.parts[name]
    needed = [*graph.needed[name], *graph.outside.get(name, ())]
    ties: dict[str, Tie] = dict.fromkeys(needed, "order")
    labels: dict[str, dict[str, None]] = {other: {} for other in needed}
    for other, tie, label in _named(part):
        if other not in ties:
            continue
        if _STRENGTH[tie] > _STRENGTH[ties[other]]:
            ties[other] = tie
            labels[other].clear()
        if tie == ties[other] and label:
            labels[other][label] = None
    for other in needed:
        yield Arrow(other, name, ties[other], tuple(labels[other]))


def _named(part: Part) -> Iterator[tuple[str, Tie, str]]:
    """What the inputs of a part refer to: the other part, how, and the output's or the connection's name."""
    for path, reference, _ in references(dict(part.inputs)):
        other = external_name(reference)
        if len(path) == 3 and path[0] == CONNECTIONS and path[2] == "to":
            yield other, "connection", _connection(str(path[1]), part.inputs[CONNECTIONS])
        else:
            yield other, "data", _output(reference)


def _connection(name: str, connections: Input) -> str:
    """`ORDERS (read)`: the connection's name, and which access it has where that is said."""
    described = connections.get(name) if isinstance(connections, dict) else None
    access = described.get("access") if isinstance(described, dict) else None
    return f"{name} ({access})" if isinstance(access, str) else name


def _output(reference: Reference) -> str:
    """The output's name; nothing for a whole part."""
    return str(reference.path[0]) if reference.path else ""


def _places(environment: Environment) -> dict[str, str]:
    """The region or location of each cloud that the environment has; in a private cloud without one, its name."""
    found: dict[str, str] = {}
    for cloud, settings in environment.providers.items():
        place = settings.get(LOCATION[cloud]) or settings.get("cloud") or settings.get("context")
        if isinstance(place, str):
            found[cloud] = place
    return found
