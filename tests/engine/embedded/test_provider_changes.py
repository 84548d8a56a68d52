"""Providers that change, and what becomes of their resources."""

from __future__ import annotations

import pulumi
from pulumi.resource import DependencyProviderResource

from tests.engine.embedded.support import Bench, Thing, Toy


def test_moving_to_another_provider_replaces_only_if_the_new_one_says_so() -> None:
    def program(provider: str, region: str) -> None:
        toy = Toy(provider, region=region)
        Thing("thing", size=1, opts=pulumi.ResourceOptions(provider=toy))

    bench = Bench(lambda: program("a", "north"))
    bench.up()

    assert bench.up(lambda: program("b", "north")).changes == {"same": 2, "create": 1, "delete": 1}
    assert bench.cloud.of("diff_config") == ["b"]
    outcome = bench.up(lambda: program("c", "south"))
    assert outcome.changes == {"same": 1, "create": 1, "replace": 1, "delete": 1}
    assert ("replace", "thing") in bench.steps()


def test_a_provider_that_only_the_state_has_is_opened_to_delete_with() -> None:
    def program() -> None:
        toy = Toy("south", region="south")
        Thing("thing", size=1, opts=pulumi.ResourceOptions(provider=toy))

    bench = Bench(program)
    bench.up()

    assert bench.destroy().result == "succeeded"
    assert bench.cloud.calls == [("connect", ""), ("configure", "south"), ("delete", "thing")]


def test_another_version_of_a_package_moves_its_resources_to_another_default_provider() -> None:
    def program(version: str) -> None:
        Thing("thing", size=1, opts=pulumi.ResourceOptions(version=version))

    bench = Bench(lambda: program("1.2.3"))
    bench.up()

    outcome = bench.up(lambda: program("1.3.0"))

    assert outcome.changes == {"same": 2}
    assert "default_1_3_0" in bench.resources()["thing"]["provider"]
    assert "default_1_2_3" not in bench.resources()
    assert bench.cloud.of("create") == []


def test_a_changed_setting_updates_the_provider_and_leaves_its_resources() -> None:
    def program(**settings: str) -> None:
        toy = Toy("toy", **settings)
        Thing("thing", size=1, opts=pulumi.ResourceOptions(provider=toy))

    bench = Bench(lambda: program(region="a"))
    bench.up()

    assert bench.up(lambda: program(region="a", retries="5")).changes == {"same": 2, "update": 1}


def test_a_replaced_provider_replaces_its_resources_and_the_old_one_deletes_them() -> None:
    def program(region: str) -> None:
        toy = Toy("toy", region=region)
        Thing("thing", size=1, opts=pulumi.ResourceOptions(provider=toy))

    bench = Bench(lambda: program("a"))
    bench.up()

    outcome = bench.up(lambda: program("b"))

    assert outcome.changes == {"same": 1, "replace": 2}
    assert bench.steps()[-2:] == [("delete-replaced", "thing"), ("delete-replaced", "toy")]
    assert ("configure", "a") in bench.cloud.calls
    assert len(bench.cloud.things) == 1


def test_a_provider_with_another_name_and_an_alias_keeps_its_resources() -> None:
    def program(name: str, *aliases: pulumi.Alias) -> None:
        toy = Toy(name, pulumi.ResourceOptions(aliases=list(aliases)), region="a")
        Thing("thing", size=1, opts=pulumi.ResourceOptions(provider=toy))

    bench = Bench(lambda: program("toy"))
    bench.up()

    assert bench.up(lambda: program("renamed", pulumi.Alias(name="toy"))).changes == {"same": 3}
    assert "renamed" in bench.resources()["thing"]["provider"]


def test_a_provider_that_only_the_state_has_is_none_to_move_to() -> None:
    def both() -> None:
        Toy("other", region="north")
        Thing("thing", size=1, opts=pulumi.ResourceOptions(provider=Toy("toy", region="north")))

    bench = Bench(both)
    bench.up()
    other = bench.resources()["other"]

    def one() -> None:
        provider = DependencyProviderResource(f"{other['urn']}::{other['id']}")
        Thing("thing", size=1, opts=pulumi.ResourceOptions(provider=provider))

    outcome = bench.up(one)

    assert "failed to resolve provider reference" in (outcome.error or "")
