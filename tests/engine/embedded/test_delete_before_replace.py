"""Replacements whose old one goes first, and with it what could not do without it."""

from __future__ import annotations

from typing import Any

import pulumi

from tests.engine.embedded.support import Bench, Thing


def thing(**inputs: Any) -> Any:
    options = inputs.pop("opts", None)
    return lambda: Thing("thing", opts=options, **inputs)


def test_delete_before_replace_takes_dependants_that_would_be_replaced_with_it() -> None:
    def program(place: str) -> None:
        first = Thing("first", place=place)
        Thing("replaced", kind=first.address)
        Thing("updated", size=first.address)

    bench = Bench(lambda: program("a"))
    bench.up()

    outcome = bench.up(lambda: program("b"))

    assert outcome.result == "succeeded"
    assert [call for call in bench.cloud.calls if call[0] in {"create", "delete"}] == [
        ("delete", "replaced"),
        ("delete", "first"),
        ("create", "first"),
        ("create", "replaced"),
    ]
    assert bench.steps() == [
        ("same", "demo-dev"),
        ("delete-replaced", "replaced"),
        ("delete-replaced", "first"),
        ("replace", "first"),
        ("create-replacement", "first"),
        ("replace", "replaced"),
        ("create-replacement", "replaced"),
        ("same", "updated"),
    ]
    assert all("pendingReplacement" not in resource for resource in bench.resources().values())
    assert bench.up().changes == {"same": 4}


def test_the_program_can_ask_for_deletion_first() -> None:
    bench = Bench(thing(kind="a"))
    bench.up()

    bench.up(thing(kind="b", opts=pulumi.ResourceOptions(delete_before_replace=True)))

    assert [op for op, name in bench.steps() if name == "thing"] == [
        "delete-replaced",
        "replace",
        "create-replacement",
    ]


def test_a_replacement_that_fails_midway_is_made_up_for() -> None:
    bench = Bench(thing(place="a"))
    bench.up()
    bench.cloud.refuse["thing"] = "quota exceeded"

    assert bench.up(thing(place="b")).result == "failed"
    assert bench.cloud.things == {}
    assert bench.resources()["thing"]["pendingReplacement"] is True

    bench.cloud.refuse.clear()
    outcome = bench.up()
    assert outcome.changes == {"same": 1, "replace": 1}
    assert bench.cloud.of("delete") == []
    assert "pendingReplacement" not in bench.resources()["thing"]


def test_a_dependant_that_left_the_program_is_deleted_once() -> None:
    def program(place: str, *, both: bool) -> None:
        first = Thing("first", place=place)
        if both:
            Thing("second", kind=first.address)

    bench = Bench(lambda: program("a", both=True))
    bench.up()

    outcome = bench.up(lambda: program("b", both=False))

    assert outcome.result == "succeeded"
    assert bench.cloud.of("delete") == ["second", "first"]
    assert set(bench.resources()) == {"demo-dev", "default_1_2_3", "first"}


def test_a_protected_dependant_stops_it_before_anything_is_deleted() -> None:
    def program(place: str) -> None:
        first = Thing("first", place=place)
        Thing("second", kind=first.address, opts=pulumi.ResourceOptions(protect=True))

    bench = Bench(lambda: program("a"))
    bench.up()

    outcome = bench.up(lambda: program("b"))

    assert outcome.result == "failed"
    assert "as part of replacing" in (outcome.error or "")
    assert bench.cloud.of("delete") == []


def test_the_program_can_forbid_deletion_first() -> None:
    bench = Bench(lambda: Thing("thing", place="a"))
    bench.up()

    bench.up(lambda: Thing("thing", place="b", opts=pulumi.ResourceOptions(delete_before_replace=False)))

    assert [op for op, name in bench.steps() if name == "thing"] == ["create-replacement", "replace", "delete-replaced"]


def test_what_is_gone_already_is_made_again_even_as_it_was() -> None:
    bench = Bench(lambda: Thing("thing", place="a"))
    bench.up()
    bench.cloud.refuse["thing"] = "quota exceeded"
    bench.up(lambda: Thing("thing", place="b"))
    bench.cloud.refuse.clear()

    outcome = bench.up(lambda: Thing("thing", place="a"))

    assert outcome.changes == {"same": 1, "replace": 1}
    assert [thing["place"] for thing in bench.cloud.things.values()] == ["a"]


def test_what_is_gone_already_and_left_the_program_is_only_forgotten() -> None:
    bench = Bench(lambda: Thing("thing", place="a"))
    bench.up()
    bench.cloud.refuse["thing"] = "quota exceeded"
    bench.up(lambda: Thing("thing", place="b"))

    assert bench.up(lambda: None).result == "succeeded"
    assert bench.steps()[-1] == ("remove-pending-replace", "thing")
    assert "thing" not in bench.resources()
