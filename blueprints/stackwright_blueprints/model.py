"""What a blueprint is. Nothing here imports Pulumi, so that a catalogue is read in milliseconds.

A blueprint is published as one `Blueprint` object, found through the entry-point group `stackwright.blueprints`
(its value is `module:blueprint`). Its inputs and outputs are `TypedDict`s whose fields carry a `Field`:

    class NetworkInputs(TypedDict):
        cidr: Annotated[Input[str], Field("Address range of the whole network.", format="ipv4-network", immutable=True)]
        zones: NotRequired[Annotated[Input[int], Field("Zones to spread over.", default=3, minimum=1, maximum=6)]]

The JSON Schema that validation, the documentation and the portal read is derived from them, once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

if TYPE_CHECKING:
    from pulumi import Input as Input
    from pulumi import Output as Output
    from pulumi import ProviderResource
else:
    T = TypeVar("T")

    class Input:
        """At run time `Input[T]` is `T`: a schema describes the value, not how it arrives."""

        def __class_getitem__(cls, item: object) -> object:
            return item

    Output = Input

Cloud = Literal["aws", "azure", "gcp", "private"]
Lifecycle = Literal["proposed", "available", "orphaned", "deprecated"]


class _Required:
    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED: Final = _Required()
ENTRY_POINT_GROUP: Final = "stackwright.blueprints"


@dataclass(frozen=True, slots=True)
class Field:
    """What a schema says of one input or output beyond its type.

    `format` is one of JSON Schema's formats or `ipv4-network`. `immutable`: a change replaces what holds the data.
    `part` names a blueprint whose whole part may be given (`${network}`): a mapping of its outputs.
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
    deprecated: str | None = None
    title: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a blueprint's `build` is told about where it is deployed.

    `providers` maps package names (`aws`, `azure-native`, `gcp`, `openstack`, `kubernetes`) to the explicit provider
    of this environment; only the packages that the part's cloud needs are there. `tags` are what every resource must
    carry (owner, service, part, environment).
    """

    service: str
    part: str
    environment: str
    cloud: Cloud
    owner: str
    providers: Mapping[str, ProviderResource]
    tags: Mapping[str, str]
    location: str = ""
    """The environment's region (aws, gcp) or location (azure); empty where the cloud has none."""


Build = Callable[[Context, Any], Mapping[str, Any]]
"""`build(context, inputs) -> outputs`, the outputs by name as the `outputs` TypedDict declares them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """A whole service, versioned, documented and typed; made of components.

    `version` follows Semantic Versioning. `packages` names, per cloud, the Pulumi packages that its providers come
    from. `build` is `module:function`, imported only when the blueprint is deployed.
    """

    name: str
    version: str
    title: str
    description: str
    owner: str
    inputs: type
    outputs: type
    clouds: Mapping[Cloud, Sequence[str]]
    build: str
    lifecycle: Lifecycle = "available"
    replaced_by: str | None = None
    upgrade_notes: Mapping[str, str] | None = None
