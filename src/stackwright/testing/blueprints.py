"""A blueprint by itself, as a part of a service would deploy it: checked inputs, explicit providers, tags, outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, cast

from stackwright.deploy.target import real_stack
from stackwright.engine.protocol import PolicyPack, Stack
from stackwright.errors import InvalidInput, Location, ServiceError, UsageError
from stackwright.service.catalogue import Blueprints, installed
from stackwright.service.facts import facts_of
from stackwright.service.model import BlueprintInfo, Cloud, Environment, Part, SecretSource, Service
from stackwright.service.names import suggest
from stackwright.service.schemas import check, label
from stackwright.service.sdks import require_sdks
from stackwright.service.versions import resolve
from stackwright.testing.result import Operation
from stackwright.testing.subjects import Changes, Ended, Hear, engine_in, run_stack, unprotect
from stackwright.testing.world import OwnWorld
from stackwright.wire.values import Value, is_secret, reveal

SETTINGS: Final[Mapping[Cloud, Mapping[str, Value]]] = {
    "aws": {"region": "eu-west-1"},
    "azure": {"location": "westeurope"},
    "gcp": {"project": "rehearsal", "region": "europe-west1"},
    "private": {"context": "lab", "cloud": "lab"},
}
"""What providers are configured with unless a test says otherwise."""
_PART: Final = "part"
_HERE: Final = Location(Path("rehearse"), 0, 0)
_SECRET: Final = SecretSource("env", "GIVEN_BY_THE_TEST")
"""What stands for a secret value where inputs are checked: a service's file may not hold one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """A blueprint with inputs, in an environment of its own."""

    blueprint: BlueprintInfo
    service: Service
    inputs: Mapping[str, Any]

    @property
    def title(self) -> str:
        cloud = self._part.cloud
        return self.blueprint.name + (f" on {cloud}" if cloud else "")

    @property
    def environment(self) -> str:
        return next(iter(self.service.environments))

    @property
    def _part(self) -> Part:
        return self.service.parts[self.environment][_PART]

    def changed(self, changes: Changes) -> Blueprint:
        inputs = {name: value for name, value in {**self.inputs, **changes}.items() if value is not None}
        _check(self.blueprint, inputs)
        return replace(self, inputs=inputs)

    def run(self, world: OwnWorld, operation: Operation, packs: Sequence[PolicyPack], hear: Hear) -> Ended:
        environment = self.service.environments[self.environment]
        facts = facts_of(self.service, environment, _PART)
        told = [replace(pack, facts={**facts, **pack.facts}) for pack in packs]
        return run_stack(world, self._stack(world), self._build, operation, told, hear)

    def unprotect(self, world: OwnWorld) -> None:
        unprotect(engine_in(world), self._stack(world))

    def _stack(self, world: OwnWorld) -> Stack:
        environment = self.service.environments[self.environment]
        return world.place.stack_for(replace(real_stack(self._part, environment), config={}))

    async def _build(self) -> None:
        from stackwright.program.deploying import build
        from stackwright.program.target import Target

        catalogue = Blueprints([self.blueprint])
        environment = self.service.environments[self.environment]
        target = Target(self.service, environment, self._part, self.blueprint, catalogue)
        inputs = {name: _as_output(value) for name, value in self.inputs.items()}
        await build(target, inputs, dict.fromkeys(_reached(self.inputs)))


def find_blueprint(name: str) -> BlueprintInfo:
    """An installed blueprint by its name, `name` or `name@range`.

    Raises:
        UsageError: there is none; says which there are.
        ServiceError: none has such a version, or it cannot be imported.
    """
    catalogue = installed()
    wanted, _, version = name.partition("@")
    if wanted not in catalogue.names():
        hint = suggest(wanted, catalogue.names(), what="Installed are")
        raise UsageError(f"there is no blueprint '{wanted}', and no such folder", hint=hint)
    return resolve(catalogue, wanted, version or "*", where=_HERE)


def blueprint_alone(
    blueprint: BlueprintInfo,
    *,
    inputs: Mapping[str, Any],
    cloud: str,
    environment: str,
    providers: Mapping[str, Mapping[str, Value]],
) -> Blueprint:
    """A blueprint on a cloud; where it runs on one only, that need not be said.

    Raises:
        UsageError: it does not run there, or an SDK is not installed.
        InvalidInput: its inputs are wrong.
    """
    settings = {name: {**known, **providers.get(name, {})} for name, known in SETTINGS.items()}
    part = Part(
        name=_PART,
        blueprint=blueprint.name,
        cloud=_cloud(blueprint, cloud),
        stack=f"{environment}.{_PART}",
        project="rehearsal",
        directory=Path.cwd(),
        where=_HERE,
    )
    require_sdks([part], {_PART: part}, Blueprints([blueprint]))
    environments = {
        environment: Environment(
            name=environment,
            backend="",
            secrets="passphrase",
            providers=cast("Mapping[Cloud, Mapping[str, Value]]", settings),
            where=_HERE,
        )
    }
    service = Service(
        name="rehearsal",
        owner="team-rehearsal",
        folder=part.directory,
        path=_HERE.path,
        environments=environments,
        parts={environment: {_PART: part}},
    )
    return Blueprint(blueprint=blueprint, service=service, inputs={}).changed(inputs)


def _cloud(blueprint: BlueprintInfo, wanted: str) -> Cloud | None:
    clouds: Sequence[Cloud] = list(blueprint.clouds)
    if not wanted and len(clouds) <= 1:
        return clouds[0] if clouds else None
    if wanted not in clouds:
        said = f"not on {wanted}" if wanted else "so a test must say on which"
        raise UsageError(f"blueprint {blueprint.name} runs on {', '.join(clouds) or 'no cloud of its own'}, {said}")
    return wanted


def _check(blueprint: BlueprintInfo, inputs: Mapping[str, Any]) -> None:
    """
    Raises:
        InvalidInput: inputs that a service's file could not have either.
    """
    plain = {name: _without_secrets(value) for name, value in inputs.items()}
    faults = [(label(path), what, hint) for path, what, hint in check(plain, blueprint.input_schema())]
    faults += blueprint.misfits(plain) if not faults else ()
    if faults:
        full = f"{blueprint.name}@{blueprint.version}"
        raise InvalidInput(
            [ServiceError(": ".join(filter(None, (full, path, what))), hint=hint) for path, what, hint in faults]
        )


def _without_secrets(value: Any) -> Any:  # noqa: ANN401 - JSON
    if is_secret(value):
        return _SECRET
    if isinstance(value, Mapping):
        return {key: _without_secrets(item) for key, item in cast("Mapping[str, Any]", value).items()}
    return [_without_secrets(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value


def _as_output(value: Any) -> Any:  # noqa: ANN401 - JSON, or a Pulumi value
    """The value as a blueprint gets it: what is marked secret as a secret output."""
    if is_secret(value):
        import pulumi

        return pulumi.Output.secret(reveal(value))
    if isinstance(value, Mapping):
        return {key: _as_output(item) for key, item in cast("Mapping[str, Any]", value).items()}
    return [_as_output(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value


def _reached(inputs: Any) -> Iterator[Cloud]:  # noqa: ANN401 - JSON
    """The clouds of the whole parts among `inputs`: mappings with `cloud` and `blueprint`, as `${part}` gives them."""
    if isinstance(inputs, Mapping):
        found = cast("Mapping[str, Any]", inputs)
        if "cloud" in found:
            yield found["cloud"]
        for value in found.values():
            yield from _reached(value)
    elif isinstance(inputs, list):
        for item in cast("list[Any]", inputs):
            yield from _reached(item)
