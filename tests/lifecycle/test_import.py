"""A resource that exists is adopted: read by its id, refused where the cloud does not know it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.lifecycle.support import CommandLine
from tests.lifecycle.test_refresh import cloud, held, store

__all__ = ["store"]
BUCKET = "aws:s3/bucket:Bucket"


def forget(service: Path, stackwright: CommandLine) -> str:
    """Deploy, then let the state forget the bucket; its id."""
    assert stackwright("up", "tiny", "side", "--simulate").code == 0
    ran = stackwright("state", "delete", "tiny", "side", "logs", "--with-dependents", "--simulate")
    assert ran.code == 0, ran.err
    with cloud(service) as aws:
        return held(aws, "logs").id


def checkpoint(service: Path) -> bytes:
    return (service / ".stackwright/simulated/standing/state/.pulumi/stacks/side/dev.json").read_bytes()


def test_what_is_adopted_is_the_program_s_again(store: Path, stackwright: CommandLine) -> None:
    identifier = forget(store, stackwright)
    ran = stackwright("import", "tiny", "side", BUCKET, "logs", identifier, "--simulate")
    assert ran.code == 0, ran.err
    assert ran.out.startswith(f"Adopted: urn:pulumi:dev::side::{BUCKET}::logs\n")
    assert '{"team": "a"}' in ran.out, "the inputs to write into the program"
    ran = stackwright("up", "tiny", "side", "--simulate", "--json")
    assert ran.code == 0, ran.out
    steps = {urn.rpartition("::")[2]: step["op"] for urn, step in ran.steps("up", "side").items()}
    assert "logs" not in steps, "nothing is to be done to what is as the program says"
    with cloud(store) as aws:
        assert held(aws, "logs").id == identifier, "there is one bucket, the same as before"


def test_what_is_refused_leaves_the_state_as_it_was(store: Path, stackwright: CommandLine) -> None:
    identifier = forget(store, stackwright)
    before = json.loads(checkpoint(store))["checkpoint"]["latest"]["resources"]
    for arguments, code, said in (
        ((BUCKET, "logs", "no-such-bucket"), 1, "no-such-bucket"),
        (("aws:ec2/vpc:Vpc", "logs", identifier), 1, identifier),
        (("aws:s3/buket:Bucket", "logs", identifier), 1, "did you mean aws:s3/bucket:Bucket?"),
        (("aws:s3:Bucket:x", "logs", identifier), 2, "is no resource type"),
        (("gcp:storage/bucket:Bucket", "logs", identifier), 2, "side has no provider of gcp"),
        ((BUCKET, "logs", identifier, "--parent", "nobody"), 2, "side has no resource 'nobody'"),
    ):
        ran = stackwright("import", "tiny", "side", *arguments, "--simulate")
        assert ran.code == code, (arguments, ran.err)
        assert said in ran.err
        assert json.loads(checkpoint(store))["checkpoint"]["latest"]["resources"] == before
    assert stackwright("import", "tiny", "side", BUCKET, "logs", identifier, "--simulate").code == 0
    ran = stackwright("import", "tiny", "side", BUCKET, "again", identifier, "--simulate")
    assert ran.code == 2
    assert f"side has {identifier} already, as aws:s3:Bucket::logs" in ran.err
    ran = stackwright("import", "tiny", "middle", BUCKET, "logs", identifier, "--simulate")
    assert ran.code == 2
    assert "nothing of middle is deployed" in ran.err
    ran = stackwright("import", "tiny", "side", BUCKET, "x", "y")
    assert ran.code == 2
    assert "there is nobody to ask" in ran.err


@pytest.mark.cli
@pytest.mark.slow
def test_with_the_official_cli(store: Path, stackwright: CommandLine) -> None:
    assert shutil.which("pulumi")
    identifier = forget(store, stackwright)
    official = ("--simulate", "--engine", "pulumi")
    ran = stackwright("import", "tiny", "side", BUCKET, "logs", "no-such-bucket", *official)
    assert ran.code == 1
    assert "no-such-bucket" in ran.err
    ran = stackwright("import", "tiny", "side", BUCKET, "logs", identifier, *official, "--json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["inputs"]["tags"] == {"team": "a"}
    ran = stackwright("preview", "tiny", "side", *official, "--json")
    assert ran.summary("preview")["side"]["changes"]["create"] == 1, "the access block alone"
