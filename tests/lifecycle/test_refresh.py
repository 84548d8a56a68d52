"""Drift: what was changed or deleted behind Pulumi's back is shown, saved, and changed back by an `up`."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stackwright.simcloud.sealing import KeySealer
from stackwright.simcloud.store import Resource, Store
from tests.lifecycle.support import CommandLine

PROGRAM = """
import pulumi
import pulumi_aws as aws

bucket = aws.s3.Bucket("logs", tags={"team": "a"})
aws.s3.BucketPublicAccessBlock("closed", bucket=bucket.id, block_public_acls=True)
pulumi.export("bucket", bucket.id)
"""


@pytest.fixture
def store(tiny: Path) -> Path:
    """The service, whose part `side` has a bucket."""
    (tiny / "side/__main__.py").write_text(PROGRAM)
    (tiny / "side/Pulumi.yaml").write_text("name: side\nruntime: python\nconfig: {'aws:region': {value: eu-west-1}}\n")
    return tiny


@contextmanager
def cloud(service: Path) -> Generator[Store]:
    """The simulated clouds of the standing world, behind Pulumi's back."""
    world = service / ".stackwright/simulated/standing"
    store = Store(world / "clouds.sqlite", KeySealer((world / "passphrase").read_text()))
    try:
        yield store
    finally:
        store.close()


def held(store: Store, name: str) -> Resource:
    [found] = [each for each in store.resources("aws") if each.urn.endswith(f"::{name}")]
    return found


def drift(service: Path) -> None:
    with cloud(service) as aws:
        bucket = held(aws, "logs")
        tags = {"team": "b"}
        aws.change(bucket, {**bucket.inputs, "tags": tags}, {**bucket.outputs, "tags": tags, "tagsAll": tags})
        aws.remove(held(aws, "closed"))


def test_drift_is_shown_saved_and_changed_back(store: Path, stackwright: CommandLine) -> None:
    assert stackwright("up", "tiny", "side", "--simulate").code == 0
    ran = stackwright("refresh", "tiny", "side", "--simulate")
    assert ran.code == 0, ran.err
    assert ran.out.endswith("Nothing drifted.\n")
    drift(store)

    ran = stackwright("refresh", "tiny", "side", "--simulate", "--preview-only")
    assert ran.code == 0, ran.err
    assert 'tags.team: "a" → "b"' in ran.out
    assert "1 drifted, 1 gone" in ran.out
    again = stackwright("refresh", "tiny", "side", "--simulate", "--dry-run", "--expect-no-changes")
    assert again.code == 1, "nothing was saved, so it is still there"

    ran = stackwright("refresh", "tiny", "side", "--simulate", "--json")
    steps = {urn.rpartition("::")[2]: step for urn, step in ran.steps("refresh", "side").items()}
    assert steps["logs"]["op"] == "update"
    assert steps["logs"]["diff"] == {"tags.team": "update"}
    assert steps["closed"]["op"] == "delete"
    assert ran.states("refresh") == {"side": "succeeded"}
    assert stackwright("refresh", "tiny", "side", "--simulate", "--json").states("refresh") == {"side": "unchanged"}

    ran = stackwright("up", "tiny", "side", "--simulate", "--json")
    steps = {urn.rpartition("::")[2]: step["op"] for urn, step in ran.steps("up", "side").items()}
    assert steps["logs"] == "update"
    assert steps["closed"] == "create"
    with cloud(store) as aws:
        assert held(aws, "logs").inputs["tags"] == {"team": "a"}


def test_a_service_is_refreshed_in_order_and_what_is_not_deployed_is_left_alone(
    tiny: Path, stackwright: CommandLine
) -> None:
    assert stackwright("up", "tiny", "middle", "--with-dependencies", "--simulate").code == 0
    ran = stackwright("refresh", "tiny", "--simulate", "--json")
    assert ran.code == 0, ran.out
    assert ran.states("refresh") == dict.fromkeys(("base", "side", "middle", "leaf"), "unchanged")
    began = [line["part"] for line in ran.lines if line["type"] == "part" and line["state"] == "running"]
    assert began.index("base") < began.index("middle")
    assert ran.summary("refresh")["leaf"]["reason"] == "nothing is deployed"
    assert stackwright("refresh", "tiny", "--simulate", "--dry-run", "--json").code == 0


def test_a_real_refresh_needs_somebody_to_ask(tiny: Path, stackwright: CommandLine) -> None:
    ran = stackwright("refresh", "tiny", "-e", "dev")
    assert ran.code == 2
    assert "there is nobody to ask" in ran.err
