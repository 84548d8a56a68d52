"""What differs between a resource's old state and what the program asks for now.

Source: `diff`, `providerChanged`, `diffResource` and `shouldTriggerReplace` in `step_generator.go` (pulumi v3.260).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from stackwright.engine.embedded import diff as diffs_
from stackwright.engine.embedded import paths
from stackwright.engine.embedded.connections import Connection, DiffUnavailable
from stackwright.engine.embedded.faults import Bail
from stackwright.engine.embedded.registry import diff_config
from stackwright.engine.goal import Goal
from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.wire.results import Changes, DiffResult
from stackwright.wire.values import Properties, contains_unknown, reveal

if TYPE_CHECKING:
    from stackwright.engine.embedded.planner import Planner, Surroundings


def compare(planner: Planner, goal: Goal, old: Resource, new: Resource) -> DiffResult:
    """What would change, in the order in which Pulumi asks."""
    run = planner.run
    if old.taint:
        return DiffResult(Changes.SOME, replaces=["id"])
    if any(urn in planner.replaced for urn in new.replace_with):
        return DiffResult(Changes.SOME, replaces=["replaceWith"])
    if new.deleted_with in planner.replaced:
        return DiffResult(Changes.SOME, replaces=["deletedWith"])
    if _provider_changed(planner, old, new):
        return DiffResult(Changes.SOME, replaces=["provider"])
    if not new.custom:
        same = diffs_.equal(old.inputs, ignoring(run, goal, old, new.urn))
        return DiffResult(Changes.NONE if same else Changes.SOME)
    if new.is_provider:
        return run.registry.diff(new.urn, old.id, old.inputs, old.outputs, new.inputs)
    try:
        return asked(run.connection(new), old, new.inputs, goal.ignore_changes, new.urn)
    except DiffUnavailable as reason:
        run.say("warning", str(reason), new.urn)
        return DiffResult(Changes.SOME)


def asked(
    connection: Connection, old: Resource, news: Properties, ignore_changes: Sequence[str], urn: str = ""
) -> DiffResult:
    """The provider's diff, or the engine's where the provider leaves it to the engine."""
    found = connection.diff(urn or old.urn, old.id, old.inputs, old.outputs, news, tuple(ignore_changes))
    if found.changes is Changes.UNKNOWN:
        news, _ = paths.ignoring(news, old.inputs, ignore_changes)
        own = diffs_.of_inputs(old.inputs, news)
        return replace(found, changes=own.changes, diffs=own.diffs, detailed=own.detailed)
    return found


def ignoring(run: Surroundings, goal: Goal, old: Resource, urn: str) -> Properties:
    """The goal's inputs, with those as they were whose changes it ignores."""
    if not goal.ignore_changes:
        return goal.inputs
    inputs, failed = paths.ignoring(goal.inputs, old.inputs, goal.ignore_changes)
    if failed:
        listed = ", ".join(failed)
        run.say("info", f'cannot ignore changes in added or removed elements of the path: "{listed}"', urn)
    return inputs


def kept_within(goal: Goal, old: Resource) -> Properties:
    """The goal's inputs, with what it ignores *inside* of a property as it was.

    A component's state has that: Pulumi copies no more than the outermost map before it puts the old values back
    (`processIgnoreChanges`). Of a property that is ignored as a whole it has the new value.
    """
    inner = [path for path in goal.ignore_changes if len(paths.steps(path)) > 1]
    return paths.ignoring(goal.inputs, old.inputs, inner)[0] if inner else goal.inputs


def _provider_changed(planner: Planner, old: Resource, new: Resource) -> bool:
    """Whether the resource cannot be managed by its new provider: the new provider decides, by DiffConfig."""
    if old.provider == new.provider:
        return False
    if not old.provider or not new.provider:
        return True
    old_urn, _ = urns.parse_reference(old.provider)
    new_urn, _ = urns.parse_reference(new.provider)
    if planner.aliases.used.get(old_urn) == new_urn:
        return False
    try:
        before, after = planner.olds[old_urn], planner.providers[new_urn]
    except KeyError:
        raise Bail(f"failed to resolve provider reference: {new.provider!r}", new.urn) from None
    found = diff_config(planner.run.connection(new), new_urn, before.inputs, before.outputs, after.inputs)
    return diffs_.replaces(found)


def triggered(old: Resource, new: Resource) -> bool:
    """Whether the replacement trigger changed. An unknown one did; setting one for the first time is no change."""
    before, after = reveal(old.replacement_trigger), reveal(new.replacement_trigger)
    return contains_unknown(after) or (before is not None and after is not None and not diffs_.equal(before, after))
