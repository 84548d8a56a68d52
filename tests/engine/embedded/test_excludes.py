"""Runs that leave some resources out."""

from __future__ import annotations

import pulumi
import pytest

from stackwright.engine.protocol import Options
from tests.engine.embedded.support import Bench, Thing
from tests.engine.embedded.test_target_dependents import chain
from tests.engine.embedded.test_targets import urn


@pytest.fixture
def bench() -> Bench:
    bench = Bench(lambda: chain(1))
    bench.up()
    return bench


def test_what_is_excluded_stays_as_it_is(bench: Bench) -> None:
    bench.up(lambda: chain(2), Options(excludes=(urn("first"),)))

    assert sorted(bench.cloud.of("update")) == ["apart", "second", "third"]
    assert bench.resources()["first"]["inputs"]["size"] == 1


def test_what_depends_on_it_stays_too_where_that_is_said(bench: Bench) -> None:
    bench.up(lambda: chain(2), Options(excludes=(urn("second"),), exclude_dependents=True))

    assert sorted(bench.cloud.of("update")) == ["apart", "first"]


def test_a_pattern_excludes_many(bench: Bench) -> None:
    bench.up(lambda: chain(2), Options(excludes=("**:Thing::*d",)))

    assert sorted(bench.cloud.of("update")) == ["apart", "first"]


def test_a_destruction_keeps_what_is_excluded_and_what_that_needs(bench: Bench) -> None:
    assert bench.destroy(Options(excludes=(urn("second"),))).result == "succeeded"

    assert sorted(bench.cloud.of("delete")) == ["apart", "third"]


def test_what_left_the_program_stays_where_it_is_excluded(bench: Bench) -> None:
    bench.up(lambda: Thing("first", size=1), Options(excludes=(urn("apart"),)))

    assert bench.cloud.of("delete") == ["third", "second"]


def test_a_refresh_does_not_ask_for_it(bench: Bench) -> None:
    bench.refresh(Options(excludes=(urn("second"),), exclude_dependents=True))

    assert sorted(bench.cloud.of("read")) == ["apart", "first"]


def pair() -> None:
    first = Thing("first", size=1)
    Thing("second", size=2, of=first.address)


@pytest.mark.parametrize("operation", ["preview", "up"])
def test_what_needs_something_that_is_not_created_is_refused(operation: str) -> None:
    bench = Bench(pair)

    outcome = getattr(bench, operation)(options=Options(excludes=(urn("first"),)))

    assert outcome.result == "failed"
    assert "which does not exist yet and is left out by --exclude" in (outcome.error or "")
    assert bench.cloud.things == {}


def test_what_is_not_created_is_no_output_either() -> None:
    def program() -> None:
        pulumi.export("address", Thing("first", size=1).address)
        Thing("second", size=2)

    bench = Bench(program)

    assert bench.up(options=Options(excludes=(urn("first"),))).result == "succeeded"
    assert bench.cloud.of("create") == ["second"]


@pytest.mark.parametrize("operation", ["refresh", "destroy"])
def test_what_is_nowhere_cannot_be_excluded(bench: Bench, operation: str) -> None:
    outcome = getattr(bench, operation)(Options(excludes=(urn("none"),)))

    assert outcome.result == "failed"
    assert f"Target '{urn('none')}' could not be found in the stack" in (outcome.error or "")
