"""Depending on a component is depending on what is in it, for whoever came after that."""

from __future__ import annotations

from stackwright.engine.embedded.graph import Graph
from stackwright.engine.state.resource import Resource
from stackwright.engine.state.urns import name_of


def resource(name: str, *, type_: str = "toy:index:Thing", parent: str = "", after: str = "") -> Resource:
    def urn(name: str, type_: str) -> str:
        return f"urn:pulumi:dev::demo::{type_}::{name}"

    group = "toy:index:Group"
    return Resource(
        urn(name, type_),
        type_,
        custom=type_ != group,
        parent=urn(parent, group) if parent else "",
        dependencies=[urn(after, group)] if after else [],
    )


GROUP = resource("group", type_="toy:index:Group")
INNER = resource("inner", type_="toy:index:Group", parent="group")
DEEP = resource("deep", parent="inner")
BEHIND = resource("behind", after="group")
LATER = resource("later", parent="group")


def names(resources: list[Resource]) -> list[str]:
    return [name_of(item.urn) for item in resources]


def test_it_is_everything_below_that_came_before() -> None:
    graph = Graph([GROUP, INNER, DEEP, BEHIND, LATER])

    assert names(graph.dependencies(BEHIND)) == ["group", "inner", "deep"]


def test_a_child_does_not_depend_on_its_siblings() -> None:
    graph = Graph([GROUP, INNER, DEEP, LATER])

    assert names(graph.dependencies(LATER)) == ["group"]


def test_what_depends_on_a_component_is_deleted_before_what_is_in_it() -> None:
    state = [GROUP, INNER, DEEP, BEHIND]

    assert [names(group) for group in Graph(state).deletion_order(state)] == [
        ["behind"],
        ["deep"],
        ["inner"],
        ["group"],
    ]
