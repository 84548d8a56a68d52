"""A part's inputs against its blueprint's JSON Schema, with faults worded for people.

References, templates and secret sources stand for values that are not there yet: they satisfy every keyword, and
`links.py` checks them against what they refer to. The vendor keys are those of the blueprints: `x-secret`, `x-part`,
`x-plain`, `x-immutable`.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from stackwright.service.inputs import SECRET_FORM, Path
from stackwright.service.model import Input, Reference, SecretSource, Template
from stackwright.service.names import suggest

if TYPE_CHECKING:
    from jsonschema import FormatChecker, ValidationError
    from jsonschema.protocols import Validator

Schema = Mapping[str, Any]
Fault = tuple[Path, str, str | None]
"""Where in the inputs, what, and what next."""

DEFERRED: Final = (Reference, Template, SecretSource)
TEXT: Final = frozenset({"string"})
_WORDS: Final = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}


def schema_at(schema: Schema, path: Path) -> Schema | None:
    """The schema of what stands at `path`; None where nothing is said of it. `$ref` and `anyOf` are not followed."""
    for step in path:
        if isinstance(step, int):
            following = schema.get("items")
        else:
            following = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
        if not isinstance(following, Mapping):
            return None
        schema = cast("Schema", following)
    return schema


def types_of(schema: Schema) -> frozenset[str]:
    """The JSON types that a schema allows; empty where it does not say."""
    said = schema.get("type")
    if isinstance(said, str):
        return frozenset({said})
    if isinstance(said, Sequence):
        return frozenset(cast("Sequence[str]", said))
    options = [types_of(option) for option in schema.get("anyOf", schema.get("oneOf", ()))]
    return frozenset[str]().union(*options) if options and all(options) else frozenset()


def in_words(types: frozenset[str]) -> str:
    """`text`, `a number or nothing`."""
    return " or ".join(_WORDS.get(name, name) for name in sorted(types))


def label(path: Path) -> str:
    """`zones[0].name`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def settle(inputs: Mapping[str, Input], written: Mapping[Path, str], schema: Schema) -> dict[str, Input]:
    """The inputs with plain scalars kept as they were written where the schema wants text: a version `1.10`."""
    settled = dict(inputs)
    for path, text in written.items():
        wanted = schema_at(schema, path)
        if text and wanted is not None and types_of(wanted) == TEXT and text not in ("~", "null", "Null", "NULL"):
            settled = cast("dict[str, Input]", _replaced(settled, path, text))
    return settled


def _replaced(value: Input, path: Path, text: str) -> Input:
    if not path:
        return text
    step, below = path[0], path[1:]
    if isinstance(value, dict) and step in value:
        return {**value, str(step): _replaced(value[str(step)], below, text)}
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return [*value[:step], _replaced(value[step], below, text), *value[step + 1 :]]
    return value


def check(inputs: Mapping[str, Input], schema: Schema, written: Container[Path] = ()) -> Iterator[Fault]:
    """What is wrong with the inputs. No value of a secret is ever repeated.

    `written` are the paths that the file has: a value that is faulty in itself, and so not here, is not missing.
    """
    errors = list(_validator(_Identity(schema)).iter_errors(cast("Any", inputs)))
    secret = {tuple(error.absolute_path) for error in errors if error.validator == "x-secret"}
    for error in errors:
        path = tuple(error.absolute_path)
        if error.validator == "x-secret" or not any(path[: len(hidden)] == hidden for hidden in secret):
            yield from _explain(error, path, written)


