"""What the commands that work on stacks have in common: from the words of a command line to a plan and its means."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from stackwright.cli.interrupts import interruptible
from stackwright.cli.lone import find_lone, refuse_real
from stackwright.cli.options import choose_environment, load
from stackwright.cli.output import echo
from stackwright.cli.picture import leave, require_drawable
from stackwright.cli.request import Request
from stackwright.deploy.means import Means
from stackwright.deploy.neighbours import Neighbour, find_neighbours
from stackwright.deploy.plan import Plan, make_plan
from stackwright.deploy.progress import BESIDE, Listener, Progress, RunResult
from stackwright.deploy.runner import ReadyQueue
from stackwright.deploy.target import real_target, refuse_embedded, refuse_switching, simulated_target
from stackwright.deploy.wiring import means_on
from stackwright.engine.protocol import Stack
from stackwright.errors import Cancelled
from stackwright.service.catalogue import installed
from stackwright.service.changing import UNCHANGED, VARIABLE, Changes, changed
from stackwright.service.graph import make_graph
from stackwright.service.loading import load_neighbour
from stackwright.service.model import Environment, Part, Service
from stackwright.service.sdks import require_sdks

if TYPE_CHECKING:
    from stackwright.simcloud import SimulatedHost


class Renderer(Protocol):
    """A listener that shows what it hears."""

    def __call__(self, progress: Progress) -> None: ...

    def stopping(self) -> None:
        """Say that a person asked to stop. Called in a signal handler."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Work:
    """What a command acts on."""

    plan: Plan
    means: Means
    stack_for: Callable[[Part], Stack]
    """The stack of any part of the service, guarded like those of the plan."""
    planned: Callable[[Changes], Plan]
    """The plan of the service as changes make it, of the same parts as far as they are there. Simulated clouds only."""
    clouds: Callable[[], AbstractContextManager[SimulatedHost]]
    """Opens the simulated clouds, to break them."""
    neighbours: Callable[[Sequence[Plan]], list[Neighbour]]
    """What must stand of other services before any of these plans can be run. Simulated clouds only."""


@contextmanager
def prepared(
    request: Request,
    before: Callable[[Environment], None] = lambda _: None,
    renderer: Renderer | None = None,
) -> Generator[Work]:
    """Load the service, choose the environment, open the engine and plan; Ctrl-C is handled until the end.

    `before` may refuse before an engine is opened. `renderer` shows the run, instead of the one that `request` asks
    for. A picture that `request` asks for is drawn at the end, however that came.
    """
    if not request.simulate:
        refuse_embedded(request.engine)
        refuse_switching([*request.allow, *request.refuse])
    if request.picture:
        require_drawable(request.picture)
    service = find_lone(request) or load(request.service, request.environment)
    refuse_real(service, request)
    environment = choose_environment(service, request.environment)
    before(environment)
    chosen = make_graph(service, environment.name).select(
        request.part, with_dependencies=request.with_dependencies, with_dependents=request.with_dependents
    )
    if request.simulate:  # a real run may use another interpreter, and says itself what that one lacks
        require_sdks(chosen.parts.values(), service.parts[environment.name], installed())
    opening = (
        simulated_target(
            service,
            environment,
            request.engine,
            throw_away=request.throw_away,
            allow=request.allow,
            refuse=request.refuse,
            workers=request.width if any(chosen.outside.values()) else min(request.width, len(chosen.parts)),
        )
        if request.simulate
        else real_target(environment, request.engine)
    )
    runner = ReadyQueue(request.width)
    shown = renderer or _renderer(request)
    with _pictured(request) as watching, opening as target:

        def gently() -> None:
            shown.stopping()
            runner.cancel()
            target.engine.cancel()

        def at_once() -> None:
            shown.close()
            target.engine.cancel()
            target.engine.cancel()

        def planned(changes: Changes = UNCHANGED) -> Plan:
            def stack_for(part: Part) -> Stack:
                stack = target.stack_for(part)
                told = {} if changes == UNCHANGED else {VARIABLE: changes.text}
                return replace(stack, environment={**stack.environment, **told})

            return make_plan(
                changed(service, environment.name, changes, installed()),
                environment,
                stack_for,
                part=request.part,
                with_dependencies=request.with_dependencies,
                with_dependents=request.with_dependents,
                neighbour=lambda name: load_neighbour(service, name),
            )

        def means_for(service: Service, environment: Environment) -> Means:
            return means_on(
                target,
                service,
                environment,
                runner=runner,
                listener=_both(shown, watching) if watching else shown,
                parallel=request.width,
                lock_timeout=request.lock_timeout,
                allow_dynamic=request.allow_dynamic,
            )

        def neighbours(plans: Sequence[Plan]) -> list[Neighbour]:
            return find_neighbours(plans, target, means_for, throw_away=request.throw_away)

        plan, means = planned(), means_for(service, environment)
        _supply(request, plan)
        try:
            with interruptible(gently, at_once):
                yield Work(plan, means, target.stack_for, planned, target.clouds, neighbours)
        finally:
            shown.close()


def _supply(request: Request, plan: Plan) -> None:
    """Put what a rehearsal is told of other stacks where its programs find it."""
    if request.stack_outputs:
        from stackwright.deploy.rehearsal.supplying import supplied, supply

        like = plan.parts[0].stack
        supply(like, supplied(request.stack_outputs, like.project))


@contextmanager
def _pictured(request: Request) -> Generator[Listener | None]:
    """What is to hear the run for the sake of its picture."""
    if request.picture is None:
        yield None
        return
    from stackwright.cli.render.picturing import Watching

    watching = Watching()
    try:
        yield watching
    finally:
        for file in leave(watching, request.picture):
            advise(request, f"Picture: {file}")


def _both(one: Listener, other: Listener) -> Listener:
    def tell(progress: Progress) -> None:
        other(progress)
        one(progress)

    return tell


def _renderer(request: Request) -> Renderer:
    if request.as_json:
        from stackwright.cli.render.jsonl import JsonLines

        return JsonLines(echo)
    from rich.console import Console

    # A rehearsal shows a service whole; of what it creates, the counts say enough.
    listing = "inputs" if request.details else "existing" if request.rehearsal else "changed"
    place = "on simulated clouds" if request.simulate else "with Pulumi"
    console = Console(highlight=False)
    if console.is_terminal and not console.is_dumb_terminal:
        from stackwright.cli.render.screen import Screen

        return Screen(console, place, listing)
    from stackwright.cli.render.plain import Plain

    return Plain(echo, place, listing)


def advise_on_neighbours(request: Request, results: Sequence[RunResult], before: Sequence[Neighbour]) -> None:
    """Where it was another service's part that failed, say so, and how to look at that service by itself."""
    last = results[-1] if results else None
    if last is None or last.phase not in BESIDE or last.exit_code in {0, Cancelled.exit_code}:
        return
    plan = next(each.plan for each in before if each.plan.service.name == last.service)
    command = ["stackwright", "rehearse", os.path.relpath(plan.service.folder), "-e", plan.environment.name]
    advise(request, f"It is {last.service} that failed, which {plan.needed_by} needs. By itself: {shlex.join(command)}")


def advise(request: Request, text: str) -> None:
    """Print the one thing to do next; programs need no advice."""
    if not request.as_json:
        echo(text)
