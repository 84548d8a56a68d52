"""What the state is at any moment of a run: the new resources, then those old ones that are not done with.

Source: `pkg/backend/snapshot.go` (pulumi v3.260). Pulumi saves before and after every step. Here each step is noted in
the run's journal, which is written out before and after what changes a cloud: what only the state knows of (components,
providers, outputs, unchanged resources) goes along with that, or with the checkpoint at the end, for a kill loses
nothing by it.
"""

from __future__ import annotations

from collections.abc import Sequence

from stackwright.engine.embedded.steps import Step
from stackwright.engine.events import OpType
from stackwright.engine.state import urns
from stackwright.engine.state.journal import Journal
from stackwright.engine.state.resource import Operation, OperationType, Resource, Snapshot
from stackwright.errors import StateError

_PENDING: dict[OpType, OperationType] = {
    "create": "creating",
    "create-replacement": "creating",
    "update": "updating",
    "delete": "deleting",
    "delete-replaced": "deleting",
    "read": "reading",
    "read-replacement": "reading",
    "import": "importing",
    "import-replacement": "importing",
}
_CHANGING = frozenset({"create", "create-replacement", "update", "delete", "delete-replaced"})


class Recorder:
    """Collects a run's states. `journal` is told what a kill must not lose; without one nothing is kept."""

    def __init__(self, base: Snapshot, journal: Journal | None = None) -> None:
        self.base = base
        self._journal = journal
        self._new: list[Resource] = []
        self._done: set[Resource] = set()
        self._pending: dict[Resource, OperationType] = {}

    def begin(self, step: Step) -> None:
        """The step is about to be carried out.

        Raises:
            StateError: that could not be noted, so that it must not be carried out.
        """
        pending, subject = _PENDING.get(step.op), step.resource
        if pending is None or subject.is_provider or not subject.custom:
            return
        self._pending[subject] = pending
        if self._journal is not None:
            self._journal.note(_words("begin", step), pending={subject: pending})
            if step.op in _CHANGING:
                try:
                    self._journal.flush()
                except StateError:
                    self.end(step, done=False, later=True)
                    raise

    def end(self, step: Step, *, done: bool, later: bool = False) -> None:
        """The step was carried out, or failed without a trace. `later` leaves writing that to the next one.

        Raises:
            StateError: that could not be noted; it counts for the checkpoint all the same.
        """
        both = [resource for resource in (step.old, step.new) if resource is not None]
        ended = [resource for resource in both if self._pending.pop(resource, None)]
        new, gone = _applied(step) if done else ([], [])
        self._new += new
        self._done.update(gone)
        if self._journal is None:
            return
        changed = [resource for resource in both if done and resource not in self._done]
        self._journal.note(_words("end" if done else "fail", step), changed=changed, new=new, done=gone, ended=ended)
        if not later and step.op in _CHANGING and step.resource.custom and not step.resource.is_provider:
            self._journal.flush()

    def changed(self, resource: Resource) -> None:
        """A resource of the new state is not what it was when its step ended: it registered its outputs."""
        if self._journal is not None:
            self._journal.note(f"outputs of {resource.urn}", changed=[resource])

    def rebase(self, resources: list[Resource], operations: Sequence[Operation] | None = None) -> None:
        """The old state is now this: a refresh found it so. Without `operations`, interrupted creations stay."""
        left = _creations(self.base) if operations is None else list(operations)
        self.base = Snapshot(resources=resources, operations=left, salt=self.base.salt, metadata=self.base.metadata)
        if self._journal is not None:
            self._journal.note("found", base=resources, operations=left)

    def snapshot(self) -> Snapshot:
        """The state as of now. Interrupted creations stay until someone looks at them."""
        resources = [resource for resource in self._new if resource not in self._done]
        resources += [resource for resource in self.base.resources if resource not in self._done]
        operations = [Operation(resource, type_) for resource, type_ in self._pending.items()]
        operations += _creations(self.base)
        return Snapshot(resources=resources, operations=operations, salt=self.base.salt, metadata=self.base.metadata)


def _applied(step: Step) -> tuple[list[Resource], list[Resource]]:
    """What joins the new state, and what leaves the old one."""
    old, new = step.old, step.new
    if step.op in {"replace", "refresh"}:
        return [], []
    if new is None:  # what is deleted ahead of its replacement stays until that is there
        return [], [] if step.then_replaced else [step.former]
    gone = old is not None and (step.op in {"same", "update", "read"} or old.pending_replacement)
    return [new], [step.former] if gone else []


def _creations(snapshot: Snapshot) -> list[Operation]:
    return [operation for operation in snapshot.operations if operation.type == "creating"]


def _words(what: str, step: Step) -> str:
    return f"{what} {step.op} {urns.type_of(step.urn)} {urns.name_of(step.urn)}"
