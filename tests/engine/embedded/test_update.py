"""Updates: a changed input changes the resource in place."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from stackwright.engine import events
from stackwright.engine.protocol import Options
from stackwright.wire.results import PropertyDiff
from tests.engine.embedded.support import Bench, Group, Thing


def thing(**inputs: Any) -> Any:
    options = inputs.pop("opts", None)
    return lambda: Thing("thing", opts=options, **inputs)


def test_a_changed_input_updates_in_place() -> None:
    bench = Bench(thing(size=1))
    bench.up()

    outcome = bench.up(thing(size=2))

    assert outcome.changes == {"same": 1, "update": 1}
    assert bench.cloud.of("update") == ["thing"]
    resource = bench.resources()["thing"]
    assert resource["id"] == "thing-1"
    assert resource["outputs"]["size"] == 2
    assert resource["created"] < resource["modified"]


def test_the_step_says_which_property_changed() -> None:
    bench = Bench(thing(size=1))
    bench.up()
    bench.up(thing(size=2))

    step = next(
        event.step for event in bench.events if isinstance(event, events.StepDone) and event.step.op == "update"
    )

    assert step.diffs == ("size",)
    assert step.old is not None
    assert step.new is not None
    assert (step.old.inputs["size"], step.new.inputs["size"]) == (1, 2)


def test_where_the_provider_does_not_compare_the_engine_does() -> None:
    bench = Bench(thing(size=1, tags={"a": 1, "b": [1, 2]}))
    bench.cloud.diff_unknown = True
    bench.up()
    assert bench.up().changes == {"same": 2}

    bench.up(lambda: Thing("thing", size=1, tags={"a": 1, "b": [1, 3, 4], "c": None, "d": pulumi.Output.secret(5)}))

    step = next(
        event.step for event in bench.events if isinstance(event, events.StepDone) and event.step.op == "update"
    )
    assert step.diffs == ("tags",)
    assert step.detailed_diff == {
        "tags.b[1]": PropertyDiff("update", True),
        "tags.b[2]": PropertyDiff("add", True),
        "tags.d": PropertyDiff("add", True),
    }


def test_a_component_with_other_inputs_is_updated() -> None:
    bench = Bench(lambda: Group("group", note="a"))
    bench.up()

    assert bench.up(lambda: Group("group", note="b")).changes == {"same": 1, "update": 1}
    assert bench.resources()["group"]["inputs"] == {"note": "b"}


def test_an_update_shows_its_changes_in_a_preview_first() -> None:
    bench = Bench(thing(size=1))
    bench.up()

    outcome = bench.preview(thing(size=2))

    assert outcome.changes == {"same": 1, "update": 1}
    assert bench.cloud.of("preview_update") == ["thing"]
    assert bench.resources()["thing"]["inputs"]["size"] == 1


@pytest.mark.parametrize("changed", [False, True])
def test_expecting_no_changes_fails_if_there_are_some(changed: bool) -> None:
    bench = Bench(thing(size=1))
    bench.up()

    outcome = bench.preview(thing(size=2 if changed else 1), Options(expect_no_changes=True))

    assert outcome.result == ("failed" if changed else "succeeded")
