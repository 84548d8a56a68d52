"""Delete-before-replace: what else must go before a resource can be deleted to make room for its replacement.

Source: `calculateDependentReplacements`, `findDependentCascadeReplacements` in `step_generator.go` (pulumi v3.260).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackwright.engine.embedded import comparison
from stackwright.engine.embedded import diff as diffs_
from stackwright.engine.embedded.connections import DiffUnavailable
from stackwright.engine.embedded.faults import Bail
from stackwright.engine.embedded.steps import Step, deletion
from stackwright.engine.state.resource import Resource
from stackwright.wire.values import UNKNOWN

if TYPE_CHECKING:
    from stackwright.engine.embedded.planner import Planner


def deletions_first(planner: Planner, old: Resource) -> list[Step]:
    """The deletions that come before `old` is replaced, its own last.

    Raises:
        Bail: one of them is protected.
    """
    steps: list[Step] = []
    for resource, keys in reversed(with_it(planner, old)):
        if id(resource) in planner.gone:
            continue
        planner.dependent_keys[resource.urn] = keys
        if resource.delete:
            steps.append(deletion(resource))
        elif resource.protect:
            message = (
                f'unable to replace resource "{resource.urn}" as part of replacing "{old.urn}" as it is currently '
                "marked for protection. To unprotect the resource, remove the `protect` flag from the resource in "
                "your Pulumi program and run `pulumi up`, or use the command:\n"
                f"`pulumi state unprotect '{resource.urn}'`"
            )
            raise Bail(message, old.urn)
        else:
            steps.append(deletion(resource, replaced=True, then_replaced=True))
        planner.deleted.add(resource.urn)
        planner.gone.add(id(resource))
    planner.open_provider(old)
    if not old.pending_replacement:
        planner.deleted.add(old.urn)
        planner.gone.add(id(old))
        steps.append(deletion(old, replaced=True, then_replaced=True))
    return steps


def with_it(planner: Planner, old: Resource) -> list[tuple[Resource, list[str]]]:
    """What must be replaced if `old` goes, in the state's order, and because of which keys. What asked for that comes
    behind it, though it may be there already: so Pulumi deletes it first, for no key.
    """
    found = _dependents(planner, old) if old in planner.graph else []
    return found + _cascading(planner, old.urn)


def _dependents(planner: Planner, root: Resource) -> list[tuple[Resource, list[str]]]:
    """What depends on `root` and would itself be replaced if what it takes from there became unknown."""
    replaced = {root.urn}
    result: list[tuple[Resource, list[str]]] = []
    for resource in planner.graph.dependents(root, (planner.operated | planner.deleted) - {root.urn}):
        keys = _would_replace(planner, resource, replaced)
        if keys is not None:
            replaced.add(resource.urn)
            result.append((resource, keys))
    return result


def _would_replace(planner: Planner, resource: Resource, replaced: set[str]) -> list[str] | None:
    """The keys because of which `resource` would be replaced; None if it would not."""
    if not resource.custom or resource.external:
        return None
    if resource.provider_urn in replaced or resource.deleted_with in replaced:
        return []
    inputs = {
        key: UNKNOWN if any(urn in replaced for urn in resource.property_dependencies.get(key, ())) else value
        for key, value in resource.inputs.items()
    }
    if inputs == resource.inputs:
        return None
    if resource.is_provider:
        planner.run.registry.same(resource)
        found = planner.run.registry.diff(resource.urn, resource.id, resource.inputs, resource.outputs, inputs)
    else:
        try:
            found = comparison.asked(planner.run.connection(resource), resource, inputs, resource.ignore_changes)
        except DiffUnavailable:
            return None
    found = diffs_.replacing_on(found, resource.replace_on_changes, init_errors=False)
    return list(found.replaces) if diffs_.replaces(found) else None


def _cascading(planner: Planner, urn: str) -> list[tuple[Resource, list[str]]]:
    """What asked to be replaced or deleted together with `urn`."""
    return [
        (resource, [])
        for resource in planner.olds.values()
        if urn in resource.replace_with or resource.deleted_with == urn
    ]
