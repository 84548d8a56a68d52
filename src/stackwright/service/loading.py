"""service.yaml, read and checked: either a `Service` comes out, or every fault of the file with its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from stackwright.errors import InvalidInput, Location, ServiceError
from stackwright.service.days import read_day
from stackwright.service.inputs import Inputs, merge, read_inputs
from stackwright.service.layout import FILE, SERVICE
from stackwright.service.model import Catalogue, Cloud, Environment, Part, Service
from stackwright.service.names import suggest
from stackwright.service.project import FILES, Project, find_project, stack_name
from stackwright.service.rules import read_policies
from stackwright.service.shape import Entries, decode
from stackwright.service.source import Faults, Source, read
from stackwright.service.versions import parse_range
from stackwright.wire.values import Value


def load_service(path: Path, catalogue: Catalogue | None, *, environments: Collection[str] | None = None) -> Service:
    """Load and check a service from its `service.yaml`, or from the folder that holds it.

    With a catalogue, everything that depends on blueprints is checked too: versions, clouds, inputs, outputs; without,
    what the file says by itself. `environments` names those to check against it (all): an interpreter may hold other
    versions than another environment of the same service uses.

    Raises:
        InvalidInput: the file says something wrong; all faults, in the order of the file.
        ServiceError: there is no such file, or it is no YAML.
    """
    from stackwright.service.validation import check_service

    path = (path / FILE if path.is_dir() and path.name != FILE else path).absolute()
    source, faults = read(path), Faults()
    entries = decode(source, SERVICE, faults)
    service = _service(source, entries, faults)
    declared = entries.entries("parts").keys

    checked = check_service(
        service,
        catalogue,
        faults,
        declared=declared,
        environments=environments,
        neighbour=neighbours(),
    )
    if faults.found:
        raise InvalidInput(faults.sorted())
    return checked


def load_neighbour(service: Service, name: str) -> Service | None:
    """Another service, from the folder beside this one that has its name; read, but not checked. None if there is none.

    Raises:
        ServiceError, InvalidInput: its file is there, but cannot be read.
    """
    path = path_of_neighbour(service, name)
    if path is None:
        return None
    source, faults = read(path), Faults()
    found = _service(source, decode(source, SERVICE, faults), faults)
    if faults.found:
        raise InvalidInput(faults.sorted())
    return found


def path_of_neighbour(service: Service, name: str) -> Path | None:
    """The file of another service: in the folder beside this one that has its name. None if there is none."""
    path = service.folder.parent / name / FILE
    return path if path.is_file() else None


def neighbours() -> Callable[[Service, str], Service | None]:
    """`load_neighbour`, which reads each file once."""
    found: dict[Path, Service | None] = {}

    def neighbour(service: Service, name: str) -> Service | None:
        folder = service.folder.parent / name
        if folder not in found:
            found[folder] = load_neighbour(service, name)
        return found[folder]

    return neighbour


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A part before any environment is looked at."""

    name: str
    entries: Entries
    where: Location
    inputs: Inputs
    project: Project | None
    directory: Path


def _service(source: Source, entries: Entries, faults: Faults) -> Service:
    folder = source.path.parent.resolve()
    name = entries.text("service", folder.name)
    own = _own_project(entries, name, folder, faults)
    sketches = [
        _sketch(source, part, found, entries.entries("parts").keys[part], own, folder, faults)
        for part, found in entries.entries("parts").items()
    ]
    environments = entries.entries("environments")
    for key in ("parts", "environments"):
        if key in entries.values and not entries.entries(key).keys:
            faults.add(f"'{key}' is empty", entries.at(key), f"{key}: {SERVICE.keys[key].description}")
    of_all = _Facts(entries.text("cost_centre"), read_day(entries, "expires", faults))
    overrides = {env: _overrides(source, found, entries, faults) for env, found in environments.items()}
    parts = {
        env: {
            part.name: part
            for sketch in sketches
            if (part := _part(env, name, sketch, overrides[env].get(sketch.name), folder, faults)) is not None
        }
        for env in environments.values
    }
    return Service(
        name=name,
        owner=entries.text("owner"),
        folder=folder,
        path=source.path,
        environments={
            env: _environment(env, found, of_all, environments.keys[env], folder, faults)
            for env, found in environments.items()
        },
        parts=parts,
    )


