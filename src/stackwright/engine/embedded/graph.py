"""Which resource depends on which, and in what order they may be deleted.

A state lists resources so that each comes after what it depends on; everything here relies on that.
Source: `pkg/resource/graph/dependency_graph.go`, `ScheduleDeletes` in `step_generator.go` (pulumi v3.260).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stackwright.engine.state.resource import Resource


class Graph:
    """The dependencies among the resources of one state."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = list(resources)
        self._index = {id(resource): index for index, resource in enumerate(self.resources)}
        self._by_urn: dict[str, list[int]] = {}
        self._children: dict[str, list[int]] = {}
        for index, resource in enumerate(self.resources):
            self._by_urn.setdefault(resource.urn, []).append(index)
            if resource.parent:
                self._children.setdefault(resource.parent, []).append(index)

    def __contains__(self, resource: object) -> bool:
        return id(resource) in self._index

    def dependents(self, root: Resource, ignore: Collection[str] = ()) -> list[Resource]:
        """All that depends on `root`, directly or not, in the state's order; its children do."""
        urns = {root.urn}
        result: list[Resource] = []
        for candidate in self.resources[self._index[id(root)] :]:
            if candidate.urn in ignore:
                continue
            if candidate.provider_urn in urns or any(urn in urns for _, urn, _ in candidate.dependencies_by_kind()):
                urns.add(candidate.urn)
                result.append(candidate)
        return result

    def dependencies(self, resource: Resource) -> list[Resource]:
        """What `resource` depends on directly: its provider, its parent, what it names, and where that is a component,
        all below it that came before `resource`.
        """
        position = self._index[id(resource)]
        named = {urn for _, urn, _ in resource.dependencies_by_kind()}
        if resource.provider:
            named.add(resource.provider_urn)
        found: set[int] = set()
        for urn in named:
            before = [index for index in self._by_urn.get(urn, ()) if index < position]
            found.update(before)
            if urn != resource.parent and before and not self.resources[before[0]].custom:
                found.update(index for index in self._below(urn) if index < position)
        return [self.resources[index] for index in found]

    def _below(self, urn: str) -> list[int]:
        result: list[int] = []
        todo = [urn]
        while todo:
            for index in self._children.get(todo.pop(), ()):
                result.append(index)
                todo.append(self.resources[index].urn)
        return result

    def all_dependencies(self, resource: Resource) -> list[Resource]:
        """What `resource` names, its provider and its parent, and what these name, and so on: what is below a component
        is not meant by that here (`TransitiveDependenciesOf`). Of two with one URN, one of which waits for deletion,
        its like is meant.
        """
        found: dict[int, Resource] = {}
        todo = [resource]
        while todo:
            one = todo.pop()
            for urn in {one.provider_urn, *(urn for _, urn, _ in one.dependencies_by_kind())}:
                twins = [self.resources[index] for index in self._by_urn.get(urn, ())]
                for item in [twin for twin in twins if twin.delete == one.delete] or twins:
                    if id(item) not in found:
                        found[id(item)] = item
                        todo.append(item)
        return list(found.values())

    def deletion_order(self, condemned: Sequence[Resource]) -> list[list[Resource]]:
        """`condemned`, in the state's order, in groups: a group may be deleted once those before it are gone."""
        depth: dict[int, int] = {}
        groups: list[list[Resource]] = []
        for resource in condemned:
            below = [depth[id(item)] + 1 for item in self.dependencies(resource) if id(item) in depth]
            place = depth[id(resource)] = max(below, default=0)
            if place == len(groups):
                groups.append([])
            groups[place].append(resource)
        return [list(reversed(group)) for group in reversed(groups)]
