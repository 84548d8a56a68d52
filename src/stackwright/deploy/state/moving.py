"""Resources moved from one stack's state to another's, as `pulumi state move` does. Pure.

Children go with their parents. A provider that is used stays where it is and is copied, unless the other stack has the
same one. What is named across the two stacks afterwards could be named by neither, so those dependencies end; each is
told. Source: `pkg/cmd/pulumi/state/state_move.go` (pulumi v3.260).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from stackwright.deploy.scratch import empty_deployment
from stackwright.deploy.state.entries import Entry, entries, with_resources
from stackwright.engine.protocol import Deployment, Stack
from stackwright.engine.state import rewriting, urns
from stackwright.errors import StateError, UsageError
from stackwright.wire.values import Value


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two stacks: its state as it is (None where there is no such stack), and with secrets in clear."""

    stack: Stack
    deployment: Deployment | None
    shown: Deployment | None


@dataclass(frozen=True, slots=True)
class Broken:
    """`urn` named `named` as its `kind`, and no longer does."""

    urn: str
    named: str
    kind: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move comes to. `resources` maps old to new URNs; `providers` are the new URNs of those copied."""

    source: Deployment
    target: Deployment
    resources: Mapping[str, str]
    providers: Sequence[str]
    broken: Sequence[Broken]


def move(source: Side, target: Side, chosen: Sequence[Entry], *, include_parents: bool = False) -> Moved:
    """Move the `chosen` of `source`'s entries. Their secrets are in clear in the result, to be encrypted on the way in.

    Raises:
        UsageError: one is a provider, or is already there; a provider of the same name there is another.
        StateError: the state changed while it was read.
    """
    found = entries(source.deployment)
    clear = entries(source.shown)
    if [entry.urn for entry in found] != [entry.urn for entry in clear]:
        raise StateError(f"the state of {source.stack.name} was changed by another run meanwhile; nothing was moved")
    goes = _going(found, chosen, include_parents=include_parents)
    _refuse_pending(source, goes)
    stays = {entry.urn for entry in found} - goes
    broken: list[Broken] = []
    left = [_without(entry.data, entry, goes, broken) for entry in found if entry.urn not in goes]
    used = {entry.outline.provider for entry in found if entry.urn in goes and entry.outline.provider}
    there = _Target(target)
    for entry in clear:
        if entry.urn not in goes and urns.reference(entry.urn, entry.outline.id) in used:
            there.adopt_provider(entry, _without(entry.data, entry, stays, broken))
    for entry in clear:
        if entry.urn in goes:
            there.adopt(entry, _without(entry.data, entry, stays, broken), orphaned=entry.outline.parent not in goes)
    return Moved(
        source=with_resources(source.deployment or empty_deployment(), left),
        target=with_resources(target.deployment or empty_deployment(), there.resources),
        resources={urn: there.now[urn] for urn in (entry.urn for entry in found) if urn in goes},
        providers=there.providers,
        broken=tuple(dict.fromkeys(broken)),
    )


def _going(found: Sequence[Entry], chosen: Sequence[Entry], *, include_parents: bool) -> set[str]:
    """The URNs that move: the chosen, what is below them and, if asked for, above. The root and providers never do."""
    by_urn = {entry.urn: entry for entry in found}
    providers = [entry.label for entry in chosen if entry.outline.is_provider]
    if providers:
        raise UsageError(
            f"{', '.join(providers)} cannot be moved: a provider is copied along with what uses it",
            hint="Name the resources to move.",
        )
    goes = {entry.urn for entry in chosen}
    if include_parents:
        for entry in chosen:
            parent = entry.outline.parent
            while parent and not by_urn[parent].is_root:
                goes.add(parent)
                parent = by_urn[parent].outline.parent
    for entry in found:  # a parent comes before its children
        if entry.outline.parent in goes and not entry.outline.is_provider:
            goes.add(entry.urn)
    return {urn for urn in goes if not by_urn[urn].is_root}


def _refuse_pending(source: Side, goes: Collection[str]) -> None:
    inner = cast("dict[str, Any]", (source.deployment or {}).get("deployment") or {})
    for pending in inner.get("pending_operations") or ():
        urn = pending["resource"]["urn"]
        if urn in goes:
            raise UsageError(
                f"{urn} cannot be moved: a run was cut off while it was {pending['type']}",
                hint="`stackwright refresh` first.",
            )


def _without(data: dict[str, Value], entry: Entry, absent: Collection[str], broken: list[Broken]) -> dict[str, Value]:
    """The resource without what it names of `absent`, its parent and provider excepted; adds what that was."""
    named = [(kind, urn) for kind, urn, _ in entry.outline.dependencies_by_kind() if kind != "parent" and urn in absent]
    if not named:
        return data
    broken += [Broken(entry.urn, urn, kind) for kind, urn in named]
    outline = entry.outline
    of = {key: [urn for urn in urns_ if urn not in absent] for key, urns_ in outline.property_dependencies.items()}
    changed: dict[str, Any] = {
        "dependencies": [urn for urn in outline.dependencies if urn not in absent],
        "propertyDependencies": {key: kept for key, kept in of.items() if kept},
        "deletedWith": "" if outline.deleted_with in absent else outline.deleted_with,
        "replaceWith": [urn for urn in outline.replace_with if urn not in absent],
    }
    kept = {key: value for key, value in data.items() if key not in changed}
    return {**kept, **{key: value for key, value in changed.items() if value}}


class _Target:
    """The other stack's resources as they grow, and what each moved URN and provider reference is called there."""

    def __init__(self, target: Side) -> None:
        self._stack = target.stack
        self._there = {entry.urn: entry for entry in entries(target.shown)}
        self.resources = [entry.data for entry in entries(target.deployment)]
        self.providers: list[str] = []
        self.now: dict[str, str] = {}
        roots = [entry.urn for entry in self._there.values() if entry.is_root]
        self._root = roots[0] if roots else self._make_root()

    def _make_root(self) -> str:
        stack = self._stack
        urn = urns.create(stack.name, stack.project, "", urns.STACK_TYPE, f"{stack.project}-{stack.name}")
        self.resources.insert(0, {"urn": urn, "custom": False, "type": urns.STACK_TYPE})
        return urn

    def adopt_provider(self, entry: Entry, data: dict[str, Value]) -> None:
        """Copy a provider of the source, or find the same one here.

        Raises:
            UsageError: there is another one of its name.
        """
        reference = urns.reference(entry.urn, entry.outline.id)
        moved = self._placed(entry, data, orphaned=True)
        urn = cast("str", moved["urn"])
        same = self._there.get(urn)
        if same is None:
            self.resources.append(moved)
            self.providers.append(urn)
            self.now[reference] = urns.reference(urn, entry.outline.id)
        elif same.outline.id == entry.outline.id or same.data.get("inputs") == entry.data.get("inputs"):
            self.now[reference] = urns.reference(urn, same.outline.id)
        else:
            raise UsageError(
                f"{self._stack.name} has a provider {same.label} of its own, with other settings",
                hint="Move nothing between stacks that deploy to different places.",
            )

    def adopt(self, entry: Entry, data: dict[str, Value], *, orphaned: bool) -> None:
        """
        Raises:
            UsageError: there is a resource of this URN already.
        """
        moved = self._placed(entry, data, orphaned=orphaned)
        urn = cast("str", moved["urn"])
        if urn in self._there:
            raise UsageError(f"{self._stack.name} already has {entry.label}: {urn}")
        self.now[entry.urn] = urn
        self.resources.append(moved)

    def _placed(self, entry: Entry, data: dict[str, Value], *, orphaned: bool) -> dict[str, Value]:
        """The resource as it is called here: below what moved with it, or below the root."""
        stack = self._stack
        parent = self._root if orphaned else self.now[entry.outline.parent]
        name = urns.name_of(entry.urn)
        urn = urns.create(stack.name, stack.project, urns.qualified_type(parent), entry.outline.type, name)
        provider = cast("str", data.get("provider") or "")
        plain = {key: value for key, value in data.items() if key not in ("provider", "parent", "urn", "aliases")}
        moved = rewriting.with_urns(plain, lambda urn: self.now.get(urn, urn))
        # An alias is a former URN in the other stack; here it would be found by nobody.
        moved |= {"urn": urn, "parent": parent}
        return {**moved, "provider": self.now.get(provider, provider)} if provider else moved
