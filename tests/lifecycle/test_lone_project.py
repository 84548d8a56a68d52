"""A Pulumi project by itself, rehearsed as somebody wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lifecycle.support import CommandLine

PROGRAM = """import pulumi
import pulumi_random as random

config = pulumi.Config()
pet = random.RandomPet("pet", length=config.get_int("words") or 2, keepers={"of": config.require("team")})
pulumi.export("stack", pulumi.get_stack())
pulumi.export("name", pet.id)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "pets.of-all"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: pets.of-all\nruntime: python\n")
    (folder / "__main__.py").write_text(PROGRAM)
    return folder


def test_its_whole_life(
    project: Path, stackwright: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (project / "Pulumi.prod.yaml").write_text("config:\n  pets.of-all:team: red\n")
    ran = stackwright("rehearse", str(project), "--report", "report.md")
    assert ran.code == 0, ran.err
    assert "succeeded: yes" in Path("report.md").read_text()
    for told in ("Preview: pets-of-all in prod", "Refresh, which must find nothing", "2 deleted"):
        assert told in ran.out
    assert {path.name for path in project.iterdir()} - {"__pycache__"} == {
        "Pulumi.yaml",
        "Pulumi.prod.yaml",
        "__main__.py",
    }


def test_configuration_is_given_and_changed(project: Path, stackwright: CommandLine) -> None:
    words = (
        "-c",
        "team=red",
        "--config",
        "pets.of-all:words=3",
        "--then-config",
        "words=4",
        "--then-config",
        "team=blue",
    )
    ran = stackwright("rehearse", str(project), "--stack", "test", *words)
    assert ran.code == 0, ran.err
    assert "Act 1 of 1" in ran.out
    assert "replaced: random:index:RandomPet pet" in ran.out.replace("random:RandomPet", "random:index:RandomPet")
    assert "Refresh, which must find nothing" in ran.out


def test_what_another_stack_has_is_given(project: Path, stackwright: CommandLine) -> None:
    refers = 'pulumi.export("vpc", pulumi.StackReference("acme/network/prod").require_output("vpc"))'
    (project / "__main__.py").write_text(f"import pulumi\n{refers}\n")
    ran = stackwright("rehearse", str(project))
    assert ran.code == 1
    assert 'unknown stack "acme/network/prod"; rehearse it with --keep first, or say what it has' in ran.out
    ran = stackwright("rehearse", str(project), "--stack-output", "acme/network/prod:vpc=vpc-1")
    assert ran.code == 0, ran.err
    assert "vpc-1" in ran.out


def test_what_it_lacks_is_said(project: Path, stackwright: CommandLine) -> None:
    ran = stackwright("rehearse", str(project))
    assert ran.code == 1
    assert "team" in ran.out
    assert "--config pets.of-all:team=…" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rehearse", ".", "-c", "team"), "'team' says nothing"),
        (("rehearse", "."), "has several stacks; choose one with --stack\n  dev, prod"),
        (("up", ".", "-e", "dev"), "is a Pulumi project by itself: `pulumi` deploys it"),
    ],
)
def test_what_is_refused(
    project: Path, stackwright: CommandLine, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    for stack in ("dev", "prod"):
        (project / f"Pulumi.{stack}.yaml").write_text("config: {}\n")
    monkeypatch.chdir(project)
    ran = stackwright(*words)
    assert ran.code == 2
    assert said in ran.err


def test_its_options_are_for_projects(tiny: Path, stackwright: CommandLine) -> None:
    for option in ("--config", "--then-config"):
        ran = stackwright("rehearse", str(tiny), option, "a=b")
        assert ran.code == 2
        assert f"{option} is for a Pulumi project by itself" in ran.err


def test_a_program_in_another_language_is_refused_with_what_to_do(project: Path, stackwright: CommandLine) -> None:
    (project / "Pulumi.yaml").write_text("name: pets\nruntime: {name: nodejs}\n")
    ran = stackwright("rehearse", str(project))
    assert ran.code == 2
    assert "is written for nodejs, and the embedded engine runs Python" in ran.err
    assert "stackwright simulate -- pulumi up" in ran.err


def test_what_a_cloud_refuses_fails_with_its_kind_and_can_be_switched_off(
    project: Path, stackwright: CommandLine
) -> None:
    account = 'pulumi_gcp.serviceaccount.Account("ci", account_id="ci", project="shop")'
    (project / "__main__.py").write_text(f"import pulumi_gcp\n{account}\n")
    ran = stackwright("rehearse", str(project))
    assert ran.code == 1
    assert '"account_id" ("ci") doesn\'t match regexp' in ran.out
    assert "--allow gcp-name" in ran.out
    ran = stackwright("rehearse", str(project), "--allow", "gcp-name")
    assert ran.code == 0, ran.out
    assert "--allow gcp-name --keep" in ran.out
    ran = stackwright("rehearse", str(project), "--allow", "gcp-nam")
    assert ran.code == 2
    assert "there is no refusal called 'gcp-nam'\n  Did you mean gcp-name?" in ran.err


def test_what_a_cloud_protects_is_told_and_no_obstacle(project: Path, stackwright: CommandLine) -> None:
    cluster = 'pulumi_gcp.container.Cluster("apps", location="europe-west1", initial_node_count=1, project="shop")'
    (project / "__main__.py").write_text(f"import pulumi_gcp\n{cluster}\n")
    ran = stackwright("rehearse", str(project))
    assert ran.code == 0, ran.out
    assert "apps has deletion protection; a real destroy would stop at it" in ran.out
