"""A service, or a part of one with what it needs: all of its stacks, in order, in the calling process."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

from stackwright.deploy.former import rename_former
from stackwright.deploy.means import Means
from stackwright.deploy.neighbours import bring_up, find_neighbours
from stackwright.deploy.plan import Plan, make_plan
from stackwright.deploy.preview import preview
from stackwright.deploy.progress import PartEvent, Progress, RunResult
from stackwright.deploy.refresh import refresh
from stackwright.deploy.run import destroy, up
from stackwright.deploy.runner import ReadyQueue
from stackwright.deploy.target import Target, real_stack
from stackwright.deploy.wiring import means_on
from stackwright.engine.embedded.engine import EmbeddedEngine
from stackwright.engine.protocol import PolicyPack, Stack
from stackwright.errors import UsageError
from stackwright.service.catalogue import installed
from stackwright.service.changing import UNCHANGED, VARIABLE, changed
from stackwright.service.changing import Changes as ServiceChanges
from stackwright.service.facts import facts_of
from stackwright.service.loading import load_neighbour
from stackwright.service.model import Environment, Part, Service
from stackwright.service.sdks import require_sdks
from stackwright.testing.packs import POOL
from stackwright.testing.result import Operation
from stackwright.testing.subjects import Changes, Ended, Hear, unprotect
from stackwright.testing.world import OwnWorld

if TYPE_CHECKING:
    from stackwright.simcloud import SimulatedHost

_ONE: Final = 1
"""Parts at a time: they share one process, in which one program runs at a time anyway."""


@dataclass(frozen=True)
class Composed:
    """A service in one environment. `part` limits it to one with what it needs."""

    service: Service
    chosen: Environment
    part: str | None = None
    said: ServiceChanges = field(default=UNCHANGED)

    @property
    def title(self) -> str:
        return f"{self.service.name} in {self.chosen.name}"

    @property
    def environment(self) -> str:
        return self.chosen.name

    @cached_property
    def current(self) -> Service:
        """As the changes so far make it."""
        return changed(self.service, self.chosen.name, self.said, installed())

    def changed(self, changes: Changes) -> Composed:
        settings: list[str] = []
        for part, inputs in changes.items():
            if not isinstance(inputs, Mapping):
                raise UsageError(f"{part}={inputs!r} says no input", hint=f"Write {part}={{'input': value}}.")
            given = cast("Mapping[str, Any]", inputs)
            settings += [f"{part}.{name}={json.dumps(value)}" for name, value in given.items()]
        then = Composed(self.service, self.chosen, self.part, self.said.then(ServiceChanges(tuple(settings))))
        require_sdks(then.current.parts[self.chosen.name].values(), then.current.parts[self.chosen.name], installed())
        return then

    def run(self, world: OwnWorld, operation: Operation, packs: Sequence[PolicyPack], hear: Hear) -> Ended:
        def listen(progress: Progress) -> None:
            if isinstance(progress, PartEvent):
                hear(progress.part, progress.event)

        target = _target(world, self.chosen, self.said)
        means = self._means(target, packs, listen)
        plan = self._plan(target)
        if operation in ("preview", "up"):
            before = bring_up(find_neighbours([plan], target, self._quietly(target), throw_away=True), plan)
            if before and before[-1].exit_code:
                return Ended(f"{before[-1].service}, which it needs: {_reason(before[-1])}", {})
        result = _done(operation, plan, means)
        outputs = {part.part: dict(part.outputs) for part in result.parts}
        return Ended(_reason(result) if result.exit_code else None, cast("dict[str, Any]", outputs))

    def unprotect(self, world: OwnWorld) -> None:
        world.clouds.host.lift_protection()
        target = _target(world, self.chosen, self.said)
        for part in self._plan(target).parts:
            unprotect(cast("EmbeddedEngine", target.engine), part.stack)

    def _plan(self, target: Target) -> Plan:
        return make_plan(
            self.current,
            self.chosen,
            target.stack_for,
            part=self.part,
            with_dependencies=True,
            neighbour=lambda name: load_neighbour(self.service, name),
        )

    def _means(self, target: Target, packs: Sequence[PolicyPack], listen: Any) -> Means:  # noqa: ANN401
        means = means_on(target, self.current, self.chosen, runner=ReadyQueue(_ONE), listener=listen, parallel=_ONE)
        facts = facts_of(self.service, self.chosen)
        more = (replace(pack, facts={**facts, **pack.facts}) for pack in packs)
        all_packs = (*means.options.policy_packs, *more)
        return rename_former(replace(means, options=replace(means.options, policy_packs=all_packs)))

    def _quietly(self, target: Target) -> Any:  # noqa: ANN401
        def means_for(service: Service, environment: Environment) -> Means:
            return means_on(target, service, environment, runner=ReadyQueue(_ONE), listener=_unheard, parallel=_ONE)

        return means_for


def _done(operation: Operation, plan: Plan, means: Means) -> RunResult:
    match operation:
        case "preview":
            return preview(plan, means)
        case "up":
            return up(plan, means)
        case "refresh":
            return refresh(plan, means)
        case "destroy":
            return destroy(plan, means)


def _target(world: OwnWorld, environment: Environment, said: ServiceChanges) -> Target:
    """Where the service stands: this world, in this process."""

    def stack_for(part: Part) -> Stack:
        stack = world.place.stack_for(real_stack(part, environment))
        told = {} if said == UNCHANGED else {VARIABLE: said.text}
        return replace(stack, environment={**stack.environment, **told})

    def clouds() -> AbstractContextManager[SimulatedHost]:
        return nullcontext(world.clouds.host)

    # States in files: a preview of several stacks is made on copies, which have a backend of their own.
    engine = EmbeddedEngine(lambda: world.clouds, packs=POOL)
    return Target(engine=engine, stack_for=stack_for, scratch=world.place.folder / "previews", clouds=clouds)


def _reason(result: RunResult) -> str:
    return "\n".join(f"{it.part}: {it.reason or it.state}" for it in result.parts if it.state == "failed")


def _unheard(_: Progress) -> None:
    pass
