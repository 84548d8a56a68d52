"""SIGKILL of a real process between every two writes of a run: one more run, and nothing is lost or doubled.

The run keeps its state in files and its resources in a simulated cloud on disk, as a rehearsal does.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest

from stackwright.engine import events
from stackwright.engine.embedded import EmbeddedEngine
from stackwright.engine.protocol import Outcome, Stack
from stackwright.engine.state.store import FileStore, StackId
from stackwright.simcloud import open_host
from tests.engine.embedded.killing import Killer, Moment, copied, in_child

STACK = Stack(
    name="dev",
    project="demo",
    directory=Path.cwd(),
    backend="",
    config={},
    environment={"PULUMI_CONFIG_PASSPHRASE": "correct horse"},
)
ID = StackId("demo", "dev")
Facts = Mapping[tuple[str, str], int]


def aws(type_: str, name: str, opts: pulumi.ResourceOptions | None = None, **inputs: Any) -> pulumi.CustomResource:
    return pulumi.CustomResource(f"aws:{type_}", name, {"arn": None, **inputs}, opts)


def program(version: int) -> Callable[[], None]:
    """Two versions: between them something is created, updated, replaced either way round, and deleted."""

    def main() -> None:
        region = pulumi.ProviderResource(
            "aws", f"region-{version}" if version > 1 else "region", {"region": "eu-west-1"}
        )
        group = pulumi.ComponentResource("demo:index:Group", "group")
        explicit = pulumi.ResourceOptions(provider=region, parent=group)
        vpc = aws("ec2/vpc:Vpc", "vpc", explicit, cidrBlock="10.0.0.0/16", tags={"version": str(version)})
        aws("ec2/subnet:Subnet", "moved", explicit, vpcId=vpc.id, cidrBlock=f"10.0.{version}.0/24")
        named = aws("s3/bucket:Bucket", "named", bucket="shop-logs", objectLockEnabled=version > 1)
        aws(
            "s3/bucketVersioning:BucketVersioning",
            "versioning",
            bucket=named.id,
            versioningConfiguration={"status": "Enabled"},
        )
        secret = pulumi.CustomResource(
            "random:index/randomPassword:RandomPassword", "password", {"length": 11 + version, "result": None}
        )
        if version == 1:
            aws("s3/bucket:Bucket", "gone")
        else:
            aws("sqs/queue:Queue", "fresh", tags={"from": vpc.id})
        group.register_outputs({"version": version})
        pulumi.export("vpc", vpc.id)
        pulumi.export("password", secret.result)  # pyright: ignore[reportAttributeAccessIssue]

    return main


class World:
    """A state and a cloud in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []

    def act(self, method: str, version: int, killer: Killer | None = None) -> Outcome:
        store = FileStore(self.folder / "state", killer.write) if killer else FileStore(self.folder / "state")
        engine = EmbeddedEngine(
            lambda: open_host(self.folder / "clouds.sqlite", "key"), store=store, program=lambda _: program(version)
        )
        self.said = []

        def hear(event: events.Event) -> None:
            if isinstance(event, events.Diagnostic):
                self.said.append(event.message)

        return getattr(engine, method)(STACK, hear)

    def state(self) -> list[dict[str, Any]]:
        store = FileStore(self.folder / "state")
        assert store.notes(ID) == [], "the journal is folded"
        assert not list(self.folder.glob("state/.pulumi/locks/**/*.json"))
        deployment: Any = EmbeddedEngine(lambda: open_host(":memory:", ""), store=store).export(STACK)
        assert "pending_operations" not in deployment["deployment"]
        return deployment["deployment"].get("resources", [])

    def cloud(self) -> Counter[tuple[str, str]]:
        """(URN, id) of all that is there."""
        host = open_host(self.folder / "clouds.sqlite", "key")
        try:
            return Counter((resource.urn, resource.id) for resource in host.resources())
        finally:
            host.close()

    def check(self, urns: Counter[str]) -> None:
        """The cloud has what the state has, and that is what an uninterrupted run leaves."""
        owned = [item for item in self.state() if item["custom"] and not item["type"].startswith("pulumi:")]
        assert not [item["urn"] for item in owned if item.get("delete") or item.get("pendingReplacement")]
        cloud = self.cloud()
        assert Counter((item["urn"], item["id"]) for item in owned) == cloud
        assert Counter(urn for urn, _ in cloud.elements()) == urns


SCENARIOS = {
    "create": (None, "up", 1),
    "change": (1, "up", 2),
    "destroy": (2, "destroy", 2),
    "refresh": (1, "refresh", 1),
}


@pytest.mark.parametrize("moment", ["torn", "after"])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_kill_at_any_write_loses_and_doubles_nothing(tmp_path: Path, scenario: str, moment: Moment) -> None:
    before, method, version = SCENARIOS[scenario]
    start = World(tmp_path / "start")
    start.folder.mkdir()
    if before:
        assert start.act("up", before).result == "succeeded"
    whole = World(copied(start.folder, tmp_path / "whole"))
    counting = Killer()
    assert whole.act(method, version, counting).result == "succeeded"
    expected = Counter(urn for urn, _ in whole.cloud().elements())
    whole.check(expected)
    assert counting.count >= (2 if method == "refresh" else 12)

    for at in range(counting.count):
        world = World(copied(start.folder, tmp_path / f"{at}"))
        signal_ = in_child(lambda world=world, at=at: world.act(method, version, Killer(at, moment)))
        assert signal_ == signal.SIGKILL
        outcome = world.act(method, version)
        assert outcome.result == "succeeded", (at, outcome.error)
        world.check(expected)
        if method == "up":
            again = world.act("preview", version)
            assert set(again.changes) <= {"same"}, (at, again.changes)
