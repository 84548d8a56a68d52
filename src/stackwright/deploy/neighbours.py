"""Parts of other services that a plan stands on: on simulated clouds they can be brought up with it.

Exactly those that references lead to, with what they need, each under the policies of its own service's environment.
On real clouds nobody deploys another team's service in passing: there a missing one is an error (`require_upstream`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stackwright.deploy.checks import is_deployed
from stackwright.deploy.former import rename_former
from stackwright.deploy.means import Means
from stackwright.deploy.plan import Plan, make_plan
from stackwright.deploy.progress import Progress, RunResult
from stackwright.deploy.protection import lift_simulated
from stackwright.deploy.run import destroy, up
from stackwright.deploy.target import Target
from stackwright.errors import UsageError
from stackwright.service.catalogue import installed
from stackwright.service.crossing import Load, Reach, reach, turns
from stackwright.service.loading import load_neighbour, load_service, path_of_neighbour
from stackwright.service.model import Environment, Service
from stackwright.service.sdks import require_sdks


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Parts of one service, and the means of working on them."""

    plan: Plan
    means: Means


def find_neighbours(
    plans: Sequence[Plan],
    target: Target,
    means_for: Callable[[Service, Environment], Means],
    *,
    throw_away: bool,
) -> list[Neighbour]:
    """What must stand before any of these plans, all of one service, can be run; in the order in which it can be.

    In a world that is thrown away nothing stands yet, so what is in no file at hand is an error; in another it may.

    Raises:
        UsageError: a service is not at hand, or an SDK is not installed.
        InvalidInput, ServiceError: another service's file is wrong.
    """
    found: list[Neighbour] = []
    known: set[str] = set()
    for plan in plans:
        environment = plan.environment.name
        reached = reach(plan.service, environment, [part.name for part in plan.parts], _checked(environment))
        if throw_away:
            _require_at_hand(reached)
        own = {f"{plan.service.name}/{part.name}" for part in plan.parts}
        wanted = dict.fromkeys(to for of, to in reached.crossings if of in own)
        for name, parts in turns(reached, wanted):
            more = [part for part in parts if f"{name}/{part}" not in known]
            known.update(f"{name}/{part}" for part in more)
            if more:
                service = reached.services[name]
                means = means_for(service, service.environment(environment))
                found.append(Neighbour(_plan(service, more, plan, target), means))
    return found


def bring_up(neighbours: Sequence[Neighbour], plan: Plan) -> list[RunResult]:
    """An up of each, until one fails; `plan` is what they are for.

    Raises:
        UsageError: the engine cannot run the program of one that is needed, and nothing of it stands.
        EngineError, SecretsError: as `up` does.
    """
    results: list[RunResult] = []
    skipped: dict[str, str] = {}
    for neighbour in neighbours:
        _require_standing(neighbour.plan, skipped, neighbour.means)
        result = up(neighbour.plan, rename_former(neighbour.means), "before")
        results.append(result)
        if result.exit_code:
            return results
        skipped |= {f"{result.service}/{it.part}": it.reason or "" for it in result.parts if it.state == "skipped"}
    if neighbours:
        _require_standing(plan, skipped, neighbours[-1].means)
    return results


def _require_standing(plan: Plan, skipped: Mapping[str, str], means: Means) -> None:
    for part in plan.parts:
        for label in part.upstream:
            if label in skipped and not is_deployed(means.engine.export(plan.upstream[label])):
                raise UsageError(f"{part.name} needs {label}, which was skipped: {skipped[label]}")


def take_down(neighbours: Sequence[Neighbour]) -> list[RunResult]:
    """A destroy of each, protected or not, in reverse, until one fails.

    Raises: as `destroy` does.
    """
    results: list[RunResult] = []
    for neighbour in reversed(neighbours):
        lift_simulated(neighbour.plan, replace(neighbour.means, listener=_unheard))  # theirs to know, not ours
        results.append(destroy(neighbour.plan, neighbour.means, phase="after"))
        if results[-1].exit_code:
            break
    return results


def _plan(service: Service, parts: Sequence[str], standing_on_it: Plan, target: Target) -> Plan:
    environment = service.environment(standing_on_it.environment.name)
    around = service.parts[environment.name]
    require_sdks([around[part] for part in parts], around, installed())
    plan = make_plan(
        service, environment, target.stack_for, parts=parts, neighbour=lambda name: load_neighbour(service, name)
    )
    return replace(plan, needed_by=standing_on_it.service.name)


def _checked(environment: str) -> Load:
    """Other services, checked for one environment, each once."""
    found: dict[Path, Service] = {}

    def load(service: Service, name: str) -> Service | None:
        path = path_of_neighbour(service, name)
        if path is not None and path not in found:
            found[path] = load_service(path, installed(), environments={environment})
        return found[path] if path else None

    return load


def _require_at_hand(found: Reach) -> None:
    for (needing, missing), where in found.missing.items():
        raise UsageError(
            f"{needing} needs {missing}, and that service is not at hand",
            where=where,
            hint="A rehearsal brings up what it needs of other services; it looks for them in the folders beside.",
        )


def _unheard(_: Progress) -> None:
    pass
