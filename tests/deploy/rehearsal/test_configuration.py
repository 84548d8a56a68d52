import json
from dataclasses import replace
from pathlib import Path

import pytest

from stackwright.deploy.rehearsal.configuration import placeholder, simulated_configuration, stack_file
from stackwright.engine.protocol import ConfigValue, Stack
from stackwright.errors import ServiceError

STACK_YAML = """
secretsprovider: awskms://alias/prod
encryptedkey: AbCd
environment: [acme/prod]
config:
  aws:region: eu-west-1
  shop:on: on
  shop:replicas: 3
  shop:debug: true
  shop:password: {secure: v1:aaaa:bbbb}
  shop:nested:
    host: db
    users:
      - {name: a, key: {secure: v1:cccc:dddd}}
  size: large
"""


def a_stack(folder: Path, project_yaml: str = "{name: shop, runtime: python}", stack_yaml: str = STACK_YAML) -> Stack:
    (folder / "Pulumi.yaml").write_text(project_yaml)
    (folder / "Pulumi.prod.yaml").write_text(stack_yaml)
    return Stack(name="prod", project="shop", directory=folder, backend="s3://x")


def test_plain_values_stay_and_secrets_are_replaced(tmp_path: Path) -> None:
    assert simulated_configuration(a_stack(tmp_path)) == {
        "aws:region": ConfigValue("eu-west-1"),
        "shop:on": ConfigValue("on"),
        "shop:replicas": ConfigValue("3", json=True),
        "shop:debug": ConfigValue("true", json=True),
        "shop:password": ConfigValue(placeholder("shop:password"), secret=True),
        "shop:nested": ConfigValue(
            json.dumps({"host": "db", "users": [{"name": "a", "key": placeholder("shop:nested.users[0].key")}]}),
            secret=True,
            json=True,
        ),
        "shop:size": ConfigValue("large"),
    }


def test_what_is_added_overrides_both_files(tmp_path: Path) -> None:
    given = a_stack(tmp_path, "{name: shop, runtime: python, config: {size: small, depth: 1}}")
    added = {"shop:size": ConfigValue("huge"), "shop:replicas": ConfigValue("9", json=True)}
    found = simulated_configuration(replace(given, added=added))
    assert found["shop:size"] == ConfigValue("huge")
    assert found["shop:replicas"] == ConfigValue("9", json=True)
    assert found["shop:depth"] == ConfigValue("1", json=True)


def test_what_the_project_gives_to_every_stack(tmp_path: Path) -> None:
    project = """
name: shop
runtime: python
config:
  aws:region: us-east-1
  plain: 1
  typed: {type: string, default: d}
  valued: {value: [1]}
  required: {type: string}
"""
    found = simulated_configuration(a_stack(tmp_path, project, "config: {shop:plain: 2}"))
    assert found == {
        "aws:region": ConfigValue("us-east-1"),
        "shop:plain": ConfigValue("2", json=True),
        "shop:typed": ConfigValue("d"),
        "shop:valued": ConfigValue("[1]", json=True),
    }


def test_placeholders_are_repeatable_distinct_and_fit_for_a_password() -> None:
    assert placeholder("a:b") == placeholder("a:b") != placeholder("a:c")
    assert len(placeholder("a:b")) >= 24
    assert any(character.isupper() for character in placeholder("a:b"))


def test_a_stack_without_files_has_no_configuration(tmp_path: Path) -> None:
    stack = a_stack(tmp_path, stack_yaml="")
    assert simulated_configuration(stack) == {}
    (tmp_path / "Pulumi.prod.yaml").unlink()
    assert simulated_configuration(stack) == {}
    (tmp_path / "Pulumi.yaml").unlink()
    assert simulated_configuration(stack) == {}


def test_a_folder_for_stack_files(tmp_path: Path) -> None:
    project = tmp_path / "Pulumi.yaml"
    project.write_text("{name: shop, runtime: python, stackConfigDir: config}")
    assert stack_file(project, "prod.web") == tmp_path / "config" / "Pulumi.prod.web.yaml"


def test_a_broken_file_says_where(tmp_path: Path) -> None:
    with pytest.raises(ServiceError) as error:
        simulated_configuration(a_stack(tmp_path, stack_yaml="config:\n  a: [1\n"))
    assert error.value.where
    assert error.value.where.path.name == "Pulumi.prod.yaml"
    assert error.value.where.line >= 2
