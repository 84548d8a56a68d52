"""Stacks of a service whose part is gone from its file: found, listed, and destroyed only when asked.

A stack is the service's by its name: `<environment>.<name>` in the service's own project or in that of a program below
its folder, `<environment>.<service>.<name>` in that of a program elsewhere. One that a `stack:` once named is left
alone. What stands on what is read from the states: each StackReference that a program made is a resource there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stackwright.deploy.checks import deployments, is_deployed, is_missing, require_unprotected
from stackwright.deploy.means import Means
from stackwright.deploy.plan import Plan, PlannedPart
from stackwright.deploy.progress import GOOD, Note, RunResult
from stackwright.deploy.run import destroy
from stackwright.deploy.state.entries import entries
from stackwright.engine.protocol import Deployment, Stack
from stackwright.errors import Location, RunError, UsageError
from stackwright.service.graph import topological
from stackwright.service.model import Environment, Part, Service
from stackwright.service.names import NAME
from stackwright.service.project import find_project

Id = tuple[str, str]
"""A stack: its project and its name."""
_REFERENCE = "pulumi:pulumi:StackReference"


@dataclass(frozen=True, slots=True)
class Orphan:
    """A stack without a part. `part` stands in for what it was; `reads` are the stacks that it took outputs of."""

    part: Part
    stack: Stack
    deployed: bool
    reads: frozenset[Id]

    @property
    def label(self) -> str:
        return self.part.name

    @property
    def id(self) -> Id:
        return self.stack.project, self.stack.name


def find_orphans(plan: Plan, means: Means, stack_for: Callable[[Part], Stack]) -> list[Orphan]:
    """The stacks of the plan's service and environment that no part has any more, in the order of their names.

    Raises:
        EngineError: a backend could not be read.
        SecretsError: the passphrase is not that of one.
    """
    service, environment = plan.service, plan.environment
    known = {(part.project, part.stack) for parts in service.parts.values() for part in parts.values()}
    known |= {(old.project, old.name) for old in means.former.values()}
    found: list[tuple[Part, Stack]] = []
    for project, (directory, prefix) in _projects(service, environment).items():
        like = stack_for(_part(f"{prefix}any", project, directory, service))
        if is_missing(like.backend):
            continue
        for name in means.engine.stacks(like):
            ours = name.startswith(prefix) and NAME.fullmatch(name[len(prefix) :])
            if ours and (project, name) not in known:
                part = _part(name, project, directory, service)
                found.append((part, stack_for(part)))
    states = deployments({f"{stack.project}/{stack.name}": stack for _, stack in found}, means)
    return [
        Orphan(part, stack, is_deployed(state), reads(state, stack))
        for (part, stack), state in zip(found, states.values(), strict=True)
    ]


def _projects(service: Service, environment: Environment) -> dict[str, tuple[Path, str]]:
    """The projects that hold the service's stacks: the folder of each, and how the names of its stacks begin."""
    found: dict[str, tuple[Path, str]] = {}
    own = find_project(service.folder)
    if own is not None:
        found[own.name] = (service.folder, f"{environment.name}.")
    for parts in service.parts.values():
        for part in parts.values():
            outside = not part.directory.is_relative_to(service.folder)
            prefix = f"{environment.name}.{service.name}." if outside else f"{environment.name}."
            found.setdefault(part.project, (part.directory, prefix))
    return found


def _part(stack: str, project: str, directory: Path, service: Service) -> Part:
    where = Location(service.path)
    return Part(name=stack, program=directory, stack=stack, project=project, directory=directory, where=where)


def reads(deployment: Deployment | None, stack: Stack) -> frozenset[Id]:
    """The stacks whose outputs a stack's program took: `name`, or `…/project/name`."""
    found: set[Id] = set()
    for entry in entries(deployment):
        inputs = entry.data.get("inputs")
        name = inputs.get("name") if entry.outline.type == _REFERENCE and isinstance(inputs, dict) else None
        if isinstance(name, str):
            *above, last = name.split("/")
            found.add((above[-1] if len(above) == 2 else stack.project, last))
    return frozenset(found)


