"""JSON Schema (draft 2020-12) from the `TypedDict`s in which a blueprint declares its inputs and outputs.

Vendor keys, beside the standard ones:

    x-secret       the value is a secret
    x-immutable    a change replaces what holds the data
    x-part         a blueprint's name, or a list: the whole part (`${network}`) is expected, a mapping of its outputs
    x-same-cloud   the part that is expected is on the same cloud
    x-plain        the value shapes the deployment (how many resources there are), so it cannot be a reference
    x-group        under which heading a form shows it
    x-deprecated   what to use instead
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NotRequired,
    Required,
    TypeAlias,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from stackwright_blueprints.fields import LIFTED, REQUIRED, BlueprintError, Field

Schema: TypeAlias = dict[str, Any]
DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

_SCALARS: Final[Mapping[object, str]] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    NoneType: "null",
}
_LENGTHS: Final = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
}


@cache
def object_schema(declaration: type, *, title: str = "", inputs: bool = True) -> Schema:
    """The schema of one `TypedDict`. The result is shared: read it, do not change it.

    Raises:
        BlueprintError: the declaration says something that cannot be a schema; the message names the field.
    """
    if not is_typeddict(declaration):
        raise BlueprintError(f"{declaration!r} is not a TypedDict; write `class NetworkInputs(TypedDict)`")
    head = {"$schema": DRAFT} | ({"title": title} if title else {})
    schema: Schema = {**head, **_typed_dict(declaration, declaration.__name__, closed=True)}
    for name in plain_fields(declaration) if inputs else ():
        schema["properties"][name]["x-plain"] = True
    return schema


def declared(declaration: type) -> Mapping[str, Field]:
    """The `Field` of each key of a `TypedDict`."""
    fields: dict[str, Field] = {}
    for name, hint in _hints(declaration).items():
        field, _, _ = _unwrap(hint, f"{declaration.__name__}.{name}")
        if field:
            fields[name] = field
    return fields


def plain_fields(declaration: type) -> frozenset[str]:
    """The keys whose values must be known when the program runs: those not written as `Input[...]`."""
    return frozenset(
        name for name, hint in _hints(declaration).items() if not _unwrap(hint, f"{declaration.__name__}.{name}")[2]
    )


def with_defaults(declaration: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with the declared defaults filled in, in nested `TypedDict`s too where their mapping is given."""
    completed = dict(values)
    for name, hint in _hints(declaration).items():
        field, bare, _ = _unwrap(hint, f"{declaration.__name__}.{name}")
        if name not in completed and field and field.default is not REQUIRED:
            completed[name] = field.default
        if is_typeddict(bare) and isinstance(completed.get(name), Mapping):
            completed[name] = with_defaults(cast("type", bare), completed[name])
    return completed


def _hints(declaration: type) -> Mapping[str, Any]:
    try:
        return get_type_hints(declaration, include_extras=True)
    except NameError as error:
        raise BlueprintError(
            f"{declaration.__name__}: {error}; import the type outside `if TYPE_CHECKING`, it is read at run time"
        ) from error


def _unwrap(hint: object, where: str) -> tuple[Field | None, object, bool]:
    """The field, the bare type, and whether the value may arrive as a Pulumi output."""
    field, lifted = None, False
    while True:
        origin = get_origin(hint)
        if origin in (NotRequired, Required):
            hint = get_args(hint)[0]
        elif origin is Annotated:
            hint, *notes = get_args(hint)
            fields = [note for note in notes if isinstance(note, Field)]
            if len(fields) + (field is not None) > 1:
                raise BlueprintError(f"{where} carries more than one Field; keep one")
            field = fields[0] if fields else field
            lifted = lifted or LIFTED in notes
        else:
            return field, hint, lifted


def _typed_dict(declaration: type, where: str, *, closed: bool) -> Schema:
    hints = _hints(declaration)
    required = [name for name, hint in hints.items() if _is_required(declaration, name, hint)]
    properties: Schema = {}
    for name, hint in hints.items():
        place = f"{where}.{name}"
        field, bare, _ = _unwrap(hint, place)
        if field is None:
            raise BlueprintError(f"{place} has no Field; write Annotated[…, Field('What it is, in a sentence.')]")
        if name in required and field.default is not REQUIRED:
            raise BlueprintError(f"{place} has a default but is required; write NotRequired[Annotated[…]]")
        schema = _described(_type_schema(bare, place, closed=closed and field.part is None), field, place)
        properties[name] = schema
    result: Schema = {"type": "object", "properties": properties}
    if required:
        result["required"] = required
    if closed:
        result["additionalProperties"] = False
    return result


