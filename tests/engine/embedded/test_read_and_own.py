"""What is only read, and what changes hands between reading and owning."""

from __future__ import annotations

import pulumi

from stackwright.wire.values import UNKNOWN
from tests.engine.embedded.support import Bench, Thing


def get(name: str, id_: pulumi.Input[str]) -> Thing:
    return Thing(name, opts=pulumi.ResourceOptions(id=id_))


def test_a_read_resource_is_external_and_never_deleted() -> None:
    bench = Bench(lambda: pulumi.export("size", get("there", "x-1").size))
    bench.cloud.things["x-1"] = {"size": 5}

    outcome = bench.up()

    assert outcome.outputs == {"size": 5}
    assert bench.resources()["there"]["external"] is True
    assert outcome.changes == {"create": 1}
    assert bench.destroy().changes == {"discard": 1, "delete": 1}
    assert "x-1" in bench.cloud.things


def test_reading_what_does_not_exist_fails() -> None:
    outcome = Bench(lambda: get("there", "x-1")).up()

    assert outcome.result == "failed"
    assert outcome.error == "resource 'x-1' does not exist"


def test_a_read_waits_for_an_id_that_is_not_known_yet() -> None:
    def program() -> None:
        first = Thing("first", size=1)
        pulumi.export("size", get("same", first.id).size)

    bench = Bench(program)

    assert bench.preview().outputs == {"size": UNKNOWN}
    assert bench.up().outputs == {"size": 1}


def test_a_read_resource_that_the_program_takes_over_is_created() -> None:
    bench = Bench(lambda: get("thing", "x-1"))
    bench.cloud.things["x-1"] = {"size": 5}
    bench.up()

    outcome = bench.up(lambda: Thing("thing", size=5))

    assert ("create-replacement", "thing") in bench.steps()
    assert ("discard-replaced", "thing") in bench.steps()
    assert outcome.result == "succeeded"
    assert "external" not in bench.resources()["thing"]


def test_what_was_owned_and_is_now_read_is_let_go() -> None:
    bench = Bench(lambda: Thing("thing", size=1))
    bench.up()

    assert bench.up(lambda: get("thing", "thing-1")).result == "succeeded"
    assert bench.resources()["thing"]["external"] is True
    assert bench.cloud.of("delete") == []


def test_reading_another_one_in_its_place_deletes_what_was_owned() -> None:
    bench = Bench(lambda: [Thing("thing", size=1), Thing("other", size=1)])
    bench.up()

    bench.up(lambda: [get("thing", "other-2"), Thing("other", size=1)])

    assert [op for op, name in bench.steps() if name == "thing"] == ["read-replacement", "replace", "delete-replaced"]
    assert bench.cloud.of("delete") == ["thing"]
