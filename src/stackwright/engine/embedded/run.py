"""One run over one stack: carries out what the planner decides, one step at a time, and keeps the state.

Everything happens on the thread that calls; registrations come in one after another (see `loop.py`), so there is
nothing to lock. Source: `pkg/resource/deploy/{deployment_executor,step_executor}.go` (pulumi v3.260).
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event as Flag
from typing import TYPE_CHECKING, Literal

from stackwright.engine.embedded import deleting, refreshing
from stackwright.engine.embedded.builtins import Builtins, StackOutputs
from stackwright.engine.embedded.connections import Connection
from stackwright.engine.embedded.faults import Bail, Stopped
from stackwright.engine.embedded.hiding import hide
from stackwright.engine.embedded.hooks import Hooks
from stackwright.engine.embedded.judging import Judging
from stackwright.engine.embedded.planner import Planner
from stackwright.engine.embedded.recorder import Recorder
from stackwright.engine.embedded.registry import Registry, checked_version, default_goal, denied
from stackwright.engine.embedded.report import Reporter
from stackwright.engine.embedded.setting import Setting
from stackwright.engine.embedded.steps import Step, apply, keep_inputs
from stackwright.engine.embedded.targeting import Targets, refuse_unknown
from stackwright.engine.events import Severity
from stackwright.engine.goal import Goal, ReadGoal
from stackwright.engine.provider import ProviderHost
from stackwright.engine.state import urns
from stackwright.engine.state.resource import Operation, Resource
from stackwright.errors import StackwrightError
from stackwright.wire.results import AnswerLost
from stackwright.wire.values import Properties

if TYPE_CHECKING:
    from stackwright.engine.policy.guard import Guard


class Run:
    """The state of one run."""

    def __init__(
        self,
        setting: Setting,
        host: ProviderHost,
        recorder: Recorder,
        reporter: Reporter,
        stack_outputs: StackOutputs,
        cancelled: Flag,
        guard: Guard | None = None,
    ) -> None:
        self.setting = setting
        self.stack, self.project, self.preview = setting.stack, setting.project, setting.preview
        self.recorder = recorder
        self.reporter = reporter
        self.known: dict[str, Resource] = {}
        """What was registered or read so far, by URN."""
        self.registry = Registry(host, Builtins(stack_outputs, self.known, self._warn))
        self.planner = Planner(self, recorder.base.resources)
        self.judging = Judging(self, guard)
        self.hooks = Hooks(self)
        self.failure: Bail | None = None
        self.skipped: set[str] = set()
        """What was not created because it is no target."""
        self.unsettled: dict[str, Literal["failed", "skipped"]] = {}
        """What failed, and what was left out because it depends on that, in a run that goes on."""
        self.failed: list[Step] = []
        self._flaw: Bail | None = None
        self._over = False
        self._cancelled = cancelled
        self._awaiting_outputs: dict[str, Step] = {}
        self._defaults: dict[tuple[str, str, str], str] = {}
        self._stack_outputs: tuple[Step, Properties] | None = None

    @property
    def deleted(self) -> set[str]:
        return self.planner.deleted

    @property
    def targets(self) -> Targets:
        return self.setting.targets

    @property
    def partial(self) -> bool:
        return not self.preview and bool(self.skipped or self.unsettled)

    # What a program asks for

    def register(self, goal: Goal) -> Resource:
        """Register a resource and carry out what that takes. Once a run has failed, it fails at once.

        Raises:
            Bail: the run is over.
        """
        self._go_on()
        self.reporter.learn(goal.inputs)
        self.reporter.places[self._guess(goal)] = (goal.source_position, goal.stack_trace)
        try:
            steps, new = self.planner.register(goal)
            self._perform(steps)
        except Bail as bail:
            raise self._fail(bail) from None
        except StackwrightError as error:
            raise self._fail(Bail(str(error), self._guess(goal))) from error
        return new

    def read(self, goal: ReadGoal) -> Resource:
        """Read a resource that this stack does not own.

        Raises:
            Bail: the run is over.
        """
        self._go_on()
        try:
            steps, new = self.planner.read(goal)
            self._perform(steps)
        except Bail as bail:
            raise self._fail(bail) from None
        return new

    def register_outputs(self, urn: str, outputs: Properties) -> None:
        """A component, or the stack, says what it gives. The stack's are set at the end, when it is known how it went.

        Raises:
            Bail: there is no such resource, or the run is over.
        """
        self._go_on()
        step = self._awaiting_outputs.pop(urn, None)
        if step is None or step.new is None:
            raise self._fail(Bail(f"cannot complete a resource '{urn}' whose registration isn't pending", urn))
        if urns.qualified_type(urn) == urns.STACK_TYPE:
            self._stack_outputs = (step, outputs)
            return
        if step.skipped:
            return
        step.new.change(outputs=outputs)
        self.recorder.changed(step.new)
        if not step.new.custom and step.op in {"create", "create-replacement"}:
            self.hooks.after("Create", None, step.new)
        elif not step.new.custom and step.op == "update":
            self.hooks.after("Update", step.old, step.new)
        self.reporter.outputs(step)

    def default_provider(self, package: str, version: str, url: str = "") -> str:
        """The reference to a package's default provider, which is registered on first use.

        Raises:
            Bail: the run is over.
        """
        url = url.removesuffix("/")
        reference = self._defaults.get((package, version, url))
        if reference is None:
            try:
                if denied(package, self.setting.config):
                    return urns.denied_reference(package)
                goal = default_goal(package, checked_version(version) if version else "", url, self.setting.config)
            except Bail as bail:
                raise self._fail(bail) from None
            resource = self.register(goal)
            reference = urns.reference(resource.urn, resource.id)
            self._defaults[package, version, url] = reference
        return reference

    def connection(self, resource: Resource) -> Connection:
        return self.connect(resource.provider, resource.type, resource.urn)

    def connect(self, reference: str, token: str, urn: str = "") -> Connection:
        """The connection behind a provider reference; one that only the old state has is opened on demand.

        Raises:
            Bail: there is none, or default providers are off.
        """
        if urns.is_denied(reference):
            package = urns.name_of(urns.parse_reference(reference)[0])
            subject = urn or token
            raise Bail(f"Default provider for '{package}' disabled. '{subject}' must use an explicit provider.", urn)
        connection = self.registry.get(reference)
        if connection is None:
            try:
                provider_urn, id_ = urns.parse_reference(reference)
            except ValueError as error:
                raise Bail(f"bad provider reference '{reference}' for resource '{urn}': {error}", urn) from None
            for old in self.planner.resources:
                if old.urn == provider_urn and old.id == id_:
                    self.registry.same(old)
                    connection = self.registry.get(reference)
                    break
        if connection is None:
            raise Bail(f"unknown provider '{reference}' for resource '{urn}'", urn)
        return connection

    # Steps

    def _perform(self, steps: Sequence[Step]) -> None:
        """Carry out the steps of one registration or read. In a run that goes on after errors what failed is noted, and
        what depends on that is left out (`handleSingleEvent` in `deployment_executor.go`).

        Raises:
            Bail: one failed, and the run does not go on.
        """
        for step in steps:
            if self.unsettled and any(urn in self.unsettled for _, urn, _ in step.resource.dependencies_by_kind()):
                self.unsettled[step.urn] = "skipped"
                continue
            try:
                self.execute(step)
            except Bail as bail:
                if not self.goes_on(step, bail):
                    raise
                return

    def goes_on(self, step: Step, bail: Bail) -> bool:
        """Whether the run goes on though `step` failed; then that is noted, and fails it at its end."""
        if not (self.setting.continue_on_error and bail.executing) or urns.is_default_provider(step.urn):
            return False
        self.unsettled[step.urn] = "failed"
        self.failed.append(step)
        self._flaw = self._flaw or bail
        if step.new is not None:
            self.known[step.urn] = step.new
        return True

    def execute(self, step: Step) -> None:
        """Carry out one step, and record how it went.

        Raises:
            Bail: it failed.
        """
        self._go_on()
        self.reporter.before(step)
        if step.skipped:
            self.skipped.add(step.urn)
        else:
            self.recorder.begin(step)
        try:
            unready = apply(step, self)
        except (StackwrightError, Bail) as error:
            self.reporter.failed(step, error.message)
            if not self._may_be_found(step, error):
                self.recorder.end(step, done=False)
            raise Bail(error.message, step.urn, reported=True, executing=True) from error
        if step.warning:
            self.reporter.say("warning", step.warning, step.urn)
        if step.new is not None and step.op != "replace":
            hide(step.new, self.reporter, twin=step.old if step.op == "same" else None)
            self.known[step.new.urn] = step.new
        if unready:
            self.reporter.failed(step, unready)
            keep_inputs(step)
        else:
            if step.logical and step.new is not None:
                self._awaiting_outputs[step.urn] = step
            self.reporter.after(step)
        if not step.skipped:
            self.recorder.end(step, done=True)
        if unready:
            raise Bail(unready, step.urn, reported=True, executing=True)

    def _may_be_found(self, step: Step, error: Exception) -> bool:
        """Whether a creation of which nothing was heard stays pending, since the next run can ask what came of it."""
        created = step.op in {"create", "create-replacement"} and step.resource.custom
        return created and isinstance(error, AnswerLost) and self.connection(step.resource).finds

    def rebase(self, resources: list[Resource], operations: Sequence[Operation] | None = None) -> None:
        """Start from these resources instead: the clouds say so. Without `operations`, interrupted creations stay."""
        self.recorder.rebase(resources, operations)
        self.planner.load(resources)
        self.known.clear()

    def refresh(self) -> None:
        """Ask every provider what is there now; that becomes the old state.

        Raises:
            Bail: a provider refused; what others said is kept.
        """
        self.refuse_unknown()
        failures = refreshing.refresh(self)
        if failures:
            raise self._fail(failures[0])

    def refuse_unknown(self) -> None:
        """
        Raises:
            Bail: what the run is limited to, or leaves out, is not there.
        """
        unknown = refuse_unknown(self.planner, (*self.targets.wanted.named, *self.targets.excluded.named))
        if unknown is not None:
            raise self._fail(unknown)

    def delete_leftovers(self, *, refuse_protected: bool) -> None:
        """Delete what nothing asked for; then a run fails that found something wrong and went on.

        Raises:
            Bail: something could not be deleted, or something was wrong before.
        """
        self._go_on()
        if self._over:
            return
        self._over = True
        unknown = refuse_unknown(self.planner, self.targets.wanted.named)
        try:
            deleting.delete(self, refuse_protected=refuse_protected)
        except Bail as bail:
            raise self._fail(bail) from None
        wrong = unknown or self._flaw
        if wrong is not None:
            raise self._fail(wrong)

    def refuse_hooked(self) -> None:
        """
        Raises:
            Bail: something is to be destroyed with a hook of the program, which a destruction does not run.
        """
        try:
            deleting.refuse_hooked(self)
        except Bail as bail:
            raise self._fail(bail) from None

    def finish_outputs(self, *, failed: bool) -> Properties:
        """Give the stack its outputs. After a failure those that were not set again stay as they were."""
        if self._stack_outputs is None:
            stack = self.recorder.snapshot().stack_resource()
            return stack.outputs if stack is not None else {}
        step, outputs = self._stack_outputs
        if failed and step.old is not None:
            outputs = {**step.old.outputs, **outputs}
        step.wanted.change(outputs=outputs)
        self.reporter.outputs(step)
        return outputs

    # Policies

    def inspect(self, goal: Goal, new: Resource) -> None:
        self.judging.inspect(goal, new)

    def judge_stack(self) -> None:
        """What policies make of the whole stack; a run in which one is violated has failed."""
        if self.failure is None:
            try:
                self.judging.judge_stack()
            except Bail as bail:
                self._fail(bail)

    # Small things

    def say(self, severity: Severity, message: str, urn: str = "") -> None:
        self.reporter.say(severity, message, urn)

    def refuse(self, message: str, urn: str, *, then_stop: bool = True) -> None:
        """Tell an error. A preview goes on, to find more, and fails at its end.

        Raises:
            Bail: this is no preview, and `then_stop`.
        """
        self.reporter.say("error", message, urn)
        self._flaw = self._flaw or Bail(message, urn, reported=True, executing=self.preview or self._over)
        if not self.preview and then_stop:
            raise self._flaw

    def end(self, message: str, urn: str) -> None:
        """Let nothing begin after the step under way, which is done; the run has failed. One that goes on after errors
        does so here, too.
        """
        if self.setting.continue_on_error:
            self.reporter.say("error", message, urn)
            self._flaw = self._flaw or Bail(message, urn, reported=True, executing=True)
        else:
            self._fail(Bail(message, urn, executing=True))

    def over(self, message: str, urn: str) -> Bail:
        """The run has failed because of something that no step is about; or it had failed before."""
        return self._fail(Bail(message, urn)) if self.failure is None else self.failure

    def _warn(self, message: str, urn: str) -> None:
        self.reporter.say("warning", message, urn)

    def _go_on(self) -> None:
        if self.failure is not None:
            raise self.failure
        self._stop_if_cancelled()

    def _stop_if_cancelled(self) -> None:
        if self._cancelled.is_set():
            self.failure = self.failure or Stopped()
            raise self.failure

    def _fail(self, bail: Bail) -> Bail:
        """The run is over because of `bail`; whoever asks for more is told so."""
        if self.failure is None:
            self.failure = bail
            if not bail.reported:
                self.reporter.say("error", bail.message, bail.urn)
                bail.reported = True
        return bail

    def _guess(self, goal: Goal) -> str:
        parent = urns.qualified_type(goal.parent) if goal.parent else ""
        return urns.create(self.stack, self.project, parent, goal.type, goal.name)
