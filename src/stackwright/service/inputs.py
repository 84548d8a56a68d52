"""The `inputs` of a part: read from YAML with references parsed, merged with an environment's, places kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias, cast

import yaml

from stackwright.errors import Location
from stackwright.service.model import Input, SecretSource
from stackwright.service.references import Malformed, parse
from stackwright.service.source import Faults, Source, kind_of, pairs, scalar

Path: TypeAlias = "tuple[str | int, ...]"
SECRET_FORM: Final = "{secret: {env: NAME}}"  # noqa: S105 - a form, not a secret
_KINDS: Final = ("env", "file", "config")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Values by name; where each value stands, by path; and how plain scalars that are no text were written."""

    values: Mapping[str, Input] = field(default_factory=dict[str, Input])
    places: Mapping[Path, Location] = field(default_factory=dict[Path, Location])
    written: Mapping[Path, str] = field(default_factory=dict[Path, str])


def read_inputs(source: Source, node: yaml.MappingNode, faults: Faults) -> Inputs:
    """The mapping below `inputs:`. Faulty values are told and left out."""
    reader = _Reader(source, faults)
    values = reader.mapping(node, ())
    return Inputs(values, reader.places, reader.written)


def read_input(source: Source, path: tuple[str, ...], faults: Faults) -> Inputs:
    """The whole of `source` as one input, or as what is at `path` inside one. A faulty value is told and left out."""
    reader = _Reader(source, faults)
    value = reader.value(source.root, path)
    if isinstance(value, _Faulty):
        return Inputs()
    inner: Input = value
    for key in reversed(path):
        inner = {key: inner}
    return Inputs(cast("dict[str, Input]", inner), reader.places, reader.written)


def merge(base: Inputs, over: Inputs) -> Inputs:
    """`base` with what an environment says instead: mappings are merged, all else is replaced, null takes back."""
    places, written = dict(base.places), dict(base.written)
    values = _merge(base.values, over.values, (), over, places, written)
    return Inputs(values, places, written)


def _merge(
    base: Mapping[str, Input],
    over: Mapping[str, Input],
    path: Path,
    source: Inputs,
    places: dict[Path, Location],
    written: dict[Path, str],
) -> dict[str, Input]:
    merged = dict(base)
    for key, value in over.items():
        below = (*path, key)
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merge(old, value, below, source, places, written)
            continue
        for table in (places, written):
            for at in [at for at in table if at[: len(below)] == below]:
                del table[at]
        if value is None:
            merged.pop(key, None)
            continue
        merged[key] = value
        places.update({at: place for at, place in source.places.items() if at[: len(below)] == below})
        written.update({at: text for at, text in source.written.items() if at[: len(below)] == below})
    return merged


class _Reader:
    """Walks the nodes of one part's inputs."""

    def __init__(self, source: Source, faults: Faults) -> None:
        self.source = source
        self.faults = faults
        self.places: dict[Path, Location] = {}
        self.written: dict[Path, str] = {}

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Input]:
        found: dict[str, Input] = {}
        for name, _, value in pairs(self.source, node, self.faults):
            read = self.value(value, (*path, name))
            if not isinstance(read, _Faulty):
                found[name] = read
        return found

    def value(self, node: yaml.Node, path: Path) -> Input | _Faulty:
        self.places[path] = self.source.where(node)
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            return self.secret(node.value[0][1]) if keys == ["secret"] else self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            items = [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
            return [item for item in items if not isinstance(item, _Faulty)]
        return self.scalar(cast("yaml.ScalarNode", node), path)

    def scalar(self, node: yaml.ScalarNode, path: Path) -> Input | _Faulty:
        try:
            value = scalar(node)
            if not isinstance(value, str):
                self.written[path] = node.value
                return cast("Input", value)
            return parse(value, lambda offset: self.source.inside(node, offset))
        except Malformed as error:
            self.faults.add(str(error), self.source.inside(node, error.offset), error.hint)
        except ValueError as error:
            self.faults.add(str(error), self.source.where(node))
        return _FAULTY

    def secret(self, node: yaml.Node) -> SecretSource | _Faulty:
        """What stands behind `secret:`. Nothing of it is repeated in a fault: it may be the secret itself."""
        where = self.source.where(node)
        hint = f"Write {SECRET_FORM}, {{secret: {{file: PATH}}}} or {{secret: {{config: KEY}}}}."
        if not isinstance(node, yaml.MappingNode):
            self.faults.add(f"a secret says where it comes from; this is {kind_of(node)}", where, hint)
            return _FAULTY
        entries = list(pairs(self.source, node, self.faults))
        kind, value = (entries[0][0], entries[0][2]) if len(entries) == 1 else ("", node)
        if kind not in _KINDS or not isinstance(value, yaml.ScalarNode) or not value.value.strip():
            self.faults.add("a secret comes from one of env, file and config", where, hint)
            return _FAULTY
        return SecretSource(kind, value.value, where)


class _Faulty:
    """What a faulty value is read as; its fault has been told."""


_FAULTY: Final = _Faulty()
