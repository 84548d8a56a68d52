"""What the state is at any moment of a run: the new resources, then those old ones that are not done with.

Source: `pkg/backend/snapshot.go` (pulumi v3.260). Pulumi saves before and after every step. Here a save that a kill
could not make anyone miss is left out: before and after what changes a cloud the state is saved, what only the state
knows of (components, providers, outputs, unchanged resources) is saved along with that, or at the end.
"""

from __future__ import annotations

from collections.abc import Callable

from stackwright.engine.embedded.steps import Step
from stackwright.engine.events import OpType
from stackwright.engine.state.resource import Operation, OperationType, Resource, Snapshot

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
    """Collects a run's states. `save` is called with what a kill from now on must not lose."""

    def __init__(self, base: Snapshot, save: Callable[[Snapshot], None] | None) -> None:
        self.base = base
        self._save = save
        self._new: list[Resource] = []
        self._done: set[int] = set()
        self._pending: dict[int, Operation] = {}

    def begin(self, step: Step) -> None:
        """The step is about to be carried out."""
        pending = _PENDING.get(step.op)
        if pending is None or step.subject.is_provider or not step.subject.custom:
            return
        subject = step.resource
        self._pending[id(subject)] = Operation(subject, pending)
        if step.op in _CHANGING:
            self.save()

    def end(self, step: Step, *, done: bool) -> None:
        """The step was carried out, or failed without a trace."""
        for resource in (step.old, step.new):
            if resource is not None:
                self._pending.pop(id(resource), None)
        if done:
            self._apply(step)
        if step.op in _CHANGING and step.resource.custom and not step.resource.is_provider:
            self.save()

    def _apply(self, step: Step) -> None:
        old, new = step.old, step.new
        if step.op in {"replace", "refresh"}:
            return
        if new is None:
            if old is not None and not (step.op in {"delete", "delete-replaced"} and old.pending_replacement):
                self._done.add(id(old))
            return
        if old is not None and (step.op in {"same", "update", "read"} or old.pending_replacement):
            self._done.add(id(old))
        self._new.append(new)

    def forget(self, resource: Resource) -> None:
        """A state of this run that a later one replaces: what was imported, once it is compared with the program."""
        self._done.add(id(resource))

    def rebase(self, resources: list[Resource]) -> None:
        """The old state is now this: a refresh found it so."""
        self.base = Snapshot(
            resources=resources,
            operations=[operation for operation in self.base.operations if operation.type == "creating"],
            salt=self.base.salt,
            metadata=self.base.metadata,
        )

    def save(self) -> None:
        if self._save is not None:
            self._save(self.snapshot())

    def snapshot(self) -> Snapshot:
        """The state as of now. Interrupted creations stay until someone looks at them."""
        resources = [resource for resource in self._new if id(resource) not in self._done]
        resources += [resource for resource in self.base.resources if id(resource) not in self._done]
        operations = list(self._pending.values())
        operations += [operation for operation in self.base.operations if operation.type == "creating"]
        return Snapshot(resources=resources, operations=operations, salt=self.base.salt, metadata=self.base.metadata)
