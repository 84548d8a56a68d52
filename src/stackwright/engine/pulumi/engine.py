"""The official CLI behind the engine protocol."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast
from urllib.parse import unquote, urlsplit

from stackwright.engine.protocol import Adoption, Deployment, EventSink, Options, Outcome, PolicyPack, Stack
from stackwright.engine.pulumi import deployment as exported
from stackwright.engine.pulumi import executable as cli
from stackwright.engine.pulumi.faults import CANCELLED, NO_STACK, fault, tail
from stackwright.engine.pulumi.process import Finished, Processes
from stackwright.engine.pulumi.watch import Watch
from stackwright.engine.state import urns
from stackwright.engine.state.access import settle
from stackwright.engine.state.store import StackId, open_store
from stackwright.errors import EngineError, SecretsError, StackLocked, StateError
from stackwright.wire.values import SIGNATURE, Properties, Value

if TYPE_CHECKING:
    from stackwright.engine.policy.inventory import Inventory

Operation = Literal["preview", "up", "refresh", "destroy"]
_DEFAULTS: Final = Options()
_LOCK_POLL: Final = 2.0
"""Seconds between two tries for a lock: the CLI takes about one to start."""
_FLAGS: Final = ("--non-interactive", "--color", "never")
_ENVIRONMENT: Final = {
    "PULUMI_SKIP_UPDATE_CHECK": "true",
    "PULUMI_DEBUG_COMMANDS": "true",  # `--event-log` is hidden without it (pkg/cmd/pulumi/operations/up.go)
}


class PulumiEngine:
    """Runs `pulumi`, one process per operation, always with `--stack`; nothing is ever selected.

    The project folder is never written to, except that `up` of a new stack whose configuration is the project's own
    lets the CLI write the secrets settings into `Pulumi.<stack>.yaml`, as `pulumi stack init` does, and that `rename`
    renames that file.

    `executable` is found at first use: `STACKWRIGHT_PULUMI`, else `pulumi` on PATH.

    Raises (all operations): UsageError, StackLocked, SecretsError, StateError, EngineError.
    """

    name = "pulumi"

    def __init__(self, executable: Path | None = None) -> None:
        self._given = executable
        self._found: Path | None = None
        self._processes = Processes()

    def preview(self, stack: Stack, on_event: EventSink, options: Options = _DEFAULTS) -> Outcome:
        """A stack that does not exist yet is made for the time of the preview and removed again: the CLI cannot
        preview without one.
        """
        with self._workspace(stack) as work:
            missing = not work.exists
            if missing:
                work.create()
            try:
                return work.operate("preview", on_event, options)
            finally:
                if missing:
                    work.command("stack", "rm", "--yes", "--preserve-config")

    def up(self, stack: Stack, on_event: EventSink, options: Options = _DEFAULTS) -> Outcome:
        with self._workspace(stack) as work:
            if not work.exists:
                work.create(beside_project=stack.config is None)
            return work.operate("up", on_event, options)

    def refresh(self, stack: Stack, on_event: EventSink, options: Options = _DEFAULTS) -> Outcome:
        with self._workspace(stack) as work:
            return work.operate("refresh", on_event, options) if work.exists else Outcome(result="succeeded")

    def destroy(self, stack: Stack, on_event: EventSink, options: Options = _DEFAULTS) -> Outcome:
        with self._workspace(stack) as work:
            return work.operate("destroy", on_event, options) if work.exists else Outcome(result="succeeded")

    def remove(self, stack: Stack) -> None:
        with self._workspace(stack) as work:
            if work.exists:
                work.command("stack", "rm", "--yes", "--preserve-config")

    def outputs(self, stack: Stack) -> Properties | None:
        with self._workspace(stack) as work:
            deployment = work.export("--show-secrets")
            return None if deployment is None else exported.outputs(deployment)

    def export(self, stack: Stack, *, show_secrets: bool = False) -> Deployment | None:
        with self._workspace(stack) as work:
            return work.export("--show-secrets") if show_secrets else work.deployment

    def stacks(self, stack: Stack) -> list[str]:
        with self._workspace(stack, settled=False) as work:
            return work.names()

    def rename(self, stack: Stack, name: str) -> None:
        """Where the configuration is the project's own, its `Pulumi.<stack>.yaml` is renamed too, as the CLI does."""
        with self._workspace(stack) as work:
            work.rename(name)

    def import_(self, stack: Stack, deployment: Deployment) -> None:
        with self._workspace(stack) as work:
            if not work.exists:
                work.create()
            complete = exported.with_manager_of(deployment, work.deployment)
            work.command("stack", "import", stdin=json.dumps(complete))

    def adopt(self, stack: Stack, adoption: Adoption, on_event: EventSink) -> Outcome:
        """The CLI tells no events of an import."""
        del on_event
        with self._workspace(stack) as work:
            return work.adopt(adoption)

    def cancel(self) -> None:
        self._processes.interrupt()

    def close(self) -> None:
        """Nothing outlives an operation."""

    @contextmanager
    def _workspace(self, stack: Stack, *, settled: bool = True) -> Generator[_Workspace]:
        """`settled` makes good what a killed run of the embedded engine left: the CLI knows nothing of it."""
        if self._found is None:
            found = cli.find(self._given)
            cli.version(found)
            self._found = found
        if settled and stack.backend.startswith("file://"):
            settle(open_store(stack.backend, stack.directory), StackId(stack.project, _own_name(stack.name)))
        with tempfile.TemporaryDirectory(prefix="stackwright-") as folder:
            yield _Workspace(self._found, self._processes, lambda: self._packs, stack, Path(folder))

    @cached_property
    def _packs(self) -> Inventory:
        """Imported where there are policies: it needs the protocol's own code."""
        from stackwright.engine.policy.inventory import Inventory

        return Inventory()