def _own_project(entries: Entries, name: str, folder: Path, faults: Faults) -> Project | None:
    """The service's own Pulumi project, which its blueprints are deployed from."""
    parts = entries.entries("parts")
    if not any("blueprint" in part.values for _, part in parts.items()):
        return None
    try:
        project = find_project(folder)
    except (ServiceError, InvalidInput) as error:
        faults.found.append(error)
        return None
    where = entries.at("service")
    if project is None:
        hint = f"Add {FILES[0]} with `name: {name}` and `runtime: python`."
        faults.add("the service's folder is no Pulumi project", where, hint)
    elif project.name != name and "service" in entries.values:
        message = f"the service is '{name}', its Pulumi project '{project.name}' ({project.path.name})"
        faults.add(message, where, "Give them the same name: other services refer to the project by it.")
    return project


def _sketch(
    source: Source, name: str, entries: Entries, where: Location, own: Project | None, folder: Path, faults: Faults
) -> _Sketch:
    node = entries.values.get("inputs")
    inputs = read_inputs(source, node, faults) if node is not None else Inputs()
    blueprint, program = "blueprint" in entries.keys, "program" in entries.keys
    if blueprint == program:
        both = "has both a blueprint and a program" if blueprint else "has neither a blueprint nor a program"
        faults.add(f"part '{name}' {both}", where, "Give it one: blueprint: NAME@RANGE, or program: FOLDER.")
    if "stack" in entries.keys and blueprint:
        hint = "Only a program may name its stack."
        faults.add(f"part '{name}' is a blueprint; its stack is ENVIRONMENT.{name}", entries.keys["stack"], hint)
    if "program" not in entries.values:
        return _Sketch(name, entries, where, inputs, own, folder)
    directory = (folder / entries.text("program")).resolve()
    project = _program_project(directory, entries, faults)
    return _Sketch(name, entries, where, inputs, project, directory)


def _program_project(directory: Path, entries: Entries, faults: Faults) -> Project | None:
    where = entries.at("program")
    if not directory.is_dir():
        siblings = directory.parent.iterdir() if directory.parent.is_dir() else ()
        hint = suggest(
            directory.name, sorted(path.name for path in siblings if path.is_dir()), what="Beside it there are"
        )
        faults.add(f"there is no folder {entries.text('program')}", where, hint)
        return None
    try:
        project = find_project(directory)
    except (ServiceError, InvalidInput) as error:
        faults.found.append(error)
        return None
    if project is None:
        hint = f"A program is a Pulumi project of its own, with a {FILES[0]}."
        faults.add(f"the folder {entries.text('program')} has no {FILES[0]}", where, hint)
    return project


@dataclass(frozen=True, slots=True)
class _Override:
    entries: Entries
    inputs: Inputs


def _overrides(source: Source, environment: Entries, service: Entries, faults: Faults) -> dict[str, _Override]:
    declared = service.entries("parts").keys
    found: dict[str, _Override] = {}
    for name, entries in environment.entries("parts").items():
        if name not in declared:
            hint = suggest(name, declared, what="Its parts are")
            faults.add(f"the service has no part '{name}'", environment.entries("parts").keys[name], hint)
            continue
        node = entries.values.get("inputs")
        found[name] = _Override(entries, read_inputs(source, node, faults) if node is not None else Inputs())
    return found


