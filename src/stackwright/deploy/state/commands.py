"""What `stackwright state` does, over an engine: each edit reads, changes a copy, and saves it with a backup."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

from stackwright.deploy.checks import deployments
from stackwright.deploy.means import Means
from stackwright.deploy.state import editing, moving
from stackwright.deploy.state.entries import Entry, entries, find
from stackwright.deploy.state.saving import Backup, Edit, save
from stackwright.engine.protocol import Deployment, Stack
from stackwright.errors import UsageError
from stackwright.wire.values import SECRET, SIGNATURE, Value, secret


@dataclass(frozen=True, slots=True)
class Here:
    """A part and its stack."""

    part: str
    stack: Stack


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did, and where the states are as they were before."""

    entries: Sequence[Entry]
    backups: Sequence[Backup]


def read(here: Here, means: Means) -> Deployment:
    """The part's state, secrets encrypted, the key verified.

    Raises:
        UsageError: nothing of the part is deployed.
        SecretsError: the passphrase is not that of the stack.
    """
    found = deployments({here.part: here.stack}, means)[here.part]
    if found is None or not entries(found):
        raise UsageError(f"nothing of {here.part} is deployed: {here.stack.name} has no resources")
    return found


def pending(deployment: Deployment) -> list[tuple[str, str]]:
    """What a run that was cut off was doing: (`creating` …, URN)."""
    inner = cast("dict[str, Any]", deployment.get("deployment") or {})
    return [(each["type"], each["resource"]["urn"]) for each in inner.get("pending_operations") or ()]


def unprotect(here: Here, names: Collection[str], means: Means) -> Edited:
    """Lift the protection of the resources called `names`, or of all where there are none.

    Raises:
        UsageError: a name means no resource, or several.
    """
    before = read(here, means)
    chosen = {find(entries(before), name, here.part).urn for name in names} if names else None
    after, lifted = editing.unprotect(before, chosen)
    backups = save([Edit(here.stack, before, after)], means.engine) if lifted else []
    return Edited(lifted, backups)


def delete(here: Here, names: Sequence[str], means: Means, *, with_dependents: bool, force: bool) -> Edited:
    """Forget the resources called `names`; the cloud keeps them.

    Raises:
        UsageError: a name means no resource, or several; others depend on one.
        InvalidInput: some are protected.
    """
    before = read(here, means)
    chosen = [find(entries(before), name, here.part) for name in names]
    after, gone = editing.delete(before, chosen, with_dependents=with_dependents, force=force)
    return Edited(gone, save([Edit(here.stack, before, after)], means.engine))


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A move that has been worked out, and not yet done."""

    moved: moving.Moved
    edits: Sequence[Edit]


def plan_move(here: Here, there: Here, names: Sequence[str], means: Means, *, include_parents: bool) -> PlannedMove:
    """Work out what moving the resources called `names` to another part comes to.

    Raises:
        UsageError: a name means no resource, or several; it is the same part; the other has one of that name.
    """
    if here.part == there.part:
        raise UsageError(f"{here.part} cannot be moved to itself")
    engine = means.engine
    before = read(here, means)
    other = deployments({there.part: there.stack}, means)[there.part]
    chosen = [find(entries(before), name, here.part) for name in names]
    source = moving.Side(here.stack, before, engine.export(here.stack, show_secrets=True))
    shown = None if other is None else engine.export(there.stack, show_secrets=True)
    moved = moving.move(source, moving.Side(there.stack, other, shown), chosen, include_parents=include_parents)
    if not moved.resources:
        raise UsageError(f"there is nothing to move: {here.part} has nothing but its root")
    # First where they go to: whatever happens then, no resource is without a state that knows it.
    return PlannedMove(moved, [Edit(there.stack, other, moved.target), Edit(here.stack, before, moved.source)])


def do_move(planned: PlannedMove, means: Means) -> Sequence[Backup]:
    """Save what was worked out."""
    return save(list(planned.edits), means.engine)


def shown(value: Value) -> Value:
    """Part of an exported deployment in wire form, its secrets marked, for whoever masks them."""
    if isinstance(value, list):
        return [shown(item) for item in value]
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return secret(None)
        return {key: shown(item) for key, item in value.items()}
    return value
