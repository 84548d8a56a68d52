"""What a file may hold, said once: `decode` reads YAML nodes by it, `json_schema` tells editors the same.

A decoded record or table is an `Entries`: its values by name, and where each name stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

import yaml

from stackwright.errors import Location
from stackwright.service.names import NAME, NAME_RULE, nearest, suggest
from stackwright.service.source import Faults, Source, kind_of, pairs, scalar
from stackwright.wire.values import Value


@dataclass(frozen=True, slots=True)
class Text:
    """Text; a number or a date is taken as it is written. `rule` says in words what `pattern` wants.

    `whole` says the same of a whole number, least and most: editors read one as that, not as it is written.
    """

    pattern: str = ""
    rule: str = ""
    choices: Sequence[str] = ()
    whole: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A list of texts, or just one."""

    item: Text


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record."""

    shape: Shape
    description: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with these keys and no others. `misplaced` gives a hint for keys that belong elsewhere."""

    what: str
    keys: Mapping[str, Key]
    misplaced: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Records:
    """A list of records."""

    item: Record


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from names that a person chose to values of one shape."""

    what: str
    values: Shape
    names: bool = True
    """Whether the keys are names as `NAME` says; otherwise any text."""
    own: Mapping[str, Key] = field(default_factory=dict[str, "Key"])
    """Keys that are no such names, with values of their own shape."""
    short: str = ""
    """The key of `own` for which a text stands that is written instead of the mapping."""


@dataclass(frozen=True, slots=True)
class Free:
    """A mapping of anything; decoded to its node, for someone who knows more."""


Shape: TypeAlias = "Text | Flag | Texts | Record | Records | Table | Free"


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping in the file: values by key, where each key and each value stands, and where it begins."""

    where: Location
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    keys: Mapping[str, Location] = field(default_factory=dict[str, Location])
    places: Mapping[str, Location] = field(default_factory=dict[str, Location])

    def text(self, key: str, default: str = "") -> str:
        return cast("str", self.values.get(key, default))

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(text for text, _ in self.words(key))

    def words(self, key: str) -> Sequence[tuple[str, Location]]:
        return cast("Sequence[tuple[str, Location]]", self.values.get(key, ()))

    def entries(self, key: str) -> Entries:
        return cast("Entries", self.values.get(key) or Entries(self.where))

    def records(self, key: str) -> Sequence[Entries]:
        """For a list of records."""
        return cast("Sequence[Entries]", self.values.get(key, ()))

    def items(self) -> Iterator[tuple[str, Entries]]:
        """For a table of records."""
        return cast("Iterator[tuple[str, Entries]]", iter(self.values.items()))

    def at(self, key: str) -> Location:
        return self.places.get(key, self.where)


class _Bad:
    """What a faulty value decodes to; its fault has been told."""


_BAD = _Bad()


def decode(source: Source, shape: Record, faults: Faults) -> Entries:
    """The file as `shape` says. What is wrong is added to `faults` and left out of the result."""
    decoded = _decode(source, source.root, shape, faults, shape.what)
    return decoded if isinstance(decoded, Entries) else Entries(source.where(source.root))


def _decode(source: Source, node: yaml.Node, shape: Shape, faults: Faults, what: str) -> object:
    if isinstance(shape, Table) and shape.short and isinstance(node, yaml.ScalarNode):
        return _shortened(source, node, shape, faults, what)
    if isinstance(shape, Record | Table | Free):
        if not isinstance(node, yaml.MappingNode):
            return _refuse(source, node, faults, what, "a mapping")
        if isinstance(shape, Free):
            return node
        return (
            _record(source, node, shape, faults) if isinstance(shape, Record) else _table(source, node, shape, faults)
        )
    if isinstance(shape, Texts):
        return _texts(source, node, shape, faults, what)
    if isinstance(shape, Records):
        return _records(source, node, shape, faults, what)
    if not isinstance(node, yaml.ScalarNode):
        return _refuse(source, node, faults, what, "text" if isinstance(shape, Text) else "true or false")
    return _text(source, node, shape, faults, what) if isinstance(shape, Text) else _flag(source, node, faults, what)


