"""Decides which steps lead from the old state to what the program asks for. Asks providers, changes nothing.

Source: `pkg/resource/deploy/step_generator.go` (pulumi v3.260); the order of Check and Diff, and what each is given,
is Pulumi's. Where its generator leaves and comes back (refresh, import, parallel diffs), this one goes straight on.
"""

from __future__ import annotations

import hashlib
import json
from typing import Protocol

from stackwright.engine.embedded import diff as diffs_
from stackwright.engine.embedded import paths, replacement
from stackwright.engine.embedded.aliases import Aliases
from stackwright.engine.embedded.connections import Connection, DiffUnavailable
from stackwright.engine.embedded.faults import Bail
from stackwright.engine.embedded.goal import Goal, ReadGoal, new_state
from stackwright.engine.embedded.graph import Graph
from stackwright.engine.embedded.registry import Registry, filtered
from stackwright.engine.embedded.steps import Step, created_anew, deletion, replaced, update
from stackwright.engine.events import Severity
from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.wire.results import Changes, CheckResult, DiffResult
from stackwright.wire.values import Properties, Value, contains_unknown, masked, reveal


class Surroundings(Protocol):
    """What the planner may ask of the run that it plans."""

    @property
    def stack(self) -> str: ...
    @property
    def project(self) -> str: ...
    @property
    def preview(self) -> bool: ...
    @property
    def registry(self) -> Registry: ...

    def connection(self, resource: Resource) -> Connection: ...

    def say(self, severity: Severity, message: str, urn: str = "") -> None: ...

    def inspect(self, goal: Goal, new: Resource) -> None:
        """Let policies put the new state's inputs right, and judge them. Raises Bail if one forbids the resource."""
        ...

    def import_(self, step: Step) -> Resource:
        """Carry out an import at once: what it reads is what the rest of the plan starts from."""
        ...


