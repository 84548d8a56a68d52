"""Every example of every blueprint, through its whole life on simulated clouds."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from stackwright.wire.values import contains_secret, reveal
from tests.blueprints.rehearsing import Example, Rehearsal, blueprints, examples

EXAMPLES = list(examples())


def test_every_cloud_of_every_blueprint_has_an_example() -> None:
    shown = {(example.blueprint.name, example.cloud) for example in EXAMPLES}
    assert shown == {(blueprint.name, cloud) for blueprint in blueprints() for cloud in blueprint.clouds or ("hybrid",)}


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_says_what_it_shows_and_fits_the_schema(example: Example) -> None:
    assert example.path.read_text(encoding="utf-8").startswith("# ")
    Draft202012Validator(example.blueprint.input_schema()).validate(example.inputs)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_lives_and_dies(example: Example, tmp_path: Path) -> None:
    rehearsal = Rehearsal(tmp_path, example)
    planned = rehearsal.preview()
    assert set(planned.changes) == {"create"}

    created = rehearsal.up()
    assert created.changes == planned.changes
    schema = example.blueprint.output_schema()
    Draft202012Validator(schema).validate(reveal(rehearsal.outputs))
    secret = {name for name, value in rehearsal.outputs.items() if contains_secret(value)}
    assert secret == {name for name in rehearsal.outputs if schema["properties"][name].get("x-secret")}

    again = rehearsal.up()
    assert set(again.changes) == {"same"}
    assert again.changes["same"] == created.changes["create"]

    if "deletion_protection" in example.blueprint.input_schema()["properties"]:
        _lift_protection(rehearsal, protected=example.inputs.get("deletion_protection", True))
    resources = rehearsal.world()
    assert resources
    rehearsal.destroy()
    assert rehearsal.world() == []


def _lift_protection(rehearsal: Rehearsal, *, protected: bool) -> None:
    """Data outlives a mistake: what is protected is first unprotected, by an update that replaces nothing."""
    if not protected:
        return
    before = rehearsal.world()
    refused = rehearsal.destroy(refused=True)
    assert "because it is protected" in str(refused.error)
    lifted = rehearsal.up(deletion_protection=False)
    assert "replace" not in lifted.changes
    assert set(rehearsal.world()) <= set(before)
