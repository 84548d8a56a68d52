"""Custom objects, by the definition that the same cluster has. Source:
`k8s.io/kube-openapi/pkg/validation/validate`, for its words. Expressions are not evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from stackwright.simcloud.apiserver.field import Field
from stackwright.wire.values import Properties, Value


def definition(group: str, definitions: Sequence[Properties]) -> list[Field]:
    """The specs of what is defined of a group."""
    specs = [Field(item.get("spec"), "spec", []) for item in definitions]
    return [spec for spec in specs if spec.at("group").text == group]


def version_of(spec: Field, version: str) -> Field | None:
    """A version that is served."""
    for item in spec.at("versions").each():
        if item.at("name").text == version and item.at("served").value is not False:
            return item
    return None


def check_object(found: Field, schema: Field) -> None:
    """Compare an object with its schema; what the schema does not know is dropped, not refused."""
    value, path = found.value, found.path
    if value is None:
        return
    if schema.at("x-kubernetes-int-or-string").true and isinstance(value, int | str):
        return
    kind = schema.at("type").text
    if kind and not is_of(value, kind):
        got = named(value)
        found.invalid(f'{path} in body must be of type {kind}: "{got}"', got)
        return
    _check_plain(found, schema)
    if isinstance(value, dict):
        _check_members(found, schema, value)
    if isinstance(value, list) and isinstance(schema.at("items").value, dict):
        for item in found.each():
            check_object(item, schema.at("items"))


def _check_members(found: Field, schema: Field, value: dict[str, Value]) -> None:
    for name in schema.at("required").texts:
        if name not in value:
            found.at(name).required()
    properties, more = schema.at("properties"), schema.at("additionalProperties")
    for name in properties.keys:
        check_object(found.at(name), properties.key(name))
    for name in found.keys if isinstance(more.value, dict) else ():
        if name not in properties.keys:
            check_object(found.at(name), more)


def _check_plain(found: Field, schema: Field) -> None:
    value, path = found.value, found.path
    choices = schema.at("enum").value
    if isinstance(choices, list) and value not in choices:
        found.unsupported([str(choice) for choice in choices])
    if isinstance(value, int | float) and not isinstance(value, bool):
        least, most = schema.at("minimum").value, schema.at("maximum").value
        if isinstance(least, int | float) and value < least:
            found.invalid(f"{path} in body should be greater than or equal to {_short(least)}")
        if isinstance(most, int | float) and value > most:
            found.invalid(f"{path} in body should be less than or equal to {_short(most)}")
    if isinstance(value, str):
        _check_text(found, schema, value)
    if isinstance(value, list) and (limit := schema.at("maxItems").number) is not None and len(value) > limit:
        found.too_many(limit)
    if isinstance(value, list) and (least := schema.at("minItems").number) is not None and len(value) < least:
        found.invalid(f"{path} in body should have at least {least} items", len(value))


def _check_text(found: Field, schema: Field, text: str) -> None:
    pattern = schema.at("pattern").text
    if pattern and (search := _compiled(pattern)) and not search(text):
        found.invalid(f"{found.path} in body should match '{pattern}'")
    least, most = schema.at("minLength").number, schema.at("maxLength").number
    if least is not None and len(text) < least:
        found.invalid(f"{found.path} in body should be at least {least} chars long")
    if most is not None and len(text) > most:
        found.too_long(most)


def _compiled(pattern: str) -> Callable[[str], object] | None:
    """None for a pattern of Go's that Python does not know: nothing is refused by it."""
    try:
        return re.compile(pattern).search
    except re.error:
        return None


def is_of(value: Value, kind: str) -> bool:
    match kind:
        case "integer":
            whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
            return whole and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "array":
            return isinstance(value, list)
        case _:
            types = {"boolean": bool, "object": dict, "string": str}
            return kind not in types or isinstance(value, types[kind])


def named(value: Value) -> str:
    names = ((bool, "boolean"), (int, "integer"), (str, "string"), (list, "array"), (dict, "object"))
    return next((name for kind, name in names if isinstance(value, kind)), "number")


def _short(number: float) -> str:
    return f"{number:g}"
