"""A part added to a service: its inputs, and providers for its cloud where an environment has none yet."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, cast

import yaml

from stackwright.errors import InvalidInput, ServiceError, StackwrightError, UsageError
from stackwright.service.authoring.insertion import Entry, Insertion, apply, insert
from stackwright.service.links import wanted_parts
from stackwright.service.loading import load_service
from stackwright.service.model import BlueprintInfo, Catalogue, Cloud, Service
from stackwright.service.names import NAME, NAME_RULE, suggest
from stackwright.service.source import Source, read
from stackwright.service.versions import parse_version, resolve

Ask = Callable[[str, str, str | None], str | None]
"""Asks a person for an input: its name, what it is, and an example; None where nobody can be asked."""

EXAMPLES: Final[Mapping[Cloud, Mapping[str, str]]] = {
    "aws": {"region": "eu-west-1"},
    "azure": {"location": "westeurope"},
    "gcp": {"project": "my-project", "region": "europe-west1"},
    "private": {"cloud": "lab", "context": "lab"},
}
"""What a person has to put right before anything real: how to reach each cloud."""
_WIDTH: Final = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPart:
    """A part to be written. `inputs` maps names to YAML text on one line and what is said of it."""

    name: str
    blueprint: BlueprintInfo
    cloud: Cloud | None
    """None for a blueprint that has no cloud of its own."""
    inputs: Mapping[str, tuple[str, str]]

    @property
    def range(self) -> str:
        """What goes behind the blueprint's name: compatible with the newest."""
        version = parse_version(self.blueprint.version)
        return f"^{version.major}" if version.major else f"^{version.major}.{version.minor}"

    def entry(self) -> Entry:
        inputs = ", ".join(f"{name}: {text}" for name, (text, _) in self.inputs.items())
        block = [f"blueprint: {self.blueprint.name}@{self.range}", *([f"cloud: {self.cloud}"] if self.cloud else [])]
        flow = f"{{{', '.join(block)}"
        if self.inputs:
            block.append("inputs:")
            for name, (text, said) in self.inputs.items():
                block += [f"  {line}" for line in _wrapped(f"# {said}")] if said else []
                block.append(f"  {name}: {text}")
        optional = sorted(
            cast("dict[str, Any]", self.blueprint.input_schema()["properties"]).keys() - self.inputs.keys()
        )
        block += _wrapped("# Further inputs: " + ", ".join(optional) + ".") if optional else []
        return Entry(self.name, f"{flow}, inputs: {{{inputs}}}}}" if inputs else f"{flow}}}", block)


def choose(
    catalogue: Catalogue,
    name: str,
    blueprint: str,
    cloud: str | None,
    given: Mapping[str, str],
    ask: Ask,
    service: Service | None = None,
) -> NewPart:
    """Work out a part: the newest version, its cloud, and every input that it must have.

    An input comes from `given`, from a person, from a part of the service that has what is wanted, or is the example
    that the blueprint gives, marked as such.

    Raises:
        UsageError: there is no such blueprint, it does not run there, or an input is missing or unknown.
    """
    if not NAME.fullmatch(name):
        raise UsageError(f"'{name}' is no name for a part", hint=f"{NAME_RULE}.")
    try:
        info = resolve(catalogue, blueprint.partition("@")[0], blueprint.partition("@")[2] or "*", where=None)
    except ServiceError as error:
        raise UsageError(error.message, hint=error.hint) from error
    chosen = _cloud(info, cloud, service, ask)
    schema = info.input_schema()
    properties = cast("dict[str, dict[str, Any]]", schema["properties"])
    unknown = [each for each in given if each not in properties]
    if unknown:
        hint = suggest(unknown[0], properties, what="Its inputs are")
        raise UsageError(f"{info.name} has no input '{unknown[0]}'", hint=hint)
    inputs = {each: (text, "") for each, text in given.items()}
    for each in cast("Sequence[str]", schema.get("required") or ()):
        if each not in inputs:
            taken = {text for text, _ in inputs.values()}
            inputs[each] = _required(info, each, properties[each], chosen, service, ask, taken)
    return NewPart(name=name, blueprint=info, cloud=chosen, inputs=inputs)


def _cloud(info: BlueprintInfo, wanted: str | None, service: Service | None, ask: Ask) -> Cloud | None:
    offered = list(info.clouds)
    if not offered:
        if wanted is not None:
            raise UsageError(f"{info.name} has no cloud of its own", hint="It is where the parts are that it joins.")
        return None
    known = ", ".join(offered)
    if wanted is None and len(offered) == 1:
        return offered[0]
    if wanted is None:
        used = {part.cloud for parts in (service.parts.values() if service else ()) for part in parts.values()}
        likely = [each for each in offered if each in used] or offered
        wanted = ask("cloud", f"where it runs: {known}", likely[0])
        wanted = wanted or (likely[0] if len(likely) == 1 else None)
    if wanted is None:
        raise UsageError(f"{info.name} runs on several clouds", hint=f"Choose one with --cloud: {known}.")
    if wanted not in offered:
        raise UsageError(f"{info.name} does not run on {wanted}", hint=f"It runs on: {known}.")
    return wanted


