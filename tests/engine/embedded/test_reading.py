"""Reads, functions and references to other stacks; refresh."""

from __future__ import annotations

import pulumi
import pytest

from stackwright.engine import events
from stackwright.engine.protocol import Options
from stackwright.engine.state.store import MemoryStore
from stackwright.wire.values import SECRET, SIGNATURE, UNKNOWN, Properties, secret
from tests.engine.embedded.support import Bench, Cloud, Thing


def get(name: str, id_: pulumi.Input[str]) -> Thing:
    return Thing(name, opts=pulumi.ResourceOptions(id=id_))


def test_a_read_resource_is_external_and_never_deleted() -> None:
    bench = Bench(lambda: pulumi.export("size", get("there", "x-1").size))
    bench.cloud.things["x-1"] = {"size": 5}

    outcome = bench.up()

    assert outcome.outputs == {"size": 5}
    assert bench.resources()["there"]["external"] is True
    assert outcome.changes == {"create": 1}
    assert bench.destroy().changes == {"discard": 1, "delete": 1}
    assert "x-1" in bench.cloud.things


def test_reading_what_does_not_exist_fails() -> None:
    outcome = Bench(lambda: get("there", "x-1")).up()

    assert outcome.result == "failed"
    assert outcome.error == "resource 'x-1' does not exist"


def test_a_read_waits_for_an_id_that_is_not_known_yet() -> None:
    def program() -> None:
        first = Thing("first", size=1)
        pulumi.export("size", get("same", first.id).size)

    bench = Bench(program)

    assert bench.preview().outputs == {"size": UNKNOWN}
    assert bench.up().outputs == {"size": 1}


def test_a_read_resource_that_the_program_takes_over_is_created() -> None:
    bench = Bench(lambda: get("thing", "x-1"))
    bench.cloud.things["x-1"] = {"size": 5}
    bench.up()

    outcome = bench.up(lambda: Thing("thing", size=5))

    assert ("create-replacement", "thing") in bench.steps()
    assert ("discard-replaced", "thing") in bench.steps()
    assert outcome.result == "succeeded"
    assert "external" not in bench.resources()["thing"]


def test_importing_takes_over_what_exists() -> None:
    options = pulumi.ResourceOptions(import_="x-1")
    bench = Bench(lambda: Thing("thing", size=5, label="mine", opts=options))
    bench.cloud.things["x-1"] = {"size": 5, "label": "mine"}

    outcome = bench.up()

    assert outcome.result == "succeeded"
    assert ("import", "thing") in bench.steps()
    assert bench.cloud.of("create") == []
    assert bench.resources()["thing"]["id"] == "x-1"
    assert bench.resources()["thing"]["importID"] == "x-1"
    assert bench.up().changes == {"same": 2}


def test_functions_are_answered_and_refusals_reach_the_program() -> None:
    def program() -> None:
        answer = pulumi.runtime.invoke("toy:index:echo", {"text": "hi"}, pulumi.InvokeOptions(version="1.2.3"))
        pulumi.export("echo", answer.value["echo"])

    bench = Bench(program)
    assert bench.up().outputs == {"echo": "hi"}

    outcome = bench.up(lambda: pulumi.runtime.invoke("toy:index:fail", {}, pulumi.InvokeOptions(version="1.2.3")))
    assert outcome.result == "failed"
    assert "invocation of toy:index:fail returned an error: the cloud has no answer" in (outcome.error or "")


def test_a_function_of_what_is_yet_to_be_created_is_unknown() -> None:
    def program() -> None:
        thing = Thing("thing", size=1)
        answer = pulumi.runtime.invoke_output(
            "toy:index:echo", {"text": thing.size}, pulumi.InvokeOutputOptions(version="1.2.3", depends_on=[thing])
        )
        pulumi.export("echo", answer)

    bench = Bench(program)

    assert bench.preview().outputs == {"echo": UNKNOWN}
    assert bench.up().outputs == {"echo": {"echo": 1}}


# References to other stacks


def upstream(store: MemoryStore, outputs: Properties) -> Bench:
    def program() -> None:
        for key, value in outputs.items():
            hidden = isinstance(value, dict) and value.get(SIGNATURE) == SECRET
            pulumi.export(key, pulumi.Output.secret(value["value"]) if hidden else value)

    bench = Bench(program, name="upstream", store=store)
    assert bench.up().result == "succeeded"
    return bench


