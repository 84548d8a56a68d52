"""`retain_on_delete`: forgotten, not deleted."""

from __future__ import annotations

import pulumi

from tests.engine.embedded.support import Bench, Thing


def test_a_retained_resource_leaves_the_state_and_stays_in_the_cloud() -> None:
    bench = Bench(lambda: Thing("kept", size=1, opts=pulumi.ResourceOptions(retain_on_delete=True)))
    bench.up()

    assert bench.destroy().changes == {"delete": 2}
    assert bench.cloud.of("delete") == []
    assert set(bench.cloud.things) == {"kept-1"}
    assert bench.resources() == {}
