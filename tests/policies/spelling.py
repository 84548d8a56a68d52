"""How the installed SDKs spell types and properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stackwright_policies.tokens import canonical

from stackwright.simcloud.catalogue.model import STRING, Properties, Property, Shape
from stackwright.simcloud.catalogue.sdk import Catalogue, catalogue
from stackwright.wire.values import SIGNATURE

_ID: Properties = {"id": Property("id", STRING)}
"""Providers made from Terraform's repeat a resource's id among its outputs; SDKs do not list it."""


def catalogue_of(token: str) -> Catalogue:
    return catalogue(token.partition(":")[0])


def misspelt(token: str, given: Mapping[str, object], *, outputs: bool = False) -> Iterator[str]:
    """The token, if the SDK has no such type, or the paths in `given` that are none of its inputs (or outputs)."""
    plain = canonical(token)
    of = catalogue_of(plain)
    known = of.resource(plain)
    if known is None:
        yield token
    elif not known.open:
        allowed = {**_ID, **known.outputs, **known.inputs} if outputs else known.inputs
        yield from _unknown(of, allowed, given, "")


def _unknown(of: Catalogue, properties: Properties, given: object, path: str) -> Iterator[str]:
    if not isinstance(given, Mapping):
        return
    for key, value in given.items():
        known = properties.get(key)
        if known is None:
            yield f"{path}.{key}"
        else:
            yield from _inside(of, known.shape, value, f"{path}.{key}")


def _inside(of: Catalogue, shape: Shape, value: object, path: str) -> Iterator[str]:
    if shape.kind == "list" and isinstance(value, list) and shape.item:
        for item in value:
            yield from _inside(of, shape.item, item, f"{path}[]")
    elif shape.kind == "object" and shape.ref and not _is_special(value):
        yield from _unknown(of, of.object(shape.ref).properties, value, path)


def _is_special(value: object) -> bool:
    """Whether it is a mapping that stands for something else, as a secret does."""
    return isinstance(value, Mapping) and SIGNATURE in value
