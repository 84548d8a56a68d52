"""Decides which steps lead from the old state to what the program asks for. Asks providers, changes nothing.

Source: `pkg/resource/deploy/step_generator.go` (pulumi v3.260); the order of Check and Diff, and what each is given,
is Pulumi's. Where its generator leaves and comes back (refresh, import, parallel diffs), this one goes straight on.
"""

from __future__ import annotations

import json
from typing import Final, Protocol, cast

from stackwright.engine.embedded import comparison, replacement, targeting
from stackwright.engine.embedded import diff as diffs_
from stackwright.engine.embedded.aliases import Aliases
from stackwright.engine.embedded.autonaming import seed_of
from stackwright.engine.embedded.connections import Connection
from stackwright.engine.embedded.faults import Bail
from stackwright.engine.embedded.graph import Graph
from stackwright.engine.embedded.registry import Registry
from stackwright.engine.embedded.setting import Setting
from stackwright.engine.embedded.steps import Step, created_anew, deletion, replaced, update
from stackwright.engine.events import Severity
from stackwright.engine.goal import Goal, ReadGoal, new_state
from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.wire.naming import Autonaming
from stackwright.wire.results import Changes, CheckResult, DiffResult
from stackwright.wire.values import Properties, Value, contains_unknown, known_part, masked

_UNHEEDED: Final = (
    "a custom autonaming setting but the provider does not support autonaming configuration, "
    "consider upgrading to a newer version"
)


