"""`replace_on_changes`: updates that are to be replacements."""

from __future__ import annotations

from typing import Any

import pulumi

from tests.engine.embedded.support import Bench, Thing


def thing(**inputs: Any) -> Any:
    options = inputs.pop("opts", None)
    return lambda: Thing("thing", opts=options, **inputs)


def test_replace_on_changes_turns_an_update_into_a_replacement() -> None:
    bench = Bench(thing(size=1))
    bench.up()

    outcome = bench.up(thing(size=2, opts=pulumi.ResourceOptions(replace_on_changes=["size"])))

    assert outcome.changes == {"same": 1, "replace": 1}


def test_below_a_path_and_nowhere_else() -> None:
    options = pulumi.ResourceOptions(replace_on_changes=["tags"])
    bench = Bench(thing(size=1, tags={"a": 1}, opts=options))
    bench.up()

    assert bench.up(thing(size=2, tags={"a": 1}, opts=options)).changes == {"same": 1, "update": 1}
    assert bench.up(thing(size=2, tags={"a": 2}, opts=options)).changes == {"same": 1, "replace": 1}


def test_what_did_not_become_ready_is_replaced_on_request() -> None:
    options = pulumi.ResourceOptions(replace_on_changes=["#initerror"])
    bench = Bench(thing(size=1, opts=options))
    bench.cloud.unready["thing"] = ["never answered"]
    bench.up()
    bench.cloud.unready.clear()

    assert bench.up().changes == {"same": 1, "replace": 1}
    assert bench.cloud.of("delete") == ["thing"]
