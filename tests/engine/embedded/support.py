"""A tiny deterministic cloud, and programs that use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi

from stackwright.engine import events
from stackwright.engine.embedded import EmbeddedEngine
from stackwright.engine.protocol import ConfigValue, Options, Outcome, Stack
from stackwright.engine.state import urns
from stackwright.engine.state.store import MemoryStore, Store
from stackwright.errors import CloudError, EngineError
from stackwright.wire.results import (
    Changes,
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    InitFailed,
    InvokeResult,
    ReadResult,
)
from stackwright.wire.values import UNKNOWN, Properties, contains_unknown, reveal, secret

NONE = Options()


@dataclass
class Cloud:
    """What exists, and what was asked for. `refuse` maps a resource's name to a message, `unready` to reasons."""

    things: dict[str, Properties] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    unready: dict[str, list[str]] = field(default_factory=dict)
    diff_unknown: bool = False
    hosts: int = 0
    made: int = 0
    on_create: Callable[[str], None] | None = None
    short_ids: dict[str, str] = field(default_factory=dict)
    """By what else a thing can be read than by its id."""
    urns: dict[str, str] | None = None
    """Who created what, by id. Where it is kept, the provider can say what a URN created."""

    def __call__(self) -> Host:
        self.hosts += 1
        return Host(self)

    def of(self, method: str) -> list[str]:
        return [name for what, name in self.calls if what == method]


class Host:
    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud

    def connect(self, package: str, version: str | None) -> Provider:
        if package != "toy":
            raise EngineError(f"no package {package} here, only toy")
        self.cloud.calls.append(("connect", version or ""))
        return Provider(self.cloud) if self.cloud.urns is None else FindingProvider(self.cloud)

    def close(self) -> None:
        self.cloud.hosts -= 1


