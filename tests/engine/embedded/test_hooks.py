"""Resource hooks: the program's functions before, after, and instead of giving up."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pulumi import ResourceHookBinding, ResourceHookOptions, ResourceOptions

from tests.engine.embedded.support import Bench, Group, Thing


def hooked(
    said: list[str], *kinds: str, size: int = 1, fails: str = "", ignore: bool = False, dry: bool = False
) -> Any:
    """A program of one thing whose hooks of these kinds say what they see; the kind `fails` raises."""

    def hook(kind: str) -> pulumi.ResourceHook:
        def run(args: pulumi.ResourceHookArgs) -> None:
            said.append(
                f"{kind} {args.name} {(args.new_inputs or {}).get('size')} {(args.old_inputs or {}).get('size')}"
            )
            if kind == fails:
                raise ValueError("not today")

        return pulumi.ResourceHook(kind, run, ResourceHookOptions(ignore_errors=ignore, on_dry_run=dry))

    def program() -> None:
        binding = ResourceHookBinding(**{kind: [hook(kind)] for kind in kinds})
        Thing("thing", ResourceOptions(hooks=binding), size=size)

    return program


ALL = ("before_create", "after_create", "before_update", "after_update", "before_delete", "after_delete")


def test_they_run_around_what_happens_with_what_is_known_then() -> None:
    said: list[str] = []
    bench = Bench(hooked(said, *ALL))
    assert bench.up().result == "succeeded"
    assert bench.up(hooked(said, *ALL, size=2)).result == "succeeded"

    assert said == [
        "before_create thing 1.0 None",
        "after_create thing 1.0 None",
        "before_update thing 2.0 1.0",
        "after_update thing 2.0 1.0",
    ]
    assert bench.resources()["thing"]["resourceHooks"]["AfterCreate"] == ["after_create"]
    assert (bench.engine.export(bench.stack) or {})["features"] == ["hooks"]


def test_hooks_of_deletions_run_while_the_program_is_still_there() -> None:
    said: list[str] = []

    def note(args: pulumi.ResourceHookArgs) -> None:
        said.append(f"{args.name} {(args.old_outputs or {}).get('size')}")

    def program(*names: str) -> None:
        hook = pulumi.ResourceHook("note", note)
        for name in names:
            Thing(name, ResourceOptions(hooks=ResourceHookBinding(before_delete=[hook])), size=1)

    bench = Bench(lambda: program("one", "two"))
    bench.up()

    assert bench.up(lambda: program("one")).result == "succeeded"
    assert said == ["two 1.0"]


def test_a_destruction_refuses_before_anything_is_gone() -> None:
    bench = Bench(hooked([], "before_delete"))
    bench.up()

    outcome = bench.destroy()

    assert outcome.result == "failed"
    assert "the program is not running. Hooks: before_delete" in (outcome.error or "")
    assert len(bench.cloud.things) == 1


@pytest.mark.parametrize("dry", [False, True])
def test_a_preview_runs_those_that_want_it(dry: bool) -> None:
    said: list[str] = []
    assert Bench(hooked(said, "before_create", dry=dry)).preview().result == "succeeded"

    assert len(said) == int(dry)


def test_one_that_fails_before_forbids_it() -> None:
    bench = Bench(hooked([], "before_create", fails="before_create"))

    outcome = bench.up()

    assert outcome.result == "failed"
    assert 'before hook "before_create" failed: ' in (outcome.error or "")
    assert bench.cloud.things == {}


def test_one_that_fails_after_leaves_what_was_done_and_ends_the_run() -> None:
    bench = Bench(hooked([], "after_create", fails="after_create"))

    outcome = bench.up()

    assert outcome.result == "failed"
    assert 'after hook "after_create" failed: ' in (outcome.error or "")
    assert bench.resources()["thing"]["id"] == "thing-1"


def test_one_whose_errors_do_not_matter_only_warns() -> None:
    bench = Bench(hooked([], "before_create", fails="before_create", ignore=True))

    assert bench.up().result == "succeeded"
    assert any("not today" in message for message in bench.said("warning"))


def test_an_error_hook_may_have_it_tried_again() -> None:
    seen: list[list[str]] = []

    def again(args: pulumi.ErrorHookArgs) -> bool:
        seen.append(list(args.errors))
        if len(seen) == 2:
            bench.cloud.refuse.clear()
        return True

    def program() -> None:
        hook = pulumi.ErrorHook("again", again)
        Thing("thing", ResourceOptions(hooks=ResourceHookBinding(on_error=[hook])), size=1)

    bench = Bench(program)
    bench.cloud.refuse["thing"] = "busy"

    assert bench.up().result == "succeeded"
    assert seen == [["busy"], ["busy", "busy"]]
    assert bench.cloud.of("create") == ["thing", "thing", "thing"]


def test_a_component_runs_its_own_when_it_is_complete() -> None:
    said: list[str] = []

    def program() -> None:
        hook = pulumi.ResourceHook("note", lambda args: said.append(str((args.new_outputs or {}).get("done"))))
        group = Group("group", ResourceOptions(hooks=ResourceHookBinding(after_create=[hook])))
        group.register_outputs({"done": "yes"})

    assert Bench(program).up().result == "succeeded"
    assert said == ["yes"]


def test_a_hook_may_call_functions() -> None:
    said: list[Any] = []

    async def ask(args: pulumi.ResourceHookArgs) -> None:
        output = pulumi.runtime.invoke_output("toy:index:say", {"text": args.name})
        said.append((await output.future())["echo"])

    def program() -> None:
        hook = pulumi.ResourceHook("ask", ask)
        Thing("thing", ResourceOptions(hooks=ResourceHookBinding(before_create=[hook])), size=1)

    assert Bench(program).up().result == "succeeded"
    assert said == ["thing"]