def _refuse(source: Source, node: yaml.Node, faults: Faults, what: str, wanted: str) -> _Bad:
    faults.add(f"{what} must be {wanted}, not {kind_of(node)}", source.where(node))
    return _BAD


def _record(source: Source, node: yaml.MappingNode, shape: Record, faults: Faults) -> Entries:
    entries = _Builder()
    for name, key, value in pairs(source, node, faults):
        known = shape.keys.get(name)
        if known is None:
            hint = shape.misplaced.get(name)
            meant = None if hint else nearest(name, shape.keys)
            hint = hint or suggest(name, shape.keys, what=f"The keys of {shape.what} are")
            faults.add(f"unknown key '{name}' in {shape.what}", source.where(key), hint)
            if meant:  # one fault is enough: what was meant is not missing too
                entries.keys.setdefault(meant, source.where(key))
        else:
            entries.add(source, name, key, value, _decode(source, value, known.shape, faults, f"'{name}'"))
    for name, known in shape.keys.items():
        if known.required and name not in entries.keys:
            faults.add(f"missing key '{name}' in {shape.what}", source.where(node), f"{name}: {known.description}")
    return entries.done(source.where(node))


def _records(source: Source, node: yaml.Node, shape: Records, faults: Faults, what: str) -> object:
    if not isinstance(node, yaml.SequenceNode):
        return _refuse(source, node, faults, what, "a list")
    decoded = [_decode(source, item, shape.item, faults, f"an item of {what}") for item in node.value]
    return [item for item in decoded if isinstance(item, Entries)]


def _table(source: Source, node: yaml.MappingNode, shape: Table, faults: Faults) -> Entries:
    entries, kind = _Builder(), shape.what.partition(" ")[2]  # `part` of `a part`
    for name, key, value in pairs(source, node, faults):
        if name in shape.own:
            entries.add(source, name, key, value, _decode(source, value, shape.own[name].shape, faults, f"'{name}'"))
            continue
        if shape.names and not NAME.fullmatch(name):
            faults.add(f"'{name}' is no name for {shape.what}", source.where(key), _name_hint(name))
            entries.keys[name] = source.where(key)
            continue
        entries.add(source, name, key, value, _decode(source, value, shape.values, faults, f"{kind} '{name}'"))
    return entries.done(source.where(node))


def _shortened(source: Source, node: yaml.ScalarNode, shape: Table, faults: Faults, what: str) -> Entries:
    entries, own = _Builder(), shape.own[shape.short]
    entries.add(source, shape.short, node, node, _decode(source, node, own.shape, faults, what))
    return entries.done(source.where(node))


class _Builder:
    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.keys: dict[str, Location] = {}
        self.places: dict[str, Location] = {}

    def add(self, source: Source, name: str, key: yaml.Node, node: yaml.Node, value: object) -> None:
        self.keys[name] = source.where(key)
        self.places[name] = source.where(node)
        if value is not _BAD:
            self.values[name] = value

    def done(self, where: Location) -> Entries:
        return Entries(where, self.values, self.keys, self.places)


def _text(source: Source, node: yaml.ScalarNode, shape: Text, faults: Faults, what: str) -> object:
    text: str = node.value
    if text.strip() and not (node.tag.endswith(":null") and text in ("~", "null", "Null", "NULL")):
        if shape.choices and text not in shape.choices:
            near = nearest(text, shape.choices)
            hint = f"Did you mean '{near}'?" if near else f"One of: {', '.join(shape.choices)}."
            faults.add(f"{what} cannot be '{text}'", source.where(node), hint)
            return _BAD
        if shape.pattern and not re.fullmatch(shape.pattern, text):
            hint = shape.rule[:1].upper() + shape.rule[1:] + "."
            faults.add(f"{what} cannot be '{text}'", source.where(node), hint)
            return _BAD
        return text
    faults.add(
        f"{what} is empty", source.where(node), f"{shape.rule[:1].upper()}{shape.rule[1:]}." if shape.rule else None
    )
    return _BAD


