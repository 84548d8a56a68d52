"""What is rehearsed: how it is deployed, and how a test changes it. Each is one Pulumi stack, or a service of several.

A subject is immutable: `changed` gives another one of the same world.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from stackwright.engine.embedded.engine import EmbeddedEngine
from stackwright.engine.events import Event
from stackwright.engine.protocol import ConfigValue, Options, PolicyPack, Stack
from stackwright.engine.state.urns import STACK_TYPE
from stackwright.errors import UsageError
from stackwright.testing.packs import POOL
from stackwright.testing.result import Operation
from stackwright.testing.world import OwnWorld
from stackwright.wire.values import SECRET, SIGNATURE, Properties, Value, is_secret, reveal

if TYPE_CHECKING:
    from stackwright.engine.embedded.program import Main

Hear = Callable[[str, Event], None]
"""Is told each event of a part; of "" where there is one stack only."""
Changes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ended:
    """How an operation ended; `error` is None where it succeeded."""

    error: str | None
    outputs: Properties = field(repr=False)


class Subject(Protocol):
    """What a rehearsal deploys."""

    @property
    def title(self) -> str:
        """What it is, for people."""
        ...

    @property
    def environment(self) -> str: ...

    def changed(self, changes: Changes) -> Subject:
        """As it would be if these inputs were others; None takes one back.

        Raises:
            InputError: it would be wrong; says how.
        """
        ...

    def run(self, world: OwnWorld, operation: Operation, packs: Sequence[PolicyPack], hear: Hear) -> Ended:
        """Do it.

        Raises:
            StackwrightError: it could not begin.
        """
        ...

    def unprotect(self, world: OwnWorld) -> None:
        """As `pulumi state unprotect --all` does."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A Pulumi program by itself: a function, or a project's folder. Its inputs are its configuration.

    `config` holds full keys (`aws:region`); `given` is what the project's own files say.
    """

    title: str
    stack: Stack
    main: Main | None = None
    config: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    given: Mapping[str, ConfigValue] = field(default_factory=dict[str, ConfigValue], repr=False)
    references: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]], repr=False)

    @property
    def environment(self) -> str:
        return self.stack.name

    def changed(self, changes: Changes) -> Program:
        full = {key if ":" in key else f"{self.stack.project}:{key}": value for key, value in changes.items()}
        return replace(self, config={key: it for key, it in {**self.config, **full}.items() if it is not None})

    def run(self, world: OwnWorld, operation: Operation, packs: Sequence[PolicyPack], hear: Hear) -> Ended:
        config = {**self.given, **{key: _config_value(value) for key, value in self.config.items()}}
        stack = replace(world.place.stack_for(replace(self.stack, config={})), config=config)
        for name, outputs in self.references.items():
            _put(world, stack, name, outputs)
        return run_stack(world, stack, self.main, operation, packs, hear)

    def unprotect(self, world: OwnWorld) -> None:
        world.clouds.host.lift_protection()
        unprotect(engine_in(world), world.place.stack_for(replace(self.stack, config={})))


def _config_value(value: Any) -> ConfigValue:  # noqa: ANN401 - JSON, or a secret
    plain = reveal(value)
    if isinstance(plain, str):
        return ConfigValue(plain, secret=is_secret(value))
    return ConfigValue(json.dumps(plain), secret=is_secret(value), json=True)


def _put(world: OwnWorld, beside: Stack, name: str, outputs: Mapping[str, Any]) -> None:
    """Let there be another stack, with nothing in it but its outputs.

    Raises:
        UsageError: it has no full name.
    """
    parts = name.split("/")
    if len(parts) == 1:
        raise UsageError(f"references: {name} is no stack's name", hint="Write organization/network/prod.")
    other = replace(beside, name=parts[-1], project=parts[-2])
    root: Any = {
        "urn": f"urn:pulumi:{other.name}::{other.project}::{STACK_TYPE}::{other.project}-{other.name}",
        "type": STACK_TYPE,
        "custom": False,
        "outputs": {key: _in_state(value) for key, value in outputs.items()},
    }
    engine_in(world).import_(other, {"version": 3, "deployment": {"manifest": {}, "resources": [root]}})


def _in_state(value: Value) -> Value:
    """An output as states that are imported hold it: what is secret as JSON text, to be encrypted."""
    if is_secret(value):
        return {SIGNATURE: SECRET, "plaintext": json.dumps(reveal(value))}
    return value


def engine_in(world: OwnWorld, main: Main | None = None) -> EmbeddedEngine:
    """An engine over a world's clouds and states; `main` is the program of every stack."""
    program: Callable[[Stack], Main] | None = (lambda _: main) if main else None
    return EmbeddedEngine(lambda: world.clouds, store=world.states, program=program, packs=POOL)


def run_stack(
    world: OwnWorld, stack: Stack, main: Main | None, operation: Operation, packs: Sequence[PolicyPack], hear: Hear
) -> Ended:
    """Do an operation to one stack."""
    engine = engine_in(world, main)
    operations = {"preview": engine.preview, "up": engine.up, "refresh": engine.refresh, "destroy": engine.destroy}
    outcome = operations[operation](stack, lambda event: hear("", event), Options(policy_packs=tuple(packs)))
    error = None if outcome.result == "succeeded" else outcome.error or outcome.result
    return Ended(error, outcome.outputs)


def unprotect(engine: EmbeddedEngine, stack: Stack) -> None:
    """Let everything in a stack's state be deleted."""
    deployment: Any = engine.export(stack)
    for resource in deployment["deployment"].get("resources", ()) if deployment else ():
        resource.pop("protect", None)
    if deployment:
        engine.import_(stack, deployment)


def refuse(given: Mapping[str, object], allowed: Sequence[str], what: str) -> None:
    """
    Raises:
        UsageError: an argument is given that is not for this kind of subject.
    """
    wrong = [name for name, value in given.items() if value and name not in allowed]
    if wrong:
        raise UsageError(f"rehearse: {', '.join(wrong)} is not for {what}", hint=f"it takes: {', '.join(allowed)}")
