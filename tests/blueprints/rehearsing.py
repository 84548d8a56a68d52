"""Blueprints deployed for real on simulated clouds: the embedded engine, the installed SDKs, a world of its own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import entry_points
from inspect import isawaitable
from pathlib import Path
from typing import Any

import pulumi
import yaml
from stackwright_blueprints.model import ENTRY_POINT_GROUP, Blueprint

from stackwright.engine import events
from stackwright.engine.embedded import EmbeddedEngine
from stackwright.engine.protocol import Outcome, Stack
from stackwright.engine.state.store import MemoryStore
from stackwright.simcloud import open_host
from stackwright.wire.values import Properties

TAGS = {"owner": "team-retail", "service": "shop", "part": "part", "environment": "dev", "managed-by": "stackwright"}
PROVIDERS: Mapping[str, Mapping[str, Any]] = {
    "gcp": {"project": "shop-dev"},
    "kubernetes": {"context": "lab"},
}


@dataclass(frozen=True)
class Example:
    """One file of a blueprint's `examples` folder: a cloud, a location, and inputs.

    One that only joins parts has no cloud, and the `locations` of those that it reaches.
    """

    blueprint: Blueprint
    path: Path
    cloud: Any
    location: str
    inputs: Mapping[str, Any]
    locations: Mapping[Any, str] = field(default_factory=dict)

    @property
    def packages(self) -> list[tuple[str, str]]:
        """The Pulumi packages that it needs, each with its location."""
        if self.blueprint.clouds:
            return [(package, self.location) for package in self.blueprint.clouds[self.cloud]]
        reached = {p: at for cloud, at in self.locations.items() for p in self.blueprint.reaches[cloud]}
        return list(reached.items())

    def __str__(self) -> str:
        return f"{self.blueprint.name}/{self.path.stem}"


def blueprints() -> list[Blueprint]:
    """Every installed blueprint, once: an editable install may be listed twice."""
    points = {(point.name, point.value): point for point in entry_points(group=ENTRY_POINT_GROUP)}
    return [point.load() for _, point in sorted(points.items())]


def examples(*names: str) -> Iterator[Example]:
    for blueprint in blueprints():
        folder = Path(str(import_module(blueprint.build.partition(".build:")[0]).__file__)).parent / "examples"
        for path in sorted(folder.glob("*.yaml")) if not names or blueprint.name in names else ():
            said = yaml.safe_load(path.read_text(encoding="utf-8"))
            where = said.get("cloud", "hybrid"), said.get("location", "")
            yield Example(blueprint, path, *where, said["inputs"], said.get("locations", {}))


def clouds_named(inputs: Any) -> Iterator[Any]:
    """The clouds of the whole parts among `inputs`, which have a `blueprint`, too."""
    if isinstance(inputs, Mapping):
        if {"cloud", "blueprint"} <= set(inputs):
            yield inputs["cloud"]
        for value in inputs.values():
            yield from clouds_named(value)


@dataclass
class Rehearsal:
    """One stack of one blueprint in one world."""

    folder: Path
    example: Example
    events: list[events.Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._inputs = self.example.inputs
        self._engine = EmbeddedEngine(
            lambda: open_host(self.folder / "clouds.sqlite", "key"),
            store=MemoryStore(),
            program=lambda _: self._program,
        )
        self._stack = Stack(
            name="dev.part",
            project="shop",
            directory=self.folder,
            backend="",
            environment={"PULUMI_CONFIG_PASSPHRASE": "a passphrase"},
            inherit_environment=False,
        )

    def preview(self, **changes: Any) -> Outcome:
        return self._do(self._engine.preview, changes)

    def up(self, **changes: Any) -> Outcome:
        return self._do(self._engine.up, changes)

    def destroy(self, *, refused: bool = False) -> Outcome:
        return self._do(self._engine.destroy, {}, result="failed" if refused else "succeeded")

    @property
    def outputs(self) -> Properties:
        return self._engine.outputs(self._stack) or {}

    def world(self) -> list[str]:
        """What the clouds have, by URN."""
        host = open_host(self.folder / "clouds.sqlite", "key")
        try:
            return [resource.urn for resource in host.resources()]
        finally:
            host.close()

    def kept(self, token: str) -> list[Properties]:
        """What the clouds keep of each resource of a type."""
        host = open_host(self.folder / "clouds.sqlite", "key")
        try:
            return [it.outputs for it in host.resources() if it.type == token]
        finally:
            host.close()

    def leaks(self, text: str) -> list[str]:
        """Where `text` can be read: files of the world, or `state`."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        found = [path.name for path in files if text.encode() in path.read_bytes()]
        return found + ["state"] * (text in json.dumps(self._engine.export(self._stack)))

    def unprotect(self) -> None:
        """As `pulumi state unprotect --all` does, and somebody in the cloud's console."""
        deployment: Any = self._engine.export(self._stack)
        for resource in deployment["deployment"]["resources"]:
            resource.pop("protect", None)
        self._engine.import_(self._stack, deployment)
        host = open_host(self.folder / "clouds.sqlite", "key")
        try:
            host.lift_protection()
        finally:
            host.close()

    def steps(self) -> Counter[tuple[str, str, str]]:
        """The (operation, type, name) of the last call's steps that change something."""
        return Counter((step.op, step.type, step.urn.rpartition("::")[2]) for step in self.done())

    def done(self) -> list[Any]:
        """The last call's steps that change something, in the order in which they were done."""
        found = [event.step for event in self.events if isinstance(event, events.StepDone)]
        return [step for step in found if step.op not in ("same", "read")]

    def _do(self, operation: Any, changes: Mapping[str, Any], *, result: str = "succeeded") -> Outcome:
        self._inputs = {key: it for key, it in {**self._inputs, **changes}.items() if it is not None}
        self.events = []
        outcome: Outcome = operation(self._stack, self.events.append)
        assert outcome.result == result, outcome.error
        return outcome

    async def _program(self) -> None:
        example = self.example
        needed = dict(example.packages)
        for cloud in clouds_named(self._inputs):
            needed |= {
                package: example.location
                for package in example.blueprint.reaches.get(cloud, ())
                if package not in needed
            }
        providers = {
            package: import_module("pulumi_" + package.replace("-", "_")).Provider(package, **_provider(package, at))
            for package, at in needed.items()
        }
        context = example.blueprint.context(
            service="shop",
            part="part",
            environment="dev",
            cloud=example.cloud,
            owner="team-retail",
            providers=providers,
            tags=TAGS,
            location=example.location,
            locations=example.locations or {example.cloud: example.location},
        )
        built = example.blueprint.load()(context, self._inputs)
        for name, value in (await built if isawaitable(built) else built).items():
            pulumi.export(name, value)


def _provider(package: str, location: str) -> Mapping[str, Any]:
    place = {"aws": "region", "gcp": "region", "azure-native": "location"}.get(package)
    return {**PROVIDERS.get(package, {}), **({place: location} if place else {})}
