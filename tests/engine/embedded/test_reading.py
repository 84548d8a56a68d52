"""Reads, functions and references to other stacks; refresh."""

from __future__ import annotations

from dataclasses import replace

import pulumi
import pytest

from stackwright.engine.state.store import MemoryStore
from stackwright.wire.values import SECRET, SIGNATURE, UNKNOWN, Properties, secret
from tests.engine.embedded.support import Bench, Thing


def get(name: str, id_: pulumi.Input[str]) -> Thing:
    return Thing(name, opts=pulumi.ResourceOptions(id=id_))


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


def test_in_a_rehearsal_any_organization_is_the_one_there_is() -> None:
    store = MemoryStore()
    upstream(store, {"plain": 1})

    def rehearsed(name: str) -> Bench:
        bench = Bench(lambda: refer(name), store=store)
        bench.stack = replace(bench.stack, environment={**bench.stack.environment, "STACKWRIGHT_REHEARSAL": "1"})
        return bench

    assert rehearsed("acme/demo/upstream").up().outputs["plain"] == 1
    missing = rehearsed("acme/demo/none").up()
    assert missing.result == "failed"
    assert "say what it has: --stack-output acme/demo/none:KEY=VALUE" in (missing.error or "")


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
