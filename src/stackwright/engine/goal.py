"""What a program asks for: one registration or read, normalised, before anything is decided about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from stackwright.engine.state.resource import Resource
from stackwright.wire.values import Properties, Value


@dataclass(frozen=True, slots=True)
class Alias:
    """What of a resource's former URN differed from today. An empty field is as today; `no_parent`: it had none."""

    name: str
    type: str
    stack: str
    project: str
    parent: str
    no_parent: bool


@dataclass(slots=True, kw_only=True)
class Goal:
    """A registration. None for `protect`, `retain_on_delete` and `delete_before_replace` means not said."""

    type: str
    name: str
    custom: bool
    inputs: Properties
    parent: str = ""
    protect: bool | None = None
    dependencies: list[str] = field(default_factory=list[str])
    provider: str = ""
    property_dependencies: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    delete_before_replace: bool | None = None
    ignore_changes: list[str] = field(default_factory=list[str])
    additional_secret_outputs: list[str] = field(default_factory=list[str])
    aliases: list[Alias | str] = field(default_factory=list["Alias | str"])
    """Former names, some of them whole URNs."""
    import_id: str = ""
    custom_timeouts: dict[str, float] = field(default_factory=dict[str, float])
    replace_on_changes: list[str] = field(default_factory=list[str])
    replacement_trigger: Value = None
    resource_hooks: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    retain_on_delete: bool | None = None
    deleted_with: str = ""
    replace_with: list[str] = field(default_factory=list[str])
    hide_diff: list[list[str | int]] = field(default_factory=list[list["str | int"]])
    source_position: str = ""
    stack_trace: list[dict[str, str]] = field(default_factory=list[dict[str, str]])


@dataclass(slots=True, kw_only=True)
class ReadGoal:
    """A read of a resource that exists and that this stack does not own (`Resource.get`, a StackReference)."""

    type: str
    name: str
    id: str
    inputs: Properties
    parent: str
    provider: str
    dependencies: list[str]
    additional_secret_outputs: list[str]
    source_position: str
    stack_trace: list[dict[str, str]]


def new_state(urn: str, goal: Goal, old: Resource | None, aliases: list[str]) -> Resource:
    """The state that a registration is to end in, before its provider has seen it."""
    return Resource(
        urn=urn,
        type=goal.type,
        custom=goal.custom,
        inputs=goal.inputs,
        parent=goal.parent,
        protect=bool(goal.protect),
        dependencies=goal.dependencies,
        provider=goal.provider,
        property_dependencies=goal.property_dependencies,
        additional_secret_outputs=goal.additional_secret_outputs,
        aliases=aliases,
        custom_timeouts=goal.custom_timeouts,
        import_id=goal.import_id,
        retain_on_delete=bool(goal.retain_on_delete),
        deleted_with=goal.deleted_with,
        replace_with=goal.replace_with,
        created=old.created if old else "",
        modified=old.modified if old else "",
        source_position=goal.source_position,
        stack_trace=goal.stack_trace,
        ignore_changes=goal.ignore_changes,
        hide_diff=goal.hide_diff,
        replace_on_changes=goal.replace_on_changes,
        replacement_trigger=goal.replacement_trigger,
        resource_hooks=goal.resource_hooks,
    )
