"""Steps: what a plan is made of, and what carrying one out does to the world and to the two states it has.

Source: `pkg/resource/deploy/step.go` (pulumi v3.260).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from stackwright.engine.embedded import diff as diffs_
from stackwright.engine.embedded.connections import Connection
from stackwright.engine.embedded.hooks import Hooks
from stackwright.engine.embedded.registry import Registry
from stackwright.engine.events import OpType
from stackwright.engine.state import urns
from stackwright.engine.state.checkpoint import timestamp
from stackwright.engine.state.resource import Resource
from stackwright.errors import CloudError
from stackwright.wire.results import Changes, CreateResult, DiffResult, InitFailed, PropertyDiff, ReadResult
from stackwright.wire.values import Properties, is_unknown


@dataclass(slots=True, eq=False, kw_only=True)
class Step:
    """One step of a plan. `keep_old`: what a creation replaces is deleted later, once nothing needs it.

    `then_replaced`: a resource is deleted to make room for its replacement, so that it stays in the state until then.
    """

    op: OpType
    old: Resource | None = None
    new: Resource | None = None
    keys: Sequence[str] = ()
    diffs: Sequence[str] = ()
    detailed: Mapping[str, PropertyDiff] | None = None
    logical: bool = True
    keep_old: bool = False
    then_replaced: bool = False
    ignore_changes: tuple[str, ...] = ()
    skipped: bool = False
    """A creation that is left out because it is no target."""
    untargeted: bool = False
    result_op: OpType = "same"
    """What a refresh found: same, update or delete."""
    warning: str = ""

    @property
    def resource(self) -> Resource:
        """The resource that the step is about: what will be, or what a deletion removes."""
        return self.wanted if self.new is not None else self.former

    @property
    def former(self) -> Resource:
        """The old state, of a step that has one."""
        if self.old is None:
            raise ValueError(f"a {self.op} step without an old state")
        return self.old

    @property
    def wanted(self) -> Resource:
        """The new state, of a step that has one."""
        if self.new is None:
            raise ValueError(f"a {self.op} step without a new state")
        return self.new

    @property
    def urn(self) -> str:
        return self.resource.urn

    @property
    def internal(self) -> bool:
        """Whether people are not told of it: default providers, and bookkeeping."""
        return self.op == "remove-pending-replace" or urns.is_default_provider(self.urn)


class World(Protocol):
    """What carrying out a step needs."""

    @property
    def preview(self) -> bool: ...
    @property
    def registry(self) -> Registry: ...
    @property
    def hooks(self) -> Hooks: ...
    @property
    def deleted(self) -> set[str]:
        """The URNs that this run deletes."""
        ...

    def connection(self, resource: Resource) -> Connection:
        """The connection that serves a custom resource. Raises Bail if there is none."""
        ...


def apply(step: Step, world: World) -> str:
    """Carry a step out. Gives why the resource is there and not ready, or nothing.

    Raises:
        StackwrightError: it failed and left no trace; the states are as they were.
    """
    return _APPLY[step.op](step, world)


def now() -> str:
    return timestamp(datetime.now(UTC))


def _same(step: Step, world: World) -> str:
    old, new = step.former, step.wanted
    new.change(id=old.id, outputs=old.outputs)
    if new.is_provider and not step.untargeted:
        # What a provider called no change is configured as it was.
        world.registry.same(new.copy(inputs=old.inputs))
    return ""


def _create(step: Step, world: World) -> str:
    new = step.resource
    unready = ""
    world.hooks.before("Create", None, new)
    if new.is_provider:
        created = world.registry.create(new.urn, new.inputs, preview=world.preview)
        new.change(id=created.id, outputs=created.outputs)
    elif new.custom:
        connection, timeout = world.connection(new), new.custom_timeouts.get("create", 0)

        def create() -> CreateResult:
            return connection.create(new.urn, new.inputs, timeout=timeout, preview=world.preview)

        try:
            created = world.hooks.trying("Create", None, new, create)
            new.change(id=created.id, outputs=dict(created.outputs))
        except InitFailed as error:
            unready = str(error)
            new.change(id=error.id, outputs=dict(error.outputs), init_errors=list(error.reasons))
    time = now()
    new.change(created=time, modified=time)
    if step.keep_old and step.old is not None:
        step.old.change(delete=True)
    if new.custom and not unready:
        world.hooks.after("Create", None, new)
    return unready


def _update(step: Step, world: World) -> str:
    old, new = step.former, step.wanted
    new.change(id=old.id, created=old.created, modified=old.modified)
    world.hooks.before("Update", old, new)
    if new.is_provider:
        new.change(outputs=world.registry.update(new.urn, new.id, new.inputs), modified=now())
    elif new.custom:
        connection, timeout = world.connection(new), new.custom_timeouts.get("update", 0)

        def change() -> Properties:
            return connection.update(
                new.urn,
                old.id,
                old.inputs,
                old.outputs,
                new.inputs,
                step.ignore_changes,
                timeout=timeout,
                preview=world.preview,
            )

        try:
            outputs = world.hooks.trying("Update", old, new, change)
        except InitFailed as error:
            new.change(outputs=dict(error.outputs), init_errors=list(error.reasons), modified=now())
            return str(error)
        new.change(outputs=dict(outputs), modified=now())
    if old.custom:
        world.hooks.after("Update", old, new)
    return ""


def keep_inputs(step: Step) -> None:
    """An update that did not become ready has not changed the resource to what was asked for, so its inputs stay what
    they were (pulumi#2011, `OnResourceStepPost` in `pkg/engine/update.go`).
    """
    if step.op == "update":
        step.wanted.change(inputs=step.former.inputs)


def _delete(step: Step, world: World) -> str:
    old = step.former
    world.hooks.before("Delete", old, None)
    spared = old.external or old.retain_on_delete or old.deleted_with in world.deleted
    if old.custom and not old.is_provider and not world.preview and not spared:
        connection, timeout = world.connection(old), old.custom_timeouts.get("delete", 0)

        def delete() -> None:
            connection.delete(old.urn, old.id, old.inputs, old.outputs, timeout=timeout)

        world.hooks.trying("Delete", old, None, delete)
    if step.then_replaced:
        old.change(pending_replacement=True)
    world.hooks.after("Delete", old, None)
    return ""


def _nothing(step: Step, world: World) -> str:
    del step, world
    return ""


def _read(step: Step, world: World) -> str:
    new, old = step.resource, step.old
    unready = ""
    if not is_unknown(new.id):
        try:
            read = world.connection(new).read_other(new.urn, new.id, new.inputs)
            if not read.id:
                raise CloudError(f"resource '{new.id}' does not exist")
            new.change(id=read.id, outputs=dict(read.outputs))
        except InitFailed as error:
            unready = str(error)
            new.change(outputs=dict(error.outputs), init_errors=list(error.reasons))
    if old is not None:
        new.change(created=old.created, modified=old.modified)
        if not (diffs_.equal(new.inputs, old.inputs) and diffs_.equal(new.outputs, old.outputs)):
            new.change(modified=now())
        if step.op == "read-replacement":
            old.change(delete=True)
    return unready


def _refresh(step: Step, world: World) -> str:
    """Ask the cloud what is there. `step.new` becomes None where it is gone."""
    old = step.former
    if not old.custom or old.is_provider or old.pending_replacement:
        return ""
    connection = world.connection(old)
    reasons: list[str] = []
    try:
        read = connection.read(old.urn, old.id, old.inputs, old.outputs)
        id_, inputs, outputs = read.id, read.inputs, read.outputs
    except InitFailed as error:
        id_, inputs, outputs, reasons = error.id, error.inputs, error.outputs, list(error.reasons)
        step.warning = "Refreshed resource is in an unhealthy state:\n* " + "\n* ".join(reasons)
    if not id_:
        step.new = None
        step.result_op = "delete"
        return ""
    new = old.copy(id=id_, inputs=dict(inputs or old.inputs), outputs=dict(outputs), init_errors=reasons)
    if not (diffs_.equal(new.inputs, old.inputs) and diffs_.equal(new.outputs, old.outputs)):
        new.change(modified=now())
    step.new = new
    changed = not diffs_.equal(old.outputs, new.outputs)
    if not old.external:
        # What `up` would change back is what changed, seen from the other side.
        found = connection.diff(old.urn, new.id, new.inputs, new.outputs, old.inputs, tuple(old.ignore_changes))
        if found.changes is Changes.UNKNOWN:
            found = diffs_.of_inputs(new.inputs, old.inputs)
        found = diffs_.inverted(found)
        step.diffs, step.detailed = found.diffs, found.detailed
        changed = found.changes is not Changes.NONE
    step.result_op = "update" if changed else "same"
    return ""


def _import(step: Step, world: World) -> str:
    """Take over a resource that exists: what the cloud says becomes the old state, the program's wishes are compared
    with it afterwards.
    """
    new, connection = step.resource, world.connection(step.resource)
    reasons: list[str] = []
    try:
        supposed = connection.suppose_import(new.urn, new.import_id, new.inputs, preview=world.preview)
        if supposed:
            step.warning = f"'{new.import_id}' is taken to be there, as the program describes it: no rehearsal made it"
        read = supposed or connection.read(new.urn, new.import_id, {}, {})
    except InitFailed as error:
        read, reasons = ReadResult(error.id, error.inputs, error.outputs), list(error.reasons)
    if not read.id:
        raise CloudError(f"resource '{new.import_id}' does not exist")
    time = now()
    new.change(
        id=read.id,
        inputs=dict(read.inputs),
        outputs=dict(read.outputs),
        created=time,
        modified=time,
        init_errors=reasons,
    )
    if step.old is not None:
        step.old.change(delete=True)
    return ""


_APPLY: dict[OpType, Callable[[Step, World], str]] = {
    "same": _same,
    "create": _create,
    "create-replacement": _create,
    "update": _update,
    "delete": _delete,
    "delete-replaced": _delete,
    "discard": _delete,
    "discard-replaced": _delete,
    "remove-pending-replace": _nothing,
    "replace": _nothing,
    "read": _read,
    "read-replacement": _read,
    "refresh": _refresh,
    "import": _import,
    "import-replacement": _import,
}


def deletion(old: Resource, *, replaced: bool = False, then_replaced: bool = False) -> Step:
    """The step that removes a resource from the state, and from the cloud if this stack owns it."""
    if old.external:
        op: OpType = "discard-replaced" if replaced else "discard"
    else:
        op = "delete-replaced" if replaced else "delete"
    return Step(op=op, old=old, logical=not replaced, then_replaced=then_replaced)


def update(old: Resource, new: Resource, found: DiffResult, ignore_changes: Sequence[str]) -> Step:
    return Step(
        op="update",
        old=old,
        new=new,
        diffs=found.diffs,
        detailed=found.detailed,
        ignore_changes=tuple(ignore_changes),
    )


def replaced(old: Resource, new: Resource, found: DiffResult) -> Step:
    """The step that says to people what the deletion and the creation beside it come to."""
    return Step(
        op="replace",
        old=old,
        new=new,
        keys=found.replaces,
        diffs=found.diffs,
        detailed=found.detailed,
    )


def created_anew(old: Resource, new: Resource, found: DiffResult, *, keep_old: bool) -> Step:
    return Step(
        op="create-replacement",
        old=old,
        new=new,
        keys=found.replaces,
        diffs=found.diffs,
        detailed=found.detailed,
        logical=False,
        keep_old=keep_old,
    )
