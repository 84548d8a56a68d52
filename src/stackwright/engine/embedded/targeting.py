"""Runs that are to change only some resources: what is left as it is, and what cannot be left out.

Source: `UrnTargets` in `deployment.go`; `continueStepsFromImport`, `validateSteps`, `queueUntargetedDependencySames`
and `GenerateDeletes` in `step_generator.go` (pulumi v3.260).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from stackwright.engine.embedded import replacement
from stackwright.engine.embedded.faults import Bail
from stackwright.engine.embedded.steps import Step
from stackwright.engine.protocol import Options
from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource

if TYPE_CHECKING:
    from stackwright.engine.embedded.planner import Planner


class Urns:
    """URNs, named or by pattern. In a pattern `*` stands for what has no colon, `**` for anything."""

    def __init__(self, wanted: Sequence[str] = ()) -> None:
        self.named = tuple(urn for urn in wanted if "*" not in urn)
        self._patterns = [_pattern(urn) for urn in wanted]

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def __contains__(self, urn: str) -> bool:
        return any(pattern.fullmatch(urn) for pattern in self._patterns)


class Targets:
    """What a run is limited to: the URNs that are `wanted`, else all but those that are `excluded`.

    With `dependents` also what depends on the wanted ones, or on the excluded ones. A run comes to resources in the
    order of their dependencies, so what was found to belong to them is known before it comes to what depends on that.
    """

    def __init__(self, wanted: Sequence[str] = (), excluded: Sequence[str] = (), *, dependents: bool = False) -> None:
        self.wanted = Urns(wanted)
        self.excluded = Urns(() if self.wanted else excluded)
        self.dependents = dependents
        self._found: set[str] = set()

    def includes(self, resource: Resource) -> bool:
        """Whether a registration is carried out. Providers and the stack itself always are."""
        named = self._named(resource)
        always = resource.is_provider or urns.qualified_type(resource.urn) == urns.STACK_TYPE
        return always or named == bool(self.wanted)

    def reads(self, resource: Resource) -> bool:
        """Whether a refresh asks for it."""
        return self._named(resource, provider=False) == bool(self.wanted)

    def _named(self, resource: Resource, *, provider: bool = True) -> bool:
        """Whether it is wanted, or excluded, or depends on what is; then so is it."""
        among = self.wanted or self.excluded
        found = resource.urn in among or (self.dependents and self._depends(resource, provider=provider))
        if found:
            self._found.add(resource.urn)
        return found

    def _depends(self, resource: Resource, *, provider: bool) -> bool:
        if provider and resource.provider and resource.provider_urn in self._found:
            return True
        return any(urn in self._found for _, urn, _ in resource.dependencies_by_kind())


def targets_of(options: Options) -> Targets:
    dependents = options.target_dependents if options.targets else options.exclude_dependents
    return Targets(options.targets, options.excludes, dependents=dependents)


def _pattern(text: str) -> re.Pattern[str]:
    parts = ("[^:]*".join(re.escape(piece) for piece in part.split("*")) for part in text.split("**"))
    return re.compile(".*".join(parts), re.DOTALL)


def skipped(new: Resource) -> Step:
    """The step of a resource that would be created, but is not asked for: it stays out of the cloud and the state."""
    return Step(op="same", old=new.copy(), new=new, skipped=True)


def untouched(planner: Planner, old: Resource, urn: str) -> list[Step]:
    """The steps that leave `old` as it is, its own last. What it depends on may have left the program: it comes first,
    so that the state stays in order.

    Raises:
        Bail: its provider is not there.
    """
    if old.provider and planner.run.registry.get(old.provider) is None:
        raise Bail(_missing_provider(planner, old, urn), urn)
    return list(_carried(planner, old, urn))


def _missing_provider(planner: Planner, old: Resource, urn: str) -> str:
    if old.provider not in planner.old_providers:
        return f"could not find provider {old.provider} in old state"
    return (
        f"provider {old.provider} for resource {urn} has not been registered yet, this is due to a change of providers "
        "mixed with --target. Change your program back to the original providers"
    )


def _carried(planner: Planner, old: Resource, urn: str) -> Iterator[Step]:
    planner.registered.add(old.urn)
    planner.operated.update((urn, old.urn))
    provider = planner.old_providers.get(old.provider)
    if provider is not None and not planner.has_step(provider.urn):
        yield from _carried(planner, provider, urn)
    for _, dependency, _ in old.dependencies_by_kind():
        before = planner.olds.get(dependency)
        if before is not None and not planner.has_step(dependency):
            yield from _carried(planner, before, urn)
    yield Step(op="same", old=old, new=old.copy(id=""), untargeted=True)


def dependencies_of(planner: Planner, new: Resource) -> list[Step]:
    """The steps that carry over what a targeted resource depends on and nothing has registered."""
    steps: list[Step] = []
    queued: set[str] = set()

    def queue(urn: str) -> None:
        old = planner.olds.get(urn)
        if old is None or urn in queued or planner.has_step(urn):
            return
        queued.add(urn)
        provider = planner.old_providers.get(old.provider)
        if provider is not None:
            queue(provider.urn)
        for _, dependency, _ in old.dependencies_by_kind():
            queue(dependency)
        steps.append(Step(op="same", old=old, new=old.copy(id=""), untargeted=True))

    for _, dependency, _ in new.dependencies_by_kind():
        queue(dependency)
    for step in steps:
        planner.registered.add(step.urn)
        planner.operated.add(step.urn)
    return steps


def refuse_skipped(planner: Planner, steps: list[Step]) -> None:
    """Find steps that need what is not created because it is not a target, or is excluded.

    Pulumi itself lets the latter pass, and ends with a state that it calls invalid (v3.260).

    Raises:
        Bail: there is one, and this is no preview.
    """
    for step in steps:
        if step.new is None or step.skipped:
            continue
        needed = [urn for _, urn, _ in step.new.dependencies_by_kind()]
        for urn in [*needed, step.new.provider_urn]:
            if urn in planner.skipped:
                why = (
                    " which was was not specified in --target list."
                    if planner.run.targets.wanted
                    else ", which does not exist yet and is left out by --exclude.\n"
                    "Leave it out, too, or pass --exclude-dependents to proceed."
                )
                message = f"Resource '{step.urn}' depends on '{urn}'{why}"
                planner.run.refuse(message, step.urn)
                planner.skipped.discard(urn)


def condemned(planner: Planner) -> set[str] | None:
    """The URNs that may be deleted: targets, what depends on them, what would be replaced with them. None: all."""
    targets = planner.run.targets
    if targets.excluded:
        return {resource.urn for resource in planner.resources} - _kept(planner)
    if not targets.wanted:
        return None
    found: set[str] = set()
    for resource in planner.resources:
        if resource.urn in targets.wanted:
            found.add(resource.urn)
            found.update(item.urn for item in planner.graph.dependents(resource))
    for resource in planner.resources:
        if resource.urn in found:
            found.update(item.urn for item, _ in replacement.with_it(planner, resource))
    return found


def _kept(planner: Planner) -> set[str]:
    """The URNs that may not be deleted: what is excluded, what that depends on, and with dependents what depends on it.

    Source: `getExcludeDependencies`.
    """
    targets = planner.run.targets
    todo = [resource for resource in planner.resources if resource.urn in targets.excluded]
    kept: set[str] = set()
    while todo:
        resource = todo.pop()
        if resource.urn not in kept:
            kept.add(resource.urn)
            todo += planner.graph.dependencies(resource)
            if targets.dependents:
                todo += planner.graph.dependents(resource, kept)
    return kept


def refuse_untargeted(planner: Planner, deletions: Iterable[Step]) -> None:
    """
    Raises:
        Bail: what is no target would be deleted, and this is no preview.
    """
    targets = planner.run.targets
    if not targets.wanted or targets.dependents:
        return
    wrong = [step.urn for step in deletions if step.urn not in targets.wanted]
    for urn in wrong:
        message = (
            f"Resource '{urn}' will be destroyed but was not specified in --target list.\n"
            "Either include resource in --target list or pass --target-dependents to proceed."
        )
        planner.run.refuse(message, urn, then_stop=urn == wrong[-1])


def refuse_unknown(planner: Planner, named: Iterable[str]) -> Bail | None:
    """What is wrong if one of these URNs is neither in the state nor in the program."""
    known = {resource.urn for resource in planner.resources} | planner.registered
    missing = [urn for urn in named if urn not in known]
    for urn in missing:
        hint = "" if "$" in urn else " Did you forget to escape $ in your shell?"
        planner.run.say("error", f"Target '{urn}' could not be found in the stack.{hint}")
    return Bail("one or more targets could not be found in the stack", reported=True) if missing else None
