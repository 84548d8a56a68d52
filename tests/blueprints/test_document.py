"""docs/blueprints says what the code says. `ACCEPT=1` rewrites it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from stackwright_blueprints.document import examples, markdown
from stackwright_blueprints.model import Blueprint

from tests.blueprints.rehearsing import blueprints


@pytest.mark.parametrize("blueprint", blueprints(), ids=str)
def test_the_page_is_what_the_blueprint_says(blueprint: Blueprint, repository: Path) -> None:
    page = repository / "docs" / "blueprints" / f"{blueprint.name}.md"
    text = markdown(blueprint)
    if os.environ.get("ACCEPT") == "1":
        page.parent.mkdir(exist_ok=True)
        page.write_text(text, encoding="utf-8")
    assert page.is_file(), f"{page} is missing: ACCEPT=1 writes it"
    assert page.read_text(encoding="utf-8") == text, "ACCEPT=1 rewrites the page"


@pytest.mark.parametrize("blueprint", blueprints(), ids=str)
def test_every_input_output_and_example_is_on_the_page(blueprint: Blueprint) -> None:
    text = markdown(blueprint)
    for schema in (blueprint.input_schema(), blueprint.output_schema()):
        assert all(f"| `{name}` | " in text for name in schema["properties"])
    assert examples(blueprint)
    assert all(f"### {name}\n" in text for name in examples(blueprint))


def test_no_page_is_left_of_a_blueprint_that_is_gone(repository: Path) -> None:
    pages = {path.stem for path in (repository / "docs" / "blueprints").glob("*.md")} - {"README"}
    assert pages == {blueprint.name for blueprint in blueprints()}
