"""A service against its blueprints and against itself: everything that can be known before a program runs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from stackwright.errors import Location, ServiceError
from stackwright.service.clouds import SETTINGS
from stackwright.service.crossing import round_trips
from stackwright.service.graph import external_name, find_cycles
from stackwright.service.links import PartsHere, Producer, check_links, check_target, wanted_parts
from stackwright.service.model import BlueprintInfo, Catalogue, Cloud, Environment, Part, SecretSource, Service
from stackwright.service.names import suggest
from stackwright.service.reaching import cloud_of, joined
from stackwright.service.references import references
from stackwright.service.schemas import DEFERRED, check, label, leaves, schema_at, settle
from stackwright.service.source import Faults
from stackwright.service.versions import resolve

Neighbour = Callable[[Service, str], Service | None]
"""Another service by the name that one calls it, if its file is at hand."""


def check_service(
    service: Service,
    catalogue: Catalogue | None,
    faults: Faults,
    *,
    declared: Collection[str],
    environments: Collection[str] | None,
    neighbour: Neighbour,
) -> Service:
    """Check a service and return it settled: clouds filled in where there is no choice, text kept where text is wanted.

    `declared` are the names of all parts, faulty and disabled ones included.
    """
    known = _Known(service, catalogue, faults, declared, neighbour)
    parts: dict[str, Mapping[str, Part]] = {}
    for name, environment in service.environments.items():
        looked_up = catalogue is not None and (environments is None or name in environments)
        parts[name] = _check_environment(known, environment, looked_up=looked_up)
        for fault in round_trips(service, name, neighbour):
            faults.add(*fault)
    settled = replace(service, parts=parts)
    _check_stacks(settled, faults)
    return settled


@dataclass(frozen=True, slots=True)
class _Known:
    """What every check needs, and what has been looked up already."""

    service: Service
    catalogue: Catalogue | None
    faults: Faults
    declared: Collection[str]
    neighbour: Neighbour
    blueprints: dict[tuple[str, str], BlueprintInfo | None] = field(default_factory=dict[Any, Any])
    settled: dict[tuple[int, int], Mapping[str, Any]] = field(default_factory=dict[Any, Any])

    def blueprint(self, part: Part) -> BlueprintInfo | None:
        """The version of the blueprint that the part gets; None if there is none, which has been told then."""
        if part.blueprint is None or self.catalogue is None:
            return None
        key = part.blueprint, part.version
        if key not in self.blueprints:
            try:
                where = part.keys.get("version") or part.keys.get("blueprint", part.where)
                self.blueprints[key] = resolve(self.catalogue, *key, where=where)
            except ServiceError as error:
                self.faults.found.append(error)
                self.blueprints[key] = None
        return self.blueprints[key]


def _check_environment(known: _Known, environment: Environment, *, looked_up: bool) -> Mapping[str, Part]:
    parts = dict(known.service.parts[environment.name])
    _check_order(known, PartsHere(environment.name, parts, known.declared))
    for part in parts.values():
        _check_old_names(known, part)
        if part.program is not None:
            _check_program(part, known.faults)
    if not looked_up:
        return parts
    blueprints = {name: known.blueprint(part) for name, part in parts.items()}
    for name, part in parts.items():
        blueprint = blueprints[name]
        if blueprint is not None:
            parts[name] = _settled(known, _check_cloud(known, part, blueprint), blueprint)
    producers = {name: Producer(part, blueprints[name]) for name, part in parts.items() if _is_known(part, blueprints)}
    used: dict[Cloud, str] = {}
    for name, part in parts.items():
        blueprint = blueprints[name]
        seen = producers | _outside(known, environment.name, part)
        schema = blueprint.input_schema() if blueprint is not None else None
        for message, where, hint in check_links(part, schema, seen):
            known.faults.add(message, where, hint)
        if blueprint is not None:
            for cloud in _clouds(known, part, blueprint, seen):
                used.setdefault(cloud, name)
            _check_together(known, part, blueprint, seen)
    _check_providers(known, environment, used)
    return parts


def _clouds(known: _Known, part: Part, blueprint: BlueprintInfo, producers: Mapping[str, Producer]) -> Iterator[Cloud]:
    """The clouds that a part runs on and reaches; one that it cannot reach is a fault."""
    if part.cloud is not None:
        yield part.cloud
    full = f"{blueprint.name}@{blueprint.version}"
    schema = blueprint.input_schema()
    for path, reference in joined(part.inputs, schema):
        producer, wanted = producers.get(external_name(reference)), schema_at(schema, path) or {}
        cloud = cloud_of(producer.part, producer.blueprint) if producer else None
        if producer is None or cloud in (None, part.cloud) or producer.part.blueprint not in wanted_parts(wanted):
            continue
        where = reference.where or part.at(*path)
        if wanted.get("x-same-cloud"):
            hint = f"Give it one on {part.cloud}."
            known.faults.add(
                f"'{label(path)}' is on the same cloud as its part; {reference} is on {cloud}", where, hint
            )
        elif cloud in blueprint.reaches:
            yield cloud
        elif blueprint.reaches:  # one that reaches nothing takes the part's outputs, and no more
            hint = f"It reaches: {', '.join(blueprint.reaches)}."
            known.faults.add(f"'{label(path)}': {full} does not reach a part on {cloud}", where, hint)


def _check_together(known: _Known, part: Part, blueprint: BlueprintInfo, producers: Mapping[str, Producer]) -> None:
    """Whether the inputs fit together, as far as this file and its neighbours tell them."""
    schema = blueprint.input_schema()
    told = _written_out(part.inputs)
    for path, reference in joined(part.inputs, schema):
        producer = producers.get(external_name(reference))
        if len(path) == 1 and producer is not None and producer.blueprint is not None:
            told[str(path[0])] = {
                "cloud": cloud_of(producer.part, producer.blueprint),
                "blueprint": producer.blueprint.name,
                "inputs": _written_out(producer.part.inputs),
            }
    for name, message, hint in blueprint.misfits(told):
        known.faults.add(message, part.at(name), hint)


def _written_out(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs in which nothing comes from elsewhere."""
    return {
        name: value
        for name, value in inputs.items()
        if not any(isinstance(leaf, DEFERRED) for _, leaf in leaves(value))
    }


