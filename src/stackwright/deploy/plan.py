"""What a command is about, as data: which parts of a service, in which order, each with its stack. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from stackwright.engine.protocol import Stack
from stackwright.service.addresses import address_in
from stackwright.service.graph import external_name, make_graph, needs
from stackwright.service.model import Environment, Part, Service
from stackwright.service.references import references


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
    of parts outside the plan that need one inside: a destroy looks at them first. `needed_by` is the service for whose
    sake another one's parts are planned.
    """

    service: Service
    environment: Environment
    parts: Sequence[PlannedPart]
    upstream: Mapping[str, Stack]
    downstream: Mapping[str, Stack]
    needed_by: str | None = None

    def __getitem__(self, name: str) -> PlannedPart:
        return next(part for part in self.parts if part.name == name)

    @property
    def stacks(self) -> dict[str, Stack]:
        """The stack of each part."""
        return {part.name: part.stack for part in self.parts}

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
    parts: Collection[str] | None = None,
    with_dependencies: bool = False,
    with_dependents: bool = False,
    neighbour: Callable[[str], Service | None] = lambda _: None,
) -> Plan:
    """Plan a whole service; or one `part` of it with what it needs and what needs it, where that is asked for; or just
    `parts`.

    `neighbour` finds another service by name, where a part refers to one.

    Raises:
        UsageError: the environment has no such part.
    """
    whole = make_graph(service, environment.name)
    if parts is not None:
        graph = whole.restrict(parts)
    else:
        graph = whole.select(part, with_dependencies=with_dependencies, with_dependents=with_dependents)
    planned = tuple(
        PlannedPart(
            name=name,
            part=graph.parts[name],
            stack=stack_for(graph.parts[name]),
            needs=graph.needed[name],
            upstream=tuple(other for other in needs(graph.parts[name]) if other not in graph.parts),
            reads=_reads(graph.parts[name]),
        )
        for name in graph.order
    )
    outside = {label: each.stack for each in planned for label in each.upstream}
    return Plan(
        service=service,
        environment=environment,
        parts=planned,
        upstream={
            label: _foreign(label, like, environment, neighbour) if "/" in label else stack_for(whole.parts[label])
            for label, like in outside.items()
        },
        downstream={
            name: stack_for(whole.parts[name])
            for name in whole.parts
            if name not in graph.parts and any(other in graph.parts for other in whole.needed[name])
        },
    )


def _reads(part: Part) -> dict[str, frozenset[str]]:
    read: dict[str, set[str]] = {}
    for _, reference, _ in references(dict(part.inputs)):
        names = read.setdefault(external_name(reference), set())
        if reference.path:
            names.add(str(reference.path[0]))
    return {label: frozenset(names) for label, names in read.items()}


def _foreign(label: str, like: Stack, environment: Environment, neighbour: Callable[[str], Service | None]) -> Stack:
    """The stack of another service's part, in the same backend and under the same key."""
    service, _, name = label.partition("/")
    found = address_in(neighbour(service), environment.name, name, project=service, name=label)
    directory = found.part.directory if found.part else like.directory
    return replace(like, name=found.stack, project=found.project, directory=directory)