@dataclass(slots=True)
class _Workspace:
    """A private folder (0700) for one call: a project with nothing but a name, and the stack's configuration.

    What needs no program runs there, so that neither the project's `backend:` nor a broken file of the user's matters,
    and so that `stack init` and `stack rm` do not touch the user's `Pulumi.<stack>.yaml`.
    """

    executable: Path
    processes: Processes
    packs: Callable[[], Inventory]
    stack: Stack
    folder: Path
    _deployment: Deployment | None = None
    _asked: bool = False
    _created: bool = False

    def __post_init__(self) -> None:
        (self.folder / "Pulumi.yaml").write_text(json.dumps({"name": self.stack.project, "runtime": "python"}))
        if self.stack.config is None and self._own.is_file():
            self._configuration.write_bytes(self._own.read_bytes())
        _make_folder(self.stack.backend)

    @property
    def deployment(self) -> Deployment | None:
        """The state of the stack before the call, secrets encrypted; None if there is no such stack."""
        if not self._asked:
            self._deployment, self._asked = self.export(), True
        return self._deployment

    @property
    def exists(self) -> bool:
        return self.deployment is not None

    @property
    def _configuration(self) -> Path:
        return self.folder / _configuration_name(self.stack.name)

    @property
    def _own(self) -> Path:
        return self.stack.directory / _configuration_name(self.stack.name)

    def export(self, *flags: str) -> Deployment | None:
        finished = self._run(["stack", "export", *self._stack, *flags], self.folder)
        if finished.code == NO_STACK:
            return None
        return cast("Deployment", json.loads(self._good(finished).stdout))

    def names(self) -> list[str]:
        finished = self._run(["stack", "ls", "--json", "--project", self.stack.project], self.folder)
        return sorted(each["name"].rsplit("/", 1)[-1] for each in json.loads(self._good(finished).stdout))

    def rename(self, name: str) -> None:
        folder = self.stack.directory if self.stack.config is None else self.folder
        self._good(self._run(["stack", "rename", name, *self._stack], folder))

    def adopt(self, adoption: Adoption) -> Outcome:
        began = time.monotonic()
        urn, _ = urns.parse_reference(adoption.provider)
        words = ["import", adoption.type, adoption.name, adoption.id, *self._stack, "--yes", "--skip-preview"]
        words += ["--generate-code=false", f"--protect={str(adoption.protect).lower()}", "--suppress-outputs"]
        words += ["--parent", f"parent={adoption.parent}"] if adoption.parent else []
        words += [] if urns.is_default_provider(urn) else ["--provider", f"provider={urn}"]
        directory = self.stack.directory if self.stack.directory.is_dir() else self.folder
        finished = self._run([*words, *self._config_file()], directory)
        if finished.code == 0:
            return Outcome(result="succeeded", changes={"import": 1}, seconds=time.monotonic() - began)
        said = fault(self.stack, finished.stderr)
        if not isinstance(said, EngineError) or isinstance(said, (StackLocked, SecretsError, StateError)):
            raise said
        error = tail(f"{finished.stdout}\n{finished.stderr}")
        return Outcome(result="failed", error=error, seconds=time.monotonic() - began)

    def create(self, *, beside_project: bool = False) -> None:
        """Make the stack. `beside_project` lets the CLI keep the secrets settings in the user's configuration file."""
        folder = self.stack.directory if beside_project else self.folder
        provider = ("--secrets-provider", self.stack.secrets_provider)
        self._good(self._run(["stack", "init", *self._stack, "--no-select", *provider], folder))
        for key, value in self.stack.tags.items():
            self.command("stack", "tag", "set", key, value)
        self._asked, self._created = False, not beside_project

    def command(self, *words: str, stdin: str | None = None) -> str:
        """What a short command prints. It runs away from the user's project."""
        return self._good(self._run([*words, *self._stack], self.folder, stdin)).stdout

    def operate(self, operation: Operation, on_event: EventSink, options: Options) -> Outcome:
        began = time.monotonic()
        watch = Watch(on_event)
        log = self.folder / "events.jsonl"
        directory = self.stack.directory if self.stack.directory.is_dir() else self.folder
        words = [
            operation,
            *self._stack,
            *_arguments(operation, options),
            *(self._policy_packs(options) if operation in {"preview", "up"} else ()),
            "--event-log",
            str(log),
            *self._config_file(),
        ]
        until = began + (options.lock_timeout or 0)
        while True:
            finished = self._run(words, directory, log=log, on_line=watch)
            if not finished.code or not watch.silent or finished.code == CANCELLED:
                break
            said = fault(self.stack, finished.stderr)
            if not isinstance(said, StackLocked) or time.monotonic() >= until:
                raise said
            self.processes.pause(_LOCK_POLL)
        return Outcome(
            result=watch.result(finished),
            changes=watch.changes,
            outputs=self._outputs(operation, watch, finished),
            error=watch.error(finished),
            seconds=time.monotonic() - began,
        )

    def _outputs(self, operation: Operation, watch: Watch, finished: Finished) -> Properties:
        if operation == "destroy":
            return {}
        told = watch.outputs
        if operation == "preview" or (finished.code == 0 and told is not None and not _masked(told)):
            return told or {}
        deployment = self.export("--show-secrets")
        return {} if deployment is None else exported.outputs(deployment)

    def _config_file(self) -> tuple[str, ...]:
        """Write the configuration where it is not the project's own, and say so to the CLI.

        A secret goes through the CLI's standard input, one process each, so that any secrets provider can encrypt it
        and no process list shows it.
        """
        if self.stack.config is None:
            if self.stack.added:
                self._add()
            return ("--config-file", str(self._configuration)) if self._created or self.stack.added else ()
        plain = {
            key: json.loads(entry.value) if entry.json else entry.value
            for key, entry in self.stack.config.items()
            if not entry.secret
        }
        settings = exported.secrets_settings(self.deployment)
        self._configuration.write_text(json.dumps({**settings, "config": plain}))
        for key, entry in self.stack.config.items():
            if entry.secret:
                words = ("config", "set", key, "--secret", "--config-file", str(self._configuration))
                self.command(*words, stdin=entry.value + "\n")
        return "--config-file", str(self._configuration)

    def _add(self) -> None:
        """Put what is added into a copy of the project's own file: by the CLI, which leaves all else as it is."""
        if not self._created and self._own.is_file():  # with what `up` of a new stack has just written there
            self._configuration.write_bytes(self._own.read_bytes())
        entries = {
            key: {
                "value": entry.value,
                **({"objectValue": json.loads(entry.value)} if entry.json and entry.value[0] in "[{" else {}),
            }
            for key, entry in self.stack.added.items()
        }
        self.command("config", "set-all", "--json", json.dumps(entries), "--config-file", str(self._configuration))

    def _policy_packs(self, options: Options) -> list[str]:
        """Each pack with its configuration; the CLI wants one for every pack, or none at all."""
        if not options.policy_packs:
            return []
        words: list[str] = []
        given = self.packs().configurations(options.policy_packs, _environment(self.stack))
        for number, (pack, settings) in enumerate(zip(options.policy_packs, given, strict=True)):
            config = self.folder / f"policies-{number}.json"
            config.write_text(json.dumps(settings))
            words += ["--policy-pack", str(self._changed(pack, number)), "--policy-pack-config", str(config)]
        return words

    def _changed(self, pack: PolicyPack, number: int) -> Path:
        """The folder of a pack, or of one that stands before it where something is to be changed of what it says.

        A pack in another language is asked directly, and what it says stands.
        """
        from stackwright.engine.policy import relay
        from stackwright.engine.policy.inventory import manifest_of

        manifest = manifest_of(pack, _environment(self.stack)) if relay.needed(pack) else None
        if manifest is None:
            return pack.path
        folder = self.folder / f"policies-{number}"
        relay.write(folder, pack, manifest)
        return folder

    def _run(
        self,
        words: Sequence[str],
        directory: Path,
        stdin: str | None = None,
        *,
        log: Path | None = None,
        on_line: Callable[[str], None] = lambda _: None,
    ) -> Finished:
        return self.processes.run(
            [str(self.executable), *words, *_FLAGS],
            directory=directory,
            environment=_environment(self.stack),
            stdin=stdin,
            log=log,
            on_line=on_line,
        )

    def _good(self, finished: Finished) -> Finished:
        if finished.code:
            raise fault(self.stack, finished.stderr)
        return finished

    @property
    def _stack(self) -> tuple[str, str]:
        return "--stack", self.stack.name


