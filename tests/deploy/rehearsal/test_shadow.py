from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from stackwright.deploy.rehearsal import World, world_at
from stackwright.deploy.rehearsal.configuration import placeholder
from stackwright.deploy.rehearsal.shadow import find_project, shadow
from stackwright.engine.state.secrets import Passphrase

PROJECT = """
name: shop
main: program
runtime: {name: python, options: {virtualenv: .venv}}
backend: {url: s3://acme-pulumi-prod}
plugins: {providers: [{name: aws, path: ../aws}, {name: desks, path: ./desks}]}
packages: {lamps: ./lamps, eks: eks@1.2.3}
config: {shop:size: large}
"""
REAL = "encryptionsalt: v1:real\nconfig: {aws:region: eu-west-1, shop:password: {secure: v1:a:b}}\n"


@pytest.fixture
def world(tmp_path: Path, clean_environment: Mapping[str, str]) -> Generator[World]:
    with world_at(tmp_path / "world") as world:
        yield world


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    (folder / "program").mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text(PROJECT)
    (folder / "Pulumi.dev.network.yaml").write_text(REAL)
    (folder / "service.yaml").write_text("service: shop")
    return folder / "Pulumi.yaml"


def read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text())


def test_the_program_runs_where_it_always_runs_and_nothing_leads_out(world: World, project: Path) -> None:
    assert read(shadow(world, project) / "Pulumi.yaml") == {
        "name": "shop",
        "main": str(project.parent / "program"),
        "runtime": {"name": "python", "options": {}},
        "config": {"shop:size": "large"},
    }


def test_a_program_in_yaml_is_left_to_its_host(world: World, project: Path) -> None:
    """PyYAML takes the version of an IAM policy for a date, and `on` for true; in JSON neither is what was written."""
    policy = "{fn::toJSON: {Version: 2012-10-17}}"
    project.write_text(
        f"{{name: pets, runtime: yaml, config: {{since: {{default: 2024-02-29}}}}, variables: {{policy: {policy}}},"
        " resources: {a: {type: x}}, outputs: {a: b}}"
    )
    assert read(shadow(world, project) / "Pulumi.yaml") == {
        "name": "pets",
        "runtime": "yaml",
        "config": {"since": {"default": "2024-02-29"}},
        "main": str(project.parent),
    }


def test_packages_that_are_programs_of_the_project_come_along(world: World, project: Path) -> None:
    """As the embedded engine runs them; a binary, such as a real provider, does not."""
    for name in ("lamps", "desks"):
        (project.parent / name).mkdir()
        (project.parent / name / "PulumiPlugin.yaml").write_text("runtime: python")
    (project.parents[1] / "aws").mkdir()
    found = read(shadow(world, project) / "Pulumi.yaml")
    named = [{"name": name, "path": str(project.parent / name)} for name in ("lamps", "desks")]
    assert found["plugins"] == {"providers": named}
    assert "packages" not in found


def test_the_projects_interpreter_is_used_where_there_is_one(world: World, project: Path) -> None:
    (project.parent / ".venv").mkdir()
    found = read(shadow(world, project) / "Pulumi.yaml")
    assert found["runtime"]["options"] == {"virtualenv": str(project.parent / ".venv")}


def test_the_users_files_are_not_touched(world: World, project: Path) -> None:
    before = {path: path.read_bytes() for path in project.parent.iterdir() if path.is_file()}
    folder = shadow(world, project)
    (folder / "Pulumi.dev.network.yaml").write_text("encryptionsalt: v1:other\n")
    (folder / "Pulumi.dev.network.yaml").unlink()
    shadow(world, project)
    assert {path: path.read_bytes() for path in project.parent.iterdir() if path.is_file()} == before


def test_a_stacks_file_has_plain_values_placeholders_and_a_salt_of_its_own(world: World, project: Path) -> None:
    found = read(shadow(world, project) / "Pulumi.dev.network.yaml")
    assert found["encryptionsalt"] != "v1:real"
    assert found["config"]["aws:region"] == "eu-west-1"
    vault = Passphrase(world.passphrase, found["encryptionsalt"])
    assert vault.decrypt(found["config"]["shop:password"]["secure"]) == placeholder("shop:password")


def test_the_rehearsals_own_settings_stay_until_the_users_file_changes(world: World, project: Path) -> None:
    path = shadow(world, project) / "Pulumi.dev.network.yaml"
    salt = read(path)["encryptionsalt"]
    path.write_text(yaml.safe_dump({"encryptionsalt": salt, "config": {"shop:mine": "1"}}))
    shadow(world, project)
    assert read(path)["config"] == {"shop:mine": "1"}
    (project.parent / "Pulumi.dev.network.yaml").write_text("config: {aws:region: us-east-1}")
    shadow(world, project)
    assert read(path) == {"encryptionsalt": salt, "config": {"aws:region": "us-east-1"}}


def test_a_stack_that_another_engine_made_keeps_its_salt(world: World, project: Path) -> None:
    shadow(world, project)
    state = Passphrase.new(world.passphrase + "x").state
    checkpoint = {"checkpoint": {"latest": {"secrets_providers": {"type": "passphrase", "state": {"salt": state}}}}}
    stacks = world.folder / "state/.pulumi/stacks/shop"
    stacks.mkdir(parents=True)
    (stacks / "dev.web.json").write_text(json.dumps(checkpoint))
    assert read(shadow(world, project) / "Pulumi.dev.web.yaml") == {"encryptionsalt": state, "config": {}}


def test_other_files_are_links_and_come_and_go(world: World, project: Path) -> None:
    folder = shadow(world, project)
    assert (folder / "service.yaml").resolve() == project.parent / "service.yaml"
    (project.parent / "service.yaml").unlink()
    (project.parent / "uv.lock").write_text("")
    shadow(world, project)
    assert sorted(path.name for path in folder.iterdir() if path.is_symlink()) == ["program", "uv.lock"]


def test_the_nearest_project_is_found(project: Path, tmp_path: Path) -> None:
    assert find_project(project.parent / "program") == project
    assert find_project(tmp_path / "nowhere") is None