class _Identity:
    """A schema as a cache key: blueprints hand out the same object each time, and it is not hashable."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.schema is self.schema


@cache
def _validator(identity: _Identity) -> Validator:
    return _inputs_validator()(identity.schema, format_checker=_formats())


@cache
def _formats() -> FormatChecker:
    from jsonschema import FormatChecker

    formats = FormatChecker()
    formats.checks("ipv4-network", raises=ValueError)(_is_network)
    formats.checks("ipv6-network", raises=ValueError)(_is_network6)
    return formats


def _is_network(value: object) -> bool:
    return not isinstance(value, str) or ("/" in value and bool(ipaddress.IPv4Network(value)))


def _is_network6(value: object) -> bool:
    return not isinstance(value, str) or ("/" in value and bool(ipaddress.IPv6Network(value)))


@cache
def _inputs_validator() -> type[Validator]:
    # jsonschema takes 0.05 s to load, and a service of plain programs has no use for it.
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend  # pyright: ignore[reportUnknownVariableType]

    keywords = {name: _tolerant(keyword) for name, keyword in Draft202012Validator.VALIDATORS.items()}
    return cast("type[Validator]", extend(Draft202012Validator, {**keywords, "x-secret": _tolerant(_no_literal)}))


_Keyword = Callable[[Any, Any, Any, Any], Any]


def _tolerant(keyword: _Keyword) -> _Keyword:
    def checked(validator: object, value: object, instance: object, schema: object) -> Iterator[ValidationError]:
        if not isinstance(instance, DEFERRED):
            yield from keyword(validator, value, instance, schema) or ()

    return checked


def _no_literal(_validator: object, value: object, instance: object, _schema: object) -> Iterator[ValidationError]:
    """A secret, or anything inside one, is a reference or a secret source."""
    if value and any(not isinstance(leaf, DEFERRED) for _, leaf in leaves(instance)):
        from jsonschema import ValidationError

        yield ValidationError("a secret in clear")


def _explain(error: ValidationError, path: Path, written: Container[Path]) -> Iterator[Fault]:
    name, value, wanted = label(path), error.instance, cast("Any", error.validator_value)
    schema = cast("Schema", error.schema)
    keyword = str(error.validator)
    if keyword == "additionalProperties":
        known = list(schema.get("properties", {}))
        for key in sorted(set(cast("Mapping[str, Any]", value)) - set(known)):
            what = f"unknown input '{label((*path, key))}'"
            yield (*path, key), what, suggest(key, known, what="The inputs are" if not path else "Its keys are")
    elif keyword == "required":
        missing = next(key for key in wanted if error.message.startswith(repr(key)))
        said = schema_at(schema, (missing,)) or {}
        if (*path, missing) not in written:
            what = f"the input '{label((*path, missing))}' is missing"
            yield path, what, f"{missing}: {said['description']}" if "description" in said else None
    elif keyword == "x-secret":
        for below, leaf in leaves(value):
            if not isinstance(leaf, DEFERRED):
                at = (*path, *below)
                key = f"{at[-1]}: " if isinstance(at[-1], str) else ""
                hint = f"Write {key}{SECRET_FORM}, and never the secret itself."
                yield at, f"'{label(at)}' is a secret, given in clear", hint
    elif keyword in ("anyOf", "oneOf"):
        yield from _explain_choice(error, path, written)
    else:
        said = _SENTENCES.get(keyword)
        what = said(name, value, wanted) if said else f"'{name}': {error.message}"
        yield path, what, _hint(keyword, value, wanted, schema)


def _explain_choice(error: ValidationError, path: Path, written: Container[Path]) -> Iterator[Fault]:
    contexts = error.context or []
    if any(isinstance(leaf, DEFERRED) for _, leaf in leaves(error.instance)):
        return  # which of the choices it is shows only when the reference is resolved
    types = types_of(cast("Schema", error.schema))
    if types and all(context.validator == "type" for context in contexts):
        yield path, f"'{label(path)}' must be {in_words(types)}, not {_shown(error.instance)}", None
        return
    deepest = max(contexts, key=lambda context: len(context.absolute_path), default=None)
    if deepest is None or not deepest.absolute_path or len(deepest.absolute_path) == len(path):
        yield path, f"'{label(path)}' is {_shown(error.instance)}, which is none of the forms it may have", None
    else:
        yield from _explain(deepest, tuple(deepest.absolute_path), written)


def leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Everything inside a value that is neither mapping nor list."""
    if isinstance(value, Mapping):
        for key, item in cast("Mapping[str, Any]", value).items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(cast("list[Any]", value)):
            yield from leaves(item, (*path, index))
    else:
        yield path, value