def _part(
    environment: str, service: str, sketch: _Sketch, override: _Override | None, folder: Path, faults: Faults
) -> Part | None:
    base = sketch.entries
    over = override.entries if override else Entries(sketch.where)
    if not over.values.get("enabled", base.values.get("enabled", True)):
        return None
    values: dict[str, Any] = {**base.values, **over.values}
    inputs = merge(sketch.inputs, override.inputs) if override else sketch.inputs
    blueprint, version = _blueprint(base, over, sketch, faults)
    outside = not sketch.directory.is_relative_to(folder) and "program" in values
    return Part(
        name=sketch.name,
        blueprint=blueprint,
        version=version,
        program=sketch.directory if "program" in values else None,
        cloud=cast("Cloud | None", values.get("cloud")),
        inputs=inputs.values,
        after=base.texts("after"),
        was=base.texts("was"),
        stack=values.get("stack") or stack_name(environment, service, sketch.name, outside=outside),
        project=sketch.project.name if sketch.project else service,
        directory=sketch.directory,
        where=sketch.where,
        places=inputs.places,
        keys={**base.keys, **base.places, **{key: place for key, place in over.places.items() if key != "inputs"}},
        written=inputs.written,
    )


def _blueprint(base: Entries, over: Entries, sketch: _Sketch, faults: Faults) -> tuple[str | None, str]:
    """Name and range; an override names another blueprint, another range, or both."""
    if over.values and "program" in base.values:
        for key in ("blueprint", "version", "cloud"):
            if key in over.values:
                faults.add(f"part '{sketch.name}' is a program and has no {key}", over.keys[key])
        return None, "*"
    if "stack" in over.values and "blueprint" in base.values:
        faults.add(f"part '{sketch.name}' is a blueprint; it names no stack", over.keys["stack"])
    chosen = over if "blueprint" in over.values else base
    if "blueprint" not in chosen.values:
        return None, "*"
    name, _, wanted = chosen.text("blueprint").partition("@")
    where = chosen.at("blueprint")
    if "version" in over.values:
        if chosen is over and wanted:
            faults.add("the range is given twice, in `blueprint` and in `version`", over.keys["version"])
        wanted, where = over.text("version"), over.at("version")
    try:
        parse_range(wanted or "*")
    except ValueError as error:
        faults.add(str(error), where)
        wanted = "*"
    return name, wanted or "*"


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the service says for all of its environments."""

    cost_centre: str
    expires: date | None


def _environment(
    name: str, entries: Entries, of_all: _Facts, where: Location, folder: Path, faults: Faults
) -> Environment:
    providers = entries.entries("providers")
    return Environment(
        name=name,
        backend=_absolute(entries.text("backend"), folder),
        secrets=entries.text("secrets", "passphrase"),
        providers={cast("Cloud", cloud): _settings(found) for cloud, found in providers.items()},
        approve=entries.texts("approve"),
        policies=read_policies(entries.entries("policies"), name, folder, faults),
        cost_centre=entries.text("cost_centre", of_all.cost_centre),
        expires=read_day(entries, "expires", faults) or of_all.expires,
        allow=entries.entries("simulate").texts("allow"),
        refuse=entries.entries("simulate").texts("refuse"),
        where=where,
        places={
            **entries.keys,
            **entries.places,
            **{f"providers.{cloud}": place for cloud, place in providers.keys.items()},
        },
    )


def _settings(entries: Entries) -> Mapping[str, Value]:
    def plain(value: object) -> Value:
        if isinstance(value, Entries):
            return {key: plain(item) for key, item in value.values.items()}
        if isinstance(value, list):
            return [text for text, _ in cast("list[tuple[str, Location]]", value)]
        return cast("Value", value)

    return {key: plain(value) for key, value in entries.values.items()}


def _absolute(backend: str, folder: Path) -> str:
    """A `file://` URL with its path made absolute: relative ones start at the service's folder, `~` at home."""
    if not backend.startswith("file://"):
        return backend
    parts = urlsplit(backend)
    path = Path(unquote(backend.removeprefix("file://").partition("?")[0])).expanduser()
    absolute = (folder / path).resolve()
    return f"file://{absolute}" + (f"?{parts.query}" if parts.query else "")
