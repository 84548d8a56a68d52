"""Runs that go on with what does not depend on what failed."""

from __future__ import annotations

from typing import Any

import pulumi

from stackwright.engine.protocol import Options
from tests.engine.embedded.support import Bench, Cloud, Thing

ON = Options(continue_on_error=True)


def program(size: int = 1) -> None:
    wrong = Thing("wrong", size=size)
    behind = Thing("behind", size=size, of=wrong.address)
    Thing("further", size=size, opts=pulumi.ResourceOptions(depends_on=[behind]))
    Thing("beside", size=size)
    pulumi.export("address", wrong.address)
    pulumi.export("size", size)


def test_what_does_not_depend_on_a_failed_creation_is_created() -> None:
    bench = Bench(program, cloud=Cloud(refuse={"wrong": "no"}))

    outcome = bench.up(options=ON)

    assert outcome.result == "failed"
    assert (outcome.error or "").startswith("no (at ")
    assert bench.cloud.of("create") == ["wrong", "beside"]
    assert bench.resources().keys() == {"demo-dev", "default_1_2_3", "beside"}


def test_without_it_nothing_comes_after_a_failure() -> None:
    bench = Bench(program, cloud=Cloud(refuse={"wrong": "no"}))

    assert bench.up().result == "failed"
    assert bench.cloud.of("create") == ["wrong"]


def test_the_next_run_makes_good_what_failed() -> None:
    bench = Bench(program, cloud=Cloud(refuse={"wrong": "no"}))
    bench.up(options=ON)
    bench.cloud.refuse.clear()

    assert bench.up(options=ON).changes == {"same": 2, "create": 3}


def test_what_depends_on_a_failed_update_stays_as_it_is() -> None:
    bench = Bench(lambda: program(1))
    bench.up()
    bench.cloud.refuse["wrong"] = "no"

    assert bench.up(lambda: program(2), ON).result == "failed"
    assert bench.cloud.of("update") == ["wrong", "beside"]
    assert {name: bench.resources()[name]["inputs"]["size"] for name in ("wrong", "behind", "further", "beside")} == {
        "wrong": 1,
        "behind": 1,
        "further": 1,
        "beside": 2,
    }
    bench.cloud.refuse.clear()
    assert bench.up(options=ON).changes == {"same": 2, "update": 3}


def test_all_that_failed_is_told() -> None:
    def both() -> None:
        Thing("one")
        Thing("two")

    bench = Bench(both, cloud=Cloud(refuse={"one": "not one", "two": "not two"}))

    told = (bench.up(options=ON).error or "").splitlines()
    assert [line.partition(" (at ")[0] for line in told] == ["not one", "not two"]


def test_a_failed_deletion_keeps_what_it_depends_on() -> None:
    bench = Bench(program)
    bench.up()
    bench.cloud.refuse["delete behind"] = "no"

    outcome = bench.destroy(ON)

    assert outcome.result == "failed"
    assert sorted(bench.cloud.of("delete")) == ["behind", "beside", "further"]
    assert {"wrong", "behind"} <= bench.resources().keys()
    bench.cloud.refuse.clear()
    assert bench.destroy(ON).result == "succeeded"
    assert bench.cloud.things == {}


def test_what_a_failed_update_depended_on_is_not_deleted() -> None:
    def before() -> None:
        first = Thing("first")
        Thing("second", size=1, opts=pulumi.ResourceOptions(depends_on=[first]))

    bench = Bench(before)
    bench.up()
    bench.cloud.refuse["second"] = "no"

    assert bench.up(lambda: Thing("second", size=2), ON).result == "failed"
    assert bench.cloud.of("delete") == []
    bench.cloud.refuse.clear()
    assert bench.up(options=ON).changes == {"same": 1, "update": 1, "delete": 1}


def test_what_an_after_hook_says_does_not_stop_it() -> None:
    def hooked() -> Any:
        def angry(args: pulumi.ResourceHookArgs) -> None:
            raise ValueError("too late")

        hook = pulumi.ResourceHook("angry", angry)
        one = Thing("one", opts=pulumi.ResourceOptions(hooks=pulumi.ResourceHookBinding(after_create=[hook])))
        Thing("two", opts=pulumi.ResourceOptions(depends_on=[one]))

    bench = Bench(hooked)

    outcome = bench.up(options=ON)

    assert outcome.result == "failed"
    assert "too late" in (outcome.error or "")
    assert bench.cloud.of("create") == ["one", "two"]
