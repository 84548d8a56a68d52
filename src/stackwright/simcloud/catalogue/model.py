"""A resource type, a function, a nested type: as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from stackwright.wire.values import Value

Kind = Literal["string", "integer", "number", "boolean", "list", "map", "object", "asset", "any"]


@dataclass(frozen=True, slots=True)
class Shape:
    """The type of a value.

    `item` is what a list or map holds. `ref` names an object's type (`ec2/outputs.py:VpcIpamPool`, a path below the
    package's folder). `members` are the values that the SDK lists for an enum; clouds accept others too, so they are
    a hint. `options` are the other types that a union allows.
    """

    kind: Kind
    item: Shape | None = None
    ref: str = ""
    members: tuple[str | int | float | bool, ...] = ()
    options: tuple[Shape, ...] = ()


ANY = Shape("any")
STRING = Shape("string")


@dataclass(frozen=True, slots=True)
class Property:
    """One property by its wire name.

    `required`: an input that must be given, or an output that is never absent. `replaces` is the sentence of the SDK's
    documentation that says that a change forces a new resource, or empty. `default` is what the SDK fills in,
    `usual` what its documentation calls the default (the cloud fills it in).
    """

    name: str
    shape: Shape
    required: bool = False
    replaces: str = ""
    default: Value = None
    usual: Value = None


Properties = Mapping[str, Property]
NONE: Properties = {}
"""Of a type that is not known."""


@dataclass(frozen=True, slots=True)
class ObjectType:
    """A nested type."""

    properties: Properties


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A resource type. `secrets` are the outputs that the SDK declares secret, by wire name."""

    token: str
    inputs: Properties
    outputs: Properties
    secrets: frozenset[str] = field(default_factory=frozenset[str])
    open: bool = False
    """True for a Kubernetes custom resource: any property is allowed."""
    example: str = ""
    """What the SDK's documentation gives `pulumi import` as id."""

    def computed(self, given: Mapping[str, Value]) -> list[Property]:
        """The outputs that the cloud fills in when `given` inputs are set: computed ones, and those never absent."""
        return [
            output
            for name, output in self.outputs.items()
            if name not in given and (name not in self.inputs or output.required)
        ]


@dataclass(frozen=True, slots=True)
class FunctionType:
    """A provider function (an invoke)."""

    token: str
    args: Properties
    result: Properties
