"""A service as data: what `service.yaml` says, checked and with the place of everything that a person wrote.

Loading is in `loading.py`, references in `references.py`, order in `graph.py`; nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

from stackwright.errors import Location, UsageError
from stackwright.service.baseline import Known
from stackwright.service.levels import LevelSet
from stackwright.service.names import suggest
from stackwright.service.waivers import Waiver
from stackwright.wire.values import Value

Cloud = Literal["aws", "azure", "gcp", "private"]
Input: TypeAlias = (
    "bool | int | float | str | Reference | Template | SecretSource | list[Input] | dict[str, Input] | None"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """`${part}`, `${part.output}`, `${part.output.key[0]}` or `${service/part.output}`.

    `service` is None for a part of the same service. An empty `path` means the whole part: a mapping of its outputs.
    """

    part: str
    path: tuple[str | int, ...] = ()
    service: str | None = None
    where: Location | None = field(default=None, compare=False)

    def __str__(self) -> str:
        head = f"{self.service}/{self.part}" if self.service else self.part
        return "${" + head + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in self.path) + "}"


@dataclass(frozen=True, slots=True)
class Template:
    """Text with references inside, such as `https://${web.hostname}/health`. Pieces are in order."""

    pieces: tuple[str | Reference, ...]


@dataclass(frozen=True, slots=True)
class SecretSource:
    """`{secret: {env: NAME}}`, `{secret: {file: PATH}}` or `{secret: {config: KEY}}`: never a literal."""

    kind: Literal["env", "file", "config"]
    name: str
    where: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One unit of a service in one environment; overrides of that environment are already merged in.

    Exactly one of `blueprint` and `program` is set. `stack` is the Pulumi stack's name, `project` its project.
    `directory` is the Pulumi project's folder (the service's own for a blueprint).
    """

    name: str
    blueprint: str | None = None
    version: str = "*"
    """The wanted range: `^1`, `~1.2`, `>=1.0,<2`, `1.4.0` or `*`."""
    program: Path | None = None
    cloud: Cloud | None = None
    inputs: Mapping[str, Input] = field(default_factory=dict[str, "Input"])
    after: Sequence[str] = ()
    was: Sequence[str] = ()
    stack: str
    project: str
    directory: Path
    where: Location
    places: Mapping[tuple[str | int, ...], Location] = field(
        default_factory=dict[tuple[str | int, ...], Location], repr=False, compare=False
    )
    """Where each input stands, by its path below `inputs`."""
    keys: Mapping[str, Location] = field(default_factory=dict[str, Location], repr=False, compare=False)
    """Where the part's own keys stand (`blueprint`, `cloud`, …), in the environment where that overrides them."""
    written: Mapping[tuple[str | int, ...], str] = field(
        default_factory=dict[tuple[str | int, ...], str], repr=False, compare=False
    )
    """How plain scalars that are no text were written: a schema that wants text keeps `1.10` as it is."""

    def at(self, *path: str | int) -> Location:
        """Where an input stands, or the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return self.where


PolicyLevel = Literal["advisory", "mandatory", "remediate", "disabled"]


@dataclass(frozen=True, slots=True)
class Policies:
    """Folders of CrossGuard packs, levels of policies by name (`all` for every one), a JSON file with more, waivers.

    `level_set` is what a file of levels says; what is in `levels` beats it.
    """

    packs: Sequence[Path] = ()
    levels: Mapping[str, PolicyLevel] = field(default_factory=dict[str, "PolicyLevel"])
    config: Path | None = None
    waivers: Sequence[Waiver] = ()
    never: Sequence[str] = ()
    """Policies that cannot be waived; `*` stands for anything."""
    baseline: Sequence[Known] = ()
    level_set: LevelSet | None = None
    places: Mapping[str, Location] = field(default_factory=dict[str, Location], repr=False, compare=False)
    """Where each of `levels` stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Where a service runs, and under which rules. `backend` is a Pulumi URL; relative `file://` ones are resolved
    against the service's folder. `providers` maps clouds to provider configuration.
    """

    name: str
    backend: str
    secrets: str
    providers: Mapping[Cloud, Mapping[str, Value]]
    approve: Sequence[str] = ()
    policies: Policies = field(default_factory=Policies)
    cost_centre: str = ""
    expires: date | None = None
    """The day after which it is not needed. Like `cost_centre`, the service's where the environment says nothing."""
    allow: Sequence[str] = ()
    """What simulated clouds take here although real ones would refuse it: kinds of refusals, by name."""
    refuse: Sequence[str] = ()
    """What they refuse here although they leave it out elsewhere, such as `quotas`."""
    where: Location
    places: Mapping[str, Location] = field(default_factory=dict[str, Location], repr=False, compare=False)
    """Where `backend`, `secrets` and each cloud's providers stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One deployed system: a folder with a `service.yaml`. `parts` holds, per environment, the parts in file order."""

    name: str
    owner: str
    folder: Path
    path: Path
    environments: Mapping[str, Environment]
    parts: Mapping[str, Mapping[str, Part]]

    def environment(self, name: str) -> Environment:
        """Raises UsageError, with the nearest right name, where there is no such environment."""
        if name in self.environments:
            return self.environments[name]
        hint = suggest(name, self.environments, what="Its environments are")
        raise UsageError(f"service '{self.name}' has no environment '{name}'", hint=hint)

    def part(self, environment: str, name: str) -> Part:
        """Raises UsageError, with the nearest right name, where the environment has no such part."""
        self.environment(environment)
        parts = self.parts[environment]
        if name in parts:
            return parts[name]
        if any(name in others for others in self.parts.values()):
            message = f"part '{name}' of service '{self.name}' is not enabled in environment '{environment}'"
            raise UsageError(message)
        hint = suggest(name, parts, what="Its parts are")
        raise UsageError(f"service '{self.name}' has no part '{name}'", hint=hint)


