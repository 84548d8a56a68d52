"""The outputs of a stack, above all after a failure."""

from __future__ import annotations

import pulumi

from tests.engine.embedded.support import Bench


def test_outputs_that_a_failed_update_does_not_set_stay() -> None:
    bench = Bench(lambda: (pulumi.export("old", 1), pulumi.export("both", 1)))
    bench.up()

    def broken() -> None:
        pulumi.export("both", 2)
        raise ValueError("no")

    outcome = bench.up(broken)

    assert outcome.result == "failed"
    assert bench.engine.outputs(bench.stack) == {"old": 1, "both": 2}


def test_an_update_drops_outputs_that_are_gone() -> None:
    bench = Bench(lambda: pulumi.export("old", 1))
    bench.up()

    bench.up(lambda: pulumi.export("new", 2))

    assert bench.engine.outputs(bench.stack) == {"new": 2}
