"""`additional_secret_outputs`: outputs that are secret because the program says so."""

from __future__ import annotations

import pulumi

from stackwright.wire.values import is_secret
from tests.engine.embedded.support import Bench, Thing


def program(*names: str) -> None:
    thing = Thing("thing", size=1, opts=pulumi.ResourceOptions(additional_secret_outputs=list(names)))
    pulumi.export("address", thing.address)


def test_they_are_secret_from_creation_on_and_through_what_takes_them() -> None:
    bench = Bench(lambda: program("address"))

    outcome = bench.up()

    assert is_secret(outcome.outputs["address"])
    assert is_secret(bench.resources()["thing"]["outputs"]["address"])
    assert bench.up().changes == {"same": 2}


def test_an_id_cannot_be_secret() -> None:
    bench = Bench(lambda: program("id"))

    assert bench.up().result == "succeeded"
    assert any("'id' property cannot be made secret" in message for message in bench.said("warning"))


def test_an_output_is_secret_where_the_input_of_its_name_is() -> None:
    bench = Bench(lambda: Thing("thing", size=pulumi.Output.secret(1)))
    bench.up()

    assert is_secret(bench.resources()["thing"]["outputs"]["size"])
