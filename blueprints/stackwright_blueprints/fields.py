"""The vocabulary in which a blueprint's inputs and outputs are declared. Imports no Pulumi at run time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

LIFTED: Final = "lifted"
"""Marks, at run time, a type written as `Input[T]` or `Output[T]`: the value may arrive as a Pulumi output."""

if TYPE_CHECKING:
    from pulumi import Input as Input
    from pulumi import Output as Output
else:

    class Input:
        """At run time `Input[T]` is `T` with a mark: a schema describes the value, not how it arrives."""

        def __class_getitem__(cls, item: object) -> object:
            return Annotated[item, LIFTED]

    Output = Input


class BlueprintError(ValueError):
    """A blueprint is badly written, or was called with what it does not declare.

    The message says which blueprint or field, what is wrong, and what to write instead. It never holds a value.
    """

    for_people: ClassVar[bool] = True
    """Whoever deploys a blueprint prints the message alone, without a traceback."""


class _Required:
    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED: Final = _Required()


@dataclass(frozen=True, slots=True)
class Field:
    """What a schema says of one input or output beyond its type.

    `format` is one of JSON Schema's formats or `ipv4-network`. `immutable`: a change replaces what holds the data.
    `part` names a blueprint, or several, whose whole part may be given (`${network}`): a mapping of its outputs, in
    which `cloud` and `blueprint` are plain text. With `same_cloud` it is a part on the same cloud. `min_length` and
    `max_length` count the characters of a string, the items of a list or the entries of a mapping. `deprecated` says
    what to use instead. A field with a `default` is written `NotRequired[...]`.
    """

    description: str
    default: Any = REQUIRED
    enum: Sequence[Any] | None = None
    pattern: str | None = None
    format: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    examples: Sequence[Any] = ()
    secret: bool = False
    immutable: bool = False
    part: str | Sequence[str] | None = None
    same_cloud: bool = False
    deprecated: str | None = None
    title: str | None = None
    group: str | None = None
