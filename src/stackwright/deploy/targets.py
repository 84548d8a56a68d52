"""The resources that a person limits a command to, by any of their names, in whichever part they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from stackwright.deploy.checks import deployments
from stackwright.deploy.limits import Limits
from stackwright.deploy.means import Means
from stackwright.deploy.plan import Plan
from stackwright.deploy.state.entries import Entry, entries, find, has
from stackwright.engine.state import urns
from stackwright.errors import UsageError
from stackwright.service.names import suggest

Targets = Mapping[str, tuple[str, ...]]
"""The URNs that are meant, by part; parts in which nothing is meant are not there."""

NO_TARGET: Final = "no target is in it"


def find_targets(plan: Plan, names: Sequence[str], means: Means) -> Targets:
    """The resources that `names` mean. A URN may be of one that is yet to be created, or a pattern for many.

    Raises:
        UsageError: a name means nothing, or something in several parts; lists what may be meant.
        SecretsError: the passphrase is not that of a stack.
    """
    found = {part: entries(state) for part, state in deployments(plan.stacks, means).items()}
    chosen: dict[str, list[str]] = {}
    for name in names:
        part, urn = _meant(plan, found, name)
        chosen.setdefault(part, []).append(urn)
    return {part: tuple(dict.fromkeys(of_part)) for part, of_part in chosen.items()}


def limited(means: Means, plan: Plan, limits: Limits) -> Means:
    """Means that work on what the limits say, and on everything where they say nothing.

    Raises: as `find_targets` does.
    """
    if not limits:
        return means
    found = find_targets(plan, limits.names, means)
    if limits.excluding:
        return replace(means, excludes=found, options=replace(means.options, exclude_dependents=limits.dependents))
    return replace(means, targets=found, options=replace(means.options, target_dependents=limits.dependents))


def going_on(means: Means, *, enabled: bool) -> Means:
    """Means with which a stack's run goes on with what does not depend on what failed."""
    return replace(means, options=replace(means.options, continue_on_error=True)) if enabled else means


def _meant(plan: Plan, found: Mapping[str, Sequence[Entry]], name: str) -> tuple[str, str]:
    if urns.is_urn(name):
        stack = urns.project_of(name), urns.stack_of(name)
        parts = [part.name for part in plan.parts if (part.stack.project, part.stack.name) == stack]
        if parts:
            return parts[0], name
        raise UsageError(f"{name} is in no stack of this command", hint=f"Its parts are: {', '.join(plan.stacks)}.")
    meant = {part: find(of_part, name, part) for part, of_part in found.items() if has(of_part, name)}
    if len(meant) == 1:
        [(part, entry)] = meant.items()
        return part, entry.urn
    if meant:
        listed = "".join(f"\n    {entry.urn}" for entry in meant.values())
        raise UsageError(f"'{name}' is in {', '.join(meant)}", hint=f"Say which:{listed}")
    known = {urns.name_of(entry.urn) for of_part in found.values() for entry in of_part}
    raise UsageError(
        f"no resource '{name}' is deployed in {', '.join(plan.stacks)}",
        hint=suggest(name.rpartition("::")[2], sorted(known), what="There are"),
    )
