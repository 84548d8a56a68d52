"""The embedded engine in the calling process."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Event as Flag
from typing import TYPE_CHECKING, Final, Literal

from stackwright.engine import events
from stackwright.engine.embedded import adoption as adoption_
from stackwright.engine.embedded import project as projects
from stackwright.engine.embedded.faults import Bail, Stopped
from stackwright.engine.embedded.opening import Found, callable_project, open_stack
from stackwright.engine.embedded.queue import queued
from stackwright.engine.protocol import Adoption, Deployment, EventSink, Options, Outcome, Stack
from stackwright.engine.state import checkpoint, integrity
from stackwright.engine.state.access import States, reader
from stackwright.engine.state.folding import digest
from stackwright.engine.state.journal import Journal
from stackwright.wire.values import MASK, Properties, Value

if TYPE_CHECKING:
    from collections.abc import Generator

    from stackwright.engine.embedded.answering import Answering
    from stackwright.engine.embedded.program import Ended, Main
    from stackwright.engine.embedded.run import Run
    from stackwright.engine.policy.guard import Guard
    from stackwright.engine.policy.pool import PackPool
    from stackwright.engine.provider import ProviderHost
    from stackwright.engine.state.journal import Appender
    from stackwright.engine.state.resource import Snapshot
    from stackwright.engine.state.store import StackId, Store

Kind = Literal["preview", "up", "refresh", "destroy"]
_NO_OPTIONS: Final = Options()
_HISTORY_KIND: Final = {"up": "update", "refresh": "refresh", "destroy": "destroy"}


class EmbeddedEngine:
    """Runs Pulumi programs in this process, one at a time, against providers that `hosts` gives.

    `store` keeps the states instead of the stacks' backends; `program` says which callable is a stack's program, in
    place of its project's files; `packs` are processes of policy packs that outlive the engine. All are for tests and
    benchmarks.
    """

    name = "embedded"

    def __init__(
        self,
        hosts: Callable[[], ProviderHost],
        *,
        store: Store | None = None,
        program: Callable[[Stack], Main] | None = None,
        packs: PackPool | None = None,
    ) -> None:
        self._hosts = hosts
        self._states = States(store)
        self._program = program
        self._running: list[Flag] = []
        self._packs = packs
        self._own_packs = packs is None

    def preview(self, stack: Stack, on_event: EventSink, options: Options = _NO_OPTIONS) -> Outcome:
        return self._operate("preview", stack, on_event, options)

    def up(self, stack: Stack, on_event: EventSink, options: Options = _NO_OPTIONS) -> Outcome:
        return self._operate("up", stack, on_event, options)

    def refresh(self, stack: Stack, on_event: EventSink, options: Options = _NO_OPTIONS) -> Outcome:
        return self._operate("refresh", stack, on_event, options)

    def destroy(self, stack: Stack, on_event: EventSink, options: Options = _NO_OPTIONS) -> Outcome:
        return self._operate("destroy", stack, on_event, options)

    def remove(self, stack: Stack) -> None:
        self._states.remove(stack)

    def outputs(self, stack: Stack) -> Properties | None:
        return self._states.outputs(stack)

    def export(self, stack: Stack, *, show_secrets: bool = False) -> Deployment | None:
        return self._states.export(stack, show_secrets=show_secrets)

    def stacks(self, stack: Stack) -> list[str]:
        return self._states.stacks(stack)

    def rename(self, stack: Stack, name: str) -> None:
        self._states.rename(stack, name)

    def adopt(self, stack: Stack, adoption: Adoption, on_event: EventSink) -> Outcome:
        return adoption_.adopt(self, stack, adoption, on_event)

    def import_(self, stack: Stack, deployment: Deployment) -> None:
        self._states.import_(stack, deployment)

    def cancel(self) -> None:
        for flag in tuple(self._running):
            flag.set()

    def close(self) -> None:
        """End the policy packs that wait for the next call; nothing else is kept open."""
        if self._packs is not None and self._own_packs:
            self._packs.close()

    def _operate(self, kind: Kind, stack: Stack, on_event: EventSink, options: Options) -> Outcome:
        with self._cancellable() as cancelled, ExitStack() as held:
            main = self._program(stack) if self._program else None
            project = callable_project(stack) if main else projects.load(stack.directory)
            if kind in {"preview", "up"} and main is None:
                project.require_program()
            store, id_ = self._states.open(stack)
            if kind != "preview":
                held.enter_context(queued(store, id_, options.lock_timeout, on_event, cancelled))
            found = open_stack(store, id_, stack, project, writing=kind != "preview")
            guard = self._guard(stack, options, found, preview=kind == "preview") if kind in {"preview", "up"} else None
            if guard is not None:
                held.callback(guard.close)
            operation = _Operation(kind, stack, options, project, main, store, id_, found, cancelled, guard)
            host = operation.with_plugins(self._hosts())
            held.callback(host.close)
            file = store.journal(id_) if kind != "preview" else None
            if file is not None:
                held.callback(file.close)
            return operation.run(host, on_event, file)

    def _guard(self, stack: Stack, options: Options, found: Found, *, preview: bool) -> Guard | None:
        """The policy packs of a run, starting."""
        if not options.policy_packs:
            return None
        from stackwright.engine.embedded.isolation import environment
        from stackwright.engine.policy.guard import Guard, Scene
        from stackwright.engine.policy.pool import PackPool

        self._packs = self._packs or PackPool()
        scene = Scene(stack.project, stack.name, preview, stack.tags, found.config.values)
        variables = environment(stack.environment, inherit=stack.inherit_environment)
        return Guard(options.policy_packs, self._packs, scene, variables)

    @contextmanager
    def _cancellable(self) -> Generator[Flag]:
        flag = Flag()
        self._running.append(flag)
        try:
            yield flag
        finally:
            self._running.remove(flag)


@dataclass(slots=True)
class _Operation:
    """One operation on one stack, from its first event to its last."""

    kind: Kind
    stack: Stack
    options: Options
    project: projects.Project
    main: Main | None
    store: Store
    id: StackId
    found: Found
    cancelled: Flag
    guard: Guard | None = None
    _answering: Answering | None = None

    def with_plugins(self, host: ProviderHost) -> ProviderHost:
        """The host, and the plugins that the program brings along."""
        from stackwright.engine.embedded.isolation import environment
        from stackwright.engine.plugins import manifest
        from stackwright.engine.plugins.host import PluginHost, Surroundings

        variables = environment(self.stack.environment, inherit=self.stack.inherit_environment)
        around = Surroundings(
            packages=manifest.paths(self.project.described, self.project.root),
            folder=self.project.folder,
            variables={**variables, "PULUMI_PROJECT": self.stack.project, "PULUMI_STACK": self.stack.name},
            address=self.answering.address,
            dynamic=self.options.allow_dynamic,
        )
        return PluginHost(host, around, then=self.answering.close)

    @property
    def answering(self) -> Answering:
        if self._answering is None:
            from stackwright.engine.embedded.answering import Answering

            self._answering = Answering()
        return self._answering

    def run(self, host: ProviderHost, on_event: EventSink, journal: Appender | None = None) -> Outcome:
        # Imported here: a process that only asks for states, or hands programs to workers, needs no Pulumi SDK.
        from stackwright.engine.embedded import autonaming
        from stackwright.engine.embedded.outcome import outcome_of
        from stackwright.engine.embedded.recorder import Recorder
        from stackwright.engine.embedded.report import Reporter
        from stackwright.engine.embedded.run import Run
        from stackwright.engine.embedded.setting import Setting
        from stackwright.engine.embedded.targeting import targets_of

        began = time.time()
        preview, runs = self.kind == "preview", self.kind in {"preview", "up"}
        reporter = Reporter(
            on_event,
            preview=preview,
            refreshing=self.kind == "refresh",
            hidden=[value for value, secret in self.found.config.values.values() if secret],
        )
        held = self.found.snapshot.resources
        reporter.learn(*(each for resource in held for each in (resource.inputs, resource.outputs)))
        recorder = Recorder(self.found.snapshot, self._journal(journal) if journal else None)
        setting = Setting(
            stack=self.stack.name,
            project=self.stack.project,
            preview=preview,
            config=self.found.config.values,
            targets=targets_of(self.options),
            continue_on_error=self.options.continue_on_error,
            naming=autonaming.read(self.found.config, self.stack.project, self.stack.name) if runs else None,
        )
        run = Run(setting, host, recorder, reporter, reader(self.store, self.stack), self.cancelled, self.guard)
        reporter.send(events.Started(self.found.config.shown))
        if self.found.new and not preview:
            self.store.write(self.id, checkpoint.empty(str(self.id)))
        if self.stack.tags and not preview:
            self.store.tag(self.id, self.stack.tags)
        bug: Exception | None = None
        try:
            self._act(run)
        except Bail:
            pass  # run.failure says what it was
        except KeyboardInterrupt:
            run.failure = run.failure or Stopped()
        except Exception as error:  # noqa: BLE001 - the state is saved before it is raised again
            bug = error
        outputs = run.finish_outputs(failed=run.failure is not None or bug is not None or run.judging.violated)
        if bug is None:
            run.judge_stack()
        seconds = time.time() - began
        if run.failure is not None and run.failure.executing:
            reporter.send(events.Diagnostic("error", f"{'preview' if preview else 'update'} failed"))
        reporter.send(events.Summary(dict(reporter.changes), seconds, preview))
        outcome = outcome_of(run, outputs, seconds, self.options)
        if not preview:
            self._save(recorder.snapshot(), outcome, began)
        if bug is not None:
            raise bug
        return outcome

    def _act(self, run: Run) -> None:
        """
        Raises:
            Bail: it failed, or was cancelled.
        """
        from stackwright.engine.embedded.recovery import recover

        recover(run)
        if self.options.refresh or self.kind == "refresh":
            run.refresh()
        elif run.recorder.base.operations and self.kind != "preview":
            run.say("warning", _pending_warning(run.recorder.base))
        if self.kind == "refresh":
            return
        if self.kind == "destroy":
            run.refuse_unknown()
            run.refuse_hooked()
        else:
            self._run_program(run)
        run.delete_leftovers(refuse_protected=self.kind == "destroy")

    def _run_program(self, run: Run) -> None:
        from stackwright.engine.embedded import program as programs
        from stackwright.engine.embedded.messages import EngineService
        from stackwright.engine.embedded.monitor import Monitor
        from stackwright.engine.embedded.remote import Remote

        project = self.project
        remote = Remote(run, self.options.parallel, self.answering.address)
        monitor = Monitor(run, project.root, project.folder, remote)
        service = EngineService(run.say)
        self.answering.monitor, self.answering.engine = monitor, service
        program = programs.Program(
            main=self.main or project.main,
            root=project.root,
            folder=project.folder,
            project=self.stack.project,
            stack=self.stack.name,
            preview=run.preview,
            parallel=self.options.parallel,
            config=self.found.config,
            variables=self.stack.environment,
            inherit=self.stack.inherit_environment,
        )
        ended = programs.run(
            program,
            monitor,
            service,
            lambda line: run.say("info", line),
            lambda line: run.say("info#err", line),
        )
        monitor.close()
        if monitor.bug is not None:
            raise monitor.bug
        self._judge(run, ended)

    def _judge(self, run: Run, ended: Ended) -> None:
        """
        Raises:
            Bail: the program, or what it asked for, failed.
        """
        if run.failure is not None:
            raise run.failure
        if self.cancelled.is_set() or ended.interrupted:
            run.failure = Stopped()
            raise run.failure
        if ended.message is not None:
            run.say("error", ended.message)
            run.failure = Bail(ended.message, reported=True)
            raise run.failure

    def _journal(self, file: Appender) -> Journal:
        """What the run does is noted in it until the checkpoint is written."""

        def base() -> str:
            return digest(self.store.read(self.id) or b"")

        return Journal(file, self.found.snapshot.resources, self.found.vault, base)

    def _save(self, snapshot: Snapshot, outcome: Outcome, began: float) -> None:
        self.store.write(self.id, checkpoint.dump(snapshot, self.found.vault, str(self.id)))
        update: dict[str, Value] = {
            "kind": _HISTORY_KIND[self.kind],
            "startTime": int(began),
            "message": self.options.message,
            "environment": {"exec.kind": "stackwright.embedded"},
            "config": {key: self._config_entry(key, value) for key, value in self.found.config.shown.items()},
            "version": 0,
            "result": "succeeded" if outcome.result == "succeeded" else "failed",
            "endTime": int(time.time()),
            "resourceChanges": {str(op): count for op, count in outcome.changes.items()},
        }
        self.store.record(self.id, update)
        # As Pulumi does: what was done is written first, then it is said that the state is not sound.
        integrity.verify(integrity.normalised(snapshot).resources)

    def _config_entry(self, key: str, shown: str) -> Value:
        value, secret = self.found.config.values.get(key, (shown, False))
        if not secret:
            return value
        manager = self.found.vault.manager
        return {"secure": manager.encrypt(value)} if manager else MASK


def _pending_warning(snapshot: Snapshot) -> str:
    lines = [f"  * {item.resource.urn}, interrupted while {item.type}" for item in snapshot.operations]
    return (
        f"Attempting to deploy or update resources with {len(lines)} pending operations from previous deployment.\n"
        + "\n".join(lines)
        + "\nThese resources are in an unknown state because an earlier run was interrupted while it waited for "
        "changes to them to complete. A refresh clears them, except for creations: look for those in the cloud."
    )
