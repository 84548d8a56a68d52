"""Aliases: resources that had another name, type or parent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pulumi

from stackwright.engine.embedded.aliases import Aliases
from stackwright.engine.goal import Alias
from stackwright.engine.state.resource import Resource
from tests.engine.embedded.support import Bench, Group, Thing

AS_TODAY = Alias(name="", type="", stack="", project="", parent="", no_parent=False)


def thing(**inputs: Any) -> Any:
    options = inputs.pop("opts", None)
    return lambda: Thing("thing", opts=options, **inputs)


def test_a_renamed_resource_with_an_alias_stays() -> None:
    def renamed() -> None:
        group = Group("group")
        Thing(
            "renamed",
            size=1,
            opts=pulumi.ResourceOptions(
                parent=group, aliases=[pulumi.Alias(name="thing", parent=pulumi.ROOT_STACK_RESOURCE)]
            ),
        )

    bench = Bench(thing(size=1))
    bench.up()

    outcome = bench.up(renamed)

    assert outcome.changes == {"same": 2, "create": 1}
    assert bench.cloud.of("create") == []
    assert bench.resources()["renamed"]["id"] == "thing-1"
    assert "aliases" not in bench.resources()["renamed"]


def test_children_follow_a_renamed_component() -> None:
    def program(name: str, *aliases: pulumi.Alias) -> None:
        group = Group(name, pulumi.ResourceOptions(aliases=list(aliases)))
        Thing(f"{name}-thing", size=1, opts=pulumi.ResourceOptions(parent=group))

    bench = Bench(lambda: program("old"))
    bench.up()

    assert bench.up(lambda: program("new", pulumi.Alias(name="old"))).changes == {"same": 3}
    assert set(bench.resources()) == {"demo-dev", "new", "default_1_2_3", "new-thing"}


def test_a_whole_urn_finds_what_was_elsewhere() -> None:
    bench = Bench(lambda: Thing("old", size=1))
    bench.up()
    urn = bench.resources()["old"]["urn"]

    outcome = bench.up(lambda: Thing("new", size=1, opts=pulumi.ResourceOptions(aliases=[urn])))

    assert outcome.changes == {"same": 2}
    assert set(bench.resources()) == {"demo-dev", "default_1_2_3", "new"}


def test_what_depends_on_a_renamed_resource_names_it_as_it_is_called_now() -> None:
    def program(name: str, *, more: bool, **options: Any) -> None:
        first = Thing(name, size=1, opts=pulumi.ResourceOptions(**options))
        if more:
            Thing("second", size=first.address)

    bench = Bench(lambda: program("old", more=True))
    bench.up()
    bench.cloud.refuse["delete second"] = "in use"

    bench.up(lambda: program("new", more=False, aliases=[pulumi.Alias(name="old")]))

    resources = bench.resources()
    assert resources["second"]["dependencies"] == [resources["new"]["urn"]]


def test_two_resources_cannot_both_have_been_one() -> None:
    def program() -> None:
        for name in ("one", "two"):
            Thing(name, size=1, opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="thing")]))

    bench = Bench(lambda: Thing("thing", size=1))
    bench.up()
    outcome = bench.up(program)

    assert outcome.result == "failed"
    assert "Duplicate resource alias" in (outcome.error or "")


def test_former_projects_and_stacks_have_aliases_too() -> None:
    now, before = "urn:pulumi:dev::demo::toy:index:Thing::thing", "urn:pulumi:test::shop::toy:index:Thing::thing"
    former = Resource(before, "toy:index:Thing", custom=True)
    goal = "thing", "toy:index:Thing", "", [replace(AS_TODAY, project="shop", stack="test")]

    assert Aliases("dev", "demo").old(now, goal, {before: former}, set()) == (former, before, [])


def test_a_resources_own_name_comes_before_its_aliases() -> None:
    now, before = "urn:pulumi:dev::demo::toy:index:Thing::thing", "urn:pulumi:dev::demo::toy:index:Thing::old"
    olds = {urn: Resource(urn, "toy:index:Thing", custom=True) for urn in (before, now)}
    goal = "thing", "toy:index:Thing", "", [replace(AS_TODAY, name="old")]

    assert Aliases("dev", "demo").old(now, goal, olds, set()) == (olds[now], "", [])
