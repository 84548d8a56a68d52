"""Secrets, unknowns, references and assets on their way through an engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pulumi
import pytest

from stackwright.engine import events
from stackwright.wire.values import MASK, SECRET, SIGNATURE, UNKNOWN, secret
from tests.engine.embedded.support import Bench, Thing


def test_a_secret_input_makes_the_output_of_its_name_secret() -> None:
    def program() -> None:
        thing = Thing("thing", size=1, password=pulumi.Output.secret("hush"))
        pulumi.export("size", thing.size)

    bench = Bench(program)
    bench.up()

    thing = bench.resources()["thing"]
    assert thing["inputs"]["password"][SIGNATURE] == SECRET
    assert thing["outputs"]["password"][SIGNATURE] == SECRET
    assert "hush" not in str(bench.engine.export(bench.stack))


def test_additional_secret_outputs_are_secret() -> None:
    def program() -> None:
        options = pulumi.ResourceOptions(additional_secret_outputs=["address"])
        pulumi.export("address", Thing("thing", size=1, opts=options).address)

    bench = Bench(program)

    assert bench.up().outputs == {"address": secret("10.0.0.7")}
    assert bench.resources()["thing"]["additionalSecretOutputs"] == ["address"]


def test_secret_outputs_are_decrypted_but_stay_marked() -> None:
    bench = Bench(lambda: pulumi.export("token", Thing("thing", size=1).token))
    bench.up()

    assert bench.engine.outputs(bench.stack) == {"token": secret("token of thing-1")}


def test_events_never_show_a_secret() -> None:
    def program() -> None:
        thing = Thing("thing", size=1, password=pulumi.Output.secret("hush"))
        pulumi.export("password", pulumi.Output.concat("my ", thing.token))

    bench = Bench(program)
    bench.up()

    assert "hush" not in str(bench.events)
    assert "token of" not in str(bench.events)
    last = [event for event in bench.events if isinstance(event, events.StepDone)][-1]
    assert last.step.new is not None
    assert last.step.new.outputs == {"password": MASK}


def test_a_preview_plans_outputs_with_unknowns() -> None:
    def program() -> None:
        thing = Thing("thing", size=1)
        pulumi.export("size", thing.size)
        pulumi.export("address", thing.address)
        pulumi.export("token", thing.token)
        pulumi.export("url", pulumi.Output.concat("http://", thing.address))

    outcome = Bench(program).preview()

    assert outcome.outputs == {"size": 1, "address": UNKNOWN, "token": secret(UNKNOWN), "url": UNKNOWN}


def test_a_preview_of_what_exists_knows_its_outputs() -> None:
    def program() -> None:
        thing = Thing("thing", size=1)
        pulumi.export("address", thing.address)
        pulumi.export("token", thing.token)

    bench = Bench(program)
    bench.up()

    assert bench.preview().outputs == {"address": "10.0.0.7", "token": secret("token of thing-1")}


def test_a_resource_as_an_output_is_its_properties_without_the_previews_mark() -> None:
    bench = Bench(lambda: pulumi.export("thing", Thing("thing", size=1)))

    planned: Any = bench.preview().outputs["thing"]

    assert "@isPulumiResource" not in planned
    assert planned["size"] == 1
    assert planned["id"] == UNKNOWN


def test_numbers_booleans_nulls_and_nesting_arrive_as_they_were() -> None:
    value = {"i": 3, "f": 2.5, "big": 2**60, "b": True, "n": None, "l": [1, [], {}], "s": "ü\n"}

    assert Bench(lambda: pulumi.export("value", value)).up().outputs == {"value": value}


def test_unchanged_secrets_keep_their_ciphertext() -> None:
    def program() -> None:
        Thing("thing", size=1, password=pulumi.Output.secret("hush"))
        pulumi.export("secret", pulumi.Output.secret({"a": [1.0, "<b>"]}))

    bench = Bench(program)
    bench.up()
    before = bench.resources()

    bench.up()

    assert bench.resources() == before


def test_two_resources_with_one_secret_do_not_look_alike() -> None:
    def program() -> None:
        for name in ("one", "two"):
            Thing(name, size=1, password=pulumi.Output.secret("hush"))

    bench = Bench(program)
    bench.up()

    one, two = (bench.resources()[name]["inputs"]["password"]["ciphertext"] for name in ("one", "two"))
    assert one != two


def test_a_changed_asset_is_a_change_and_an_unchanged_one_is_none(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("hello")

    def program() -> None:
        Thing("page", size=1, content=pulumi.FileAsset("page.html"), all=pulumi.FileArchive("."))

    bench = Bench(program, directory=tmp_path)
    bench.up()
    content = bench.resources()["page"]["inputs"]["content"]

    assert content["hash"] == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    assert content["path"] == "page.html"
    assert bench.up().changes == {"same": 2}
    file.write_text("bye")
    assert bench.up().changes == {"same": 1, "update": 1}


def test_a_missing_asset_names_the_file(tmp_path: Path) -> None:
    bench = Bench(lambda: Thing("page", size=1, content=pulumi.FileAsset("none.html")), directory=tmp_path)

    outcome = bench.up()

    assert outcome.result == "failed"
    assert "none.html" in (outcome.error or "")


@pytest.mark.parametrize("kind", ["preview", "up"])
def test_output_dependencies_reach_the_state(kind: str) -> None:
    def program() -> None:
        first = Thing("first", size=1)
        second = Thing("second", size=1)
        Thing("third", size=1, both=pulumi.Output.all(first.address, second.address))

    bench = Bench(program)
    assert getattr(bench, kind)().result == "succeeded"
    if kind == "up":
        third = bench.resources()["third"]
        assert len(third["propertyDependencies"]["both"]) == 2
