"""The resources whose permissions are told: of a service or a program as simulated clouds make it, or of states.

A preview knows neither ARNs nor ids, so what names what would stay unknown; an `up` on simulated clouds, which are
gone afterwards, knows them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from stackwright.deploy.checks import in_parallel, is_missing
from stackwright.deploy.plan import Plan
from stackwright.deploy.progress import Progress, RunResult
from stackwright.deploy.run import up
from stackwright.deploy.target import real_stack, real_target
from stackwright.engine.policy.standing import Withheld
from stackwright.engine.protocol import Deployment, Stack
from stackwright.engine.state import checkpoint, urns
from stackwright.engine.state.resource import Resource
from stackwright.engine.state.store import StackId, open_store
from stackwright.errors import RunError
from stackwright.review.saved.reading import read
from stackwright.review.staging import service_of, staged
from stackwright.service.model import Environment, Service

_PARALLEL = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """Resources by part, in the order of their states; `notes` say what is not among them."""

    parts: Mapping[str, Sequence[Resource]]
    notes: Sequence[str] = field(default_factory=tuple[str, ...])


def of_service(service: Service, environment: Environment) -> Collected:
    """All parts of a service, brought up on simulated clouds under no policies.

    Raises:
        RunError: a part, or what it needs of other services, cannot be brought up.
        InputError: the service is wrong, or an SDK that it needs is not installed.
    """
    with staged(service, environment, _unheard, judged=False) as stage:
        result = up(stage.plan, stage.means)
        _require_up(result)
        export = stage.means.engine.export
        found = {part.name: _resources(export(part.stack), part.name) for part in stage.plan.parts}
    skipped = {it.part: it.reason or "" for it in result.parts if it.state == "skipped"}
    notes = [f"{part} was skipped, and its permissions are not known: {reason}" for part, reason in skipped.items()]
    return Collected(parts=_ordered(found, stage.plan), notes=notes)


def of_program(folder: Path) -> Collected:
    """A Pulumi program that belongs to no service, brought up in the same way.

    Raises: as `of_service` does, and
        UsageError: the folder holds none.
    """
    service = service_of(folder)
    [environment] = service.environments.values()
    found = of_service(service, environment)
    return Collected(parts={"": [one for it in found.parts.values() for one in it]}, notes=found.notes)


def of_file(data: bytes, name: str) -> Collected:
    """What a state or a saved plan holds; what is encrypted in it stays so. `name` is what it is called in messages.

    Raises:
        UsageError: it is neither.
        StateError: it is no sound state.
    """
    found = read(data, name)
    parts: dict[str, list[Resource]] = {}
    for one in found:
        parts.setdefault(one.part, []).extend(it for it in one.resources if it.type != urns.STACK_TYPE)
    return Collected(parts=parts, notes=[note for one in found for note in one.notes])


def of_saved(service: Service, environment: Environment, *, ask: bool) -> Collected | None:
    """What the states of an environment hold; None where there are none, or none can be had without asking.

    States in files are read as they are. Others only the official CLI can get at, with credentials: if `ask` is true.

    Raises:
        UsageError: the official CLI is needed and not there.
        EngineError: a state could not be read.
        SecretsError: the environment's passphrase is not set.
    """
    parts = service.parts[environment.name]
    stacks = {name: real_stack(part, environment) for name, part in parts.items()}
    if environment.backend.startswith("file://"):
        if is_missing(environment.backend):
            return None
        found = {name: _stored(stack) for name, stack in stacks.items()}
    elif ask:
        with real_target(environment) as target:
            found = in_parallel(lambda name: target.engine.export(target.stack_for(parts[name])), parts, _PARALLEL)
    else:
        return None
    resources = {name: _resources(it, name) for name, it in found.items()}
    return Collected(parts=resources) if any(resources.values()) else None


def _stored(stack: Stack) -> Deployment | None:
    """The state of a stack in a folder; a lock of a run that goes on is none of ours."""
    content = open_store(stack.backend, stack.directory).read(StackId(stack.project, stack.name))
    return None if content is None else checkpoint.parse(content, stack.name).export()


def _resources(deployment: Deployment | None, name: str) -> list[Resource]:
    if deployment is None:
        return []
    stored = checkpoint.parse_deployment(deployment, name)
    return [one for one in checkpoint.load(stored, Withheld(), name).resources if one.type != urns.STACK_TYPE]


def _require_up(result: RunResult) -> None:
    for part in result.parts:
        if part.state in ("failed", "blocked"):
            raise RunError(f"{part.part} cannot be brought up on simulated clouds: {part.reason}")


def _ordered(found: Mapping[str, Sequence[Resource]], plan: Plan) -> dict[str, Sequence[Resource]]:
    return {part.name: found[part.name] for part in plan.parts}


def _unheard(_: Progress) -> None:
    pass