def _is_known(part: Part, blueprints: Mapping[str, BlueprintInfo | None]) -> bool:
    return part.program is not None or blueprints[part.name] is not None


def _check_order(known: _Known, here: PartsHere) -> None:
    """Every name in a reference or in `after` is a part's, and no part waits for itself."""
    parts = here.parts
    needed: dict[str, list[str]] = {name: [] for name in parts}
    places: dict[tuple[str, str], Location] = {}
    for name, part in parts.items():
        for path, reference, _ in references(dict(part.inputs)):
            fault = None if reference.service else check_target(part, path, reference, here)
            if fault:
                known.faults.add(*fault)
            elif not reference.service:
                needed[name].append(reference.part)
                places.setdefault((name, reference.part), reference.where or part.where)
        for other in part.after:
            where = part.keys.get("after", part.where)
            if other == name:
                known.faults.add(f"part '{name}' is after itself", where)
            elif other in parts:
                needed[name].append(other)
                places.setdefault((name, other), where)
            elif other not in known.declared:
                hint = suggest(other, parts, what="The parts are")
                known.faults.add(f"`after` names a part that does not exist: '{other}'", where, hint)
    for cycle in find_cycles(needed):
        hint = "Take out one of these references, or split a part in two."
        known.faults.add(f"parts wait for each other: {' → '.join(cycle)}", places[cycle[0], cycle[1]], hint)


def _check_old_names(known: _Known, part: Part) -> None:
    for name in part.was:
        if name in known.declared:
            hint = "Name only what the part was called before and no part is called now."
            known.faults.add(f"`was` of '{part.name}' names a part that is there: '{name}'", part.keys["was"], hint)


def _check_program(part: Part, faults: Faults) -> None:
    """The inputs of a program become its stack's configuration, which Pulumi reads before anything else runs."""
    for path, _, _ in references(dict(part.inputs)):
        hint = "The program reads it itself: pulumi.StackReference(…).get_output(…); say `after:` here for the order."
        faults.add(f"'{label(path)}' of program '{part.name}' is a reference", part.at(*path), hint)
    for path, value in leaves(part.inputs):
        if isinstance(value, SecretSource):
            hint = f"Set it in the program's own stack: pulumi config set --secret {path[0]}."
            faults.add(f"'{label(path)}' of program '{part.name}' is a secret", part.at(*path), hint)
    if "cloud" in part.keys and "blueprint" not in part.keys:
        faults.add(f"part '{part.name}' is a program and has no cloud", part.keys["cloud"], "Its own code says where.")


