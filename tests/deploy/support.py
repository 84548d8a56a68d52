"""A small engine that behaves, for the laws of ordering, carrying and blocking; the real ones run in tests/lifecycle.

A program is data: resources by name with their inputs, and outputs. `Id("vpc")` is the id of one's own resource,
`Of("dev.network", "id")` an output of another stack in the same backend. State has Pulumi's form; a "cipher" is base64.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stackwright.engine.events import Diagnostic, Step, StepDone, StepState
from stackwright.engine.protocol import Adoption, Deployment, EventSink, Options, Outcome, Stack
from stackwright.engine.state.rewriting import renamed
from stackwright.errors import Location, StackLocked
from stackwright.service.model import Environment, Part, Reference, Service
from stackwright.wire.values import SECRET, SIGNATURE, UNKNOWN, Properties, Value, contains_unknown, is_secret, secret


@dataclass(frozen=True)
class Id:
    resource: str


@dataclass(frozen=True)
class Of:
    stack: str
    output: str


@dataclass
class Program:
    resources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)


NO_OPTIONS = Options()


class MissingStack(Exception):
    pass


@dataclass
class FakeEngine:
    """`fail`: stacks whose operations fail; `locked`: stacks that another run holds; `log`: what was called."""

    programs: dict[str, Program]
    name: str = "fake"
    hides_secrets: bool = True
    fail: set[str] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    states: dict[tuple[str, str, str], Deployment] = field(default_factory=dict)
    log: list[tuple[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    cancelled: bool = False
    closed: bool = False

    def preview(self, stack: Stack, on_event: EventSink, options: Options = NO_OPTIONS) -> Outcome:
        return self._operate("preview", stack, on_event)

    def up(self, stack: Stack, on_event: EventSink, options: Options = NO_OPTIONS) -> Outcome:
        return self._operate("up", stack, on_event)

    def refresh(self, stack: Stack, on_event: EventSink, options: Options = NO_OPTIONS) -> Outcome:
        return Outcome(result="succeeded")

    def destroy(self, stack: Stack, on_event: EventSink, options: Options = NO_OPTIONS) -> Outcome:
        self._note("destroy", stack)
        if stack.name in self.fail:
            return Outcome(result="failed", error="the cloud refused")
        with self.lock:
            count = len(self._resources(stack))
            self.states[self._key(stack)] = _deployment([])
        return Outcome(result="succeeded", changes={"delete": count})

    def remove(self, stack: Stack) -> None:
        self.states.pop(self._key(stack), None)

    def outputs(self, stack: Stack) -> Properties | None:
        if self._key(stack) not in self.states:
            return None
        return {name: _decrypted(value) for name, value in self._outputs(stack).items()}

    def export(self, stack: Stack, *, show_secrets: bool = False) -> Deployment | None:
        self._note("export", stack)
        found = deepcopy(self.states.get(self._key(stack)))
        return _shown(found) if show_secrets else found

    def stacks(self, stack: Stack) -> list[str]:
        return sorted(name for backend, project, name in self.states if (backend, project) == self._key(stack)[:2])

    def rename(self, stack: Stack, name: str) -> None:
        self._note("rename", stack)
        found = self.states.pop(self._key(stack))
        self.states[stack.backend, stack.project, name] = renamed(found, stack.project, stack.name, name)

    def import_(self, stack: Stack, deployment: Deployment) -> None:
        self._note("import", stack)
        self.states[self._key(stack)] = _encrypted(deepcopy(deployment))

    def adopt(self, stack: Stack, adoption: Adoption, on_event: EventSink) -> Outcome:
        return Outcome(result="failed", error="there is no cloud")

    def cancel(self) -> None:
        self.cancelled = True

    def close(self) -> None:
        self.closed = True

    def _operate(self, what: str, stack: Stack, on_event: EventSink) -> Outcome:
        self._note(what, stack)
        if stack.name in self.locked:
            raise StackLocked(f"{stack.name} is locked by ada since 10:00")
        if stack.name in self.fail:
            on_event(Diagnostic("error", "the cloud refused"))
            return Outcome(result="failed", error="the cloud refused")
        program = self.programs[stack.name]
        with self.lock:
            old = {resource["urn"]: resource for resource in self._resources(stack)}
            resources, changes = [self._root(stack)], {"same": 0, "create": 0, "update": 0}
            changes["same" if self._root(stack)["urn"] in old else "create"] += 1
            ids: dict[str, Value] = {}
            for name, inputs in program.resources.items():
                urn = f"urn:pulumi:{stack.name}::{stack.project}::test:index:Thing::{name}"
                new = {key: self._resolve(value, stack, ids) for key, value in inputs.items()}
                op = (
                    "same"
                    if urn in old and old[urn]["inputs"] == _encrypted(new)
                    else "update"
                    if urn in old
                    else "create"
                )
                changes[op] += 1
                ids[name] = UNKNOWN if op == "create" and what == "preview" else f"id-{stack.name}-{name}"
                resources.append({"urn": urn, "type": "test:index:Thing", "inputs": new, "id": ids[name]})
                state = StepState(urn=urn, type="test:index:Thing", inputs=new)
                on_event(StepDone(Step(op=op, urn=urn, type="test:index:Thing", new=state), planning=what == "preview"))
            outputs = {key: self._resolve(value, stack, ids) for key, value in program.outputs.items()}
            if what == "up" and contains_unknown([outputs, *map(_inputs, resources)]):
                return Outcome(result="failed", error="a value is unknown")
            if what == "up":
                resources[0]["outputs"] = outputs
                self.states[self._key(stack)] = _encrypted(_deployment(resources))
        shown = {
            key: secret(UNKNOWN) if is_secret(value) and self.hides_secrets and what == "preview" else value
            for key, value in outputs.items()
        }
        return Outcome(result="succeeded", changes={op: n for op, n in changes.items() if n}, outputs=shown)

    def _resolve(self, value: Any, stack: Stack, ids: Mapping[str, Value]) -> Value:
        if isinstance(value, Id):
            return ids[value.resource]
        if isinstance(value, Of):
            project, _, name = value.stack.rpartition("/")
            other = (stack.backend, project or stack.project, name)
            if other not in self.states:
                raise MissingStack(f"no stack {other}")
            return _decrypted(self._outputs_of(other).get(value.output, UNKNOWN))
        if isinstance(value, list):
            return [self._resolve(item, stack, ids) for item in value]
        if isinstance(value, dict) and SIGNATURE not in value:
            return {key: self._resolve(item, stack, ids) for key, item in value.items()}
        return value

    def _note(self, what: str, stack: Stack) -> None:
        with self.lock:
            self.log.append((what, stack.name))

    def _key(self, stack: Stack) -> tuple[str, str, str]:
        return stack.backend, stack.project, stack.name

    def _resources(self, stack: Stack) -> list[Any]:
        deployment: Any = self.states.get(self._key(stack)) or _deployment([])
        return deployment["deployment"]["resources"]

    def _root(self, stack: Stack) -> dict[str, Any]:
        kind = "pulumi:pulumi:Stack"
        return {"urn": f"urn:pulumi:{stack.name}::{stack.project}::{kind}::{stack.project}-{stack.name}", "type": kind}

    def _outputs(self, stack: Stack) -> dict[str, Any]:
        return self._outputs_of(self._key(stack))

    def _outputs_of(self, key: tuple[str, str, str]) -> dict[str, Any]:
        deployment: Any = self.states[key]
        roots = [each for each in deployment["deployment"]["resources"] if each["type"] == "pulumi:pulumi:Stack"]
        return roots[0].get("outputs", {}) if roots else {}


def _inputs(resource: Mapping[str, Any]) -> Any:
    return resource.get("inputs", {})


def _deployment(resources: list[Any]) -> Deployment:
    return {"version": 3, "deployment": {"manifest": {}, "resources": resources}}


def _encrypted(value: Any) -> Any:
    """As a state keeps it; a secret may come as a value or as `plaintext`."""
    if isinstance(value, list):
        return [_encrypted(item) for item in value]
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET and "ciphertext" not in value:
            text = value.get("plaintext", json.dumps(value.get("value")))
            return {SIGNATURE: SECRET, "ciphertext": base64.b64encode(text.encode()).decode()}
        return {key: _encrypted(item) for key, item in value.items()}
    return value


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return {SIGNATURE: SECRET, "plaintext": base64.b64decode(value["ciphertext"]).decode()}
        return {key: _shown(item) for key, item in value.items()}
    return value


def _decrypted(value: Any) -> Any:
    if isinstance(value, dict) and value.get(SIGNATURE) == SECRET:
        return secret(json.loads(base64.b64decode(value["ciphertext"])))
    return value


HERE = Location(Path("service.yaml"), 1)


def part(name: str, *, reads: Mapping[str, str] | None = None, after: tuple[str, ...] = (), **rest: Any) -> Part:
    """A part that refers to outputs: `reads={"network": "id"}`; `billing/db` is another service's part."""
    inputs = {}
    for number, (other, output) in enumerate((reads or {}).items()):
        service, _, other_part = other.rpartition("/")
        inputs[f"input{number}"] = Reference(other_part, (output,), service or None)
    given = {"blueprint": "thing", "stack": f"dev.{name}", "project": "shop", "directory": Path("/srv/shop")} | rest
    return Part(name=name, inputs=inputs, after=after, where=HERE, **given)


def service(*parts: Part) -> Service:
    environment = Environment(name="dev", backend="file://state", secrets="passphrase", providers={}, where=HERE)
    return Service(
        name="shop",
        owner="team",
        folder=Path("/srv/shop"),
        path=Path("/srv/shop/service.yaml"),
        environments={"dev": environment},
        parts={"dev": {each.name: each for each in parts}},
    )


def stack_for(part: Part) -> Stack:
    return Stack(name=part.stack, project=part.project, directory=part.directory, backend="mem://state")
