from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from stackwright.errors import ServiceError
from stackwright.service.catalogue import GROUP, from_entry_points, installed


def _points(**values: str) -> list[EntryPoint]:
    return [EntryPoint(name.replace("_", "-"), value, GROUP) for name, value in values.items()]


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that publishes two versions of a blueprint, one that breaks on import, and one that is none."""
    package = tmp_path / "acme_catalogue"
    package.mkdir()
    (package / "__init__.py").write_text("")
    body = """
from typing import Annotated, TypedDict
from stackwright_blueprints.model import Blueprint, Field
class Nothing(TypedDict): ...
blueprint = Blueprint(name="cache", version="{version}", title="Cache", description="A cache.", owner="team",
    inputs=Nothing, outputs=Nothing, clouds={{"aws": ["aws"]}}, build="acme_catalogue.cache:build")
"""
    (package / "cache.py").write_text(body.format(version="1.10.0"))
    (package / "old.py").write_text(body.format(version="1.9.0"))
    (package / "broken.py").write_text("import a_package_that_is_not_there")
    (package / "wrong.py").write_text("blueprint = 'cache'")
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("acme")
def test_versions_side_by_side_newest_first() -> None:
    points = [
        EntryPoint("cache@1.9.0", "acme_catalogue.old:blueprint", GROUP),
        EntryPoint("cache", "acme_catalogue.cache:blueprint", GROUP),
    ]
    found = from_entry_points([*points, points[0]])
    assert found.names() == ["cache"]
    assert [blueprint.version for blueprint in found.versions("cache")] == ["1.10.0", "1.9.0"]
    assert found.versions("queue") == []


@pytest.mark.usefixtures("acme")
def test_nothing_is_imported_before_it_is_asked_for() -> None:
    sys.modules.pop("acme_catalogue.cache", None)
    found = from_entry_points(_points(cache="acme_catalogue.cache:blueprint", broken="acme_catalogue.broken:blueprint"))
    assert found.names() == ["broken", "cache"]
    assert "acme_catalogue.cache" not in sys.modules
    found.versions("cache")
    assert "acme_catalogue.broken" not in sys.modules


@pytest.mark.usefixtures("acme")
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("broken", "acme_catalogue.broken:blueprint", "No module named 'a_package_that_is_not_there'"),
        ("cache", "acme_catalogue.cache:blueprints", "cannot be loaded from acme_catalogue.cache:blueprints"),
        ("wrong", "acme_catalogue.wrong:blueprint", "is no blueprint; it has no name, version"),
        ("queue", "acme_catalogue.cache:blueprint", "calls itself 'cache'"),
    ],
)
def test_a_package_that_does_not_keep_its_word(name: str, value: str, words: str) -> None:
    with pytest.raises(ServiceError) as caught:
        from_entry_points(_points(**{name: value})).versions(name)
    assert words in str(caught.value)
    assert f"blueprint '{name}'" in str(caught.value)


def test_the_catalogue_of_this_project_is_installed() -> None:
    found = installed()
    assert {"network", "object-storage"} <= set(found.names())
    assert found.versions("network")[0].name == "network"
