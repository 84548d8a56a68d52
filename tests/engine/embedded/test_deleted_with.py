"""`deleted_with`: gone when something else is."""

from __future__ import annotations

import pulumi

from tests.engine.embedded.support import Bench, Thing


def test_what_goes_with_another_is_not_deleted_by_itself() -> None:
    def program() -> None:
        host = Thing("host", size=1)
        Thing("guest", size=host.address, opts=pulumi.ResourceOptions(deleted_with=host))

    bench = Bench(program)
    bench.up()
    bench.destroy()

    assert bench.cloud.of("delete") == ["host"]


def test_what_goes_with_something_replaced_is_replaced_too() -> None:
    def program(place: str) -> None:
        first = Thing("first", place=place)
        Thing("second", size=1, opts=pulumi.ResourceOptions(deleted_with=first))

    bench = Bench(lambda: program("a"))
    bench.up()

    outcome = bench.up(lambda: program("b"))

    assert outcome.changes["replace"] == 2
    assert bench.cloud.of("delete") == ["first"]
    assert sorted(bench.cloud.of("create")) == ["first", "second"]
