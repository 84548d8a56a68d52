"""The `import_` option: what exists is taken over."""

from __future__ import annotations

from typing import Any

import pulumi

from tests.engine.embedded.support import Bench, Thing


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


def existing() -> Bench:
    """A thing in the cloud that no state knows."""
    bench = Bench(lambda: Thing("thing", size=1, opts=pulumi.ResourceOptions(retain_on_delete=True)))
    bench.up()
    bench.up(lambda: None)
    return bench


def imported(**inputs: Any) -> Any:
    return lambda: Thing("mine", opts=pulumi.ResourceOptions(import_="thing-1"), **inputs)


def test_what_is_as_the_program_says_is_only_imported() -> None:
    bench = existing()
    label = bench.cloud.things["thing-1"]["label"]

    bench.up(imported(size=1, label=label))
    assert [op for op, name in bench.steps() if name == "mine"] == ["import"]
    assert bench.cloud.of("update") == []
    assert bench.up().changes == {"same": 2}


def test_what_differs_is_updated_in_the_same_run() -> None:
    bench = existing()

    bench.up(imported(size=2))

    assert [op for op, name in bench.steps() if name == "mine"] == ["import", "update"]
    assert bench.cloud.things["thing-1"]["size"] == 2


def test_what_would_have_to_be_replaced_is_refused() -> None:
    bench = existing()

    outcome = bench.up(imported(size=1, kind="other"))

    assert outcome.result == "failed"
    assert "may not be replaced" in (outcome.error or "")
    assert "kind:" in (outcome.error or "")
    assert list(bench.cloud.things) == ["thing-1"]


def test_what_does_not_exist_cannot_be_imported() -> None:
    outcome = Bench(imported(size=1)).up()

    assert outcome.result == "failed"
    assert "resource 'thing-1' does not exist" in (outcome.error or "")


def test_another_id_takes_the_place_of_what_was_owned() -> None:
    bench = existing()
    bench.up(lambda: Thing("mine", size=1))

    outcome = bench.up(imported(size=1))

    assert outcome.result == "succeeded"
    assert [op for op, name in bench.steps() if name == "mine"][:2] == ["import-replacement", "replace"]
    assert bench.cloud.of("delete") == ["mine"]
    assert bench.resources()["mine"]["id"] == "thing-1"


def test_what_was_imported_by_a_short_id_is_not_imported_again() -> None:
    """The state keeps the id that the program gave: the cloud's own is another."""
    bench = Bench(lambda: Thing("thing", size=5, label="mine", opts=pulumi.ResourceOptions(import_="short")))
    bench.cloud.things["long/short"] = {"size": 5, "label": "mine"}
    bench.cloud.short_ids["short"] = "long/short"

    bench.up()

    assert bench.resources()["thing"]["id"] == "long/short"
    assert bench.up().changes == {"same": 2}
    assert bench.cloud.of("read") == []


def test_what_went_along_with_something_else_is_imported_in_its_place() -> None:
    """Pulumi leaves the one that it deleted beside the imported one, and refuses that state from then on."""

    def before() -> None:
        base = Thing("base", place="here")
        Thing("mine", size=1, label="mine", opts=pulumi.ResourceOptions(deleted_with=base))

    def after() -> None:
        base = Thing("base", place="there")
        Thing("mine", size=1, label="mine", opts=pulumi.ResourceOptions(depends_on=[base], import_="x-1"))

    bench = Bench(before)
    bench.up()
    bench.cloud.things["x-1"] = {"size": 1, "label": "mine"}

    outcome = bench.up(after)

    assert outcome.result == "succeeded"
    assert bench.cloud.of("create") == ["base"]
    assert bench.resources()["mine"]["id"] == "x-1"
    assert bench.up(after).changes == {"same": 3}


def test_what_is_owned_by_that_id_is_not_imported() -> None:
    bench = Bench(lambda: Thing("mine", size=1))
    bench.up()
    own = bench.resources()["mine"]["id"]

    outcome = bench.up(lambda: Thing("mine", size=1, opts=pulumi.ResourceOptions(import_=own)))

    assert outcome.changes == {"same": 2}
    assert bench.cloud.of("read") == []
