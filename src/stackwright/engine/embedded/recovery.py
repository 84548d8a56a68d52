"""What became of the steps that an earlier run had begun when it was cut off.

Pulumi warns of them: a refresh forgets all but creations, and an `up` creates those a second time. Where a provider can
say what a URN created, a creation is found again here and kept. Resources whose change or deletion was cut off are read
again, whichever provider they have. A provider that cannot be asked leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from stackwright.engine.embedded.faults import Bail
from stackwright.engine.embedded.hiding import hide
from stackwright.engine.embedded.run import Run
from stackwright.engine.embedded.steps import Step, apply, now
from stackwright.engine.state import integrity
from stackwright.engine.state.resource import Operation, Resource
from stackwright.errors import StackwrightError
from stackwright.wire.results import ReadResult


def recover(run: Run) -> None:
    """Bring the old state to what the clouds say of its pending operations, before anything else is done.

    A preview does it too, for itself alone: it shows what an `up` would do.
    """
    pending = run.recorder.base.operations
    if not pending:
        return
    resources = list(run.recorder.base.resources)
    left: list[Operation] = []
    for operation in pending:
        try:
            if operation.type == "creating":
                known = _look_for(run, operation.resource, resources)
            else:
                known = operation.type not in {"updating", "deleting"} or _look_at(run, operation.resource, resources)
        except (StackwrightError, Bail) as error:
            run.say(
                "warning", f"what an interrupted run did to it is not known: {error.message}", operation.resource.urn
            )
            known = False
        if not known:
            left.append(operation)
    run.rebase(integrity.pruned(resources), [operation for operation in left if operation.type == "creating"])


def _look_for(run: Run, wanted: Resource, resources: list[Resource]) -> bool:
    """Whether it is known what became of a creation; what it made is put into `resources`."""
    found = run.connection(wanted).find(wanted.urn)
    if found is None:
        return False
    # What waits for its replacement was deleted.
    there = [item.id for item in resources if item.urn == wanted.urn and not item.pending_replacement]
    new = _unknown(found, there)
    if not new:
        return True
    time = now()
    adopted = wanted.copy(id=new[-1].id, outputs=dict(new[-1].outputs), created=time, modified=time)
    hide(adopted, run.reporter)
    run.say("info", f"an interrupted run had created it: {adopted.id} is kept", adopted.urn)
    for other in new[:-1]:
        run.say("warning", f"{other.id} was created for it as well, and is not in the state", adopted.urn)
    _put(adopted, resources)
    return True


def _unknown(found: Sequence[ReadResult], ids: list[str]) -> list[ReadResult]:
    """What was found that is not in the state. Ids need not be unique: each in the state stands for one of them."""
    known = list(ids)
    result: list[ReadResult] = []
    for item in found:
        if item.id in known:
            known.remove(item.id)
        else:
            result.append(item)
    return result


def _put(adopted: Resource, resources: list[Resource]) -> None:
    """As the end of its creation would have: what it replaces waits for deletion, or was deleted before."""
    for index, old in enumerate(resources):
        if old.urn == adopted.urn and not old.delete:
            if old.pending_replacement:
                resources[index] = adopted
                return
            resources[index] = old.copy(delete=True)
            break
    resources.append(adopted)


def _look_at(run: Run, touched: Resource, resources: list[Resource]) -> bool:
    """Read what was being changed or deleted again."""
    for index, old in enumerate(resources):
        # What was being updated is pending as what it should become, which may have no id yet.
        if old.urn == touched.urn and old.delete == touched.delete and touched.id in {"", old.id}:
            step = Step(op="refresh", old=old, new=old, logical=False)
            apply(step, run)
            if step.new is None:
                del resources[index]
            else:
                resources[index] = step.new
            break
    return True
