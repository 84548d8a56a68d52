"""Default and explicit providers: which connection serves a resource, and what a change of provider means."""

from __future__ import annotations

import pulumi

from stackwright.engine.protocol import ConfigValue
from tests.engine.embedded.support import Bench, Group, Thing, Toy


def test_a_default_provider_takes_the_packages_configuration_and_version() -> None:
    bench = Bench(
        lambda: Thing("thing", size=1),
        config={
            "toy:region": ConfigValue("north"),
            "toy:key": ConfigValue("hush", secret=True),
            "demo:other": ConfigValue("x"),
        },
    )
    bench.up()

    provider = bench.resources()["default_1_2_3"]
    assert provider["type"] == "pulumi:providers:toy"
    assert provider["inputs"].keys() == {"__internal", "key", "region", "version"}
    assert provider["inputs"]["version"] == "1.2.3"
    assert provider["inputs"]["__internal"] == {}
    assert "ciphertext" in provider["inputs"]["key"]
    assert "__internal" not in provider["outputs"]
    assert "parent" not in provider
    assert bench.resources()["thing"]["provider"] == f"{provider['urn']}::{provider['id']}"
    assert bench.cloud.calls[0] == ("connect", "1.2.3")


def test_a_default_provider_is_made_once_per_version() -> None:
    def program() -> None:
        Thing("one", size=1)
        Thing("two", size=1)
        Thing("newer", size=1, opts=pulumi.ResourceOptions(version="2.0.0-beta.1"))

    bench = Bench(program)
    bench.up()

    assert [name for name in bench.resources() if name.startswith("default")] == [
        "default_1_2_3",
        "default_2_0_0_beta_1",
    ]


def test_default_providers_can_be_forbidden() -> None:
    bench = Bench(lambda: Thing("thing", size=1), config={"pulumi:disable-default-providers": ConfigValue('["toy"]')})

    outcome = bench.up()

    assert outcome.result == "failed"
    assert outcome.error is not None
    assert "Default provider for 'toy' disabled" in outcome.error
    assert "toy:index:Thing::thing" in outcome.error


def test_a_strange_list_of_forbidden_providers_is_an_error() -> None:
    bench = Bench(lambda: Thing("thing", size=1), config={"pulumi:disable-default-providers": ConfigValue("toy")})

    assert "must be a JSON list" in (bench.up().error or "")


def test_an_explicit_provider_is_checked_then_configured_and_serves_its_resources() -> None:
    def program() -> None:
        toy = Toy("south", region="south")
        Thing("thing", size=1, opts=pulumi.ResourceOptions(provider=toy))
        pulumi.export("region", pulumi.runtime.invoke("toy:index:where", {}, pulumi.InvokeOptions(provider=toy)).value)

    bench = Bench(program)
    outcome = bench.up()

    assert outcome.outputs == {"region": {"region": "south"}}
    assert [call for call in bench.cloud.calls if "config" in call[0]] == [
        ("check_config", "south"),
        ("configure", "south"),
    ]
    assert set(bench.resources()) == {"demo-dev", "south", "thing"}


def test_a_provider_reaches_what_is_below_a_component() -> None:
    def program() -> None:
        toy = Toy("south", region="south")
        outer = Group("outer", pulumi.ResourceOptions(providers=[toy]))
        inner = Group("inner", pulumi.ResourceOptions(parent=outer))
        Thing("thing", size=1, opts=pulumi.ResourceOptions(parent=inner))

    bench = Bench(program)
    bench.up()

    assert "pulumi:providers:toy::south::" in bench.resources()["thing"]["provider"]


def test_a_configuration_that_the_provider_refuses_fails_the_run() -> None:
    outcome = Bench(lambda: Toy("lost", region="nowhere")).up()

    assert outcome.result == "failed"
    assert "property region value" in (outcome.error or "")
    assert "there is no such region" in (outcome.error or "")


def test_an_unknown_package_is_refused_with_the_hosts_words() -> None:
    class Other(pulumi.CustomResource):
        pass

    outcome = Bench(lambda: Other("other:index:Thing", "x", {})).up()

    assert outcome.result == "failed"
    assert "no package other here" in (outcome.error or "")


def test_a_provider_whose_configuration_is_unknown_is_not_asked_in_a_preview() -> None:
    def program() -> None:
        first = Thing("first", size=1)
        toy = Toy("derived", region=first.address)
        pulumi.export("address", Thing("second", size=2, opts=pulumi.ResourceOptions(provider=toy)).address)

    bench = Bench(program)
    outcome = bench.preview()

    assert outcome.result == "succeeded"
    assert bench.cloud.of("preview_create") == ["first"]
    assert bench.up().changes == {"create": 4}
