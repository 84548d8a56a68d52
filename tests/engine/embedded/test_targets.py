"""Runs that are limited to targets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pulumi
import pytest

from stackwright.engine.protocol import Options
from tests.engine.embedded.support import Bench, Thing, Toy


def pair() -> None:
    first = Thing("first", size=1)
    Thing("second", size=first.address)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(pair, backend=f"file://{tmp_path}/state")


def test_only_the_targets_are_destroyed(bench: Bench) -> None:
    bench.up()
    second = bench.resources()["second"]["urn"]

    assert bench.destroy(Options(targets=(second,))).changes == {"same": 2, "delete": 1}
    assert set(bench.resources()) == {"demo-dev", "default_1_2_3", "first"}


def test_a_target_that_others_need_is_not_destroyed_alone(bench: Bench) -> None:
    bench.up()
    first = bench.resources()["first"]["urn"]

    outcome = bench.destroy(Options(targets=(first,)))

    assert outcome.result == "failed"
    assert "second' will be destroyed but was not specified" in (outcome.error or "")
    assert len(bench.cloud.things) == 2


def urn(name: str, type_: str = "toy:index:Thing") -> str:
    return f"urn:pulumi:dev::demo::{type_}::{name}"


def sized(*names: str, size: int) -> Any:
    return lambda: [Thing(name, size=size) for name in names]


def test_only_targets_are_updated() -> None:
    bench = Bench(sized("one", "two", size=1))
    bench.up()

    assert bench.up(sized("one", "two", size=2), Options(targets=(urn("one"),))).changes == {"same": 2, "update": 1}
    assert bench.cloud.of("check") == ["one"]
    assert bench.resources()["two"]["inputs"]["size"] == 1


def test_a_pattern_stands_for_many() -> None:
    bench = Bench(sized("one", "two", "other", size=1))
    bench.up()

    outcome = bench.up(sized("one", "two", "other", size=2), Options(targets=("**::o*",)))

    assert outcome.changes == {"same": 2, "update": 2}


def test_what_is_no_target_is_not_created_and_unknown_to_the_rest() -> None:
    def program() -> None:
        first = Thing("first", size=1)
        Thing("second", size=2)
        pulumi.export("address", first.address)

    bench = Bench(program)

    outcome = bench.up(options=Options(targets=(urn("second"),)))

    assert outcome.result == "succeeded"
    assert bench.cloud.of("create") == ["second"]
    assert "first" not in bench.resources()


@pytest.mark.parametrize("operation", ["preview", "up"])
def test_a_target_that_needs_what_is_not_created_is_refused(operation: str) -> None:
    bench = Bench(pair)

    outcome = getattr(bench, operation)(options=Options(targets=(urn("second"),)))

    assert outcome.result == "failed"
    assert f"Resource '{urn('second')}' depends on '{urn('first')}'" in (outcome.error or "")
    assert bench.cloud.things == {}


def test_what_left_the_program_stays_unless_it_is_a_target() -> None:
    bench = Bench(sized("one", "two", size=1))
    bench.up()

    bench.up(sized("one", size=1), Options(targets=(urn("one"),)))
    assert set(bench.cloud.things) == {"one-1", "two-2"}
    bench.up(sized("one", size=1), Options(targets=(urn("two"),)))
    assert set(bench.cloud.things) == {"one-1"}


def test_a_target_that_is_nowhere_fails_the_run() -> None:
    bench = Bench(pair)

    outcome = bench.up(options=Options(targets=(urn("none"),)))

    assert outcome.result == "failed"
    assert f"Target '{urn('none')}' could not be found in the stack" in (outcome.error or "")


def test_providers_and_the_stack_need_not_be_named() -> None:
    def program(region: str) -> None:
        toy = Toy("toy", region=region)
        Thing("thing", size=1, opts=pulumi.ResourceOptions(provider=toy))

    bench = Bench(lambda: program("a"))
    outcome = bench.up(options=Options(targets=(urn("thing"),)))

    assert outcome.changes == {"create": 3}
