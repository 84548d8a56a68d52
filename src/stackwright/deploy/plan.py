"""What a command is about, as data: which parts of a service, in which order, each with its stack. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter

from stackwright.engine.protocol import Stack
from stackwright.errors import UsageError
from stackwright.service.model import Environment, Part, Reference, Service
from stackwright.service.names import suggest
from stackwright.service.references import references

Graph = Mapping[str, Sequence[str]]
"""Each part and what it needs, directly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPart:
    """One part of a plan.

    `needs` are the parts of the plan that must end well first, `upstream` what it needs beside those (see
    `Plan.upstream`). `reads` holds the outputs that it refers to, by either's name.
    """

    name: str
    part: Part
    stack: Stack
    needs: Sequence[str] = ()
    upstream: Sequence[str] = ()
    reads: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Some parts of a service in one environment.

    `parts` are in an order in which they could run one after another. `upstream` are stacks that they need but that
    are not theirs, by the name that a person would use (`network`, `billing/database`). `downstream` are the stacks
    of parts outside the plan that need one inside: a destroy looks at them first.
    """

    service: Service
    environment: Environment
    parts: Sequence[PlannedPart]
    upstream: Mapping[str, Stack]
    downstream: Mapping[str, Stack]

    def __getitem__(self, name: str) -> PlannedPart:
        return next(part for part in self.parts if part.name == name)

    def needs(self) -> dict[str, Collection[str]]:
        """For `Runner.walk`: each part after all that it needs."""
        return {part.name: part.needs for part in self.parts}

    def needs_reversed(self) -> dict[str, Collection[str]]:
        """For a destroy: each part after all that need it."""
        needed_by: dict[str, list[str]] = {part.name: [] for part in reversed(self.parts)}
        for part in self.parts:
            for other in part.needs:
                needed_by[other].append(part.name)
        return dict(needed_by)


def make_plan(
    service: Service,
    environment: Environment,
    stack_for: Callable[[Part], Stack],
    *,
    part: str | None = None,
    with_dependencies: bool = False,
    with_dependents: bool = False,
) -> Plan:
    """Plan a whole service, or one `part` of it with what it needs and what needs it, where that is asked for.

    Raises:
        UsageError: the environment has no such part.
    """
    parts = service.parts[environment.name]
    graph = {name: _needs(each) for name, each in parts.items()}
    inside = {name: [other for other in needs if other in parts] for name, needs in graph.items()}
    chosen = set(parts)
    if part is not None:
        _require(part, parts, environment)
        chosen = {part}
        if with_dependents:
            chosen |= _reachable(_reversed(inside), chosen)
        if with_dependencies:
            chosen |= _reachable(inside, chosen)
    planned = tuple(
        PlannedPart(
            name=name,
            part=parts[name],
            stack=stack_for(parts[name]),
            needs=tuple(other for other in graph[name] if other in chosen),
            upstream=tuple(other for other in graph[name] if other not in chosen),
            reads=_reads(parts[name]),
        )
        for name in _ordered(inside)
        if name in chosen
    )
    return Plan(
        service=service,
        environment=environment,
        parts=planned,
        upstream={
            label: stack_for(parts[label]) if label in parts else _foreign(label, each.stack, environment)
            for each in planned
            for label in each.upstream
        },
        downstream={
            name: stack_for(parts[name])
            for name, needs in inside.items()
            if name not in chosen and chosen.intersection(needs)
        },
    )


def _references(part: Part) -> Iterator[Reference]:
    return (reference for _, reference, _ in references(dict(part.inputs)))


def _label(reference: Reference) -> str:
    return f"{reference.service}/{reference.part}" if reference.service else reference.part


def _needs(part: Part) -> list[str]:
    """What a part needs, directly, in the order written."""
    return list(dict.fromkeys([*(_label(reference) for reference in _references(part)), *part.after]))


def _reads(part: Part) -> dict[str, frozenset[str]]:
    read: dict[str, set[str]] = {}
    for reference in _references(part):
        names = read.setdefault(_label(reference), set())
        if reference.path:
            names.add(str(reference.path[0]))
    return {label: frozenset(names) for label, names in read.items()}


def _require(part: str, parts: Mapping[str, Part], environment: Environment) -> None:
    if part in parts:
        return
    raise UsageError(f"{environment.name} has no part '{part}'", hint=suggest(part, parts, what="Its parts are"))


def _reversed(graph: Graph) -> dict[str, list[str]]:
    backwards: dict[str, list[str]] = {name: [] for name in graph}
    for name, needs in graph.items():
        for other in needs:
            backwards[other].append(name)
    return backwards


def _reachable(graph: Graph, start: Collection[str]) -> set[str]:
    found, frontier = set(start), list(start)
    while frontier:
        for other in graph[frontier.pop()]:
            if other not in found:
                found.add(other)
                frontier.append(other)
    return found


def _ordered(graph: Graph) -> list[str]:
    """Every part after what it needs; among those, as in the file."""
    place = {name: number for number, name in enumerate(graph)}
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    order: list[str] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=place.__getitem__)
        order.append(ready[0])
        sorter.done(ready.pop(0))
    return order


def _foreign(label: str, like: Stack, environment: Environment) -> Stack:
    """The stack of another service's part: same backend and key, the project named after that service."""
    service, _, part = label.partition("/")
    return replace(like, name=f"{environment.name}.{part}", project=service)
