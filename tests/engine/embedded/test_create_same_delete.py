"""The plain life of a resource: created, left alone, deleted when the program no longer asks for it."""

from __future__ import annotations

import pulumi

from stackwright.engine import events
from tests.engine.embedded.support import Bench, Cloud, Group, Thing


def two() -> None:
    first = Thing("first", size=1)
    Thing("second", size=first.size, note=first.address)
    pulumi.export("address", first.address)


def test_an_update_creates_everything_in_dependency_order() -> None:
    bench = Bench(two)

    outcome = bench.up()

    assert outcome.result == "succeeded"
    assert outcome.changes == {"create": 3}
    assert outcome.outputs == {"address": "10.0.0.7"}
    assert bench.cloud.of("create") == ["first", "second"]
    assert bench.steps() == [("create", "demo-dev"), ("create", "first"), ("create", "second")]


def test_the_state_says_what_depends_on_what() -> None:
    bench = Bench(two)
    bench.up()

    second = bench.resources()["second"]

    first = bench.resources()["first"]["urn"]
    assert second["dependencies"] == [first]
    assert second["propertyDependencies"] == {"note": [first], "size": [first]}
    assert second["parent"] == "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev"
    assert second["inputs"]["note"] == second["outputs"]["note"] == "10.0.0.7"


def test_a_second_update_asks_check_and_diff_and_changes_nothing() -> None:
    bench = Bench(two)
    bench.up()
    before = bench.resources()

    outcome = bench.up()

    assert outcome.changes == {"same": 3}
    assert bench.cloud.of("create") == []
    assert [call for call in bench.cloud.calls if call[1] == "first"] == [("check", "first"), ("diff", "first")]
    assert bench.resources() == before


def test_autonames_are_the_same_in_every_world() -> None:
    labels = []
    for _ in range(2):
        bench = Bench(two)
        bench.up()
        labels.append(bench.resources()["first"]["inputs"]["label"])

    assert labels[0] == labels[1] != "first"


def test_what_is_made_again_has_another_name_as_its_preview_said_the_same_in_every_world() -> None:
    first, second = life(), life()

    made, found_lost, left_alone, after_destroy = first
    assert len({made, found_lost, after_destroy}) == 3
    assert left_alone == found_lost
    assert first == second


def life() -> list[object]:
    """What a resource is called when it is made; when it was lost; again; and after a destroy."""
    bench = Bench(two, cloud=Cloud(urns={}))

    def up() -> object:
        bench.preview()
        [planned] = [
            event.step.new.inputs["label"]
            for event in bench.events
            if isinstance(event, events.StepDone) and event.step.new and event.step.urn.endswith("::first")
        ]
        bench.up()
        assert bench.resources()["first"]["inputs"]["label"] == planned
        return planned

    labels = [up()]
    bench.cloud.things.pop(bench.resources()["first"]["id"])
    bench.refresh()
    labels += [up(), up()]
    bench.destroy()
    return [*labels, up()]


def test_what_the_program_drops_is_deleted_after_all_else() -> None:
    bench = Bench(two)
    bench.up()

    outcome = bench.up(lambda: Thing("third", size=3))

    assert outcome.changes == {"same": 1, "create": 1, "delete": 2}
    assert bench.steps() == [
        ("same", "demo-dev"),
        ("create", "third"),
        ("delete", "second"),
        ("delete", "first"),
    ]
    assert set(bench.resources()) == {"demo-dev", "default_1_2_3", "third"}


def test_destroy_deletes_in_reverse_and_leaves_the_stack() -> None:
    bench = Bench(two)
    bench.up()

    outcome = bench.destroy()

    assert outcome.changes == {"delete": 3}
    assert bench.cloud.of("delete") == ["second", "first"]
    assert bench.cloud.things == {}
    assert bench.resources() == {}
    assert bench.engine.outputs(bench.stack) == {}


def test_a_removed_stack_is_gone() -> None:
    bench = Bench(two)
    bench.up()
    bench.destroy()

    bench.engine.remove(bench.stack)

    assert bench.engine.outputs(bench.stack) is None
    assert bench.engine.export(bench.stack) is None


def test_a_preview_touches_neither_cloud_nor_state() -> None:
    bench = Bench(two)

    outcome = bench.preview()

    assert outcome.changes == {"create": 3}
    assert bench.cloud.things == {}
    assert bench.engine.export(bench.stack) is None


def test_every_host_is_closed() -> None:
    bench = Bench(two)
    bench.up()
    bench.preview()
    bench.destroy()

    assert bench.cloud.hosts == 0


def test_components_are_created_with_their_inputs_and_get_their_outputs_later() -> None:
    def program() -> None:
        group = Group("group", note="hello")
        thing = Thing("thing", size=1, opts=pulumi.ResourceOptions(parent=group))
        group.register_outputs({"address": thing.address})

    bench = Bench(program)
    bench.up()

    group = bench.resources()["group"]
    assert group["inputs"] == {"note": "hello"}
    assert group["outputs"] == {"address": "10.0.0.7"}
    thing = bench.resources()["thing"]
    assert thing["urn"] == "urn:pulumi:dev::demo::toy:index:Group$toy:index:Thing::thing"
    assert thing["parent"] == group["urn"]


def test_resources_are_found_again_by_urn() -> None:
    def program() -> None:
        thing = Thing("thing", size=7)

        def fetch(urn: str) -> pulumi.Output[int]:
            return Thing("thing", opts=pulumi.ResourceOptions(urn=urn)).size

        pulumi.export("size", thing.urn.apply(fetch))

    assert Bench(program).up().outputs == {"size": 7}


def test_depending_on_a_component_is_depending_on_what_is_in_it() -> None:
    def program() -> None:
        group = Group("group")
        Thing("inside", size=1, opts=pulumi.ResourceOptions(parent=group))
        Thing("after", size=1, opts=pulumi.ResourceOptions(depends_on=[group]))

    bench = Bench(program)
    bench.up()

    assert bench.resources()["after"]["dependencies"] == [bench.resources()["inside"]["urn"]]
    bench.destroy()
    assert bench.cloud.of("delete") == ["after", "inside"]
