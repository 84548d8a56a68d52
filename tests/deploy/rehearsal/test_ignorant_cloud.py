"""A simulated cloud that never made what a state holds: an error, never a deletion."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from pathlib import Path

import pytest

from stackwright.deploy.rehearsal import World, guard_simulated, world_at
from stackwright.engine.embedded.engine import EmbeddedEngine
from stackwright.engine.protocol import ConfigValue, Stack
from stackwright.simcloud.host import open_host

PROGRAM = """
import pulumi_aws as aws
aws.ec2.Vpc("main", cidr_block="10.0.0.0/16")
"""


@pytest.fixture
def world(tmp_path: Path, clean_environment: Mapping[str, str]) -> Generator[World]:
    with world_at(tmp_path / "world") as world:
        yield world


@pytest.fixture
def deployed(world: World, tmp_path: Path) -> Stack:
    folder = tmp_path / "network"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("{name: network, runtime: python}")
    (folder / "__main__.py").write_text(PROGRAM)
    config = {"aws:region": ConfigValue("eu-west-1")}
    stack = world.stack_for(Stack(name="dev", project="network", directory=folder, backend="s3://x", config=config))
    outcome = engine(world).up(stack, lambda _: None)
    assert outcome.result == "succeeded", outcome.error
    return stack


def engine(world: World) -> EmbeddedEngine:
    return EmbeddedEngine(lambda: open_host(world.clouds, world.passphrase))


def ids(world: World) -> list[str]:
    path = world.folder / "state/.pulumi/stacks/network/dev.json"
    return [item.get("id", "") for item in json.loads(path.read_text())["checkpoint"]["latest"]["resources"]]


def test_what_is_rehearsed_is_tagged(world: World, deployed: Stack) -> None:
    tags = world.folder / "state/.pulumi/stacks/network/dev.pulumi-tags"
    assert json.loads(tags.read_text())["tags"] == {"stackwright:clouds": "simulated"}
    guard_simulated(deployed)


@pytest.mark.parametrize("operation", ["refresh", "destroy"])
def test_the_state_stays_as_it_is(world: World, deployed: Stack, operation: str) -> None:
    before = ids(world)
    for path in world.folder.glob("clouds.sqlite*"):
        path.unlink()
    outcome = getattr(engine(world), operation)(deployed, lambda _: None)
    assert outcome.result == "failed"
    assert outcome.error
    assert "vpc-" in outcome.error
    assert ids(world) == before
