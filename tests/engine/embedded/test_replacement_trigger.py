"""`replacement_trigger` and `replace_with`: replacements for reasons of their own."""

from __future__ import annotations

from typing import Any

import pulumi

from tests.engine.embedded.support import Bench, Thing


def thing(**inputs: Any) -> Any:
    options = inputs.pop("opts", None)
    return lambda: Thing("thing", opts=options, **inputs)


def test_a_replacement_trigger_replaces_when_it_changes() -> None:
    bench = Bench(thing(size=1, opts=pulumi.ResourceOptions(replacement_trigger="a")))
    bench.up()

    assert bench.up().changes == {"same": 2}
    outcome = bench.up(thing(size=1, opts=pulumi.ResourceOptions(replacement_trigger="b")))
    assert outcome.changes == {"same": 1, "replace": 1}


def test_what_is_replaced_with_another_follows_it() -> None:
    def program(kind: str) -> None:
        first = Thing("first", kind=kind)
        Thing("second", size=1, opts=pulumi.ResourceOptions(replace_with=[first]))

    bench = Bench(lambda: program("a"))
    bench.up()

    assert bench.up(lambda: program("b")).changes == {"same": 1, "replace": 2}
