"""From a target to the means that a plan is previewed or run with."""

from __future__ import annotations

from stackwright.deploy.former import find_former
from stackwright.deploy.means import Means
from stackwright.deploy.policies import packs_of
from stackwright.deploy.progress import Listener
from stackwright.deploy.runner import Runner
from stackwright.deploy.target import Target
from stackwright.engine.protocol import Options
from stackwright.service.facts import facts_of
from stackwright.service.model import Environment, Service


def means_on(
    target: Target,
    service: Service,
    environment: Environment,
    *,
    runner: Runner,
    listener: Listener,
    parallel: int,
    lock_timeout: float | None = None,
    allow_dynamic: bool = False,
) -> Means:
    """The means of everything that is done to `service` in `environment` on `target`, under its policies.

    `lock_timeout` is in seconds; None is the engine's own. `allow_dynamic` lets dynamic providers run.

    Raises:
        UsageError: both the old and the new name of a renamed part have resources.
        EngineError: a backend could not be read.
    """
    packs = packs_of(environment, service.parts.get(environment.name), facts=facts_of(service, environment))
    return Means(
        engine=target.engine,
        runner=runner,
        listener=listener,
        parallel=parallel,
        options=Options(policy_packs=packs, lock_timeout=lock_timeout, allow_dynamic=allow_dynamic),
        scratch=target.scratch,
        verify=target.verify,
        former=find_former(service, environment, target.engine, target.stack_for),
        lift=target.lift,
    )
