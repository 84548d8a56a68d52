"""`ignore_changes`: what the program says and the resource does not get."""

from __future__ import annotations

from typing import Any

import pulumi

from tests.engine.embedded.support import Bench, Group, Thing


def thing(**inputs: Any) -> Any:
    options = inputs.pop("opts", None)
    return lambda: Thing("thing", opts=options, **inputs)


def test_ignored_changes_are_no_changes() -> None:
    options = pulumi.ResourceOptions(ignore_changes=["size", "tags.a"])
    bench = Bench(thing(size=1, tags={"a": 1, "b": 1}, opts=options))
    bench.up()

    assert bench.up(thing(size=2, tags={"a": 2, "b": 1}, opts=options)).changes == {"same": 2}
    assert bench.resources()["thing"]["inputs"]["size"] == 1


def test_wildcards_spare_every_element() -> None:
    options = pulumi.ResourceOptions(ignore_changes=["rules[*].note", "tags.*"])
    first = {"rules": [{"port": 1, "note": "a"}, {"port": 2, "note": "b"}], "tags": {"x": 1}}
    other = {"rules": [{"port": 1, "note": "c"}, {"port": 2, "note": "d"}], "tags": {"x": 2}}
    bench = Bench(thing(**first, opts=options))
    bench.up()

    assert bench.up(thing(**other, opts=options)).changes == {"same": 2}
    assert bench.resources()["thing"]["inputs"]["rules"] == first["rules"]


def test_a_component_keeps_what_the_program_says_and_does_not_change() -> None:
    options = pulumi.ResourceOptions(ignore_changes=["note"])
    bench = Bench(lambda: Group("group", options, note="a"))
    bench.up()

    assert bench.up(lambda: Group("group", options, note="b")).changes == {"same": 2}
    assert bench.resources()["group"]["inputs"] == {"note": "b"}
