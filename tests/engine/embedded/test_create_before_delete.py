"""Replacements that are created before what they replace is deleted."""

from __future__ import annotations

from tests.engine.embedded.support import Bench, Thing


def test_a_replacement_is_created_before_the_old_one_is_deleted() -> None:
    def program(kind: str) -> None:
        first = Thing("first", kind=kind)
        Thing("second", size=first.address)

    bench = Bench(lambda: program("a"))
    bench.up()
    label = bench.resources()["first"]["inputs"]["label"]

    outcome = bench.up(lambda: program("b"))

    assert outcome.changes == {"same": 2, "replace": 1}
    assert bench.steps() == [
        ("same", "demo-dev"),
        ("create-replacement", "first"),
        ("replace", "first"),
        ("same", "second"),
        ("delete-replaced", "first"),
    ]
    assert bench.resources()["first"]["inputs"]["label"] != label
    assert len(bench.cloud.things) == 2


def test_a_create_that_fails_leaves_the_old_one() -> None:
    bench = Bench(lambda: Thing("thing", kind="a"))
    bench.up()
    bench.cloud.refuse["thing"] = "quota exceeded"

    assert bench.up(lambda: Thing("thing", kind="b")).result == "failed"
    assert set(bench.cloud.things) == {"thing-1"}
    assert bench.resources()["thing"]["inputs"]["kind"] == "a"


def test_a_delete_that_fails_is_made_up_for_by_the_next_run() -> None:
    bench = Bench(lambda: Thing("thing", kind="a"))
    bench.up()
    bench.cloud.refuse["delete thing"] = "still in use"

    assert bench.up(lambda: Thing("thing", kind="b")).result == "failed"
    assert len(bench.cloud.things) == 2

    bench.cloud.refuse.clear()
    assert bench.up().result == "succeeded"
    assert bench.steps()[-1] == ("delete-replaced", "thing")
    assert set(bench.cloud.things) == {"thing-2"}
