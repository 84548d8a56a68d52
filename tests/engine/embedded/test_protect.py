"""`protect`: neither deleted nor replaced."""

from __future__ import annotations

import pulumi

from tests.engine.embedded.support import Bench, Group, Thing


def guarded() -> None:
    Thing("free", size=1)
    Thing("guarded", size=1, opts=pulumi.ResourceOptions(protect=True))


def test_destroy_refuses_before_the_first_deletion() -> None:
    bench = Bench(guarded)
    bench.up()

    outcome = bench.destroy()

    assert outcome.result == "failed"
    assert "protected" in (outcome.error or "")
    assert "toy:index:Thing::guarded" in (outcome.error or "")
    assert bench.cloud.of("delete") == []
    assert len(bench.cloud.things) == 2


def test_dropping_a_protected_resource_fails_but_spares_only_it_and_what_it_needs() -> None:
    def program() -> None:
        below = Thing("below", size=1)
        Thing("guarded", size=below.address, opts=pulumi.ResourceOptions(protect=True))
        Thing("free", size=1)

    bench = Bench(program)
    bench.up()

    outcome = bench.up(lambda: None)

    assert outcome.result == "failed"
    assert bench.cloud.of("delete") == ["free"]
    assert {"below", "guarded"} <= set(bench.resources())


def test_a_protected_resource_is_not_replaced() -> None:
    options = pulumi.ResourceOptions(protect=True)
    bench = Bench(lambda: Thing("guarded", kind="a", opts=options))
    bench.up()

    outcome = bench.up(lambda: Thing("guarded", kind="b", opts=options))

    assert outcome.result == "failed"
    assert "unable to replace" in (outcome.error or "")
    assert bench.cloud.of("create") == []


def test_protection_can_be_lifted_and_the_resource_deleted() -> None:
    bench = Bench(guarded)
    bench.up()
    bench.up(lambda: (Thing("free", size=1), Thing("guarded", size=1)))

    assert bench.destroy().result == "succeeded"
    assert bench.cloud.things == {}


def test_children_inherit_protection() -> None:
    def program() -> None:
        group = Group("group", pulumi.ResourceOptions(protect=True))
        Thing("inside", size=1, opts=pulumi.ResourceOptions(parent=group))
        Thing("open", size=1, opts=pulumi.ResourceOptions(parent=group, protect=False))

    bench = Bench(program)
    bench.up()

    resources = bench.resources()
    assert resources["inside"]["protect"] is True
    assert "protect" not in resources["open"]


def test_a_preview_of_a_refused_replacement_goes_on_and_fails() -> None:
    def program(kind: str) -> None:
        Thing("guarded", kind=kind, opts=pulumi.ResourceOptions(protect=True))
        Thing("other", size=kind)

    bench = Bench(lambda: program("a"))
    bench.up()

    outcome = bench.preview(lambda: program("b"))

    assert outcome.result == "failed"
    assert ("update", "other") in bench.steps()
    assert "marked for protection" in (outcome.error or "")
