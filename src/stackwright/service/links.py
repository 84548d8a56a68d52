"""References between parts, checked against what they refer to: the part, the output, and its type."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stackwright.errors import Location
from stackwright.service.inputs import Path
from stackwright.service.model import BlueprintInfo, Part, Reference, SecretSource, Template
from stackwright.service.names import suggest
from stackwright.service.schemas import Schema, in_words, label, leaves, schema_at, types_of

LinkFault = tuple[str, Location, str | None]
_LIST = frozenset({"array"})
_SCALARS = frozenset({"string", "integer", "number", "boolean"})


@dataclass(frozen=True, slots=True)
class Producer:
    """What a reference leads to. `blueprint` is None for a program, whose outputs nobody declares."""

    part: Part
    blueprint: BlueprintInfo | None


@dataclass(frozen=True, slots=True)
class PartsHere:
    """The parts of one environment, and the names of all that the service has, faulty and disabled ones included."""

    environment: str
    parts: Mapping[str, Part]
    declared: Collection[str]


def check_target(part: Part, path: Path, reference: Reference, known: PartsHere) -> LinkFault | None:
    """Whether a reference within the service names a part that is there."""
    where = reference.where or part.at(*path)
    if reference.part == part.name:
        return f"part '{part.name}' refers to itself: {reference}", where, "Refer to another part, or write the value."
    if reference.part in known.parts:
        return None
    if reference.part in known.declared:
        hint = f"Enable it, or give '{part.name}' something else in environments.{known.environment}.parts."
        return f"{reference} refers to a part that environment '{known.environment}' does not enable", where, hint
    return (
        f"{reference} refers to a part that does not exist",
        where,
        suggest(reference.part, known.parts, what="The parts are"),
    )


def check_links(part: Part, schema: Schema | None, producers: Mapping[str, Producer]) -> Iterator[LinkFault]:
    """Whether each output referred to exists and fits where it is used. `producers` are by `part` or `service/part`."""
    for path, value in leaves(part.inputs):
        wanted = schema_at(schema, path) if schema is not None else None
        fault = _check_place(part, path, value, schema, wanted)
        if fault:
            yield fault
            continue
        pieces = value.pieces if isinstance(value, Template) else (value,)
        for piece in pieces:
            if not isinstance(piece, Reference) or (piece.part == part.name and not piece.service):
                continue
            producer = producers.get(f"{piece.service}/{piece.part}" if piece.service else piece.part)
            if producer is None:
                continue
            found = _check_output(piece, producer) or _check_fit(
                piece, producer, path, wanted, isinstance(value, Template)
            )
            if found:
                yield found[0], piece.where or part.at(*path), found[1]


def _check_place(
    part: Part, path: Path, value: object, schema: Schema | None, wanted: Schema | None
) -> LinkFault | None:
    """Whether a value that is not there yet may stand here at all."""
    if not isinstance(value, Reference | Template | SecretSource):
        return None
    where = part.at(*path)
    if isinstance(value, Template) and all(isinstance(piece, str) for piece in value.pieces):
        return None
    top = schema_at(schema, path[:1]) if schema is not None else None
    if top is not None and top.get("x-plain"):
        hint = "It decides which resources there are; write the value itself."
        return f"'{label(path)}' cannot come from another part or a secret", where, hint
    if wanted is None or isinstance(value, Reference):
        return None
    types = types_of(wanted)
    if types and "string" not in types:
        what = "text" if isinstance(value, Template) else "a secret, which is text"
        return f"'{label(path)}' must be {in_words(types)}, not {what}", where, None
    return None


def _check_output(reference: Reference, producer: Producer) -> tuple[str, str | None] | None:
    """Whether the output, and what is inside it, is declared."""
    if producer.blueprint is None or not reference.path:
        return None
    schema: Schema | None = producer.blueprint.output_schema()
    for depth, step in enumerate(reference.path):
        if schema is None:
            return None
        known = schema.get("properties")
        if isinstance(step, str) and known and step not in known and not schema.get("additionalProperties"):
            if depth == 0:
                blueprint = f"{producer.blueprint.name}@{producer.blueprint.version}"
                hint = suggest(step, known, what=f"The outputs of {blueprint} are")
                return f"{reference}: part '{reference.part}' has no output '{step}'", hint
            return f"{reference}: there is no '{step}' in it", suggest(step, known, what="Its keys are")
        types = types_of(schema)
        needed = "array" if isinstance(step, int) else "object"
        if types and needed not in types:
            inside = label(reference.path[:depth])
            return f"{reference}: '{inside}' is {in_words(types)}; there is nothing inside it", None
        schema = schema_at(schema, (step,))
    return None


def _check_fit(
    reference: Reference, producer: Producer, path: Path, wanted: Schema | None, in_text: bool
) -> tuple[str, str | None] | None:
    if in_text:
        return _check_in_text(reference, producer)
    if wanted is None:
        return None
    types, part_of = types_of(wanted), wanted_parts(wanted)
    if not reference.path:
        if types and "object" not in types:
            return f"'{label(path)}' must be {in_words(types)}; {reference} is a whole part", _name_one(
                reference, producer
            )
        if part_of and producer.blueprint is not None and producer.blueprint.name not in part_of:
            is_one = f"'{reference.part}' is a {producer.blueprint.name}"
            names = " or ".join(f"'{name}'" for name in part_of)
            return f"'{label(path)}' must be a part made from blueprint {names}; {is_one}", None
        return None
    if producer.blueprint is None:
        return None
    given = schema_at(producer.blueprint.output_schema(), reference.path)
    if part_of and given is not None and "object" not in types_of(given):
        return f"'{label(path)}' must be a whole part; {reference} is one output", f"Write ${{{reference.part}}}."
    if given is not None and not fits(given, wanted):
        wrong = f"{reference} is {in_words(types_of(given))}"
        return f"'{label(path)}' must be {in_words(types)}; {wrong}", None
    return None


def wanted_parts(schema: Schema) -> tuple[str, ...]:
    """The blueprints of which a whole part is expected; none where any value may stand."""
    said: str | Sequence[str] = schema.get("x-part", ())
    return (said,) if isinstance(said, str) else tuple(said)


def _check_in_text(reference: Reference, producer: Producer) -> tuple[str, str | None] | None:
    if not reference.path:
        return f"{reference} is a whole part; it cannot be put into text", _name_one(reference, producer)
    if producer.blueprint is None:
        return None
    given = schema_at(producer.blueprint.output_schema(), reference.path)
    types = types_of(given) if given is not None else frozenset[str]()
    if types and not types & _SCALARS:
        return f"{reference} is {in_words(types)}; it cannot be put into text", None
    return None


def _name_one(reference: Reference, producer: Producer) -> str:
    if producer.blueprint is None:
        return f"Name one of its outputs: ${{{reference.part}.OUTPUT}}."
    outputs = list(producer.blueprint.output_schema().get("properties") or {})
    names = ", ".join("${" + f"{reference.part}.{name}" + "}" for name in outputs[:6])
    return f"Name one of its outputs: {names}."


def fits(given: Schema, wanted: Schema) -> bool:
    """Whether a value of one schema may stand where another is wanted, as far as their types tell.

    A number or a truth value becomes text where text is wanted, as it does inside a template.
    """
    have, need = types_of(given), types_of(wanted)
    if not have or not need:
        return True
    if "number" in need:
        need |= {"integer"}
    if "string" in need:
        need |= _SCALARS
    shared = have & need
    if "array" in shared and shared == _LIST:
        return _inner_fits(given.get("items"), wanted.get("items"))
    return bool(shared)


def _inner_fits(given: object, wanted: object) -> bool:
    if isinstance(given, Mapping) and isinstance(wanted, Mapping):
        return fits(given, wanted)  # pyright: ignore[reportUnknownArgumentType]
    return True