class Planner:
    """The decisions of one run, made one registration after another.

    `olds` are the old state's resources by URN, those that wait for deletion left out.
    """

    def __init__(self, run: Surroundings, resources: list[Resource]) -> None:
        self.run = run
        self.aliases = Aliases(run.stack, run.project)
        self.load(resources)
        self.registered: set[str] = set()
        self.operated: set[str] = set()
        """What has a step other than a deletion."""
        self.created: set[str] = set()
        self.replaced: set[str] = set()
        self.deleted: set[str] = set()
        self.gone: set[int] = set()
        """Old states that were deleted ahead of a replacement."""
        self.dependent_keys: dict[str, list[str]] = {}
        self.providers: dict[str, Resource] = {}

    def load(self, resources: list[Resource]) -> None:
        """Start from these resources; a refresh does it again."""
        self.resources = resources
        self.olds = {resource.urn: resource for resource in resources if not resource.delete}
        self.graph = Graph(resources)

    # Registrations

    def register(self, goal: Goal) -> tuple[list[Step], Resource]:
        """The steps for a registration, and the state that it ends in.

        Raises:
            Bail: it is not valid.
            StackwrightError: a provider refused.
        """
        urn = self._urn(goal.parent, goal.type, goal.name)
        old, alias = self.aliases.old(
            urn, (goal.name, goal.type, goal.parent, goal.aliases), self.olds, self.registered
        )
        new = new_state(urn, goal, old, [alias] if alias else [])
        if new.is_provider:
            self.providers[urn] = new
            if alias:
                self.providers[alias] = new
                self.run.registry.alias(urn, alias)
        if goal.custom and goal.import_id and (old is None or old.external or _imported_id(old) != goal.import_id):
            old, new = self._import(goal, old, new)
        steps = self._plan(goal, old, new)
        return steps, new

    def _import(self, goal: Goal, old: Resource | None, new: Resource) -> tuple[Resource, Resource]:
        replacing = old is not None and new.urn not in self.deleted
        self.operated.add(new.urn)
        imported = self.run.import_(
            Step(
                op="import-replacement" if replacing else "import",
                old=old if replacing else None,
                new=new,
                logical=not replacing,
            )
        )
        return imported, new_state(new.urn, goal, imported, new.aliases)

    def _plan(self, goal: Goal, old: Resource | None, new: Resource) -> list[Step]:
        urn = new.urn
        recreating = urn in self.deleted
        external = old is not None and old.external
        fresh = old is None or recreating or external or old.taint
        self._check(goal, None if fresh else old, new, old.id if old is not None else "")
        self.run.inspect(goal, new)
        if recreating and old is not None:
            self.deleted.discard(urn)
            self._mark(urn, self.replaced)
            keys = self.dependent_keys.get(urn, [])
            return [
                Step(op="replace", old=old, new=new),
                Step(op="create-replacement", old=old, new=new, keys=keys, logical=False),
            ]
        if external and old is not None:
            self._mark(urn, self.created)
            return [
                Step(op="create-replacement", old=old, new=new, logical=False, keep_old=True),
                Step(op="replace", old=old, new=new, keep_old=True),
            ]
        if old is not None:
            return self._plan_change(goal, old, new)
        self._mark(urn, self.created)
        return [Step(op="create", new=new)]

    def _check(self, goal: Goal, old: Resource | None, new: Resource, former_id: str) -> None:
        """Give the new state the inputs that its provider made of the goal's."""
        inputs = goal.inputs
        if old is not None and goal.ignore_changes:
            inputs, failed = paths.ignoring(goal.inputs, old.inputs, goal.ignore_changes)
            if failed:
                self.run.say(
                    "info",
                    f'cannot ignore changes in added or removed elements of the path: "{", ".join(failed)}"',
                    new.urn,
                )
        if not new.custom:
            new.inputs = inputs
            return
        result = self._checked(new, old.inputs if old is not None else {}, inputs, former_id)
        self._refuse(new, result)
        new.inputs = dict(result.inputs)

    def _checked(self, new: Resource, olds: Properties, news: Properties, former_id: str) -> CheckResult:
        if new.is_provider:
            return self.run.registry.check(new.urn, olds, news)
        return self.run.connection(new).check(new.urn, olds, news, _seed(new.urn, former_id))

    def _refuse(self, new: Resource, result: CheckResult) -> None:
        """
        Raises:
            Bail: the provider does not accept the inputs.
        """
        for failure in result.failures:
            name = f"{new.type} resource '{urns.name_of(new.urn)}'"
            if failure.property:
                value = _shown(new.inputs.get(failure.property))
                text = f"{name}: property {failure.property} value {value} has a problem: {failure.reason}"
            else:
                text = f"{name} has a problem: {failure.reason}"
            self.run.say("error", text, new.urn)
        if result.failures:
            reasons = "; ".join(failure.reason for failure in result.failures)
            raise Bail(f"resource {new.urn} is invalid: {reasons}", new.urn, reported=True)

    # Changes

    def _plan_change(self, goal: Goal, old: Resource, new: Resource) -> list[Step]:
        if not self.run.preview and contains_unknown(new.replacement_trigger):
            raise Bail(f"replacement trigger contains unknowns for {new.urn}", new.urn)
        triggered = _triggered(old, new)
        found = DiffResult(Changes.SOME) if triggered else self._diff(goal, old, new)
        init_errors = bool(old.init_errors)
        try:
            found = diffs_.replacing_on(found, goal.replace_on_changes, init_errors=init_errors)
        except ValueError as error:
            raise Bail(str(error), new.urn) from None
        if found.changes is Changes.SOME or old.pending_replacement:
            if diffs_.replaces(found) or triggered or old.pending_replacement:
                return self._plan_replacement(goal, old, new, found)
            self._mark(new.urn)
            return [update(old, new, found, goal.ignore_changes)]
        self._mark(new.urn)
        if init_errors:
            return [update(old, new, found, goal.ignore_changes)]
        return [Step(op="same", old=old, new=new)]

    def _diff(self, goal: Goal, old: Resource, new: Resource) -> DiffResult:
        """What would change, in the order in which Pulumi asks."""
        if old.taint:
            return DiffResult(Changes.SOME, replaces=["id"])
        if any(urn in self.replaced for urn in new.replace_with):
            return DiffResult(Changes.SOME, replaces=["replaceWith"])
        if new.deleted_with in self.replaced:
            return DiffResult(Changes.SOME, replaces=["deletedWith"])
        if self._provider_changed(old, new):
            return DiffResult(Changes.SOME, replaces=["provider"])
        if not new.custom:
            return DiffResult(Changes.NONE if diffs_.equal(old.inputs, new.inputs) else Changes.SOME)
        if new.is_provider:
            return self.run.registry.diff(new.urn, old.id, old.inputs, old.outputs, new.inputs)
        try:
            return self.diff(self.run.connection(new), old, new.inputs, goal.ignore_changes, new.urn)
        except DiffUnavailable as reason:
            self.run.say("warning", str(reason), new.urn)
            return DiffResult(Changes.SOME)

    def diff(
        self, connection: Connection, old: Resource, news: Properties, ignore_changes: list[str], urn: str = ""
    ) -> DiffResult:
        """The provider's diff, or the engine's where the provider leaves it to the engine."""
        found = connection.diff(urn or old.urn, old.id, old.inputs, old.outputs, news, tuple(ignore_changes))
        if found.changes is Changes.UNKNOWN:
            news, _ = paths.ignoring(news, old.inputs, ignore_changes)
            own = diffs_.of_inputs(old.inputs, news)
            return DiffResult(
                own.changes,
                found.replaces,
                found.stables,
                found.delete_before_replace,
                own.diffs or found.diffs,
                own.detailed if own.changes is Changes.SOME else found.detailed,
            )
        return found

    def _provider_changed(self, old: Resource, new: Resource) -> bool:
        """Whether the resource cannot be managed by its new provider: the new provider decides, by DiffConfig."""
        if old.provider == new.provider:
            return False
        if not old.provider or not new.provider:
            return True
        old_urn, _ = urns.parse_reference(old.provider)
        new_urn, _ = urns.parse_reference(new.provider)
        if self.aliases.used.get(old_urn) == new_urn:
            return False
        before, after = self.olds.get(old_urn), self.providers.get(new_urn)
        connection = self.run.registry.get(new.provider)
        if before is None or after is None or connection is None:
            raise Bail(f"failed to resolve provider reference: {new.provider!r}", new.urn)
        found = connection.provider.diff_config(
            new_urn, filtered(before.inputs), before.outputs, filtered(after.inputs)
        )
        return diffs_.replaces(found)

    def _plan_replacement(self, goal: Goal, old: Resource, new: Resource, found: DiffResult) -> list[Step]:
        urn = new.urn
        if new.protect and old.protect:
            message = (
                f'unable to replace resource "{urn}"\nas it is currently marked for protection. To unprotect the '
                "resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`"
            )
            self.run.say("error", message, urn)
            if not self.run.preview:
                raise Bail(message, urn, reported=True)
        if goal.import_id:
            message = (
                "previously-imported resources that still specify an ID may not be replaced; please remove the "
                "`import` declaration from your program"
            )
            if not self.run.preview:
                raise Bail(message, urn)
            self.run.say("warning", message, urn)
        self._mark(urn, self.replaced)
        if new.custom and not old.taint:
            # The replacement takes nothing over from the old one, defaults and names included.
            result = self._checked(new, {}, goal.inputs, old.id)
            self._refuse(new, result)
            new.inputs = dict(result.inputs)
        before = found.delete_before_replace if goal.delete_before_replace is None else goal.delete_before_replace
        if before:
            return [
                *replacement.deletions_first(self, old),
                replaced(old, new, found, keep_old=False),
                created_anew(old, new, found, keep_old=False),
            ]
        return [created_anew(old, new, found, keep_old=True), replaced(old, new, found, keep_old=True)]

    # Reads

    def read(self, goal: ReadGoal) -> tuple[list[Step], Resource]:
        """The steps for reading a resource that this stack does not own.

        Raises:
            Bail: it is not valid.
        """
        urn = self._urn(goal.parent, goal.type, goal.name)
        old, alias = self.aliases.old(urn, (goal.name, goal.type, goal.parent, ()), self.olds, self.registered)
        new = Resource(
            urn=urn,
            type=goal.type,
            custom=True,
            id=goal.id,
            inputs=goal.inputs,
            parent=goal.parent,
            external=True,
            dependencies=goal.dependencies,
            provider=goal.provider,
            additional_secret_outputs=goal.additional_secret_outputs,
            aliases=[alias] if alias else [],
            source_position=goal.source_position,
            stack_trace=goal.stack_trace,
        )
        if not new.id:
            raise Bail(f"Expected an ID for {urn}", urn)
        if old is not None and not old.external and old.id != new.id:
            self._mark(urn, self.replaced)
            return [
                Step(op="read-replacement", old=old, new=new, logical=False, keep_old=True),
                Step(op="replace", old=old, new=new, keep_old=True),
            ], new
        self._mark(urn)
        return [Step(op="read", old=old, new=new)], new

    # Deletions

    def deletions(self) -> list[list[Step]]:
        """What the program no longer asks for, and what waits for deletion, in groups: a group may go once those
        before it are gone.
        """
        steps: dict[int, Step] = {}
        condemned: list[Resource] = []
        for resource in self.resources:
            if resource.delete:
                if id(resource) in self.gone:
                    continue
                step = deletion(resource, replaced=True)
            elif self._operated(resource.urn):
                continue
            elif resource.pending_replacement:
                step = Step(op="remove-pending-replace", old=resource, logical=False)
            else:
                step = deletion(resource)
            self.deleted.add(resource.urn)
            steps[id(resource)] = step
            condemned.append(resource)
        return [[steps[id(resource)] for resource in group] for group in self.graph.deletion_order(condemned)]

    def _operated(self, urn: str) -> bool:
        return self.aliases.used.get(urn, urn) in self.operated

    # Bookkeeping

    def _urn(self, parent: str, type_: str, name: str) -> str:
        if parent and parent not in self.registered:
            raise Bail(f"could not find parent resource {parent}")
        urn = urns.create(self.run.stack, self.run.project, urns.qualified_type(parent) if parent else "", type_, name)
        if urn in self.registered:
            raise Bail(f"Duplicate resource URN '{urn}'; try giving it a unique name", urn)
        self.registered.add(urn)
        return urn

    def _mark(self, urn: str, *sets: set[str]) -> None:
        self.operated.add(urn)
        for urns_ in sets:
            urns_.add(urn)


def _imported_id(old: Resource) -> str:
    return old.import_id or old.id


def _triggered(old: Resource, new: Resource) -> bool:
    """Whether the replacement trigger changed. An unknown one did; setting one for the first time is no change."""
    before, after = reveal(old.replacement_trigger), reveal(new.replacement_trigger)
    if contains_unknown(before) or contains_unknown(after):
        return True
    return before is not None and after is not None and not diffs_.equal(before, after)


def _seed(urn: str, former_id: str) -> bytes:
    """What makes autonames repeatable: 32 bytes that depend on the URN and on what the resource replaces.

    Pulumi draws them at random. In a rehearsal the same program must give the same names every time, and a
    replacement another name than what it replaces.
    """
    return hashlib.sha256(f"{urn}\n{former_id}".encode()).digest()


def _shown(value: Value) -> str:
    return json.dumps(masked(value), ensure_ascii=False)
