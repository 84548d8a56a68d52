"""Runs that are limited to targets and to what depends on them."""

from __future__ import annotations

import pulumi

from stackwright.engine.protocol import Options
from tests.engine.embedded.support import Bench, Group, Thing, Toy
from tests.engine.embedded.test_targets import urn


def chain(size: int) -> None:
    first = Thing("first", size=size)
    second = Thing("second", size=size, of=first.address)
    Thing("third", size=size, of=second.address)
    Thing("apart", size=size)


def test_what_depends_on_a_target_is_updated_with_it_and_nothing_else() -> None:
    bench = Bench(lambda: chain(1))
    bench.up()

    bench.up(lambda: chain(2), Options(targets=(urn("second"),), target_dependents=True))

    assert bench.cloud.of("update") == ["second", "third"]


def test_what_depends_on_a_target_goes_with_it() -> None:
    bench = Bench(lambda: chain(1))
    bench.up()

    outcome = bench.destroy(Options(targets=(urn("second"),), target_dependents=True))

    assert outcome.result == "succeeded"
    assert bench.cloud.of("delete") == ["third", "second"]


def test_what_a_target_provider_serves_depends_on_it_and_children_on_their_parent() -> None:
    def program(size: int) -> None:
        toy = Toy("toy", region="a")
        Thing("served", size=size, opts=pulumi.ResourceOptions(provider=toy))
        Thing("child", size=size, opts=pulumi.ResourceOptions(parent=Group("group")))
        Thing("apart", size=size)

    bench = Bench(lambda: program(1))
    bench.up()
    wanted = (urn("toy", "pulumi:providers:toy"), urn("group", "toy:index:Group"))

    bench.up(lambda: program(2), Options(targets=wanted, target_dependents=True))

    assert sorted(bench.cloud.of("update")) == ["child", "served"]


def test_a_refresh_asks_for_what_depends_on_a_target() -> None:
    bench = Bench(lambda: chain(1))
    bench.up()

    bench.refresh(Options(targets=(urn("second"),), target_dependents=True))

    assert bench.cloud.of("read") == ["second", "third"]
