"""Which part needs which, in one environment: order, waves, and what is chosen with a part. Pure and immutable."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from stackwright.errors import UsageError
from stackwright.service.model import Part, Reference, Service
from stackwright.service.names import suggest
from stackwright.service.references import references
from stackwright.wire.values import Value

Edges = Mapping[str, Sequence[str]]


def needs(part: Part) -> tuple[str, ...]:
    """What a part needs directly, in the order written: parts of its service, and `service/part` of others."""
    named = (external_name(reference) for _, reference, _ in references(dict(part.inputs)))
    return tuple(dict.fromkeys([*named, *part.after]))


def external_name(reference: Reference) -> str:
    """`part`, or `service/part` where it is another service's."""
    return f"{reference.service}/{reference.part}" if reference.service else reference.part


@dataclass(frozen=True)
class Graph:
    """The parts of one environment and what each needs.

    `parts` are in the order of the file. `needed` holds, for each part, the parts that it needs directly; `outside`
    what it needs of other services, as `service/part`. Parts are no cycle: `load_service` refuses one.
    """

    service: str
    environment: str
    parts: Mapping[str, Part]
    needed: Edges
    outside: Edges

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Every part after all that it needs; among those that could come next, the first of the file."""
        return topological(self.needed)

    @cached_property
    def waves(self) -> tuple[tuple[str, ...], ...]:
        """Parts that could run at the same time: those that need nothing, those that need only them, and so on."""
        depth: dict[str, int] = {}
        for name in self.order:
            depth[name] = max((depth[other] + 1 for other in self.needed[name]), default=0)
        waves: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
        for name in self.parts:
            waves[depth[name]].append(name)
        return tuple(map(tuple, waves))

    @cached_property
    def dependents(self) -> Edges:
        """For each part, the parts that need it directly."""
        found: dict[str, list[str]] = {name: [] for name in self.parts}
        for name, others in self.needed.items():
            for other in others:
                found[other].append(name)
        return {name: tuple(others) for name, others in found.items()}

    def dependencies_of(self, *names: str) -> frozenset[str]:
        """All that these parts need, directly or not; without themselves unless one needs another."""
        return reachable(self.needed, names)

    def dependents_of(self, *names: str) -> frozenset[str]:
        """All that need one of these parts, directly or not."""
        return reachable(self.dependents, names)

    def select(self, part: str | None, *, with_dependencies: bool = False, with_dependents: bool = False) -> Graph:
        """The graph of one part and, as asked for, what it needs and what needs it (and what those need then).

        Without a part it is the whole graph.

        Raises:
            UsageError: there is no such part; says the nearest.
        """
        if part is None:
            return self
        if part not in self.parts:
            message = f"service '{self.service}' has no part '{part}' in environment '{self.environment}'"
            raise UsageError(message, hint=suggest(part, self.parts, what="Its parts are"))
        chosen = {part}
        if with_dependents:
            chosen |= self.dependents_of(part)
        if with_dependencies:
            chosen |= self.dependencies_of(*chosen)
        return self.restrict(chosen)

    def restrict(self, names: Iterable[str]) -> Graph:
        """The graph of these parts alone; what they need beyond is left out."""
        chosen = set(names)
        return Graph(
            self.service,
            self.environment,
            {name: part for name, part in self.parts.items() if name in chosen},
            {
                name: tuple(other for other in self.needed[name] if other in chosen)
                for name in self.parts
                if name in chosen
            },
            {name: others for name, others in self.outside.items() if name in chosen},
        )

    def to_dict(self) -> dict[str, Value]:
        """For `--json`."""
        wave_of = {name: number for number, wave in enumerate(self.waves, start=1) for name in wave}
        return {
            "service": self.service,
            "environment": self.environment,
            "order": list(self.order),
            "parts": {name: self._part(name, wave_of[name]) for name in self.parts},
        }

    def _part(self, name: str, wave: int) -> dict[str, Value]:
        part = self.parts[name]
        origin: dict[str, Value] = (
            {"program": str(part.program)} if part.program else {"blueprint": part.blueprint, "version": part.version}
        )
        return {
            **origin,
            "cloud": part.cloud,
            "project": part.project,
            "stack": part.stack,
            "wave": wave,
            "needs": [*self.needed[name], *self.outside[name]],
            "neededBy": list(self.dependents[name]),
        }


def make_graph(service: Service, environment: str) -> Graph:
    """The graph of a service in one environment.

    Raises:
        UsageError: there is no such environment.
    """
    service.environment(environment)
    parts = service.parts[environment]
    needed = {name: needs(part) for name, part in parts.items()}
    return Graph(
        service.name,
        environment,
        parts,
        {name: tuple(other for other in others if other in parts) for name, others in needed.items()},
        {name: tuple(other for other in others if "/" in other) for name, others in needed.items()},
    )


def topological(needed: Edges) -> tuple[str, ...]:
    """Kahn's algorithm; ties go to what was named first. What is on a cycle, or behind one, is left out."""
    place = {name: number for number, name in enumerate(needed)}
    waiting = {name: len(set(others)) for name, others in needed.items()}
    behind: dict[str, list[str]] = {name: [] for name in needed}
    for name, others in needed.items():
        for other in set(others):
            behind[other].append(name)
    ready = [place[name] for name, count in waiting.items() if count == 0]
    heapq.heapify(ready)
    names, order = list(needed), list[str]()
    while ready:
        name = names[heapq.heappop(ready)]
        order.append(name)
        for other in behind[name]:
            waiting[other] -= 1
            if waiting[other] == 0:
                heapq.heappush(ready, place[other])
    return tuple(order)


def find_cycles(needed: Edges) -> list[tuple[str, ...]]:
    """A shortest cycle through each part that is first, in file order, of those on cycles not yet told.

    Each is a path that ends where it began: `("a", "b", "a")`.
    """
    left = set(needed) - set(topological(needed))
    cycles: list[tuple[str, ...]] = []
    for name in needed:
        if name not in left:
            continue
        cycle = _way_back(needed, name, left)
        if cycle:
            cycles.append(cycle)
            left -= set(cycle)
    return cycles


def _way_back(needed: Edges, start: str, among: set[str]) -> tuple[str, ...] | None:
    came_from: dict[str, str] = {}
    frontier = [start]
    while frontier:
        following: list[str] = []
        for name in frontier:
            for other in needed[name]:
                if other == start:
                    return _path(came_from, start, name)
                if other in among and other not in came_from:
                    came_from[other] = name
                    following.append(other)
        frontier = following
    return None


def _path(came_from: Mapping[str, str], start: str, end: str) -> tuple[str, ...]:
    path = [end]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return (*reversed(path), start)


def reachable(edges: Edges, names: Iterable[str]) -> frozenset[str]:
    """All that these lead to, directly or not; without themselves unless one leads to another."""
    found: set[str] = set()
    frontier = list(names)
    while frontier:
        for other in edges[frontier.pop()]:
            if other not in found:
                found.add(other)
                frontier.append(other)
    return frozenset(found)