def _check_cloud(known: _Known, part: Part, blueprint: BlueprintInfo) -> Part:
    offered = list(blueprint.clouds)
    if part.cloud is None and len(offered) == 1:
        return replace(part, cloud=offered[0])
    full = f"{blueprint.name}@{blueprint.version}"
    if not offered:
        if "cloud" in part.keys:
            hint = "Take `cloud` out: it is where the parts are that it joins."
            known.faults.add(f"{full} has no cloud of its own", part.keys["cloud"], hint)
        return replace(part, cloud=None)
    if part.cloud is None and "cloud" not in part.keys:
        known.faults.add(f"part '{part.name}' names no cloud", part.where, f"{full} runs on: {', '.join(offered)}.")
    elif part.cloud is not None and part.cloud not in offered:
        where = part.keys.get("cloud", part.where)
        known.faults.add(f"{full} does not run on {part.cloud}", where, f"It runs on: {', '.join(offered)}.")
    return part


def _check_providers(known: _Known, environment: Environment, used: Mapping[Cloud, str]) -> None:
    """Whether the environment says how to reach every cloud. `used` names a part for each."""
    for cloud, part in used.items():
        if _has_providers(environment, cloud):
            continue
        required = ", ".join(f"{name}: …" for name, setting in SETTINGS[cloud].items() if setting.required)
        hint = f"Add to environments.{environment.name}.providers: {cloud}: {{{required}}}."
        where = environment.places.get("providers", environment.where)
        known.faults.add(
            f"environment '{environment.name}' has no providers for {cloud}, which '{part}' needs", where, hint
        )


def _has_providers(environment: Environment, cloud: str) -> bool:
    """Whether the environment says how to reach a cloud, or tried to in a way that has been told as a fault."""
    tried = not environment.providers and "providers" in environment.places
    return cloud in environment.providers or tried or f"providers.{cloud}" in environment.places


def _settled(known: _Known, part: Part, blueprint: BlueprintInfo) -> Part:
    """Check the inputs against the schema, once for all environments that do not change them."""
    schema = blueprint.input_schema()
    key = id(part.inputs), id(blueprint)
    if key not in known.settled:
        known.settled[key] = inputs = settle(part.inputs, part.written, schema)
        for path, message, hint in check(inputs, schema, part.places):
            where = part.at(*path) if path else part.keys.get("inputs", part.where)
            known.faults.add(message, where, hint)
    return replace(part, inputs=known.settled[key])


def _outside(known: _Known, environment: str, part: Part) -> dict[str, Producer]:
    """The parts of other services that a part refers to, where their files are at hand."""
    found: dict[str, Producer] = {}
    for path, reference, _ in references(dict(part.inputs)):
        other = known.neighbour(known.service, reference.service) if reference.service else None
        if other is None:
            continue
        where = reference.where or part.at(*path)
        if environment not in other.environments:
            hint = f"It has: {', '.join(other.environments)}."
            known.faults.add(f"{reference}: service '{other.name}' has no environment '{environment}'", where, hint)
        elif reference.part not in other.parts[environment]:
            hint = suggest(reference.part, other.parts[environment], what="Its parts are")
            known.faults.add(f"{reference}: service '{other.name}' has no part '{reference.part}'", where, hint)
        else:
            target = other.parts[environment][reference.part]
            found[f"{reference.service}/{reference.part}"] = Producer(target, known.blueprint(target))
    return found


def _check_stacks(service: Service, faults: Faults) -> None:
    """No two parts, in any environments, keep their resources in one stack."""
    taken: dict[tuple[str, str, str], tuple[str, Part]] = {}
    for environment, parts in service.parts.items():
        backend = service.environments[environment].backend if environment in service.environments else environment
        for part in parts.values():
            key = backend, part.project, part.stack
            if key not in taken:
                taken[key] = environment, part
                continue
            other_environment, other = taken[key]
            where = part.keys.get("stack", part.where)
            what = f"'{other.name}' in {other_environment} and '{part.name}' in {environment}"
            hint = "Give one of them its own: `stack:`, in the part or in environments.NAME.parts."
            faults.add(f"{what} are both stack '{part.stack}' of project '{part.project}'", where, hint)
