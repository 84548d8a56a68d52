"""Protection lifted, and resources forgotten: they stay in the cloud, the state no longer knows them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, cast

from stackwright.deploy.state.entries import Entry, entries, with_resources
from stackwright.engine.protocol import Deployment
from stackwright.engine.state import urns
from stackwright.errors import InvalidInput, UsageError
from stackwright.wire.values import Value


def unprotect(deployment: Deployment, chosen: Collection[str] | None = None) -> tuple[Deployment, list[Entry]]:
    """The deployment with the protection of the resources with these URNs (all) lifted, and those that had one."""
    found = entries(deployment)
    lifted = [entry for entry in found if entry.outline.protect and (chosen is None or entry.urn in chosen)]
    ids = {id(entry) for entry in lifted}
    kept = [_without(entry.data, "protect") if id(entry) in ids else entry.data for entry in found]
    return with_resources(deployment, kept), lifted


def delete(
    deployment: Deployment, chosen: Sequence[Entry], *, with_dependents: bool = False, force: bool = False
) -> tuple[Deployment, list[Entry]]:
    """The deployment without the `chosen` of its `entries`, and all that went.

    `with_dependents` takes along what depends on them, or is below them; `force` takes protected ones, too.

    Raises:
        UsageError: others depend on one; names them.
        InvalidInput: some are protected; names each.
    """
    found = entries(deployment)
    wanted = {_key(entry) for entry in chosen}
    condemned = [entry for entry in found if _key(entry) in wanted]
    behind = dependents(found, condemned)
    if behind and not with_dependents:
        names = "".join(f"\n    {entry.label}  ({entry.urn})" for entry in behind)
        raise UsageError(
            f"{', '.join(entry.label for entry in condemned)} cannot be forgotten: others depend on "
            f"{'it' if len(condemned) == 1 else 'them'}",
            hint=f"Forget them too, by name or with --with-dependents:{names}",
        )
    gone = {id(entry) for entry in (*condemned, *behind)}
    removed = [entry for entry in found if id(entry) in gone]
    protected = [entry for entry in removed if entry.outline.protect]
    if protected and not force:
        hint = "Unprotect it first, or add --force."
        raise InvalidInput([UsageError(f"{entry.label} is protected", hint=hint) for entry in protected])
    left = [entry for entry in found if id(entry) not in gone]
    there = {entry.urn for entry in left}
    return with_resources(deployment, [_replaced_with(entry, there) for entry in left]), removed


def dependents(found: Sequence[Entry], roots: Collection[Entry]) -> list[Entry]:
    """All that depends on one of `roots` or is below it, directly or not, in the state's order.

    A URN stands for a resource and for the one that it replaced: what names it loses nothing while one of them stays
    (`OnlyDependsOn` in `pkg/resource/graph/dependency_graph.go`, pulumi v3.260). A provider is named with its id.
    """
    gone = {id(entry) for entry in roots}
    lost = {urns.reference(entry.urn, entry.outline.id) for entry in roots if entry.outline.is_provider}
    result: list[Entry] = []
    there: set[str] = set()
    missing: set[str] = set()
    for entry in found:
        named = {urn for kind, urn, _ in entry.outline.dependencies_by_kind() if kind != "replace_with"}
        if id(entry) not in gone and (entry.outline.provider in lost or named & (missing - there)):
            gone.add(id(entry))
            result.append(entry)
            if entry.outline.is_provider:
                lost.add(urns.reference(entry.urn, entry.outline.id))
        (missing if id(entry) in gone else there).add(entry.urn)
    return result


def _key(entry: Entry) -> tuple[str, str, bool]:
    return entry.urn, entry.outline.id, entry.outline.delete


def _without(data: dict[str, Value], key: str) -> dict[str, Value]:
    return {name: value for name, value in data.items() if name != key}


def _replaced_with(entry: Entry, there: Collection[str]) -> dict[str, Value]:
    """The resource, to be replaced only with others that are still there."""
    named = cast("list[Any]", entry.data.get("replaceWith") or [])
    if all(urn in there for urn in named):
        return entry.data
    return {**entry.data, "replaceWith": [urn for urn in named if urn in there]}
