"""A service on simulated clouds that are gone afterwards: ready to be previewed or brought up, and looked at."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from stackwright.deploy.means import Means
from stackwright.deploy.neighbours import bring_up, find_neighbours
from stackwright.deploy.plan import Plan, make_plan
from stackwright.deploy.progress import Listener, RunResult
from stackwright.deploy.runner import ReadyQueue
from stackwright.deploy.target import simulated_target
from stackwright.deploy.wiring import means_on
from stackwright.errors import Location, RunError, UsageError
from stackwright.service.catalogue import installed
from stackwright.service.loading import load_neighbour
from stackwright.service.model import Environment, Part, Policies, Service
from stackwright.service.project import find_project
from stackwright.service.sdks import require_sdks

_WIDTH: Final = 4
_STACK: Final = "check"
_NOTHING: Final = Policies()


@dataclass(frozen=True, slots=True)
class Stage:
    """The plan of a service on simulated clouds, where all that it needs of other services stands."""

    plan: Plan
    means: Means


@contextmanager
def staged(service: Service, environment: Environment, listener: Listener, *, judged: bool = True) -> Generator[Stage]:
    """All parts of a service, ready to be previewed or brought up in `environment`, which may differ from the file's.

    Unless it is to be `judged`, no policy is asked, here and in what it stands on.

    Raises:
        RunError: what it needs of other services cannot be brought up.
        InputError: the service is wrong, or an SDK that it needs is not installed.
    """
    service = replace(service, environments={**service.environments, environment.name: environment})
    parts = service.parts[environment.name]
    require_sdks(parts.values(), parts, installed())
    width = min(os.cpu_count() or 1, len(parts), _WIDTH)
    with simulated_target(service, environment, throw_away=True, workers=width) as target:
        runner = ReadyQueue(width)
        plan = make_plan(service, environment, target.stack_for, neighbour=lambda name: load_neighbour(service, name))

        def means_for(service: Service, environment: Environment) -> Means:
            asked = environment if judged else replace(environment, policies=_NOTHING)
            return means_on(target, service, asked, runner=runner, listener=listener, parallel=width)

        before = find_neighbours([plan], target, means_for, throw_away=True)
        _require_well(bring_up(before, plan))
        yield Stage(plan, means_for(service, environment))


def _require_well(results: Sequence[RunResult]) -> None:
    for result in results:
        if result.exit_code:
            failed = next((part for part in result.parts if part.state == "failed"), None)
            reason = f"{failed.part}: {failed.reason}" if failed else "it failed"
            raise RunError(f"{result.service}, which it needs, cannot be brought up: {reason}")


def service_of(folder: Path, policies: Policies = _NOTHING) -> Service:
    """A Pulumi program that belongs to no service, as a service of one part in one environment.

    Raises:
        UsageError: the folder holds none.
    """
    project = find_project(folder)
    if project is None:
        raise UsageError(f"there is no Pulumi.yaml in {folder}")
    where = Location(project.path)
    environment = Environment(
        name=_STACK,
        backend="file://.stackwright/state",
        secrets="passphrase",
        providers={},
        where=where,
        policies=policies,
    )
    part = Part(
        name=project.name,
        program=folder.resolve(),
        stack=_STACK,
        project=project.name,
        directory=folder.resolve(),
        where=where,
    )
    return Service(
        name=project.name,
        owner="",
        folder=folder.resolve(),
        path=project.path,
        environments={_STACK: environment},
        parts={_STACK: {part.name: part}},
    )
