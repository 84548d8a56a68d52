"""Refreshing: what the clouds say becomes the state."""

from __future__ import annotations

import pulumi

from stackwright.engine import events
from stackwright.engine.protocol import Options
from tests.engine.embedded.support import Bench, Cloud, Thing


def sized() -> None:
    first = Thing("first", size=1)
    Thing("second", size=first.address)


def get(name: str, id_: pulumi.Input[str]) -> Thing:
    return Thing(name, opts=pulumi.ResourceOptions(id=id_))


def test_refresh_finds_drift_and_up_repairs_it() -> None:
    bench = Bench(sized)
    bench.up()
    bench.cloud.things["first-1"] = {**bench.cloud.things["first-1"], "size": 9}

    outcome = bench.refresh()

    assert outcome.changes == {"same": 3 - 1, "update": 1}
    assert bench.resources()["first"]["outputs"]["size"] == 9
    step = next(
        event.step for event in bench.events if isinstance(event, events.StepDone) and event.step.op == "update"
    )
    assert step.diffs == ("size",)
    assert bench.up().changes == {"same": 2, "update": 1}
    assert bench.cloud.things["first-1"]["size"] == 1


def test_refresh_drops_what_is_gone_and_nothing_refers_to_it_any_more() -> None:
    bench = Bench(sized)
    bench.up()
    bench.cloud.things.pop("first-1")

    outcome = bench.refresh()

    assert outcome.changes["delete"] == 1
    assert set(bench.resources()) == {"demo-dev", "default_1_2_3", "second"}
    assert bench.resources()["second"].get("dependencies", []) == []
    assert bench.up().changes == {"same": 1, "create": 1, "update": 1} or bench.cloud.of("create") == ["first"]


def test_an_update_can_refresh_first() -> None:
    bench = Bench(sized)
    bench.up()
    bench.cloud.things.pop("second-2")

    outcome = bench.up(options=Options(refresh=True))

    assert outcome.result == "succeeded"
    assert bench.cloud.of("create") == ["second"]


def test_a_refused_read_keeps_the_resource() -> None:
    cloud = Cloud()
    bench = Bench(sized, cloud=cloud)
    bench.up()

    assert bench.refresh().result == "succeeded"
    assert set(bench.resources()) == {"demo-dev", "default_1_2_3", "first", "second"}


def test_only_targets_are_refreshed() -> None:
    bench = Bench(lambda: [Thing("one", size=1), Thing("two", size=1)])
    bench.up()
    for thing in bench.cloud.things.values():
        thing["size"] = 5

    bench.refresh(Options(targets=(bench.resources()["one"]["urn"],)))

    assert bench.resources()["one"]["outputs"]["size"] == 5
    assert bench.resources()["two"]["outputs"]["size"] == 1
    assert bench.steps() == [("refresh", "one")]


def test_a_target_that_is_not_there_is_an_error() -> None:
    bench = Bench(lambda: Thing("one", size=1))
    bench.up()

    outcome = bench.refresh(Options(targets=("urn:pulumi:dev::demo::toy:index:Thing::none",)))

    assert outcome.result == "failed"
    assert "could not be found in the stack" in (outcome.error or "")
