"""What the official CLI sees of a run of ours that was killed: a lock, no journal, and after a fold everything."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.engine.embedded.killing import Killer, in_child
from tests.engine.embedded.test_kill import World

pytestmark = [pytest.mark.cli, pytest.mark.slow]


@pytest.fixture
def killed(tmp_path: Path) -> World:
    """A run that was killed when it had made a few resources."""
    world = World(tmp_path)
    assert in_child(lambda: world.act("up", 1, Killer(10))) == signal.SIGKILL
    assert len(list((tmp_path / "state/.pulumi/stackwright").rglob("journal*"))) == 1
    return world


def pulumi(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    project = world.folder / "project"
    project.mkdir(exist_ok=True)
    (project / "Pulumi.yaml").write_text("name: demo\nruntime: python\n")
    environment = {
        **os.environ,
        "HOME": str(world.folder / "home"),
        "PULUMI_HOME": str(world.folder / "home"),
        "PULUMI_BACKEND_URL": f"file://{world.folder}/state",
        "PULUMI_CONFIG_PASSPHRASE": "correct horse",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }
    return subprocess.run(
        ["pulumi", *arguments, "--non-interactive"], cwd=project, env=environment, capture_output=True, text=True
    )


def test_it_lists_the_stack_and_refuses_to_touch_it(killed: World) -> None:
    listed = pulumi(killed, "stack", "ls", "--json")
    assert [item["name"] for item in json.loads(listed.stdout)] == ["dev"], listed.stderr

    refused = pulumi(killed, "destroy", "--stack", "dev", "--yes", "--skip-preview")

    assert refused.returncode != 0
    assert "the stack is currently locked by 1 lock(s)" in refused.stderr + refused.stdout
    assert killed.cloud()


def test_after_one_command_of_ours_it_has_everything(killed: World) -> None:
    made = {urn for urn, _ in killed.cloud()}
    assert killed.act("preview", 1).result == "succeeded"

    exported = pulumi(killed, "stack", "export", "--stack", "dev")

    assert exported.returncode == 0, exported.stderr
    deployment = json.loads(exported.stdout)["deployment"]
    known = {item["urn"] for item in deployment["resources"]}
    known |= {item["resource"]["urn"] for item in deployment.get("pending_operations", [])}
    assert made <= known
    assert not list(killed.folder.glob("state/.pulumi/locks/**/*.json"))


def test_after_a_cancel_without_that_nothing_is_overwritten(killed: World) -> None:
    assert pulumi(killed, "cancel", "--stack", "dev", "--yes").returncode == 0
    exported = pulumi(killed, "stack", "export", "--stack", "dev").stdout
    (killed.folder / "project/state.json").write_text(exported)
    assert pulumi(killed, "stack", "import", "--stack", "dev", "--file", "state.json").returncode == 0

    from stackwright.errors import StateError

    with pytest.raises(StateError, match=r"was changed by something else .* It had made: urn:pulumi:dev::demo::"):
        killed.act("up", 1)
