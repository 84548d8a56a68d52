"""Transforms: functions of the program that change what it registers, called back while it waits."""

from __future__ import annotations

import asyncio
from typing import Any

import pulumi
import pytest
from pulumi import ResourceOptions, ResourceTransformArgs, ResourceTransformResult

from stackwright.engine.embedded.transforms import upgraded, with_dependencies
from stackwright.wire.values import OUTPUT, SIGNATURE, UNKNOWN, secret
from tests.engine.embedded.support import Bench, Group, Thing


def labelled(word: str) -> Any:
    def transform(args: ResourceTransformArgs) -> ResourceTransformResult | None:
        if args.type_ != "toy:index:Thing":
            return None
        words = args.props.get("words") or []
        return ResourceTransformResult({**args.props, "words": [*words, word]}, args.opts)

    return transform


def test_own_transforms_come_first_then_those_of_ancestors_then_the_stacks() -> None:
    def program() -> None:
        pulumi.runtime.register_stack_transform(labelled("stack"))
        outer = Group("outer", ResourceOptions(transforms=[labelled("outer")]))
        inner = Group("inner", ResourceOptions(parent=outer, transforms=[labelled("inner")]))
        Thing("thing", ResourceOptions(parent=inner, transforms=[labelled("own"), labelled("own too")]))

    bench = Bench(program)

    assert bench.up().result == "succeeded"
    assert bench.resources()["thing"]["inputs"]["words"] == ["own", "own too", "inner", "outer", "stack"]


def test_a_transform_may_take_its_time_and_change_options() -> None:
    async def slowly(args: ResourceTransformArgs) -> ResourceTransformResult:
        await asyncio.sleep(0.01)
        options = ResourceOptions.merge(args.opts, ResourceOptions(protect=True, ignore_changes=["size"]))
        return ResourceTransformResult(args.props, options)

    bench = Bench(lambda: Thing("thing", ResourceOptions(transforms=[slowly]), size=1))
    bench.up()

    assert bench.resources()["thing"]["protect"] is True
    assert bench.resources()["thing"]["ignoreChanges"] == ["size"]


def test_what_a_resource_depends_on_is_what_its_transforms_say() -> None:
    def program() -> None:
        first = Thing("first")
        other = Thing("other")

        def transform(args: ResourceTransformArgs) -> ResourceTransformResult:
            return ResourceTransformResult(
                args.props, ResourceOptions.merge(args.opts, ResourceOptions(depends_on=other))
            )

        Thing("second", ResourceOptions(transforms=[transform]), kind=first.address, hidden=pulumi.Output.secret("s"))

    bench = Bench(program)
    assert bench.up().result == "succeeded"

    resources = bench.resources()
    second = resources["second"]
    assert second["dependencies"] == sorted([resources["first"]["urn"], resources["other"]["urn"]])
    assert second["inputs"]["hidden"] != "s"
    assert bench.up().changes == {"same": 4}


def test_functions_have_transforms_too() -> None:
    def loudly(args: pulumi.InvokeTransformArgs) -> pulumi.InvokeTransformResult | None:
        return pulumi.InvokeTransformResult({**args.args, "text": str(args.args["text"]).upper()}, args.opts)

    def program() -> None:
        pulumi.runtime.register_invoke_transform(loudly)
        pulumi.export("said", pulumi.runtime.invoke_output("toy:index:say", {"text": "hello"})["echo"])

    outcome = Bench(program).up()

    assert outcome.outputs == {"said": "HELLO"}


def test_a_transform_that_raises_fails_the_run_with_its_words() -> None:
    def transform(args: ResourceTransformArgs) -> None:
        raise ValueError(f"{args.name} is not wanted here")

    bench = Bench(lambda: Thing("thing", ResourceOptions(transforms=[transform])))
    outcome = bench.up()

    assert outcome.result == "failed"
    assert "thing is not wanted here" in (outcome.error or "")
    assert bench.cloud.things == {}


def test_many_resources_wait_for_their_transforms_at_once() -> None:
    async def slowly(args: ResourceTransformArgs) -> None:
        await asyncio.sleep(0.05)

    def program() -> None:
        pulumi.runtime.register_stack_transform(slowly)
        for number in range(40):
            Thing(f"thing-{number}")

    bench = Bench(program)

    outcome = bench.up()

    assert outcome.changes == {"create": 41}
    assert outcome.seconds < 2


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", "plain"),
        (UNKNOWN, {SIGNATURE: OUTPUT}),
        (secret("s"), {SIGNATURE: OUTPUT, "value": "s", "secret": True}),
        (secret(UNKNOWN), {SIGNATURE: OUTPUT, "secret": True}),
        ({"a": [secret(1), 2]}, {"a": [{SIGNATURE: OUTPUT, "value": 1, "secret": True}, 2]}),
    ],
)
def test_secrets_and_unknowns_reach_a_transform_as_outputs(value: Any, expected: Any) -> None:
    assert upgraded(value) == expected


def test_what_says_its_dependencies_already_is_left_alone() -> None:
    own = {SIGNATURE: OUTPUT, "value": 1, "dependencies": ["a", "b"]}

    assert with_dependencies({"x": own, "y": 2, "z": 3}, {"x": ["a"], "y": ["b"]}) == {
        "x": own,
        "y": {SIGNATURE: OUTPUT, "value": 2, "dependencies": ["b"]},
        "z": 3,
    }