def _required(
    info: BlueprintInfo,
    name: str,
    schema: Mapping[str, Any],
    cloud: Cloud | None,
    service: Service | None,
    ask: Ask,
    taken: Collection[str],
) -> tuple[str, str]:
    said = str(schema.get("description") or "")
    wanted = wanted_parts(schema)
    parts = _parts_of(wanted, cloud, service, taken)
    examples = cast("Sequence[Any]", schema.get("examples") or ())
    example = f"${{{parts[0]}}}" if parts else _yaml(examples[0]) if examples else None
    answer = ask(name, said, example)
    if answer:
        return answer, ""
    if parts:
        return f"${{{parts[0]}}}", "" if len(parts) == 1 else f"One of: {', '.join(parts)}."
    if example is None:
        hint = (
            f"Add a part of the blueprint {' or '.join(wanted)} first."
            if wanted
            else f"{said} Say it with --input {name}=VALUE."
        )
        raise UsageError(f"{info.name} needs the input '{name}', and nothing says what it is", hint=hint)
    first = " ".join(said.split()).partition(". ")[0].removesuffix(".")
    return example, f"An example, to be changed: {first[:1].lower()}{first[1:]}."


def _parts_of(
    blueprints: Collection[str], cloud: Cloud | None, service: Service | None, taken: Collection[str]
) -> list[str]:
    """The parts of a service that are what an input wants: first those that no other input has, on the same cloud."""
    if service is None:
        return []
    found = {part.name: part for parts in service.parts.values() for part in parts.values()}
    fitting = [part for part in found.values() if part.blueprint in blueprints]
    return [part.name for part in sorted(fitting, key=lambda part: (f"${{{part.name}}}" in taken, part.cloud != cloud))]


def add(path: Path, part: NewPart, catalogue: Catalogue) -> None:
    """Write a part into a `service.yaml`; the file is replaced at once, and only by one that is valid.

    Raises:
        UsageError: there is a part of that name, or the file was changed meanwhile.
        InvalidInput: the result would not be valid.
    """
    before = path.read_bytes()
    source = read(path)
    parts = _mapping(source, "parts")
    if part.name in _names(parts):
        raise UsageError(f"there is a part '{part.name}' already", hint="Choose another name, or change that part.")
    insertions = [insert(source, parts, part.entry()), *(_providers(source, part.cloud) if part.cloud else ())]
    bom = "\ufeff" if before.startswith(b"\xef\xbb\xbf") else ""
    _replace(path, before, (bom + apply(source.text, insertions)).encode(), catalogue)


def _providers(source: Source, cloud: Cloud) -> list[Insertion]:
    """How to reach the cloud, for each environment that does not say so."""
    flow = "{" + ", ".join(f"{key}: {value}" for key, value in EXAMPLES[cloud].items()) + "}"
    entry = Entry(cloud, flow, [])
    found: list[Insertion] = []
    for _, environment in _mapping(source, "environments").value:
        if not isinstance(environment, yaml.MappingNode):
            continue
        providers = _value(environment, "providers")
        if not isinstance(providers, yaml.MappingNode):
            block = [f"{cloud}: {flow} # an example: change it before anything real"]
            found.append(insert(source, environment, Entry("providers", f"{{{cloud}: {flow}}}", block)))
        elif cloud not in _names(providers):
            found.append(insert(source, providers, entry))
    return found


def _replace(path: Path, before: bytes, after: bytes, catalogue: Catalogue) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(after)
        shutil.copymode(path, draft)
        try:
            load_service(draft, catalogue)
        except InvalidInput as error:
            raise InvalidInput([_placed(each, path) for each in error.errors]) from None
        except StackwrightError as error:
            raise _placed(error, path) from None
        if path.read_bytes() != before:
            raise UsageError(f"{path} was changed meanwhile; nothing was written", hint="Do it again.")
        draft.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):  # what could not be written cannot be removed either
            draft.unlink(missing_ok=True)


def _placed(error: StackwrightError, path: Path) -> StackwrightError:
    if error.where is not None:
        error.where = replace(error.where, path=path)
    return error


def _mapping(source: Source, key: str) -> yaml.MappingNode:
    """The mapping under a key of the file; a service that was loaded has one."""
    node = _value(source.root, key)
    if not isinstance(node, yaml.MappingNode):
        raise UsageError(f"{source.path} has no mapping '{key}' to add to")
    return node


def _value(node: yaml.Node, key: str) -> yaml.Node | None:
    pairs = cast("list[tuple[yaml.Node, yaml.Node]]", node.value) if isinstance(node, yaml.MappingNode) else []
    return next((value for known, value in pairs if known.value == key), None)


def _names(node: yaml.MappingNode) -> set[str]:
    return {str(known.value) for known, _ in node.value}


def _yaml(value: object) -> str:
    """A value on one line: plain where that means the same, else as JSON, which is YAML."""
    if isinstance(value, str) and yaml.safe_load(f"a: {value}") == {"a": value}:
        return value
    return json.dumps(value, ensure_ascii=False)


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, _WIDTH, subsequent_indent="# ")
