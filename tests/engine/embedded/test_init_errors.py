"""Resources that are there but did not become ready."""

from __future__ import annotations

import pulumi

from tests.engine.embedded.support import Bench, Thing


def chain() -> None:
    first = Thing("first", size=1)
    second = Thing("second", size=first.address)
    Thing("third", size=second.address)
    pulumi.export("address", second.address)


def test_a_resource_that_did_not_become_ready_is_kept_and_updated_next_time() -> None:
    bench = Bench(chain)
    bench.cloud.unready["first"] = ["no pod is running"]

    outcome = bench.up()

    assert outcome.result == "failed"
    first = bench.resources()["first"]
    assert first["id"] == "first-1"
    assert first["initErrors"] == ["no pod is running"]
    bench.cloud.unready.clear()
    outcome = bench.up()
    assert outcome.changes == {"same": 1, "update": 1, "create": 2}
    assert "initErrors" not in bench.resources()["first"]


def test_an_update_that_does_not_become_ready_keeps_the_old_inputs() -> None:
    bench = Bench(lambda: Thing("thing", size=1))
    bench.up()
    bench.cloud.unready["thing"] = ["never answered"]

    assert bench.up(lambda: Thing("thing", size=2)).result == "failed"
    resource = bench.resources()["thing"]
    assert resource["initErrors"] == ["never answered"]
    assert resource["inputs"]["size"] == 1
    assert resource["outputs"]["size"] == 2

    bench.cloud.unready.clear()
    assert bench.up().changes == {"same": 1, "update": 1}
    assert "initErrors" not in bench.resources()["thing"]