def _arguments(operation: Operation, options: Options) -> list[str]:
    words = ["--parallel", str(options.parallel)]
    if operation != "preview":
        words += ["--yes", "--skip-preview"]
    if options.refresh and operation != "refresh":
        words.append("--refresh")
    if options.message:
        words += ["--message", options.message]
    if options.expect_no_changes:
        words.append("--expect-no-changes")
    for urn in options.targets:
        words += ["--target", urn]
    for urn in options.excludes:
        words += ["--exclude", urn]
    if options.target_dependents:
        words.append("--target-dependents")
    if options.exclude_dependents and operation != "destroy":  # it keeps them anyway, and has no such option
        words.append("--exclude-dependents")
    if options.continue_on_error and operation in {"up", "destroy"}:
        words.append("--continue-on-error")
    return words


def _environment(stack: Stack) -> dict[str, str]:
    inherited: Mapping[str, str] = os.environ if stack.inherit_environment else {}
    return {**inherited, **stack.environment, **_ENVIRONMENT, "PULUMI_BACKEND_URL": stack.backend}


def _configuration_name(stack: str) -> str:
    """Source: `qnameFileName` in sdk/go/common/workspace/paths.go."""
    return f"Pulumi.{_own_name(stack)}.yaml"


def _own_name(stack: str) -> str:
    """An organization is no part of a stack's own name."""
    return stack.rsplit("/", 1)[-1]


def _make_folder(backend: str) -> None:
    """The CLI refuses a file backend whose folder is not there yet."""
    url = urlsplit(backend)
    if url.scheme == "file":
        Path(unquote(url.path)).mkdir(parents=True, exist_ok=True)


def _masked(value: Value) -> bool:
    """Whether an event hid something of `value`: a secret, or the text of an asset."""
    if isinstance(value, list):
        return any(_masked(item) for item in value)
    return isinstance(value, dict) and (SIGNATURE in value or any(_masked(item) for item in value.values()))
