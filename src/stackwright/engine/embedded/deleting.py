"""Deletes what is left over at the end of a run, or everything in a destruction.

Source: `performPostSteps` in `deployment_executor.go` and `DeleteStep` in `step.go` (pulumi v3.260).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackwright.engine.embedded.faults import Bail
from stackwright.engine.embedded.steps import Step

if TYPE_CHECKING:
    from stackwright.engine.embedded.run import Run
    from stackwright.engine.state.resource import Resource


def delete(run: Run, *, refuse_protected: bool) -> None:
    """Delete what nothing asked for.

    A protected resource fails the run; with `refuse_protected` before the first deletion, else Pulumi's way: the
    others are deleted all the same, and what it depends on stays.

    Raises:
        Bail: something could not be deleted, and the run does not go on after errors.
    """
    sames, groups = run.planner.deletions()
    for step in sames:
        run.execute(step)
    steps = [step for group in groups for step in group]
    protected = [step for step in steps if step.op == "delete" and step.former.protect]
    if protected and refuse_protected:
        for step in protected:
            run.reporter.failed(step, _message(step))
        raise _refusal(protected[0])
    kept = {id(item) for step in run.failed for item in _needed(run, step)}
    for step in steps:
        if id(step.old) in kept:
            continue
        if step in protected:
            run.reporter.before(step)
            run.reporter.failed(step, _message(step))
            kept.update(id(item) for item in _needed(run, step))
        else:
            try:
                run.execute(step)
            except Bail as bail:
                if not run.goes_on(step, bail):
                    raise
                kept.update(id(item) for item in _needed(run, step))
    if protected:
        raise _refusal(protected[0])


def _needed(run: Run, step: Step) -> list[Resource]:
    """What must not be deleted since `step` failed: what its old state depends on."""
    graph = run.planner.graph
    return graph.all_dependencies(step.former) if step.old in graph else []


def refuse_hooked(run: Run) -> None:
    """
    Raises:
        Bail: a resource has hooks of its deletion, and no program runs (`pkg/engine/destroy.go`).
    """
    wrong: Bail | None = None
    for resource in run.recorder.base.resources:
        names = [name for kind in ("BeforeDelete", "AfterDelete") for name in resource.resource_hooks.get(kind, ())]
        if names:
            words = (
                f"Resource has delete hooks registered, but the program is not running. Hooks: {', '.join(names)}\n"
                "Hooks are functions of the program, and a destruction does not run it: take them out of the program "
                "and run `up` first, or use `pulumi destroy --run-program`"
            )
            run.say("error", words, resource.urn)
            wrong = Bail(words, resource.urn, reported=True)
    if wrong is not None:
        raise wrong


def _refusal(step: Step) -> Bail:
    return Bail(_message(step), step.urn, reported=True, executing=True)


def _message(step: Step) -> str:
    return (
        f'resource "{step.urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, either '
        "remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:\n"
        f"`pulumi state unprotect '{step.urn}'`"
    )