def _flag(source: Source, node: yaml.ScalarNode, faults: Faults, what: str) -> object:
    value = scalar(node) if node.tag.endswith(":bool") else None
    if isinstance(value, bool):
        return value
    hint = "In YAML 1.2 `yes`, `no`, `on` and `off` are text." if node.value.lower() in _OLD_FLAGS else None
    faults.add(f"{what} must be true or false, not '{node.value}'", source.where(node), hint)
    return _BAD


_OLD_FLAGS = frozenset({"yes", "no", "on", "off", "y", "n"})


def _texts(source: Source, node: yaml.Node, shape: Texts, faults: Faults, what: str) -> object:
    if isinstance(node, yaml.MappingNode):
        return _refuse(source, node, faults, what, "a list")
    items: list[yaml.Node] = node.value if isinstance(node, yaml.SequenceNode) else [node]
    found: dict[str, Location] = {}
    for item in items:
        text = _decode(source, item, shape.item, faults, what if node is item else f"an item of {what}")
        if isinstance(text, str) and text in found:
            faults.add(f"'{text}' is twice in {what}", source.where(item))
        elif isinstance(text, str):
            found[text] = source.where(item)
    return list(found.items())


def _name_hint(name: str) -> str:
    repaired = re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-")[:40]
    rule = NAME_RULE[:1].upper() + NAME_RULE[1:] + "."
    return f"{rule} How about '{repaired}'?" if NAME.fullmatch(repaired) else rule


def json_schema(shape: Shape) -> dict[str, Value]:
    """The shape as JSON Schema (draft 2020-12), for editors and for whoever checks a file without Stackwright."""
    return _SCHEMAS[type(shape)](shape)


def _text_schema(shape: Text) -> dict[str, Value]:
    if shape.choices:
        return {"enum": list(shape.choices)}
    if shape.whole:
        text: Value = {"type": "string", "pattern": f"^({shape.pattern})$"}
        return {"anyOf": [{"type": "integer", "minimum": shape.whole[0], "maximum": shape.whole[1]}, text]}
    # As `decode` takes a plain number as it is written, so does the schema; a pattern then has nothing to look at.
    return (
        {"type": "string", "pattern": f"^({shape.pattern})$"}
        if shape.pattern
        else {"type": ["string", "number", "boolean"]}
    )


def _texts_schema(shape: Texts) -> dict[str, Value]:
    item = _text_schema(shape.item)
    return {"anyOf": [item, {"type": "array", "items": item, "uniqueItems": True}]}


def _record_schema(shape: Record) -> dict[str, Value]:
    keys: dict[str, Value] = {
        name: {"description": key.description, **json_schema(key.shape)} for name, key in shape.keys.items()
    }
    required: list[Value] = [name for name, key in shape.keys.items() if key.required]
    schema: dict[str, Value] = {"type": "object", "properties": keys, "additionalProperties": False}
    return {**schema, "required": required} if required else schema


def _records_schema(shape: Records) -> dict[str, Value]:
    return {"type": "array", "items": _record_schema(shape.item)}


def _table_schema(shape: Table) -> dict[str, Value]:
    schema: dict[str, Value] = {"type": "object", "additionalProperties": json_schema(shape.values)}
    if shape.names:
        schema["propertyNames"] = {"pattern": f"^{NAME.pattern}$"}
    if shape.own:
        schema["properties"] = {
            name: {"description": key.description, **json_schema(key.shape)} for name, key in shape.own.items()
        }
    return {"anyOf": [json_schema(shape.own[shape.short].shape), schema]} if shape.short else schema


_SCHEMAS: Mapping[type[Any], Callable[[Any], dict[str, Value]]] = {
    Text: _text_schema,
    Flag: lambda _: {"type": "boolean"},
    Texts: _texts_schema,
    Record: _record_schema,
    Records: _records_schema,
    Table: _table_schema,
    Free: lambda _: {"type": "object"},
}