def _is_required(declaration: type, name: str, hint: object) -> bool:
    """Python 3.11 counts every key as required where annotations are strings, so the hint itself is asked."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) in (NotRequired, Required):
        return get_origin(hint) is Required
    return name in cast("Sequence[str]", getattr(declaration, "__required_keys__", ()))


def _item_schema(hint: object, where: str, *, closed: bool) -> Schema:
    """The schema of what a list or a mapping holds; it may carry a `Field` of its own."""
    field, _, _ = _unwrap(hint, where)
    schema = _type_schema(hint, where, closed=closed and (field is None or field.part is None))
    return _described(schema, field, where) if field else schema


def _type_schema(hint: object, where: str, *, closed: bool) -> Schema:
    _, bare, _ = _unwrap(hint, where)
    if bare is Any:
        return {}
    if bare in _SCALARS:
        return {"type": _SCALARS[bare]}
    if is_typeddict(bare):
        return _typed_dict(cast("type", bare), where, closed=closed)
    if isinstance(bare, type) and issubclass(bare, Enum):
        return _enum([member.value for member in bare], where)
    origin, args = get_origin(bare), get_args(bare)
    if origin is Literal:
        return _enum(list(args), where)
    if origin in (Union, UnionType):
        return {"anyOf": [_type_schema(arg, where, closed=closed) for arg in args]}
    if origin in (list, Sequence) and args:
        return {"type": "array", "items": _item_schema(args[0], f"{where}[]", closed=closed)}
    if origin in (dict, Mapping) and args:
        if args[0] is not str:
            raise BlueprintError(f"{where}: the keys of a mapping are text; write dict[str, …]")
        values = _item_schema(args[1], f"{where}.*", closed=closed)
        return {"type": "object", "additionalProperties": values}
    raise BlueprintError(
        f"{where} has the type {bare!r}, which JSON Schema cannot express; use str, bool, int, float, list[…], "
        "dict[str, …], Literal[…], an Enum or a TypedDict"
    )


def _enum(values: Sequence[Any], where: str) -> Schema:
    types = {_SCALARS.get(cast("object", type(value))) for value in values}
    if len(types) != 1 or None in types:
        raise BlueprintError(f"{where}: the members of an enum are all of one type, text or numbers")
    return {"type": types.pop(), "enum": list(values)}


def _described(schema: Schema, field: Field, where: str) -> Schema:
    """`schema` with everything that `field` says; a keyword that does not fit the type is an error, not ignored."""
    kind = schema.get("type")
    keywords: Schema = {"description": field.description, "title": field.title, "pattern": field.pattern}
    keywords |= {"format": field.format, "minimum": field.minimum, "maximum": field.maximum}
    keywords |= {"enum": list(field.enum) if field.enum else None, "examples": list(field.examples) or None}
    keywords |= {"x-group": field.group, "x-part": _parts(field.part), "x-deprecated": field.deprecated}
    keywords |= {"x-secret": field.secret or None, "x-immutable": field.immutable or None}
    keywords |= {"x-same-cloud": field.same_cloud or None}
    keywords |= {"deprecated": bool(field.deprecated) or None, "writeOnly": field.secret or None}
    if field.min_length is not None or field.max_length is not None:
        if kind not in _LENGTHS:
            raise BlueprintError(f"{where}: min_length and max_length fit text, lists and mappings, not {kind}")
        keywords |= dict(zip(_LENGTHS[kind], (field.min_length, field.max_length), strict=True))
    if (field.pattern or field.format) and kind != "string":
        raise BlueprintError(f"{where}: pattern and format fit text, not {kind}")
    if (field.minimum is not None or field.maximum is not None) and kind not in ("integer", "number"):
        raise BlueprintError(f"{where}: minimum and maximum fit numbers, not {kind}")
    if field.secret and field.default is not REQUIRED:
        raise BlueprintError(f"{where}: a secret has no default; make it required")
    if field.same_cloud and not field.part:
        raise BlueprintError(f"{where}: same_cloud is said of a part; say which with part=")
    if field.part and kind != "object":
        raise BlueprintError(f"{where}: a whole part is a mapping of outputs; give it the outputs' TypedDict")
    described = schema | {key: value for key, value in keywords.items() if value is not None}
    return described if field.default is REQUIRED else described | {"default": field.default}


def _parts(names: str | Sequence[str] | None) -> str | list[str] | None:
    return names if names is None or isinstance(names, str) else list(names)
