"""Puts one engine through a case, in a world of its own, and writes down what came of it as plain data."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any, cast

from stackwright.deploy.rehearsal import World, guard_simulated, world_at
from stackwright.engine.embedded.engine import EmbeddedEngine
from stackwright.engine.events import Diagnostic, Event, StepDone, StepFailed, StepStarted, StepState
from stackwright.engine.events import Step as EngineStep
from stackwright.engine.protocol import ConfigValue, Engine, Options, Outcome, Stack
from stackwright.engine.pulumi import PulumiEngine
from stackwright.engine.state import urns
from stackwright.engine.state.secrets import Passphrase, Vault
from stackwright.simcloud.faults import Calls, Fault
from stackwright.simcloud.host import SimulatedHost, open_host
from stackwright.simcloud.refusing import KINDS
from stackwright.simcloud.serving.serve import debug_providers, serve
from stackwright.wire.values import UNKNOWN, Value, is_secret, secret
from tests.conformance.cases import Case, Step
from tests.conformance.masking import mask, masked_provider, masked_resource
from tests.conformance.watching import Call, WatchedHost

PROGRAMS = Path(__file__).with_name("programs")
PROJECT = "conformance"
PASSPHRASE = "correct horse battery staple"
"""Of every world: a key takes longer to derive than a case to run, and a process derives one per passphrase."""
TAKEN = frozenset(name for name in KINDS if not name.endswith(("-exists", "-unknown")))
"""What the clouds take here although real ones would refuse it: this is about engines. Only a taken name is one, and an
import of what nobody made.
"""
Recording = dict[str, Any]
Opened = Callable[[World, list[Call]], AbstractContextManager[tuple[Engine, dict[str, str]]]]
"""Opens an engine in a world, with the variables that its stacks need to reach the clouds, which note their calls."""


@contextmanager
def embedded(world: World, calls: list[Call]) -> Generator[tuple[Engine, dict[str, str]]]:
    engine = EmbeddedEngine(lambda: clouds_of(world, calls))
    try:
        yield engine, {}
    finally:
        engine.close()


@contextmanager
def official(world: World, calls: list[Call]) -> Generator[tuple[Engine, dict[str, str]]]:
    with closing(clouds_of(world, calls)) as clouds:
        yield PulumiEngine(), {"PULUMI_DEBUG_PROVIDERS": debug_providers(serve(clouds))}


def clouds_of(world: World, calls: list[Call]) -> SimulatedHost:
    # This is about engines: what real clouds would refuse to replace or delete is taken here.
    host = open_host(world.clouds, world.passphrase, allowed=TAKEN)
    return cast("SimulatedHost", WatchedHost(host, calls))


def record(case: Case, opened: Opened, folder: Path) -> list[Recording]:
    """What each step of `case` came to with the engine that `opened` opens; everything is kept in `folder`."""
    return list(recorded(case, opened, folder))


def recorded(case: Case, opened: Opened, folder: Path) -> Generator[Recording]:
    """The same, step by step."""
    directory = project(case, folder)
    with world_in(folder) as world:
        states: dict[str, list[Recording]] = {}
        times: dict[str, Times] = {}
        for step in case.steps:
            calls: list[Call] = []
            recording = perform(step, opened, world, directory, calls)
            if wrong := disorder([call["call"] for call in calls], states.get(step.stack, [])):
                recording["disorder"] = wrong
            if case.timed and step.operation != "preview":
                now = times_of(world, step.stack)
                recording["times"] = passed(times.get(step.stack, {}), now)
                times[step.stack] = now
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
    plain = {_key(key): ConfigValue(value, json=value.startswith("{")) for key, value in step.config.items()}
    secret = {_key(key): ConfigValue(value, secret=True) for key, value in step.secrets.items()}
    region = {"aws:region": ConfigValue("eu-west-1")}
    real = Stack(
        name=step.stack,
        project=PROJECT,
        directory=directory,
        backend="file:///nowhere",
        config={**region, **plain, **secret},
    )
    return world.stack_for(real, attached)


def _key(name: str) -> str:
    return name if ":" in name else f"{PROJECT}:{name}"


def perform(step: Step, opened: Opened, world: World, directory: Path, calls: list[Call] | None = None) -> Recording:
    """Do one step, and write down what came of it. The calls are put in `calls` in their order, too."""
    events: list[Event] = []
    calls = [] if calls is None else calls
    disturb(step, world)
    options = Options(
        targets=tuple(_urn(step, name) for name in step.targets),
        target_dependents=step.target_dependents,
        excludes=tuple(_urn(step, name) for name in step.excludes),
        exclude_dependents=step.exclude_dependents,
        continue_on_error=step.continue_on_error,
        refresh=step.refresh,
        allow_dynamic=True,
    )
    with opened(world, calls) as (engine, attached):
        stack = stack_of(step, world, directory, attached)
        guard_simulated(stack)
        outcome: Outcome = getattr(engine, step.operation)(stack, events.append, options)
    recording: Recording = {
        "step": _described(step),
        "result": outcome.result,
        "changes": dict(sorted(outcome.changes.items())),
        "steps": ordered(plain_step(event.step) for event in events if isinstance(event, StepStarted)),
        "done": ordered(plain_step(event.step) for event in events if isinstance(event, StepDone)),
        "failed": ordered(plain_step(event.step) for event in events if isinstance(event, StepFailed)),
        "said": sorted(
            said(event) for event in events if isinstance(event, Diagnostic) and event.severity != "info#err"
        ),
        "outputs": _outputs(step, outcome),
        "calls": ordered(calls),
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
    if step.tainted:
        taint({_urn(step, name) for name in step.tainted}, checkpoint_of(world, step.stack))


def taint(urns: set[str], checkpoint: Path) -> None:
    """Mark resources in a state as those that the next `up` replaces."""
    state = json.loads(checkpoint.read_bytes())
    for resource in state["checkpoint"]["latest"]["resources"]:
        if resource["urn"] in urns:
            resource["taint"] = True
    checkpoint.write_text(json.dumps(state, indent=4))


def checkpoint_of(world: World, stack: str) -> Path:
    return world.folder / "state/.pulumi/stacks" / PROJECT / f"{stack}.json"


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
    found: Recording = {"op": step.op, "urn": step.urn, "type": step.type, "provider": step.provider}
    found |= {"logical": step.logical, "keys": sorted(step.keys), "diffs": sorted(step.diffs)}
    if step.detailed_diff is not None:
        found["detailed"] = {path: asdict(diff) for path, diff in sorted(step.detailed_diff.items())}
    found |= {side: plain_state(state) for side, state in (("old", step.old), ("new", step.new)) if state}
    return without_repeats(
        cast("Recording", mask({key: value for key, value in found.items() if value or key in _EMPTY}))
    )


_EMPTY = frozenset({"detailed", "logical"})


def without_repeats(step: Recording) -> Recording:
    """The step without what is usual: its type is that of its URN; it is logical; its sides have its URN and type, and
    the last of them its provider.
    """
    sides = {side: dict(step[side]) for side in ("old", "new") if side in step}
    for key in ("urn", "type"):
        for side in sides.values():
            if side.get(key) == step.get(key):
                del side[key]
    usual = {"type": urns.type_of(step["urn"]), "logical": True}
    if sides:
        usual["provider"] = list(sides.values())[-1].get("provider")
    return {key: value for key, value in step.items() if key not in usual or usual[key] != value} | sides


def plain_state(state: StepState) -> Recording:
    """What is said of one side of a step; a place in the program is not (`StepState.position`)."""
    said = {field.name: getattr(state, field.name) for field in fields(state) if field.compare}
    package = state.type.removeprefix("pulumi:providers:")
    if package != state.type:
        said |= {side: masked_provider(package, said[side]) for side in ("inputs", "outputs")}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in said.items() if value}


def said(event: Diagnostic) -> str:
    """Of a message its severity and what it is about; of what the program itself says the words, too."""
    return f"{event.severity} {mask(event.urn)} {mask(event.message) if event.severity == 'info' else ''}".rstrip()


def ordered(recordings: Iterable[Recording]) -> list[Recording]:
    """Sorted: the official CLI does much at once, so that the order of what it says is left to chance."""
    return sorted(recordings, key=lambda item: json.dumps(item, sort_keys=True))


Times = dict[str, tuple[str, str]]
"""When each resource of a state was created and changed, by its URN and id."""


def times_of(world: World, stack: str) -> Times:
    latest = json.loads(checkpoint_of(world, stack).read_bytes())["checkpoint"]["latest"]
    return {
        f"{item['urn']} {item.get('id', '')}": (item.get("created", ""), item.get("modified", ""))
        for item in latest.get("resources") or ()
    }


def passed(before: Times, after: Times) -> list[str]:
    """Whose times the operation has set: times themselves are never the same."""
    lines: list[str] = []
    for name, (created, modified) in after.items():
        was = before.get(name, ("", ""))
        words = [
            word for word, new, old in (("created", created, was[0]), ("modified", modified, was[1])) if new != old
        ]
        if created and modified and created == modified:
            words.append("at once")
        lines += [f"{mask(name)}: {', '.join(words)}"] * bool(words)
    return sorted(lines)


def resources(world: World, stack: str) -> list[Recording]:
    """The checkpoint's resources, secrets opened, masked and sorted: siblings have no order."""
    latest = json.loads(checkpoint_of(world, stack).read_bytes())["checkpoint"]["latest"]
    vault = Vault(Passphrase(world.passphrase, latest["secrets_providers"]["state"]["salt"]))
    found = [masked_resource(vault.open(item["urn"], item)) for item in latest.get("resources") or ()]  # pyright: ignore
    pending = [
        {"pending": item["type"], **masked_resource(item["resource"])}
        for item in latest.get("pending_operations") or ()
    ]
    return sorted(found + pending, key=lambda item: (str(item["urn"]), str(item)))


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