class Surroundings(Protocol):
    """What the planner may ask of the run that it plans."""

    @property
    def stack(self) -> str: ...
    @property
    def project(self) -> str: ...
    @property
    def preview(self) -> bool: ...
    @property
    def partial(self) -> bool:
        """Whether there are unknowns though this is no preview: something was left out, or failed."""
        ...

    @property
    def registry(self) -> Registry: ...
    @property
    def targets(self) -> targeting.Targets: ...
    @property
    def setting(self) -> Setting: ...

    def connection(self, resource: Resource) -> Connection: ...

    def say(self, severity: Severity, message: str, urn: str = "") -> None: ...

    def refuse(self, message: str, urn: str, *, then_stop: bool = True) -> None:
        """Tell an error. A preview goes on, to find more, and fails at its end; else Bail is raised, if `then_stop`."""
        ...

    def inspect(self, goal: Goal, new: Resource) -> None:
        """Let policies put the new state's inputs right, and judge them. Raises Bail if one forbids the resource."""
        ...

    def execute(self, step: Step) -> None:
        """Carry out a step at once. An import is: what it reads is what the rest of the plan starts from."""
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
        """What of the old state has a step other than a deletion."""
        self.replaced: set[str] = set()
        self.deleted: set[str] = set()
        self.skipped: set[str] = set()
        """What would be created but is no target."""
        self.gone: set[int] = set()
        """Old states that were deleted ahead of a replacement."""
        self.dependent_keys: dict[str, list[str]] = {}
        self.providers: dict[str, Resource] = {}

    def load(self, resources: list[Resource]) -> None:
        """Start from these resources; a refresh does it again."""
        self.resources = resources
        self.olds = {resource.urn: resource for resource in resources if not resource.delete}
        self.old_providers = {
            urns.reference(urn, resource.id): resource for urn, resource in self.olds.items() if resource.is_provider
        }
        self.graph = Graph(resources)

    # Registrations

    def register(self, goal: Goal) -> tuple[list[Step], Resource]:
        """The steps for a registration, and the state that it ends in.

        Raises:
            Bail: it is not valid.
            StackwrightError: a provider refused.
        """
        urn = self._urn(goal.parent, goal.type, goal.name)
        of_goal = goal.name, goal.type, goal.parent, goal.aliases
        old, alias, wrong = self.aliases.old(urn, of_goal, self.olds, self.registered)
        new = new_state(urn, goal, old, [alias] if alias else [])
        if new.is_provider:
            self.providers[urn] = new
            if alias:
                self.providers[alias] = new
                self.run.registry.alias(urn, alias)
        wanted = goal.import_id if goal.custom else ""
        if wanted and (old is None or old.external or (old.import_id or old.id) != wanted):
            old, new = self._import(goal, old, new)
            steps = self._plan(goal, old, new, wrong)
            if steps[-1].op == "same":
                return [], old
        else:
            steps = self._plan(goal, old, new, wrong)
        targeting.refuse_skipped(self, steps)
        return steps, steps[-1].wanted if steps[-1].untargeted else new

    def _import(self, goal: Goal, old: Resource | None, new: Resource) -> tuple[Resource, Resource]:
        """What was there, now as the old state, and the state that the program wants."""
        self.operated.add(new.urn)
        if old is not None:
            self.deleted.discard(new.urn)
            self.run.execute(Step(op="import-replacement", old=old, new=new, logical=False))
            self.run.execute(Step(op="replace", old=old, new=new))
        else:
            self.run.execute(Step(op="import", new=new))
        return new, new_state(new.urn, goal, new, new.aliases)

    def _plan(self, goal: Goal, old: Resource | None, new: Resource, wrong: list[str]) -> list[Step]:
        urn = new.urn
        if old is not None:
            new.inputs = comparison.kept_within(goal, old)
        recreating = urn in self.deleted
        external = old is not None and old.external
        fresh = old is None or recreating or external or old.taint
        included = self.run.targets.includes(new)
        carried = targeting.dependencies_of(self, new) if included and self.run.targets.wanted else []
        if included:
            self._check(goal, None if fresh else old, new, old.id if old is not None else "")
        elif new.custom:
            new.inputs = old.inputs if old is not None else {}
        for message in wrong:
            self.run.say("error", message, new.urn)
        if wrong:
            raise Bail(f"resource {new.urn} is invalid: {wrong[0]}", new.urn, reported=True)
        self.run.inspect(goal, new)
        return carried + self._steps(goal, old, new, included)

    def _steps(self, goal: Goal, old: Resource | None, new: Resource, included: bool) -> list[Step]:
        urn = new.urn
        if urn in self.deleted and old is not None:
            self.deleted.discard(urn)
            self._mark(urn, self.replaced)
            keys = self.dependent_keys.get(urn, [])
            return [
                Step(op="replace", old=old, new=new),
                Step(op="create-replacement", old=old, new=new, keys=keys, logical=False),
            ]
        if old is not None and old.external:
            self._mark(urn)
            return [
                Step(op="create-replacement", old=old, new=new, logical=False, keep_old=True),
                Step(op="replace", old=old, new=new),
            ]
        if old is not None:
            return self._plan_change(goal, old, new) if included else targeting.untouched(self, old, urn)
        if not included:
            self.skipped.add(urn)
            return [targeting.skipped(new)]
        return [Step(op="create", new=new)]

    def _check(self, goal: Goal, old: Resource | None, new: Resource, former_id: str) -> None:
        """Give the new state the inputs that its provider made of the goal's. A component's are its own."""
        if new.custom:
            inputs = goal.inputs if old is None else comparison.ignoring(self.run, goal, old, new.urn)
            result = self._checked(new, old.inputs if old is not None else {}, inputs, former_id)
            self._refuse(new, result)
            new.inputs = dict(result.inputs)

    def _checked(self, new: Resource, olds: Properties, news: Properties, former_id: str) -> CheckResult:
        if new.is_provider:
            return self.run.registry.check(new.urn, olds, news)
        connection = self.run.connection(new)
        if self.run.partial:
            news = cast("Properties", known_part(news))
        # What there is keeps its name, which is among `olds`: nobody needs to count then.
        seed = seed_of(new.urn, former_id, 0 if olds else connection.created(new.urn))
        return connection.check(new.urn, olds, news, seed, self._named(new.urn, seed, connection))

    def _named(self, urn: str, seed: bytes, connection: Connection) -> Autonaming | None:
        """How the stack's configuration wants the resource to be named, if the program does not say it."""
        naming = self.run.setting.naming
        proposal = naming.of(urn).proposal(urns.name_of(urn), seed) if naming else None
        if naming and proposal and not connection.names and naming.insists(urn):
            self.run.say("warning", f"{urn} resource has {_UNHEEDED}", urn)
        return proposal

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
        triggered = comparison.triggered(old, new)
        found = DiffResult(Changes.SOME) if triggered else comparison.compare(self, goal, old, new)
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

    def _plan_replacement(self, goal: Goal, old: Resource, new: Resource, found: DiffResult) -> list[Step]:
        urn = new.urn
        if new.protect and old.protect:
            message = (
                f'unable to replace resource "{urn}"\nas it is currently marked for protection. To unprotect the '
                "resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`"
            )
            self.run.refuse(message, urn)
        if goal.import_id:
            changes = [
                f"{key}: {_shown(old.inputs.get(key))} => {_shown(new.inputs.get(key))}" for key in found.replaces
            ]
            message = (
                "previously-imported resources that still specify an ID may not be replaced; please remove the "
                "`import` declaration from your program;\n" + "\n".join(changes)
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
        naming = self.run.setting.naming
        if before or (new.custom and naming and naming.of(urn).repeats(urns.name_of(urn))):
            return [
                *replacement.deletions_first(self, old),
                replaced(old, new, found),
                created_anew(old, new, found, keep_old=False),
            ]
        return [created_anew(old, new, found, keep_old=True), replaced(old, new, found)]

    # Reads

    def read(self, goal: ReadGoal) -> tuple[list[Step], Resource]:
        """The steps for reading a resource that this stack does not own.

        Raises:
            Bail: it is not valid.
        """
        urn = self._urn(goal.parent, goal.type, goal.name)
        of_goal = goal.name, goal.type, goal.parent, ()
        old, alias, _ = self.aliases.old(urn, of_goal, self.olds, self.registered)
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
                Step(op="read-replacement", old=old, new=new, logical=False),
                Step(op="replace", old=old, new=new),
            ], new
        self._mark(urn)
        return [Step(op="read", old=old, new=new)], new

    # Deletions

    def deletions(self) -> tuple[list[Step], list[list[Step]]]:
        """What becomes of what the program no longer asks for, and what waits for deletion: the steps of what no target
        names and stays, and deletions in groups: a group may go once those before it are gone.

        Raises:
            Bail: what is no target would be deleted.
        """
        steps: dict[int, Step] = {}
        sames: list[Step] = []
        condemned: list[Resource] = []
        allowed = targeting.condemned(self)
        for resource in self.resources:
            if allowed is not None and resource.urn not in allowed:
                if not self.is_operated(resource.urn):
                    sames.append(Step(op="same", old=resource, new=resource.copy(id=""), untargeted=True))
                continue
            if id(resource) in self.gone if resource.delete else self.is_operated(resource.urn):
                continue
            if resource.pending_replacement:
                # It was deleted ahead of its replacement, which may have its id: never delete that.
                step = Step(op="remove-pending-replace", old=resource, logical=False)
            else:
                step = deletion(resource, replaced=resource.delete)
            self.open_provider(resource)
            self.deleted.add(resource.urn)
            steps[id(resource)] = step
            condemned.append(resource)
        targeting.refuse_untargeted(self, steps.values())
        return sames, [[steps[id(resource)] for resource in group] for group in self.graph.deletion_order(condemned)]

    def open_provider(self, old: Resource) -> None:
        """Have the provider at hand that is to delete an old resource, though the program may not know it any more."""
        if old.provider:
            self.run.connection(old)

    def is_operated(self, urn: str) -> bool:
        """Whether something other than a deletion is done about an old resource, by whatever name."""
        return urn in self.operated or self.aliases.used.get(urn) in self.operated

    def has_step(self, urn: str) -> bool:
        return self.is_operated(urn) or urn in self.deleted

    # Bookkeeping

    def _urn(self, parent: str, type_: str, name: str) -> str:
        urn = urns.create(self.run.stack, self.run.project, urns.qualified_type(parent) if parent else "", type_, name)
        if parent and parent not in self.registered:
            raise Bail(f"could not find parent resource {parent}", urn)
        if urn in self.registered:
            raise Bail(f"Duplicate resource URN '{urn}'; try giving it a unique name", urn)
        self.registered.add(urn)
        return urn

    def _mark(self, urn: str, *sets: set[str]) -> None:
        self.operated.add(urn)
        for urns_ in sets:
            urns_.add(urn)


def _shown(value: Value) -> str:
    return json.dumps(masked(value), ensure_ascii=False)
