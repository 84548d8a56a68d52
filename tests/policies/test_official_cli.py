"""The same packs with plain `pulumi preview --policy-pack` and with the embedded engine: the same findings."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from stackwright.deploy.rehearsal import World, world_at
from stackwright.deploy.rehearsal.attach import attached_clouds
from stackwright.engine.embedded.engine import EmbeddedEngine
from stackwright.engine.events import Event, PolicyRemediated, PolicyViolated
from stackwright.engine.protocol import ConfigValue, Options, PolicyPack, Stack
from stackwright.engine.pulumi.eventlog import parse
from stackwright.engine.pulumi.executable import find
from stackwright.simcloud.host import open_host

pytestmark = [pytest.mark.cli, pytest.mark.slow]

PROGRAM = Path(__file__).parent / "programs" / "mixed" / "__main__.py"
CONFIG = {
    "aws:region": "eu-west-1",
    "gcp:project": "mixed",
    "aws:defaultTags": '{"tags": {"environment": "dev"}}',
}
LEVELS = {"AWS-S3-01": "remediate", "GCP-GCS-01": "advisory", "AWS-SG-01": {"ports": [22, 3389, 5432]}}


@pytest.fixture
def project(tmp_path: Path, clean_environment: Mapping[str, str]) -> Path:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: mixed\nruntime: python\n")
    (folder / "__main__.py").write_bytes(PROGRAM.read_bytes())
    (folder / "levels.json").write_text(json.dumps(LEVELS))
    return folder


def stack(folder: Path) -> Stack:
    return Stack(
        name="dev",
        project="mixed",
        directory=folder,
        backend="file:///nowhere",
        config={key: ConfigValue(value, json=value.startswith("{")) for key, value in CONFIG.items()},
    )


def findings(events: Sequence[Event]) -> list[Event]:
    """What policies said, in an order that does not depend on the program's concurrency."""
    return sorted((event for event in events if isinstance(event, PolicyViolated | PolicyRemediated)), key=str)


def with_plain_pulumi(folder: Path, pack: Path, world: World) -> tuple[int, list[Event]]:
    """`pulumi preview --policy-pack …` as a person types it, attached to simulated clouds."""
    pulumi = str(find(None))
    log = folder / "events.jsonl"
    with attached_clouds(world) as attached:
        environment = dict(world.stack_for(stack(folder), attached).environment)

        def run(*words: str) -> int:
            done = subprocess.run(
                [pulumi, *words, "--non-interactive"],
                cwd=folder,
                env={**environment, "PATH": os.environ["PATH"], "PULUMI_DEBUG_COMMANDS": "true"},  # for --event-log
                capture_output=True,
                text=True,
                timeout=100,
            )
            assert done.returncode == 0 or log.exists(), done.stderr
            return done.returncode

        run("stack", "init", "dev", "--secrets-provider", "passphrase")
        plain = [word for key, value in CONFIG.items() for word in ("--plaintext", f"{key}={value}")]
        run("config", "set-all", "--stack", "dev", *plain)
        packs = ["--policy-pack", str(pack), "--policy-pack-config", "levels.json"]
        code = run("preview", "--stack", "dev", "--event-log", str(log), *packs)
    return code, [event for line in log.read_text().splitlines() if (event := parse(line)) is not None]


def with_the_embedded_engine(folder: Path, pack: Path, world: World) -> tuple[str, list[Event]]:
    events: list[Event] = []
    engine = EmbeddedEngine(lambda: open_host(world.clouds, world.passphrase))
    options = Options(policy_packs=(PolicyPack(path=pack, config=folder / "levels.json"),))
    try:
        outcome = engine.preview(world.stack_for(stack(folder)), events.append, options)
    finally:
        engine.close()
    return outcome.result, events


def test_previews_find_the_same(project: Path, repository: Path, tmp_path: Path) -> None:
    pack = repository / "policies"
    with world_at(tmp_path / "official") as world:
        code, official = with_plain_pulumi(project, pack, world)
    with world_at(tmp_path / "embedded") as world:
        result, embedded = with_the_embedded_engine(project, pack, world)
    assert findings(embedded) == findings(official)
    assert code != 0
    assert result == "failed"
    found = {
        (event.policy, event.urn.rpartition("::")[2], "unknown" if event.unknown else event.level)
        for event in findings(embedded)
        if isinstance(event, PolicyViolated)
    }
    assert found == {
        ("AWS-SG-01", "web", "mandatory"),
        ("AWS-SG-01", "web-later", "unknown"),
        ("AWS-S3-02", "alone", "mandatory"),
        ("AWS-IAM-01", "everything", "mandatory"),
        ("AWS-RDS-02", "orders", "mandatory"),
        ("GCP-GCS-01", "open", "advisory"),
        ("K8S-POD-01", "root", "mandatory"),
        ("TAGS-01", "alone", "mandatory"),
        ("TAGS-01", "orders", "unknown"),
    }
    [remedied] = [event for event in findings(embedded) if isinstance(event, PolicyRemediated)]
    assert remedied.policy == "AWS-S3-01"
    assert "behind the curtain" not in repr(findings(embedded))
    assert "correct-horse" not in repr(findings(embedded))
