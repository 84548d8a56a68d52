from __future__ import annotations

import multiprocessing
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from stackwright.deploy.rehearsal import (
    remove_world,
    simulated_folder,
    standing_world,
    throw_away_world,
    world_at,
)
from stackwright.engine.protocol import ConfigValue, Stack
from stackwright.errors import RehearsalRefused, UsageError


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "repository" / "stacks" / "shop"
    folder.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    (folder / "Pulumi.yaml").write_text("{name: shop, runtime: python}")
    return folder


def a_stack(project: Path, **changes: object) -> Stack:
    real = Stack(
        name="prod.network",
        project="shop",
        directory=project,
        backend="s3://acme-pulumi-prod",
        secrets_provider="awskms://alias/pulumi-prod",
        environment={"AWS_SECRET_ACCESS_KEY": "real", "PULUMI_CONFIG_PASSPHRASE": "real"},
        config={"aws:region": ConfigValue("eu-west-1"), "shop:password": ConfigValue("real", secret=True)},
    )
    return Stack(**{**{name: getattr(real, name) for name in real.__slots__}, **changes})


def test_it_lies_at_the_root_of_the_repository(project: Path) -> None:
    assert simulated_folder(project, {}) == project.parents[1] / ".stackwright" / "simulated"


def test_it_lies_beside_a_program_outside_a_repository(tmp_path: Path) -> None:
    assert simulated_folder(tmp_path, {}) == tmp_path / ".stackwright" / "simulated"


def test_a_variable_puts_it_elsewhere(project: Path, tmp_path: Path) -> None:
    assert simulated_folder(project, {"STACKWRIGHT_HOME": str(tmp_path / "x")}) == tmp_path / "x" / "simulated"


def test_the_passphrase_stays_and_nobody_else_reads_it(project: Path, clean_environment: Mapping[str, str]) -> None:
    with standing_world(project) as world:
        first = world.passphrase
        path = world.folder / "passphrase"
    with standing_world(project) as world:
        assert world.passphrase == first
    assert len(first) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert first not in repr(world)


def _enter(folder: str, found: multiprocessing.Queue[str]) -> None:
    with world_at(Path(folder)) as world:
        found.put(world.passphrase)


def test_processes_that_make_it_at_once_agree(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    found: multiprocessing.Queue[str] = context.Queue()
    processes = [context.Process(target=_enter, args=(str(tmp_path / "world"), found)) for _ in range(6)]
    for process in processes:
        process.start()
    passphrases = {found.get(timeout=20) for _ in processes}
    for process in processes:
        process.join()
    assert len(passphrases) == 1


def test_a_throw_away_world_leaves_nothing(project: Path, clean_environment: Mapping[str, str]) -> None:
    with throw_away_world(project) as world:
        (world.folder / "state" / "x").write_text("x")
        folder = world.folder
        assert folder.name.startswith("rehearsal-")
    assert not folder.exists()


def test_what_a_killed_process_left_is_removed(project: Path, clean_environment: Mapping[str, str]) -> None:
    parent = simulated_folder(project)
    with world_at(parent / "rehearsal-dead"):
        pass
    with world_at(parent / "rehearsal-alive"), throw_away_world(project):
        assert not (parent / "rehearsal-dead").exists()
        assert (parent / "rehearsal-alive").exists()


def test_a_world_in_use_is_not_removed(tmp_path: Path) -> None:
    with world_at(tmp_path / "world") as world, world_at(tmp_path / "world"):
        with pytest.raises(RehearsalRefused, match="another process"):
            remove_world(world.folder)
        assert world.clouds.parent.exists()
    remove_world(world.folder)
    assert not world.folder.exists()
    remove_world(world.folder)


def test_a_folder_of_something_else_is_neither_used_nor_removed(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(RehearsalRefused, match=r"thesis\.txt"), world_at(tmp_path):
        pass
    with pytest.raises(RehearsalRefused, match="left alone"):
        remove_world(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be used: Not a directory"), world_at(tmp_path / "file" / "world"):
        pass


def test_a_stacks_twin_has_nothing_of_the_real_one_but_its_name(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_PROFILE", "ARM_CLIENT_SECRET", "AZURE_TENANT_ID", "GOOGLE_APPLICATION_CREDENTIALS"):
        monkeypatch.setenv(name, "real")
    for name in ("OS_PASSWORD", "KUBECONFIG", "PULUMI_ACCESS_TOKEN", "PULUMI_BACKEND_URL", "SSH_AUTH_SOCK"):
        monkeypatch.setenv(name, "real")
    monkeypatch.delenv("STACKWRIGHT_HOME", raising=False)
    with throw_away_world(project) as world:
        twin = world.stack_for(a_stack(project), {"PULUMI_DEBUG_PROVIDERS": "aws:1"})
    assert (twin.name, twin.project, twin.directory) == ("prod.network", "shop", project)
    assert twin.backend == (world.folder / "state").as_uri()
    assert twin.secrets_provider == "passphrase"
    assert not twin.inherit_environment
    assert twin.tags == {"stackwright:clouds": "simulated"}
    assert "real" not in twin.environment.values()
    assert twin.environment["HOME"] == str(world.home)
    assert twin.environment["PULUMI_CONFIG_PASSPHRASE"] == world.passphrase
    assert twin.environment["PULUMI_DEBUG_PROVIDERS"] == "aws:1"
    assert twin.environment["PULUMI_PYTHON_CMD"] == sys.executable
    assert twin.config
    assert twin.config["aws:region"] == ConfigValue("eu-west-1")
    assert twin.config["shop:password"].secret
    assert twin.config["shop:password"].value != "real"