_SENTENCES: Final[Mapping[str, Callable[[str, Any, Any], str]]] = {
    "type": lambda name, value, wanted: f"'{name}' must be {in_words(types_of({'type': wanted}))}, not {_shown(value)}",
    "enum": lambda name, value, _: f"'{name}' cannot be {_shown(value)}",
    "const": lambda name, value, wanted: f"'{name}' is {_shown(value)}; it can only be {_shown(wanted)}",
    "minimum": lambda name, value, wanted: f"'{name}' is {_shown(value)}; it must be at least {wanted}",
    "maximum": lambda name, value, wanted: f"'{name}' is {_shown(value)}; it must be at most {wanted}",
    "exclusiveMinimum": lambda name, value, wanted: f"'{name}' is {_shown(value)}; it must be more than {wanted}",
    "exclusiveMaximum": lambda name, value, wanted: f"'{name}' is {_shown(value)}; it must be less than {wanted}",
    "multipleOf": lambda name, value, wanted: f"'{name}' is {_shown(value)}; it must be a multiple of {wanted}",
    "pattern": lambda name, value, wanted: f"'{name}' is {_shown(value)}, which does not match {wanted}",
    "format": lambda name, value, wanted: f"'{name}' is {_shown(value)}, which is no {_format_word(wanted)}",
    "minLength": lambda name, value, wanted: f"'{name}' has {len(value)} characters; it needs at least {wanted}",
    "maxLength": lambda name, value, wanted: f"'{name}' has {len(value)} characters; it may have at most {wanted}",
    "minItems": lambda name, value, wanted: f"'{name}' has {_count(value)}; it needs at least {wanted}",
    "maxItems": lambda name, value, wanted: f"'{name}' has {_count(value)}; it may have at most {wanted}",
    "minProperties": lambda name, value, wanted: f"'{name}' has {_count(value)}; it needs at least {wanted}",
    "maxProperties": lambda name, value, wanted: f"'{name}' has {_count(value)}; it may have at most {wanted}",
    "uniqueItems": lambda name, _value, _wanted: f"'{name}' has the same item twice",
}


def _hint(keyword: str, value: object, wanted: object, schema: Schema) -> str | None:
    if keyword == "enum":
        return suggest(str(value), [str(item) for item in cast("Sequence[object]", wanted)], what="It is one of")
    if keyword == "type" and isinstance(value, str):
        if wanted == "boolean" and value.lower() in ("yes", "no", "on", "off", "y", "n"):
            return f"Write {'true' if value.lower() in ('yes', 'on', 'y') else 'false'}; in YAML 1.2 '{value}' is text."
        if wanted in ("integer", "number") and re.fullmatch(r"-?\d+(\.\d+)?", value):
            return "Remove the quotes."
    if keyword == "format" and str(wanted).endswith("-network"):
        return _network_hint(str(value))
    description = schema.get("description")
    return str(description) if description else None


def _network_hint(value: str) -> str:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return "Write an address and a prefix length, such as 10.0.0.0/16."
    if "/" not in value:
        return f"Add the prefix length, such as {value}/{24 if network.version == 4 else 64}."
    return f"Bits are set behind the prefix; the network is {network}."


def _format_word(name: str) -> str:
    return {"ipv4-network": "IPv4 network", "ipv6-network": "IPv6 network", "email": "e-mail address"}.get(name, name)


def _count(value: Sequence[Any]) -> str:
    return f"{len(value)} item" if len(value) == 1 else f"{len(value)} items"


def _shown(value: object) -> str:
    """A value as a person may have written it, cut to a readable length."""
    if value is None:
        return "nothing"
    text = f"'{value}'" if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


_WIDTH: Final = 60
