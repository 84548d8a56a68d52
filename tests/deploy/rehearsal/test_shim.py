"""What the `pulumi` inside `stackwright simulate` refuses, and how it calls the real one."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import pytest

from stackwright.deploy.rehearsal import World, world_at
from stackwright.deploy.rehearsal.shim import absolute_paths, check_command, check_environment, main
from stackwright.engine.state.store import FileStore
from stackwright.errors import RehearsalRefused
from tests.engine.embedded.killing import Killer, in_child
from tests.engine.embedded.test_kill import ID
from tests.engine.embedded.test_kill import World as Killed

RECORDER = """#!{python}
import json, os, sys
from pathlib import Path
state = Path(os.environ["PULUMI_BACKEND_URL"].removeprefix("file://"))
(state / ".pulumi/stacks/shop").mkdir(parents=True, exist_ok=True)
(state / ".pulumi/stacks/shop/dev.json").write_text("{{}}")
Path(os.environ["HOME"], "call.json").write_text(json.dumps([sys.argv[1:], os.getcwd()]))
sys.exit(7)
"""


@pytest.fixture
def world(tmp_path: Path) -> Generator[World]:
    with world_at(tmp_path / "world") as world:
        yield world


@pytest.fixture
def environment(world: World, tmp_path: Path) -> dict[str, str]:
    real = tmp_path / "real-pulumi"
    real.write_text(RECORDER.format(python=sys.executable))
    real.chmod(0o755)
    return {**world.environment(), "PULUMI_DEBUG_PROVIDERS": "aws:1", "STACKWRIGHT_PULUMI": str(real)}


@pytest.fixture
def inside(environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def test_a_rehearsals_own_environment_passes(world: World, environment: Mapping[str, str]) -> None:
    check_environment(world, environment)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PULUMI_BACKEND_URL", "s3://acme-pulumi-prod"),
        ("PULUMI_HOME", "/srv/work/.pulumi"),
        ("HOME", "/srv/work"),
        ("PULUMI_ACCESS_TOKEN", "pul-secret"),
        ("PULUMI_DEBUG_PROVIDERS", ""),
    ],
)
def test_a_variable_that_leads_out_is_refused(world: World, environment: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(RehearsalRefused, match=name) as error:
        check_environment(world, {**environment, name: value})
    assert "pul-secret" not in str(error.value)


def test_a_real_provider_in_the_rehearsals_home_is_refused(world: World, environment: dict[str, str]) -> None:
    (world.home / ".pulumi" / "plugins" / "resource-gitlab-v8.0.0").mkdir(parents=True)
    with pytest.raises(RehearsalRefused, match="resource-gitlab"):
        check_environment(world, environment)


@pytest.mark.parametrize(
    "command",
    [
        "login",
        "login s3://acme-pulumi-prod",
        "--non-interactive login",
        "logout",
        "new aws-python",
        "plugin install resource aws",
        "package add aws",
        "env init acme/prod",
        "up -s acme/shop/prod",
        "up --stack=acme/prod",
        "up -sacme/prod",
        "preview --stack acme/prod",
        "up --config-file Pulumi.prod.yaml",
        "up --config-file=Pulumi.prod.yaml",
    ],
)
def test_commands_that_leave_the_rehearsal_are_refused(command: str) -> None:
    with pytest.raises(RehearsalRefused):
        check_command(command.split())


@pytest.mark.parametrize(
    "command",
    [
        "up -s dev.network --yes",
        "stack init dev.network",
        "up -s organization/shop/dev",
        "plugin ls",
        "config set a/b c",
    ],
)
def test_other_commands_pass(command: str) -> None:
    check_command(command.split())


def test_paths_stay_what_they_meant() -> None:
    words = [
        "up",
        "--policy-pack",
        "../policies",
        "--save-plan=plan.json",
        "-s",
        "dev",
        "--target",
        "a=b",
        "--file",
        "/abs",
    ]
    assert absolute_paths(words, Path("/shop")) == (
        [
            "up",
            "--policy-pack",
            "/shop/../policies",
            "--save-plan=/shop/plan.json",
            "-s",
            "dev",
            "--target",
            "a=b",
            "--file",
            "/abs",
        ]
    )


Run = Callable[[str], int]


@pytest.mark.usefixtures("inside")
def test_it_runs_the_real_one_in_the_shadow_and_tags_what_comes_of_it(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "shop" / "sub"
    project.mkdir(parents=True)
    (tmp_path / "shop" / "Pulumi.yaml").write_text("{name: shop, runtime: python}")
    monkeypatch.chdir(tmp_path)
    assert main(["-C", "shop/sub", "up", "--policy-pack", "p"]) == 7
    words, directory = json.loads((world.home / "call.json").read_text())
    assert words == ["up", "--policy-pack", str(project / "p")]
    assert Path(directory).parent == world.folder / "projects"
    tags = world.folder / "state/.pulumi/stacks/shop/dev.pulumi-tags"
    assert json.loads(tags.read_text())["tags"] == {"stackwright:clouds": "simulated"}
    assert main(["-C", "shop", "up"]) == 7


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("cancelled", [False, True], ids=["locked", "cancelled"])
def test_what_a_killed_run_left_is_made_good_before_the_real_one_runs(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, cancelled: bool
) -> None:
    killed = Killed(world.folder)
    assert in_child(lambda: killed.act("up", 1, Killer(10))) == signal.SIGKILL
    store = FileStore(world.folder / "state")
    store.tag(ID, {"stackwright:clouds": "simulated"})
    (lock,) = world.folder.glob("state/.pulumi/locks/**/*.json")
    if cancelled:
        lock.unlink()
    made = {urn for urn, _ in killed.cloud()}
    monkeypatch.chdir(tmp_path)

    assert main(["up", "--stack", "other"]) == 7

    text = (store.read(ID) or b"").decode()
    assert made
    assert all(urn in text for urn in made)
    assert store.journalled() == []


@pytest.mark.usefixtures("inside")
def test_a_run_under_way_is_left_to_its_lock(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed = Killed(world.folder)
    assert in_child(lambda: killed.act("up", 1, Killer(10))) == signal.SIGKILL
    store = FileStore(world.folder / "state")
    store.tag(ID, {"stackwright:clouds": "simulated"})
    monkeypatch.chdir(tmp_path)
    with store.lock(ID):
        assert main(["stack", "ls"]) == 7
        assert list(world.folder.glob("state/.pulumi/locks/**/*.json"))
        assert len(store.notes(ID)) == 1


@pytest.mark.usefixtures("inside")
def test_a_damaged_journal_stops_it(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = Killed(world.folder)
    assert in_child(lambda: killed.act("up", 1, Killer(10))) == signal.SIGKILL
    store = FileStore(world.folder / "state")
    store.tag(ID, {"stackwright:clouds": "simulated"})
    (notes,) = store.notes(ID)
    notes.path.write_bytes(notes.data.replace(b'"seq":1', b'"seq":7', 1))
    monkeypatch.chdir(tmp_path)
    assert main(["up"]) != 7
    assert "is damaged in line 2" in capsys.readouterr().err
    assert not (world.home / "call.json").exists()


@pytest.mark.usefixtures("inside")
def test_a_state_without_the_tag_stops_it(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    stacks = world.folder / "state/.pulumi/stacks/shop"
    stacks.mkdir(parents=True)
    (stacks / "prod.web.json").write_text("{}")
    assert main(["up"]) == 2
    assert "prod.web" in capsys.readouterr().err
    assert not (world.home / "call.json").exists()
    assert not (stacks / "prod.web.pulumi-tags").exists(), "looking does not make it simulated"


def test_outside_a_rehearsal_it_does_nothing(
    clean_environment: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["up"]) == 2
    assert "stackwright simulate" in capsys.readouterr().err
