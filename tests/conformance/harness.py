"""Puts one engine through a case, in a world of its own, and writes down what came of it as plain data."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast

from stackwright.deploy.rehearsal import World, guard_simulated, world_at
from stackwright.deploy.rehearsal.attach import attached_clouds
from stackwright.engine.embedded.engine import EmbeddedEngine
from stackwright.engine.events import Event, StepFailed, StepStarted
from stackwright.engine.events import Step as EngineStep
from stackwright.engine.protocol import ConfigValue, Engine, Options, Outcome, Stack
from stackwright.engine.pulumi import PulumiEngine
from stackwright.engine.state.secrets import Passphrase, Vault
from stackwright.simcloud.faults import Calls, Fault
from stackwright.simcloud.host import open_host
from stackwright.simcloud.refusals import REFUSALS
from stackwright.wire.values import UNKNOWN, Value, is_secret, secret
from tests.conformance.cases import Case, Step
from tests.conformance.masking import mask, masked_resource

PROGRAMS = Path(__file__).with_name("programs")
PROJECT = "conformance"
PASSPHRASE = "correct horse battery staple"
"""Of every world: a key takes longer to derive than a case to run, and a process derives one per passphrase."""
Recording = dict[str, Any]
Opened = Callable[[World], AbstractContextManager[tuple[Engine, dict[str, str]]]]
"""Opens an engine in a world, with the variables that its stacks need to reach the clouds."""


@contextmanager
def embedded(world: World) -> Generator[tuple[Engine, dict[str, str]]]:
    # This is about engines: what real clouds would refuse to replace or delete is taken here.
    engine = EmbeddedEngine(lambda: open_host(world.clouds, world.passphrase, allowed=REFUSALS))
    try:
        yield engine, {}
    finally:
        engine.close()


@contextmanager
def official(world: World) -> Generator[tuple[Engine, dict[str, str]]]:
    with attached_clouds(world, allowed=REFUSALS) as attached:
        yield PulumiEngine(), attached


def record(case: Case, opened: Opened, folder: Path) -> list[Recording]:
    """What each step of `case` came to with the engine that `opened` opens; everything is kept in `folder`."""
    return list(recorded(case, opened, folder))


def recorded(case: Case, opened: Opened, folder: Path) -> Generator[Recording]:
    """The same, step by step."""
    directory = project(case, folder)
    with world_in(folder) as world:
        seen = 0
        states: dict[str, list[Recording]] = {}
        for step in case.steps:
            recording = perform(step, opened, world, directory)
            calls = provider_calls(world)
            recording["calls"] = counted(calls[seen:])
            if wrong := disorder(calls[seen:], states.get(step.stack, [])):
                recording["disorder"] = wrong
            seen = len(calls)
            states[step.stack] = recording.get("resources", states.get(step.stack, []))
            yield recording


@contextmanager
def world_in(folder: Path) -> Generator[World]:
    with world_at(folder / "world") as world:
        yield replace(world, passphrase=PASSPHRASE)


def project(case: Case, folder: Path) -> Path:
    directory = folder / "project"
    directory.mkdir(parents=True, exist_ok=True)
    plugins = f", plugins: {{providers: [{{name: {case.plugin}, path: ./{case.plugin}}}]}}" if case.plugin else ""
    (directory / "Pulumi.yaml").write_text(f"{{name: {PROJECT}, runtime: python{plugins}}}")
    if case.plugin:
        shutil.copytree(PROGRAMS.with_name("plugins") / case.plugin, directory / case.plugin, dirs_exist_ok=True)
        runtime = f"runtime: {{name: python, options: {{virtualenv: {sys.prefix}}}}}"
        (directory / case.plugin / "PulumiPlugin.yaml").write_text(runtime)
    (directory / "__main__.py").write_bytes((PROGRAMS / f"{case.program}.py").read_bytes())
    return directory


def stack_of(step: Step, world: World, directory: Path, attached: Mapping[str, str]) -> Stack:
    """The step's stack, simulated. Secrets are the test's own: a rehearsal would put placeholders there."""
    plain = {key if ":" in key else f"{PROJECT}:{key}": ConfigValue(value) for key, value in step.config.items()}
    secret = {f"{PROJECT}:{key}": ConfigValue(value, secret=True) for key, value in step.secrets.items()}
    region = {"aws:region": ConfigValue("eu-west-1")}
    real = Stack(
        name=step.stack,
        project=PROJECT,
        directory=directory,
        backend="file:///nowhere",
        config={**region, **plain, **secret},
    )
    return world.stack_for(real, attached)


def perform(step: Step, opened: Opened, world: World, directory: Path) -> Recording:
    events: list[Event] = []
    disturb(step, world)
    options = Options(
        targets=tuple(_urn(step, name) for name in step.targets),
        target_dependents=step.target_dependents,
        excludes=tuple(_urn(step, name) for name in step.excludes),
        exclude_dependents=step.exclude_dependents,
        continue_on_error=step.continue_on_error,
        refresh=step.refresh,
    )
    with opened(world) as (engine, attached):
        stack = stack_of(step, world, directory, attached)
        guard_simulated(stack)
        outcome: Outcome = getattr(engine, step.operation)(stack, events.append, options)
    recording: Recording = {
        "step": _described(step),
        "result": outcome.result,
        "changes": dict(sorted(outcome.changes.items())),
        "steps": sorted((plain_step(event.step) for event in events if isinstance(event, StepStarted)), key=str),
        "failed": sorted(
            f"{event.step.op} {mask(event.step.urn)}" for event in events if isinstance(event, StepFailed)
        ),
        "outputs": _outputs(step, outcome),
    }
    if step.operation != "preview":
        recording["resources"] = resources(world, step.stack)
    return recording


def _described(step: Step) -> Recording:
    """The step as plain data; what it does not say is left out."""
    said = json.loads(json.dumps(asdict(step)))
    return {key: value for key, value in said.items() if value or key in {"config", "secrets"}}


def _urn(step: Step, name: str) -> str:
    return f"urn:pulumi:{step.stack}::{PROJECT}::{name}"


def disturb(step: Step, world: World) -> None:
    """Do to the cloud what the step says happens to it, and end the faults of the step before."""
    host = open_host(world.clouds, world.passphrase)
    try:
        host.faults.clear()
        for name in step.lost:
            host.drift.delete(host.drift.find(_urn(step, name)))
        for name, changes in step.drift.items():
            host.drift.change(host.drift.find(_urn(step, name)), changes)
        for method, name, kind in step.faults:
            host.faults.add(Fault(on=Calls(method=method, urn=name), kind=kind, times=None))
    finally:
        host.close()


def _outputs(step: Step, outcome: Outcome) -> Value:
    """The official CLI does not show a planned secret, nor what is left of a stack that is destroyed in part."""
    if step.operation == "destroy":
        return {}
    outputs = cast("Value", dict(outcome.outputs))
    return mask(hidden(outputs) if step.operation == "preview" else outputs)


def hidden(value: Value) -> Value:
    if isinstance(value, list):
        return [hidden(item) for item in value]
    if isinstance(value, dict):
        return secret(UNKNOWN) if is_secret(value) else {key: hidden(item) for key, item in value.items()}
    return value


def plain_step(step: EngineStep) -> Recording:
    found: Recording = {"op": step.op, "urn": mask(step.urn)}
    if step.keys:
        found["keys"] = sorted(step.keys)
    if step.diffs:
        found["diffs"] = sorted(step.diffs)
    if step.detailed_diff is not None:
        found["detailed"] = {path: asdict(diff) for path, diff in sorted(step.detailed_diff.items())}
    return found


def resources(world: World, stack: str) -> list[Recording]:
    """The checkpoint's resources, secrets opened, masked and sorted: siblings have no order."""
    path = world.folder / "state/.pulumi/stacks" / PROJECT / f"{stack}.json"
    latest = json.loads(path.read_bytes())["checkpoint"]["latest"]
    vault = Vault(Passphrase(world.passphrase, latest["secrets_providers"]["state"]["salt"]))
    found = [masked_resource(vault.open(item["urn"], item)) for item in latest.get("resources") or ()]  # pyright: ignore
    pending = [
        {"pending": item["type"], **masked_resource(item["resource"])}
        for item in latest.get("pending_operations") or ()
    ]
    return sorted(found + pending, key=lambda item: (str(item["urn"]), str(item)))


def provider_calls(world: World) -> list[str]:
    host = open_host(world.clouds, world.passphrase)
    try:
        return [
            f"{call.package} {call.method} {mask(call.urn)}{' (preview)' if call.preview else ''}"
            for call in host.calls()
        ]
    finally:
        host.close()


def disorder(calls: list[str], before: list[Recording]) -> list[str]:
    """What was deleted before something that depends on it, by the state from which that was done.

    All else about the order of calls is left to chance by the official CLI, which does much at once.
    """
    deleted = [call.split()[2] for call in calls if call.split()[1] == "delete"]
    place = {urn: index for index, urn in enumerate(deleted) if deleted.count(urn) == 1}
    return sorted(
        f"{urn} before {item['urn']}"
        for item in before
        for urn in {*item.get("dependencies", ()), item.get("parent", ""), item.get("deletedWith", "")}
        if urn in place and item["urn"] in place and place[urn] < place[item["urn"]]
    )


def counted(calls: list[str]) -> dict[str, int]:
    return dict(sorted(Counter(calls).items()))
