"""Providers that change, and what becomes of their resources."""

from __future__ import annotations

import pulumi

from tests.engine.embedded.support import Bench, Thing, Toy


def test_moving_to_another_provider_replaces_only_if_the_new_one_says_so() -> None:
    def program(provider: str, region: str) -> None:
        toy = Toy(provider, region=region)
        Thing("thing", size=1, opts=pulumi.ResourceOptions(provider=toy))

    bench = Bench(lambda: program("a", "north"))
    bench.up()

    assert bench.up(lambda: program("b", "north")).changes == {"same": 2, "create": 1, "delete": 1}
    assert bench.cloud.of("diff_config") == ["b"]
    outcome = bench.up(lambda: program("c", "south"))
    assert outcome.changes == {"same": 1, "create": 1, "replace": 1, "delete": 1}
    assert ("replace", "thing") in bench.steps()


def test_a_provider_that_only_the_state_has_is_opened_to_delete_with() -> None:
    def program() -> None:
        toy = Toy("south", region="south")
        Thing("thing", size=1, opts=pulumi.ResourceOptions(provider=toy))

    bench = Bench(program)
    bench.up()

    assert bench.destroy().result == "succeeded"
    assert bench.cloud.calls == [("connect", ""), ("configure", "south"), ("delete", "thing")]
