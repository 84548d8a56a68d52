"""How SERVICE and ENVIRONMENT are found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from stackwright.cli.options import choose_environment, find_service, load
from stackwright.errors import InvalidInput, UsageError
from tests.deploy.support import part, service


@pytest.fixture
def stacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder, name in (("shop", "shop"), ("billing", "pay")):
        (tmp_path / "stacks" / folder).mkdir(parents=True)
        (tmp_path / "stacks" / folder / "service.yaml").write_text(f"# {folder}\nservice: {name}\n")
    (tmp_path / "stacks" / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "stacks"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("shop", "shop"),
        ("pay", "billing"),
        ("billing", "billing"),
        ("stacks/shop", "shop"),
        ("./stacks/shop/", "shop"),
        ("stacks/shop/service.yaml", "shop"),
    ],
)
def test_a_service_is_a_name_a_folder_or_its_file(stacks: Path, text: str, found: str) -> None:
    assert find_service(text) == stacks / found / "service.yaml"


def test_the_current_folder_is_a_service(stacks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(stacks / "shop")
    assert find_service(".") == stacks / "shop" / "service.yaml"


def test_a_folder_of_the_same_name_does_not_hide_a_service(stacks: Path) -> None:
    Path("shop").mkdir()
    assert find_service("shop") == stacks / "shop" / "service.yaml"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("shp", "no service 'shp'; did you mean 'shop'?"),
        ("stacks/empty", "there is no service.yaml in"),
        (".", "there is no service.yaml in"),
    ],
)
def test_what_is_no_service_is_told_with_those_there_are(stacks: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError) as error:
        find_service(text)
    assert says in str(error.value)
    assert "services here: billing, pay, shop" in str(error.value)


def test_without_stacks_it_says_where_to_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"\./stacks"):
        find_service("shop")


def test_the_only_environment_need_not_be_named() -> None:
    shop = service(part("web"))
    assert choose_environment(shop, None).name == "dev"


def test_of_several_environments_one_must_be_named() -> None:
    shop = service(part("web"))
    shop = replace(shop, environments={**shop.environments, "prod": shop.environments["dev"]})
    with pytest.raises(UsageError, match=r"choose one with -e\n.*dev, prod"):
        choose_environment(shop, None)
    with pytest.raises(UsageError, match=r"no environment 'prd'; did you mean 'prod'\?"):
        choose_environment(shop, "prd")


def test_what_another_environment_needs_may_be_missing_here(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: pay\nruntime: python\n")
    (tmp_path / "service.yaml").write_text(
        """
service: pay
owner: team-pay
parts:
  network: {blueprint: network@^1, cloud: aws, inputs: {cidr: 10.0.0.0/16}}
environments:
  dev: &dev {backend: "file://state", secrets: passphrase, providers: {aws: {region: eu-west-1}}}
  next: {<<: *dev, parts: {network: {blueprint: network@^9}}}
"""
    )
    assert load(str(tmp_path), "dev").part("dev", "network").version == "^1"
    with pytest.raises(InvalidInput, match="in the range"):
        load(str(tmp_path), "next")
    with pytest.raises(InvalidInput, match="in the range"):
        load(str(tmp_path))
