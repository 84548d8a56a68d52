"""Updates and replacements: what a changed program makes of what is there."""

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


def test_a_replacement_is_created_before_the_old_one_is_deleted() -> None:
    def program(kind: str) -> None:
        first = Thing("first", kind=kind)
        Thing("second", size=first.address)

    bench = Bench(lambda: program("a"))
    bench.up()
    label = bench.resources()["first"]["inputs"]["label"]

    outcome = bench.up(lambda: program("b"))

    assert outcome.changes == {"same": 2, "replace": 1}
    assert bench.steps() == [
        ("same", "demo-dev"),
        ("create-replacement", "first"),
        ("replace", "first"),
        ("same", "second"),
        ("delete-replaced", "first"),
    ]
    assert bench.resources()["first"]["inputs"]["label"] != label
    assert len(bench.cloud.things) == 2


def test_delete_before_replace_takes_dependants_that_would_be_replaced_with_it() -> None:
    def program(place: str) -> None:
        first = Thing("first", place=place)
        Thing("replaced", kind=first.address)
        Thing("updated", size=first.address)

    bench = Bench(lambda: program("a"))
    bench.up()

    outcome = bench.up(lambda: program("b"))

    assert outcome.result == "succeeded"
    assert [call for call in bench.cloud.calls if call[0] in {"create", "delete"}] == [
        ("delete", "replaced"),
        ("delete", "first"),
        ("create", "first"),
        ("create", "replaced"),
    ]
    assert bench.steps() == [
        ("same", "demo-dev"),
        ("delete-replaced", "replaced"),
        ("delete-replaced", "first"),
        ("replace", "first"),
        ("create-replacement", "first"),
        ("replace", "replaced"),
        ("create-replacement", "replaced"),
        ("same", "updated"),
    ]
    assert all("pendingReplacement" not in resource for resource in bench.resources().values())
    assert bench.up().changes == {"same": 4}


def test_the_program_can_ask_for_deletion_first() -> None:
    bench = Bench(thing(kind="a"))
    bench.up()

    bench.up(thing(kind="b", opts=pulumi.ResourceOptions(delete_before_replace=True)))

    assert [op for op, name in bench.steps() if name == "thing"] == [
        "delete-replaced",
        "replace",
        "create-replacement",
    ]


def test_a_replacement_that_fails_midway_is_made_up_for() -> None:
    bench = Bench(thing(place="a"))
    bench.up()
    bench.cloud.refuse["thing"] = "quota exceeded"

    assert bench.up(thing(place="b")).result == "failed"
    assert bench.cloud.things == {}
    assert bench.resources()["thing"]["pendingReplacement"] is True

    bench.cloud.refuse.clear()
    outcome = bench.up()
    assert outcome.changes == {"same": 1, "replace": 1}
    assert bench.cloud.of("delete") == []
    assert "pendingReplacement" not in bench.resources()["thing"]


def test_ignored_changes_are_no_changes() -> None:
    options = pulumi.ResourceOptions(ignore_changes=["size", "tags.a"])
    bench = Bench(thing(size=1, tags={"a": 1, "b": 1}, opts=options))
    bench.up()

    assert bench.up(thing(size=2, tags={"a": 2, "b": 1}, opts=options)).changes == {"same": 2}
    assert bench.resources()["thing"]["inputs"]["size"] == 1


def test_replace_on_changes_turns_an_update_into_a_replacement() -> None:
    bench = Bench(thing(size=1))
    bench.up()

    outcome = bench.up(thing(size=2, opts=pulumi.ResourceOptions(replace_on_changes=["size"])))

    assert outcome.changes == {"same": 1, "replace": 1}


def test_a_component_with_other_inputs_is_updated() -> None:
    bench = Bench(lambda: Group("group", note="a"))
    bench.up()

    assert bench.up(lambda: Group("group", note="b")).changes == {"same": 1, "update": 1}
    assert bench.resources()["group"]["inputs"] == {"note": "b"}


def test_a_replacement_trigger_replaces_when_it_changes() -> None:
    bench = Bench(thing(size=1, opts=pulumi.ResourceOptions(replacement_trigger="a")))
    bench.up()

    assert bench.up().changes == {"same": 2}
    outcome = bench.up(thing(size=1, opts=pulumi.ResourceOptions(replacement_trigger="b")))
    assert outcome.changes == {"same": 1, "replace": 1}


def test_a_renamed_resource_with_an_alias_stays() -> None:
    def renamed() -> None:
        group = Group("group")
        Thing(
            "renamed",
            size=1,
            opts=pulumi.ResourceOptions(
                parent=group, aliases=[pulumi.Alias(name="thing", parent=pulumi.ROOT_STACK_RESOURCE)]
            ),
        )

    bench = Bench(thing(size=1))
    bench.up()

    outcome = bench.up(renamed)

    assert outcome.changes == {"same": 2, "create": 1}
    assert bench.cloud.of("create") == []
    assert bench.resources()["renamed"]["id"] == "thing-1"
    assert "aliases" not in bench.resources()["renamed"]


def test_children_follow_a_renamed_component() -> None:
    def program(name: str, *aliases: pulumi.Alias) -> None:
        group = Group(name, pulumi.ResourceOptions(aliases=list(aliases)))
        Thing(f"{name}-thing", size=1, opts=pulumi.ResourceOptions(parent=group))

    bench = Bench(lambda: program("old"))
    bench.up()

    assert bench.up(lambda: program("new", pulumi.Alias(name="old"))).changes == {"same": 3}
    assert set(bench.resources()) == {"demo-dev", "new", "default_1_2_3", "new-thing"}


def test_two_resources_of_one_name_are_refused() -> None:
    def program() -> None:
        Thing("twin", size=1)
        Thing("twin", size=2)

    outcome = Bench(program).up()

    assert outcome.result == "failed"
    assert "Duplicate resource URN" in (outcome.error or "")


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
