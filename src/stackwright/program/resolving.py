"""A part's inputs as its blueprint receives them: references become outputs, secret sources secret outputs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.output import UNKNOWN, Unknown
from pulumi.runtime.rpc import contains_unknowns

from stackwright.errors import StackwrightError
from stackwright.program.secret_sources import Config, read_secret
from stackwright.program.target import Target
from stackwright.program.upstream import Outputs
from stackwright.program.values import Missing, as_text, dig, shaped
from stackwright.service.graph import external_name
from stackwright.service.model import Input, Reference, SecretSource, Template
from stackwright.service.schemas import Schema, label, schema_at

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The inputs, and what of them is not there, a line each."""

    inputs: dict[str, Any]
    missing: list[str]


def resolve_inputs(target: Target, upstreams: Mapping[str, Outputs], config: Config) -> Resolved:
    """Replace every reference, template and secret source in the part's inputs.

    In a preview, what is not there is unknown; otherwise it is missing.
    """
    walk = _Walk(target, upstreams, config)
    schema = target.blueprint.input_schema()
    inputs = {
        name: walk.value(value, (name,), schema_at(schema, (name,))) for name, value in target.part.inputs.items()
    }
    absent = [_absent(target, upstreams[name], wanted) for name, wanted in walk.absent.items()]
    return Resolved(inputs, absent + walk.missing)


@dataclass(slots=True)
class _Walk:
    target: Target
    upstreams: Mapping[str, Outputs]
    config: Config
    missing: list[str] = field(default_factory=list[str])
    absent: dict[str, list[Reference]] = field(default_factory=dict[str, list[Reference]])

    def value(self, value: Input, path: Path, schema: Schema | None) -> Any:  # noqa: ANN401 - a Pulumi value
        if isinstance(value, Reference):
            return self.reference(value, schema) if value.path else self.whole(value, schema)
        if isinstance(value, Template):
            return pulumi.Output.concat(
                *(piece if isinstance(piece, str) else self.text(piece) for piece in value.pieces)
            )
        if isinstance(value, SecretSource):
            return self.secret(value, path, schema)
        if isinstance(value, list):
            items = schema_at(schema, (0,)) if schema is not None else None
            return [self.value(item, (*path, at), items) for at, item in enumerate(value)]
        if isinstance(value, dict):
            return {
                key: self.value(item, (*path, key), schema_at(schema, (key,)) if schema is not None else None)
                for key, item in value.items()
            }
        return value

    def text(self, reference: Reference) -> pulumi.Output[str]:
        return self.reference(reference, None).apply(as_text)

    def reference(self, reference: Reference, schema: Schema | None) -> pulumi.Output[Any]:
        """One output, or something inside one."""
        outputs = self.upstreams[external_name(reference)]
        name = str(reference.path[0])
        try:
            found = UNKNOWN if outputs.values is None else dig(outputs.values, reference.path)
        except Missing:
            found = self.absent_value(reference)
        declared = outputs.upstream.output_schema(name)
        secret = name in outputs.secrets or bool(declared and declared.get("x-secret"))
        inner = schema_at(declared, reference.path[1:]) if declared is not None else None
        return _output(shaped(shaped(found, inner), schema), outputs, secret=secret)

    def whole(self, reference: Reference, schema: Schema | None) -> dict[str, Any] | pulumi.Output[Any]:
        """Each output by itself, so that a secret or an unknown among them does not hide the rest.

        What the part is made from, and on which cloud, stands in its service's file: they are plain.
        """
        outputs = self.upstreams[external_name(reference)]
        names = _names(outputs)
        if not names:  # nobody declares the outputs of a program, and it has none yet
            return _output(self.absent_value(reference), outputs, secret=False)
        each = {
            name: self.reference(
                Reference(reference.part, (name,), reference.service, reference.where),
                schema_at(schema, (name,)) if schema is not None else None,
            )
            for name in names
        }
        upstream = outputs.upstream
        plain = {"cloud": upstream.cloud, "blueprint": upstream.blueprint.name if upstream.blueprint else None}
        return each | {name: text for name, text in plain.items() if text is not None}

    def absent_value(self, reference: Reference) -> Unknown:
        """What is not there yet is unknown in a preview, and missing in an `up`."""
        if not pulumi.runtime.is_dry_run():
            self.absent.setdefault(external_name(reference), []).append(reference)
        return UNKNOWN

    def secret(self, source: SecretSource, path: Path, schema: Schema | None) -> pulumi.Output[str]:
        target = self.target
        salt = f"{target.service.name}/{target.environment.name}/{target.part.name}"
        try:
            clear = read_secret(source, label(path), target.service.folder, self.config, schema or {}, salt)
        except StackwrightError as error:
            self.missing.append(str(error))
            return pulumi.Output.secret("")  # never seen: what is missing ends the program
        return pulumi.Output.secret(clear)


def _absent(target: Target, outputs: Outputs, wanted: Iterable[Reference]) -> str:
    """What one stack lacks, and what to run."""
    upstream = outputs.upstream
    names = ", ".join(dict.fromkeys(map(str, wanted)))
    where = next((f"{reference.where}: " for reference in wanted if reference.where), "")
    state = "has no such output" if outputs.resource else "does not exist"
    service, _, part = upstream.name.rpartition("/")
    command = f"stackwright up {service or target.service.name} {part} -e {target.environment.name}"
    return (
        f"{where}{names}: stack {upstream.stack} of project {upstream.project} {state}\n"
        f"  Deploy it first: {command}, or pulumi up -s {upstream.stack}"
    )


def _names(outputs: Outputs) -> list[str]:
    """The outputs of a whole part: those declared, without the optional ones that it does not have."""
    there, blueprint = outputs.values, outputs.upstream.blueprint
    if blueprint is None:
        return list(there or ())
    schema = blueprint.output_schema()
    required = schema.get("required", ())
    return [name for name in schema["properties"] if name in required or there is None or there.get(name) is not None]


def _output(value: Any, outputs: Outputs, *, secret: bool) -> pulumi.Output[Any]:  # noqa: ANN401 - a Pulumi value
    """An output of a value at hand: with its dependency and secretness, and unknown where it holds an unknown."""
    resources: set[pulumi.Resource] = {outputs.resource} if outputs.resource else set()
    return pulumi.Output(resources, _done(value), _done(not contains_unknowns(value)), _done(secret))


def _done(value: Any) -> asyncio.Future[Any]:  # noqa: ANN401 - a Pulumi value
    future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    future.set_result(value)
    return future
