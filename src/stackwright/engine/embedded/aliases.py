"""Former URNs: which old resource a registration continues.

Source: `collapseAliasToUrn`, `inheritedChildAlias`, `getOldResource` in `step_generator.go` (pulumi v3.260).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stackwright.engine.goal import Alias
from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource


class Aliases:
    """What aliases were used so far in one run."""

    def __init__(self, stack: str, project: str) -> None:
        self._stack = stack
        self._project = project
        self.used: dict[str, str] = {}
        """The new URN by the old one that it continues."""
        self._of: dict[str, str] = {}

    def old(
        self,
        urn: str,
        goal: tuple[str, str, str, Sequence[Alias | str]],
        olds: Mapping[str, Resource],
        registered: Mapping[str, object] | set[str],
    ) -> tuple[Resource | None, str, list[str]]:
        """The old resource that `urn` continues, the alias by which it was found ("" for its own name), and what is
        wrong with that: two resources claim the same old one.

        `goal` is (name, type, parent, aliases).
        """
        wrong: list[str] = []
        if urn in self.used:
            wrong.append(
                f"Duplicate resource URN '{urn}' conflicting with alias on resource with URN '{self.used[urn]}'"
            )
        if urn in olds:
            return olds[urn], "", wrong
        for alias in self._candidates(*goal):
            if alias not in olds:
                continue
            claimed = alias if alias in registered else self.used.get(alias)
            if claimed is not None:
                wrong.append(
                    f"Duplicate resource alias '{alias}' applied to resource with URN '{urn}' conflicting with "
                    f"resource with URN '{claimed}'"
                )
            self.used[alias] = urn
            self._of[urn] = alias
            return olds[alias], alias, wrong
        return None, "", wrong

    def _candidates(self, name: str, type_: str, parent: str, aliases: Sequence[Alias | str]) -> list[str]:
        own = [self._collapse(name, type_, parent, alias) for alias in aliases]
        former_parent = self._of.get(parent)
        if former_parent:
            parent_name = urns.name_of(parent)
            own_and_inherited = [*own, self._inherited(type_, name, parent_name, former_parent)]
            own_and_inherited += [
                self._inherited(urns.type_of(alias), urns.name_of(alias), parent_name, former_parent) for alias in own
            ]
            own = own_and_inherited
        return list(dict.fromkeys(own))

    def _collapse(self, name: str, type_: str, parent: str, alias: Alias | str) -> str:
        if isinstance(alias, str):
            return alias
        former = self._of.get(alias.parent, alias.parent) if alias.parent else parent
        if alias.no_parent or (former and urns.qualified_type(former) == urns.STACK_TYPE):
            former = ""
        return urns.create(
            alias.stack or self._stack,
            alias.project or self._project,
            urns.qualified_type(former) if former else "",
            alias.type or type_,
            alias.name or name,
        )

    def _inherited(self, type_: str, name: str, parent_name: str, former_parent: str) -> str:
        """A child named after its parent is taken to have been renamed with it."""
        if name.startswith(parent_name):
            name = urns.name_of(former_parent) + name[len(parent_name) :]
        return urns.create(self._stack, self._project, urns.qualified_type(former_parent), type_, name)