class BlueprintInfo(Protocol):
    """What the service layer must know of a blueprint; `stackwright_blueprints` satisfies it without importing this."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def lifecycle(self) -> str: ...
    @property
    def clouds(self) -> Mapping[Cloud, Sequence[str]]:
        """The Pulumi packages that each cloud needs; empty for one that only joins parts on other clouds."""
        ...

    @property
    def reaches(self) -> Mapping[Cloud, Sequence[str]]:
        """The Pulumi packages that it uses on the cloud of another part, which an input names whole."""
        ...

    def context(self, **told: Any) -> object:  # noqa: ANN401 - a dataclass of the blueprints' own
        """What `load()`'s function is told about where it deploys: service, part, environment, cloud (`hybrid` where
        it has none of its own), owner, providers, tags, location, locations.
        """
        ...

    def load(self) -> Callable[[Any, Mapping[str, Any]], Mapping[str, Any] | Awaitable[Mapping[str, Any]]]:
        """Import the blueprint's code; the function takes the context and the inputs, and returns the outputs by name,
        now or when it is awaited.

        An error with a true attribute `for_people` is a message for whoever uses the blueprint, not a bug in it.
        """
        ...

    def misfits(self, inputs: Mapping[str, Any]) -> Iterable[tuple[str, str, str | None]]:
        """Which inputs do not fit together: the input, what is wrong, what to do. `inputs` holds what is written out,
        and whole parts as mappings with `cloud`, `blueprint` and their written-out `inputs`.
        """
        ...

    def input_schema(self) -> Mapping[str, Any]:
        """JSON Schema (draft 2020-12) of the inputs as an object, `additionalProperties: false`.

        Vendor keys: `x-secret`, `x-immutable`, `x-part` (a blueprint's name or a list: the whole part is expected) and
        `x-same-cloud` (that part is on the same cloud).
        """
        ...

    def output_schema(self) -> Mapping[str, Any]:
        """JSON Schema of the outputs as an object; every declared output is a property."""
        ...


class Catalogue(Protocol):
    """Where blueprints are found by name."""

    def names(self) -> Sequence[str]: ...

    def versions(self, name: str) -> Sequence[BlueprintInfo]:
        """The installed versions of one blueprint, newest first; empty if there is none."""
        ...