def refer(name: str = "organization/demo/upstream") -> None:
    other = pulumi.StackReference(name)
    pulumi.export("plain", other.require_output("plain"))
    pulumi.export("token", other.get_output("token"))
    pulumi.export("missing", other.get_output("missing"))


def test_a_stack_reference_gives_outputs_with_their_secrets() -> None:
    store = MemoryStore()
    upstream(store, {"plain": 1, "token": secret("hush")})
    bench = Bench(refer, store=store)

    outcome = bench.up()

    assert outcome.result == "succeeded"
    assert outcome.outputs["plain"] == 1
    assert outcome.outputs["token"] == secret("hush")
    reference = bench.resources()["organization/demo/upstream"]
    assert reference["type"] == "pulumi:pulumi:StackReference"
    assert reference["external"] is True
    assert reference["outputs"]["secretOutputNames"] == ["token"]
    assert "hush" not in str(bench.engine.export(bench.stack))
    assert outcome.changes == {"create": 1}


@pytest.mark.parametrize("name", ["upstream", "organization/upstream"])
def test_short_names_mean_the_same_project(name: str) -> None:
    store = MemoryStore()
    upstream(store, {"plain": 1})

    assert Bench(lambda: refer(name), store=store).up().outputs["plain"] == 1


def test_a_stack_that_does_not_exist_fails() -> None:
    outcome = Bench(refer).preview()

    assert outcome.result == "failed"
    assert 'unknown stack "organization/demo/upstream"' in (outcome.error or "")


def test_other_organizations_do_not_exist_here() -> None:
    outcome = Bench(lambda: refer("acme/demo/upstream")).preview()

    assert "organization/<project>/<stack>" in (outcome.error or "")


def test_planned_outputs_travel_to_the_next_preview_through_an_import() -> None:
    store = MemoryStore()
    up = upstream(store, {"plain": 1})
    exported = up.engine.export(up.stack)
    assert exported is not None
    resources = exported["deployment"]["resources"]
    resources[0]["outputs"] = {"plain": UNKNOWN, "token": {SIGNATURE: SECRET, "plaintext": f'"{UNKNOWN}"'}}
    up.engine.import_(up.stack, exported)

    outcome = Bench(refer, store=store).preview()

    assert outcome.outputs["plain"] == UNKNOWN
    assert outcome.outputs["token"] == secret(UNKNOWN)


# Refresh


def sized() -> None:
    first = Thing("first", size=1)
    Thing("second", size=first.address)


def test_refresh_finds_drift_and_up_repairs_it() -> None:
    bench = Bench(sized)
    bench.up()
    bench.cloud.things["first-1"] = {**bench.cloud.things["first-1"], "size": 9}

    outcome = bench.refresh()

    assert outcome.changes == {"same": 3 - 1, "update": 1}
    assert bench.resources()["first"]["outputs"]["size"] == 9
    step = next(
        event.step for event in bench.events if isinstance(event, events.StepDone) and event.step.op == "update"
    )
    assert step.diffs == ("size",)
    assert bench.up().changes == {"same": 2, "update": 1}
    assert bench.cloud.things["first-1"]["size"] == 1


def test_refresh_drops_what_is_gone_and_nothing_refers_to_it_any_more() -> None:
    bench = Bench(sized)
    bench.up()
    bench.cloud.things.pop("first-1")

    outcome = bench.refresh()

    assert outcome.changes["delete"] == 1
    assert set(bench.resources()) == {"demo-dev", "default_1_2_3", "second"}
    assert bench.resources()["second"].get("dependencies", []) == []
    assert bench.up().changes == {"same": 1, "create": 1, "update": 1} or bench.cloud.of("create") == ["first"]


def test_an_update_can_refresh_first() -> None:
    bench = Bench(sized)
    bench.up()
    bench.cloud.things.pop("second-2")

    outcome = bench.up(options=Options(refresh=True))

    assert outcome.result == "succeeded"
    assert bench.cloud.of("create") == ["second"]


def test_a_refused_read_keeps_the_resource() -> None:
    cloud = Cloud()
    bench = Bench(sized, cloud=cloud)
    bench.up()

    assert bench.refresh().result == "succeeded"
    assert set(bench.resources()) == {"demo-dev", "default_1_2_3", "first", "second"}
