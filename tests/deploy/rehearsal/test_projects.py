"""Which project a Pulumi command is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackwright.deploy.rehearsal.projects import project_of, source


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "shop" / "src").mkdir(parents=True)
    (tmp_path / "shop" / "Pulumi.yaml").write_text("{name: shop, runtime: python, main: src}")
    return tmp_path / "shop"


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (["pulumi", "up"], "."),
        (["pulumi", "up"], "src"),
        (["pulumi", "-C", "shop", "up"], ".."),
        (["pulumi", "-Cshop", "up"], ".."),
        (["pulumi", "up", "--cwd=shop"], ".."),
        (["pulumi", "up", "--cwd", "shop/src"], ".."),
    ],
)
def test_it_is_looked_for_where_pulumi_looks(shop: Path, words: list[str], start: str) -> None:
    found = project_of(words, (shop / start).resolve())
    assert found is not None
    assert (found.name, found.folder) == ("shop", shop / "src")


def test_where_there_is_none_or_a_broken_one_pulumi_says_so(shop: Path) -> None:
    assert project_of(["pulumi", "up"], shop.parent) is None
    (shop / "Pulumi.yaml").write_text("{runtime: python}")
    assert project_of(["pulumi", "up"], shop) is None


def test_only_a_program_in_yaml_has_its_source_in_yaml(shop: Path) -> None:
    assert source(project_of(["pulumi"], shop)) is None
    assert source(None) is None
    (shop / "Pulumi.yaml").write_text("{name: shop, runtime: yaml, resources: {a: {type: aws:s3:Bucket}}}")
    (shop / "more.yml").write_text("b: aws:sqs:Queue")
    text = source(project_of(["pulumi"], shop)) or ""
    assert "aws:s3:Bucket" in text
    assert "aws:sqs:Queue" in text
