"""Operations that were cut off."""

from __future__ import annotations

from typing import Any

import pulumi

from tests.engine.embedded.support import Bench, Thing


def chain() -> None:
    first = Thing("first", size=1)
    second = Thing("second", size=first.address)
    Thing("third", size=second.address)
    pulumi.export("address", second.address)


def test_an_interrupt_in_the_middle_of_a_creation_leaves_a_pending_operation() -> None:
    bench = Bench(chain)

    def die(name: str) -> None:
        if name == "second":
            raise KeyboardInterrupt

    bench.cloud.on_create = die
    assert bench.up().result == "cancelled"

    exported = bench.engine.export(bench.stack)
    assert exported is not None
    deployment = exported["deployment"]
    assert isinstance(deployment, dict)
    assert set(bench.resources()) == {"demo-dev", "default_1_2_3", "first"}
    (pending,) = deployment["pending_operations"]
    assert pending["type"] == "creating"
    assert pending["resource"]["urn"].endswith("::second")

    bench.cloud.on_create = None
    assert bench.up().result == "succeeded"
    assert "1 pending operations" in bench.said("warning")[0]
    exported = bench.engine.export(bench.stack)
    assert exported is not None
    assert len(exported["deployment"]["pending_operations"]) == 1


def test_a_refused_operation_leaves_nothing_pending() -> None:
    bench = Bench(lambda: Thing("thing", size=1))
    bench.cloud.refuse["thing"] = "quota exceeded"
    bench.up()

    deployment: Any = bench.engine.export(bench.stack)
    assert not deployment["deployment"].get("pending_operations")