class Provider:
    """Package `toy`. A Thing's `size` is updated in place, `kind` needs a new one, `place` too, old one first."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.config: Properties | None = None

    def _log(self, method: str, urn: str) -> str:
        name = urns.name_of(urn)
        self.cloud.calls.append((method, name))
        return name

    def check_config(self, urn: str, olds: Properties, news: Properties) -> CheckResult:
        self._log("check_config", urn)
        if news.get("region") == "nowhere":
            return CheckResult({}, [CheckFailure("region", "there is no such region")])
        return CheckResult(news)

    def diff_config(self, urn: str, old_inputs: Properties, old_outputs: Properties, news: Properties) -> DiffResult:
        self._log("diff_config", urn)
        if old_inputs.get("region") != news.get("region"):
            return DiffResult(Changes.SOME, replaces=["region"], diffs=["region"])
        return DiffResult(Changes.SOME if old_inputs != news else Changes.NONE)

    def configure(self, inputs: Properties) -> None:
        self.cloud.calls.append(("configure", str(inputs.get("region", ""))))
        self.config = inputs

    def check(self, urn: str, olds: Properties, news: Properties, *, seed: bytes) -> CheckResult:
        name = self._log("check", urn)
        if news.get("size") == -1:
            return CheckResult({}, [CheckFailure("size", "must not be negative")])
        return CheckResult({"label": olds.get("label") or f"{name}-{seed.hex()[:7]}", **news})

    def diff(
        self,
        urn: str,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
        *,
        ignore_changes: tuple[str, ...] = (),
    ) -> DiffResult:
        self._log("diff", urn)
        if self.cloud.diff_unknown:
            return DiffResult(Changes.UNKNOWN)
        before, after = _bare(old_inputs), _bare(news)
        changed = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
        if not changed:
            return DiffResult(Changes.NONE)
        replaces = [key for key in changed if key in {"kind", "place"}]
        return DiffResult(
            Changes.SOME, replaces=replaces, diffs=changed, delete_before_replace="place" in replaces, detailed=None
        )

    def create(self, urn: str, inputs: Properties, *, timeout: float = 0, preview: bool = False) -> CreateResult:
        name = self._log("preview_create" if preview else "create", urn)
        if preview:
            return CreateResult("", {**inputs, "address": UNKNOWN, "token": secret(UNKNOWN)})
        if self.cloud.on_create:
            self.cloud.on_create(name)
        if name in self.cloud.refuse:
            raise CloudError(self.cloud.refuse[name])
        assert not contains_unknown(inputs), inputs
        self.cloud.made += 1
        id_ = f"{name}-{self.cloud.made}"
        outputs = _outputs(id_, inputs)
        self.cloud.things[id_] = outputs
        if self.cloud.urns is not None:
            self.cloud.urns[id_] = urn
        if name in self.cloud.unready:
            raise InitFailed(id_, outputs, self.cloud.unready[name])
        return CreateResult(id_, outputs)

    def read(self, urn: str, id: str, inputs: Properties, outputs: Properties) -> ReadResult:
        self._log("read", urn)
        found = self.cloud.short_ids.get(id, id)
        thing = self.cloud.things.get(found)
        if thing is None:
            return ReadResult("", {}, {})
        kept = {key: value for key, value in thing.items() if key not in {"address", "token"}}
        return ReadResult(found, kept, thing)

    def update(
        self,
        urn: str,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
        *,
        ignore_changes: tuple[str, ...] = (),
        timeout: float = 0,
        preview: bool = False,
    ) -> Properties:
        name = self._log("preview_update" if preview else "update", urn)
        if preview:
            return {**old_outputs, **news}
        if name in self.cloud.refuse:
            raise CloudError(self.cloud.refuse[name])
        self.cloud.things[id] = _outputs(id, news)
        if name in self.cloud.unready:
            raise InitFailed(id, self.cloud.things[id], self.cloud.unready[name])
        return self.cloud.things[id]

    def delete(self, urn: str, id: str, old_inputs: Properties, old_outputs: Properties, *, timeout: float = 0) -> None:
        name = self._log("delete", urn)
        if f"delete {name}" in self.cloud.refuse:
            raise CloudError(self.cloud.refuse[f"delete {name}"])
        self.cloud.things.pop(id, None)

    def invoke(self, token: str, args: Properties) -> InvokeResult:
        self.cloud.calls.append(("invoke", token))
        if token == "toy:index:fail":
            raise CloudError("the cloud has no answer")
        return InvokeResult({"echo": args.get("text"), "region": (self.config or {}).get("region")})

    def cancel(self) -> None:
        self.cloud.calls.append(("cancel", ""))


class FindingProvider(Provider):
    """One that can also say what a URN created."""

    def find(self, urn: str) -> list[ReadResult]:
        self._log("find", urn)
        made = [id_ for id_, by in (self.cloud.urns or {}).items() if by == urn and id_ in self.cloud.things]
        return [ReadResult(id_, {}, self.cloud.things[id_]) for id_ in made]

    def created(self, urn: str) -> int:
        return sum(by == urn for by in (self.cloud.urns or {}).values())


def _bare(properties: Properties) -> Properties:
    return {key: reveal(value) for key, value in properties.items() if key != "label"}


def _outputs(id_: str, inputs: Properties) -> Properties:
    return {**inputs, "address": f"10.0.0.{len(id_)}", "token": secret(f"token of {id_}")}


class Thing(pulumi.CustomResource):
    label: pulumi.Output[str]
    address: pulumi.Output[str]
    token: pulumi.Output[str]
    size: pulumi.Output[Any]

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, **inputs: Any) -> None:
        defaults = pulumi.ResourceOptions(version="1.2.3")
        properties = {"label": None, "address": None, "token": None, "size": None, **inputs}
        super().__init__("toy:index:Thing", name, properties, pulumi.ResourceOptions.merge(defaults, opts))


class Toy(pulumi.ProviderResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, **inputs: Any) -> None:
        super().__init__("toy", name, inputs, opts)


class Group(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, **inputs: Any) -> None:
        super().__init__("toy:index:Group", name, inputs, opts)


def open_host() -> Host:
    """What worker processes open."""
    return Host(Cloud())


class Bench:
    """One stack, its cloud, and the events of the last call."""

    def __init__(
        self,
        program: Callable[[], Any] | None = None,
        *,
        store: Store | None = None,
        name: str = "dev",
        directory: Path | None = None,
        config: dict[str, ConfigValue] | None = None,
        backend: str = "",
        cloud: Cloud | None = None,
    ) -> None:
        self.cloud = cloud or Cloud()
        self.store = store if store is not None else (None if backend else MemoryStore())
        self.program = program
        self.events: list[events.Event] = []
        self.stack = Stack(
            name=name,
            project="demo",
            directory=directory or Path.cwd(),
            backend=backend,
            config={} if config is None else config,
            environment={"PULUMI_CONFIG_PASSPHRASE": "correct horse"},
        )
        self.engine = EmbeddedEngine(
            self.cloud, store=self.store, program=(lambda _: self.program) if program else None
        )

    def _call(self, method: str, program: Callable[[], Any] | None, options: Options) -> Outcome:
        if program is not None:
            self.program = program
        self.events = []
        self.cloud.calls.clear()
        return getattr(self.engine, method)(self.stack, self.events.append, options)

    def up(self, program: Callable[[], Any] | None = None, options: Options = NONE) -> Outcome:
        return self._call("up", program, options)

    def preview(self, program: Callable[[], Any] | None = None, options: Options = NONE) -> Outcome:
        return self._call("preview", program, options)

    def destroy(self, options: Options = NONE) -> Outcome:
        return self._call("destroy", None, options)

    def refresh(self, options: Options = NONE) -> Outcome:
        return self._call("refresh", None, options)

    def resources(self) -> dict[str, dict[str, Any]]:
        """The state's resources by name; of those that share a name the first."""
        deployment: Any = self.engine.export(self.stack)
        result: dict[str, dict[str, Any]] = {}
        for resource in (deployment or {}).get("deployment", {}).get("resources", []):
            result.setdefault(urns.name_of(resource["urn"]), resource)
        return result

    def steps(self) -> list[tuple[str, str]]:
        """(operation, name) of every step that began, default providers left out."""
        return [
            (event.step.op, urns.name_of(event.step.urn))
            for event in self.events
            if isinstance(event, events.StepStarted) and not urns.is_default_provider(event.step.urn)
        ]

    def said(self, severity: str) -> list[str]:
        return [
            event.message
            for event in self.events
            if isinstance(event, events.Diagnostic) and event.severity == severity
        ]
