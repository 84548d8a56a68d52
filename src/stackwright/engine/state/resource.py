"""One resource in a stack's state: `ResourceV3` of `sdk/go/common/apitype/core.go` (pulumi v3.260)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal, cast

from stackwright.engine.state import urns
from stackwright.wire.values import Properties, Value

OperationType = Literal["creating", "updating", "deleting", "reading", "importing"]
DependencyKind = Literal["parent", "dependency", "property", "deleted_with", "replace_with"]


@dataclass(slots=True, eq=False)
class Resource:
    """The state of one resource. Two are the same only if they are one object: a replaced resource and its
    replacement share a URN for a while.

    `inputs` and `outputs` are in wire form, secrets in clear but marked. `created` and `modified` are RFC 3339.
    Change it through `change`, so that what is derived from it (its JSON text) is derived anew.
    """

    urn: str
    type: str
    custom: bool = False
    delete: bool = False
    id: str = ""
    inputs: Properties = field(default_factory=Properties)
    outputs: Properties = field(default_factory=Properties)
    parent: str = ""
    protect: bool = False
    taint: bool = False
    external: bool = False
    dependencies: list[str] = field(default_factory=list[str])
    init_errors: list[str] = field(default_factory=list[str])
    provider: str = ""
    property_dependencies: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    pending_replacement: bool = False
    additional_secret_outputs: list[str] = field(default_factory=list[str])
    aliases: list[str] = field(default_factory=list[str])
    custom_timeouts: dict[str, float] = field(default_factory=dict[str, float])
    import_id: str = ""
    retain_on_delete: bool = False
    deleted_with: str = ""
    replace_with: list[str] = field(default_factory=list[str])
    created: str = ""
    modified: str = ""
    source_position: str = ""
    stack_trace: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    ignore_changes: list[str] = field(default_factory=list[str])
    hide_diff: list[list[str | int]] = field(default_factory=list[list["str | int"]])
    replace_on_changes: list[str] = field(default_factory=list[str])
    replacement_trigger: Value = None
    resource_hooks: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """Names of hooks by kind (`BeforeCreate` …)."""
    text: str | None = None
    """Its JSON as last written, or None; kept so that saving a large state costs what changed in it."""

    def change(self, **changes: object) -> None:
        for name, value in changes.items():
            setattr(self, name, value)
        self.text = None

    def copy(self, **changes: object) -> Resource:
        values: dict[str, Any] = {name: getattr(self, name) for name in _NAMES}
        values.update(changes)
        return Resource(**values)

    @property
    def is_provider(self) -> bool:
        return urns.is_provider_type(self.type)

    def dependencies_by_kind(self) -> Iterator[tuple[DependencyKind, str, str]]:
        """Every resource that this one names, as (kind, URN, property or ""), its provider excepted."""
        if self.parent:
            yield "parent", self.parent, ""
        for urn in self.dependencies:
            yield "dependency", urn, ""
        for key, of_key in self.property_dependencies.items():
            for urn in of_key:
                yield "property", urn, key
        if self.deleted_with:
            yield "deleted_with", self.deleted_with, ""
        for urn in self.replace_with:
            yield "replace_with", urn, ""

    @property
    def provider_urn(self) -> str:
        """The URN of its provider, or "" where it has none."""
        return urns.parse_reference(self.provider)[0] if self.provider else ""


_NAMES: Final = tuple(f.name for f in fields(Resource) if f.name != "text")

_KEYS: Final = (
    ("urn", "urn"),
    ("custom", "custom"),
    ("delete", "delete"),
    ("id", "id"),
    ("type", "type"),
    ("inputs", "inputs"),
    ("outputs", "outputs"),
    ("parent", "parent"),
    ("protect", "protect"),
    ("taint", "taint"),
    ("external", "external"),
    ("dependencies", "dependencies"),
    ("init_errors", "initErrors"),
    ("provider", "provider"),
    ("property_dependencies", "propertyDependencies"),
    ("pending_replacement", "pendingReplacement"),
    ("additional_secret_outputs", "additionalSecretOutputs"),
    ("aliases", "aliases"),
    ("custom_timeouts", "customTimeouts"),
    ("import_id", "importID"),
    ("retain_on_delete", "retainOnDelete"),
    ("deleted_with", "deletedWith"),
    ("replace_with", "replaceWith"),
    ("created", "created"),
    ("modified", "modified"),
    ("source_position", "sourcePosition"),
    ("stack_trace", "stackTrace"),
    ("ignore_changes", "ignoreChanges"),
    ("hide_diff", "hideDiff"),
    ("replace_on_changes", "replaceOnChanges"),
    ("replacement_trigger", "replacementTrigger"),
    ("resource_hooks", "resourceHooks"),
)
"""Fields and their keys in JSON, in the order in which Pulumi writes them."""

_BY_KEY: Final = {key: name for name, key in _KEYS}
ALWAYS_WRITTEN: Final = frozenset({"urn", "custom", "type"})


def to_json(resource: Resource) -> dict[str, Value]:
    """Its JSON, secrets still in clear; empty fields are left out as Pulumi leaves them out."""
    result: dict[str, Value] = {}
    for name, key in _KEYS:
        value = getattr(resource, name)
        if value or name in ALWAYS_WRITTEN:
            result[key] = value
    return result


def from_json(data: dict[str, Value]) -> Resource:
    """The resource that `to_json` describes.

    Raises:
        ValueError: a field is missing, or one is there that is not understood.
    """
    unknown = data.keys() - _BY_KEY.keys()
    if unknown:
        raise ValueError(f"the resource {data.get('urn')} has unknown fields: {', '.join(sorted(unknown))}")
    for key in ("urn", "type"):
        if not isinstance(data.get(key), str) or not data[key]:
            raise ValueError(f"a resource lacks its {key}")
    if not urns.is_urn(cast("str", data["urn"])):
        raise ValueError(f"{data['urn']!r} is not a URN")
    return Resource(**{_BY_KEY[key]: cast("Any", value) for key, value in data.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation that had begun and was not known to have ended when the state was saved."""

    resource: Resource
    type: OperationType


@dataclass(slots=True, kw_only=True)
class Snapshot:
    """What a checkpoint holds. `salt` is the passphrase secrets manager's state, or None."""

    resources: list[Resource] = field(default_factory=list[Resource])
    operations: list[Operation] = field(default_factory=list[Operation])
    salt: str | None = None
    metadata: dict[str, Value] = field(default_factory=dict[str, Value])

    def stack_resource(self) -> Resource | None:
        """The root stack's resource, whose outputs are the stack's."""
        for resource in self.resources:
            if resource.type == urns.STACK_TYPE and not resource.parent and not resource.delete:
                return resource
        return None