def notice(orphans: Sequence[Orphan], command: str) -> str:
    """That there are some, for a person who did not ask for them to go."""
    count = "1 stack has" if len(orphans) == 1 else f"{len(orphans)} stacks have"
    names = ", ".join(each.label + ("" if each.deployed else " (empty)") for each in orphans)
    return f"{count} no part any more: {names}; '{command}' destroys {'it' if len(orphans) == 1 else 'them'}"


def with_orphans(plan: Plan, orphans: Sequence[Orphan], means: Means) -> Plan:
    """The plan with the orphans as parts of it, each beside what it reads and what reads it.

    Raises:
        UsageError: they read each other in a circle.
    """
    states = deployments(plan.stacks, means)
    read: dict[str, frozenset[Id]] = {each.label: each.reads for each in orphans}
    read |= {part.name: reads(states[part.name], part.stack) for part in plan.parts}
    labels: dict[Id, str] = {each.id: each.label for each in orphans}
    labels |= {(part.stack.project, part.stack.name): part.name for part in plan.parts}
    added = [PlannedPart(name=each.label, part=each.part, stack=each.stack, reads={}) for each in orphans]
    parts = {each.name: each for each in (*plan.parts, *added)}
    needed = {name: _needs(each, read[name], labels) for name, each in parts.items()}
    order = topological(needed)
    if len(order) < len(parts):
        circle = ", ".join(name for name in parts if name not in order)
        raise UsageError(f"these stacks read each other's outputs in a circle: {circle}", hint="Destroy one by hand.")
    return replace(plan, parts=tuple(replace(parts[name], needs=needed[name]) for name in order))


def _needs(part: PlannedPart, read: frozenset[Id], labels: Mapping[Id, str]) -> tuple[str, ...]:
    named = [labels[other] for other in sorted(read) if other in labels]
    return tuple(name for name in dict.fromkeys([*part.needs, *named]) if name != part.name)


def prune(plan: Plan, orphans: Sequence[Orphan], means: Means, *, unprotect: bool = False) -> RunResult:
    """Destroy the orphans, what reads others first, and forget their stacks.

    Raises:
        RunError: a part that stays still takes outputs of one; nothing was deleted.
        InvalidInput: resources are protected; nothing was deleted.
    """
    living = {part.name: part.stack for part in plan.parts} | dict(plan.downstream)
    states = deployments(living, means)
    for name, stack in living.items():
        still = [each.label for each in orphans if each.id in reads(states[name], stack)]
        if still:
            raise RunError(
                f"{name} still takes outputs of {', '.join(still)}, which {'was' if len(still) == 1 else 'were'} kept",
                hint="Remove the reference and deploy it first; then prune.",
            )
    result = destroy(_alone(plan, orphans, means), means, unprotect=unprotect)
    forget(orphans, result, means)
    return result


def require_prunable(plan: Plan, orphans: Sequence[Orphan], means: Means) -> None:
    """What can be known before an `up` that prunes at its end.

    Raises:
        InvalidInput: resources are protected.
        UsageError: the orphans read each other in a circle.
    """
    alone = _alone(plan, orphans, means)
    require_unprotected(alone, deployments(alone.stacks, means))


def _alone(plan: Plan, orphans: Sequence[Orphan], means: Means) -> Plan:
    return with_orphans(replace(plan, parts=(), upstream={}, downstream={}), orphans, means)


def forget(orphans: Sequence[Orphan], result: RunResult, means: Means) -> None:
    """Remove the stacks of those orphans of which a destroy left nothing."""
    ended = {part.part: part.state for part in result.parts}
    gone = [each for each in orphans if ended.get(each.label) in GOOD]
    for each in gone:
        means.engine.remove(each.stack)
    if gone:
        means.listener(Note(f"Removed: {', '.join(each.label for each in gone)}"))
