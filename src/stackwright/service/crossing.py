"""What parts need of other services, and those of still others, in the environment of the same name."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from stackwright.errors import InvalidInput, Location, ServiceError
from stackwright.service.graph import Edges, find_cycles, reachable
from stackwright.service.model import Part, Service
from stackwright.service.references import references

Load = Callable[[Service, str], Service | None]
"""Another service by the name that one calls it; None where its file is not at hand."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Parts of several services by `service/part`, in the order in which they were come upon.

    `needed` are the parts that each needs directly; `crossings` where a reference to another service stands, by the
    part that holds it and the one that it leads to; `missing` those of them that lead to a service not at hand.
    """

    services: Mapping[str, Service]
    needed: Edges
    crossings: Mapping[tuple[str, str], Location]
    missing: Mapping[tuple[str, str], Location]


def reach(service: Service, environment: str, parts: Iterable[str], load: Load) -> Reach:
    """These parts of a service, and all that they need, directly or not, of it and of others.

    Raises: what `load` does.
    """
    services = {service.name: service}
    found: dict[str, list[str]] = {}
    crossings: dict[tuple[str, str], Location] = {}
    missing: dict[tuple[str, str], Location] = {}
    waiting = deque((service, name) for name in parts)
    while waiting:
        one, name = waiting.popleft()
        label, part = f"{one.name}/{name}", one.parts.get(environment, {}).get(name)
        if label in found or part is None:
            continue
        found[label] = []
        for abroad, other, where in _named(part):
            there = load(one, abroad) if abroad else one
            if there:  # the service that it began with may be another than its file says: a change of it is tried out
                there = services.setdefault(there.name, there)
            target = f"{there.name if there else abroad}/{other}"
            if abroad:
                (crossings if there else missing).setdefault((label, target), where)
            if there:
                found[label].append(target)
                waiting.append((there, other))
    needed = {label: tuple(dict.fromkeys(it for it in others if it in found)) for label, others in found.items()}
    return Reach(services, needed, crossings, missing)


def _named(part: Part) -> Iterator[tuple[str | None, str, Location]]:
    for _, reference, _ in references(dict(part.inputs)):
        yield reference.service, reference.part, reference.where or part.where
    for other in part.after:
        yield None, other, part.keys.get("after", part.where)


def turns(found: Reach, parts: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """In which order services can bring up these parts and what they need: a service, and its parts of that turn.

    A service has a second turn only where another's parts must stand between its own. `found` has no cycle.
    """
    parts = list(parts)
    wanted = {*parts, *reachable(found.needed, parts)}
    left = {label: set(found.needed[label]) for label in found.needed if label in wanted}
    order: list[tuple[str, tuple[str, ...]]] = []
    while left:
        service = next(label for label, needed in left.items() if needed.isdisjoint(left)).partition("/")[0]
        turn: list[str] = []
        while ready := [it for it in left if it.startswith(f"{service}/") and left[it].isdisjoint(left)]:
            turn += [label.partition("/")[2] for label in ready]
            left = {label: needed for label, needed in left.items() if label not in ready}
        order.append((service, tuple(turn)))
    return order


def round_trips(service: Service, environment: str, load: Load) -> Iterator[tuple[str, Location, str]]:
    """Parts that wait for each other through references that lead to other services: what, where in this one's file,
    what to do. Cycles within the service are not told.
    """
    found = reach(service, environment, service.parts[environment], _leniently(load))
    ours = f"{service.name}/"
    ways = {edge: where for edge, where in found.crossings.items() if edge[0].startswith(ours)}
    for cycle in find_cycles(found.needed) if ways else ():
        edges = list(pairwise(cycle))
        if all(edge[0].startswith(ours) and edge not in ways for edge in edges):
            continue
        here = [ways[edge] for edge in edges if edge in ways]
        leading = [where for (_, to), where in ways.items() if cycle[0] in {to, *reachable(found.needed, [to])}]
        hint = "Take out one of these references, or split a part in two."
        yield f"parts of services wait for each other: {' → '.join(cycle)}", (here or leading)[0], hint


def _leniently(load: Load) -> Load:
    """A file that cannot be read says nothing here: it is told where it is asked for something."""

    def find(one: Service, name: str) -> Service | None:
        try:
            return load(one, name)
        except (InvalidInput, ServiceError):
            return None

    return find
