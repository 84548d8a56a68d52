"""Validates inputs against what the SDK says of them, in the words of each family of providers.

An unknown value is not looked at; a secret is looked into. Bridged providers convert between text and numbers as
Terraform does, so only what cannot be converted is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from stackwright.simcloud import paths
from stackwright.simcloud.catalogue.model import Property, Shape
from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.family import Family
from stackwright.wire.results import CheckFailure
from stackwright.wire.values import SIGNATURE, UNKNOWNS, Value, reveal

_META = frozenset({"__defaults", "__meta", "__internal"})


@dataclass(frozen=True, slots=True)
class Words:
    """How a family says that a property is missing, unknown, or of the wrong type. `name` is the resource's."""

    missing: Callable[[str, str], str]
    unexpected: Callable[[str, str], str]
    mistyped: Callable[[str, str, str, str], str]


_BRIDGED = Words(
    missing=lambda name, path: (
        f'Missing required argument. The argument "{snake(paths.pattern(path).rpartition(".")[2])}" is required'
        f", but no definition was found.. Examine values at '{name}.{path}'."
    ),
    unexpected=lambda name, path: f"Invalid or unknown key. Examine values at '{name}.{path}'.",
    mistyped=lambda name, path, want, got: f"expected {want} type, got {got} type. Examine values at '{name}.{path}'.",
)
_AZURE = Words(
    missing=lambda _name, path: f"missing required property '{path}'",
    unexpected=lambda _name, path: f"'{path}' is not a known property",
    mistyped=lambda _name, path, want, got: f"'{path}' should be of type '{want}' but got '{got}'",
)
_WORDS = {"bridged": _BRIDGED, "azure-native": _AZURE}


class Validator:
    """Checks the inputs of one resource."""

    def __init__(self, types: Catalogue, family: Family, name: str) -> None:
        self._types = types
        self._words = _WORDS[family.name]
        self._name = name
        self._lenient = family.name == "bridged"

    def failures(self, inputs: Mapping[str, Value], properties: Mapping[str, Property]) -> list[CheckFailure]:
        """What is wrong, in the order of the inputs; missing ones last."""
        return list(self._members(inputs, properties, ""))

    def _members(self, given: Mapping[str, Value], known: Mapping[str, Property], at: str) -> Iterator[CheckFailure]:
        for key, value in given.items():
            path = paths.join(at, key)
            # `x-kubernetes-list-type` in a manifest, in the SDK with underscores (pulumi-kubernetes, typegen.go).
            name = key.replace("-", "_") if key.startswith("x-kubernetes-") else key
            if name in known:
                yield from self._value(value, known[name].shape, path)
            elif key not in _META:
                yield CheckFailure(path, self._words.unexpected(self._name, path))
        for key, item in known.items():
            if item.required and given.get(key) is None:
                path = paths.join(at, key)
                yield CheckFailure(path, self._words.missing(self._name, path))

    def _value(self, value: Value, shape: Shape, path: str) -> Iterator[CheckFailure]:
        if isinstance(value, dict) and SIGNATURE in value:
            if "value" in value:
                yield from self._value(value["value"], shape, path)
            return
        if value is None or shape.kind == "any" or (isinstance(value, str) and value in UNKNOWNS):
            return
        if not self._fits(value, shape):
            yield CheckFailure(path, self._words.mistyped(self._name, path, shape.kind, _kind(value)))
        elif isinstance(value, list) and shape.item:
            for index, item in enumerate(value):
                yield from self._value(item, shape.item, paths.join(path, index))
        elif isinstance(value, dict) and shape.kind == "object":
            yield from self._members(value, self._types.object(shape.ref).properties, path)
        elif isinstance(value, dict) and shape.item:
            for key, item in value.items():
                yield from self._value(item, shape.item, paths.join(path, key))

    def _fits(self, value: Value, shape: Shape) -> bool:
        kind = shape.kind
        if kind in {"object", "map"}:
            return isinstance(value, dict)
        if kind == "list":
            return isinstance(value, list)
        if isinstance(value, dict | list):
            return False
        return self._fits_plain(value, kind)

    def _fits_plain(self, value: str | int | float | bool | None, kind: str) -> bool:
        if kind == "string":
            return isinstance(value, str) or self._lenient
        if kind == "boolean":
            return isinstance(value, bool) or (self._lenient and value in {"true", "false"})
        if isinstance(value, bool):
            return False
        if kind == "integer" and isinstance(value, float):
            return value.is_integer()
        return isinstance(value, int | float) or (self._lenient and _is_number(value))


def _is_number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return True


def _kind(value: Value) -> str:
    plain = reveal(value)
    if isinstance(plain, bool):
        return "boolean"
    if isinstance(plain, int | float):
        return "number"
    if isinstance(plain, str):
        return "string"
    return "list" if isinstance(plain, list) else "object"
