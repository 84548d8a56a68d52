"""`stackwright cloud`: what the clouds hold, and what a service makes of it when they are broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.lifecycle.support import CommandLine, Ran

PROGRAM = """
import pulumi
import pulumi_aws as aws
import pulumi_random as random

password = random.RandomPassword("password", length=20)
logs = aws.s3.Bucket("logs", tags={"team": "a"})
aws.s3.BucketPublicAccessBlock("closed", bucket=logs.id, block_public_acls=True)
aws.s3.Bucket("more")
"""
UP = ("up", "tiny", "side", "--simulate", "--json")


@pytest.fixture
def buckets(tiny: Path) -> Path:
    """The service, whose part `side` has two buckets."""
    (tiny / "side/__main__.py").write_text(PROGRAM)
    (tiny / "side/Pulumi.yaml").write_text("name: side\nruntime: python\nconfig: {'aws:region': {value: eu-west-1}}\n")
    return tiny


def state(service: Path) -> dict[str, Any]:
    file = service / ".stackwright/simulated/standing/state/.pulumi/stacks/side/dev.json"
    return json.loads(file.read_bytes())["checkpoint"]["latest"]


def in_state(service: Path) -> dict[str, dict[str, Any]]:
    """The state's resources by name; providers and the stack left out."""
    listed = state(service).get("resources", [])
    return {each["urn"].rpartition("::")[2]: each for each in listed if not each["type"].startswith("pulumi:")}


def held(ran: Ran) -> dict[str, dict[str, Any]]:
    assert ran.code == 0, ran.err
    return {each["name"]: each for each in json.loads(ran.out)}


def test_what_the_clouds_hold_is_shown(buckets: Path, stackwright: CommandLine) -> None:
    ran = stackwright("cloud", "show", "tiny")
    assert ran.code == 2
    assert "there are no simulated clouds" in ran.err
    assert stackwright(*UP).code == 0

    found = held(stackwright("cloud", "show", "tiny", "--json"))
    assert set(found) == {"password", "logs", "closed", "more"}
    assert found["logs"]["urn"] == "urn:pulumi:dev::side::aws:s3/bucket:Bucket::logs"
    assert found["logs"]["id"] == in_state(buckets)["logs"]["id"]
    assert set(held(stackwright("cloud", "show", "tiny", "--cloud", "aws", "--urn", "*o*e*", "--json"))) == {
        "closed",
        "more",
    }
    assert set(held(stackwright("cloud", "show", "tiny", "--type", "*:Bucket", "--json"))) == {"logs", "more"}
    lines = stackwright("cloud", "show", "tiny").out.splitlines()
    assert any(line.split()[:2] == ["aws:s3/bucket:Bucket", "logs"] and line.endswith("side/dev") for line in lines)

    shown = stackwright("cloud", "show", "tiny", "password").out
    assert "result      [secret]" in shown
    assert "length      20" in shown
    detail = json.loads(stackwright("cloud", "show", "tiny", "logs", "--json").out)
    assert detail["inputs"]["tags"] == {"team": "a"}

    asked = json.loads(stackwright("cloud", "show", "tiny", "--calls", "--urn", "logs", "--json").out)
    assert [(call["method"], call["preview"]) for call in asked] == [("check", False), ("create", False)]
    lines = stackwright("cloud", "show", "tiny", "--calls").out.splitlines()
    assert any(line.split()[3:5] == ["create", "aws:s3/bucket:Bucket::logs"] for line in lines)


def test_a_service_meets_a_fault_and_goes_on(buckets: Path, stackwright: CommandLine) -> None:
    ran = stackwright(
        "cloud", "fault", "add", "tiny", "--type", "aws:s3/bucket:Bucket", "--nth", "2", "--code", "SlowDown"
    )
    assert ran.out == "1  error SlowDown  create of aws:s3/bucket:Bucket: call 2\n"
    ran = stackwright("up", "tiny", "side", "--simulate")
    assert ran.code == 1
    assert "api error SlowDown" in ran.out
    assert "more" not in in_state(buckets)
    assert "met 2, failed 1, over" in stackwright("cloud", "fault", "list", "tiny").out
    assert stackwright(*UP).states("up") == {"side": "succeeded"}
    assert stackwright("cloud", "fault", "clear", "tiny", "1").out == "Cleared fault 1.\n"
    assert json.loads(stackwright("cloud", "fault", "list", "tiny", "--json").out) == []
    ran = stackwright("cloud", "fault", "clear", "tiny", "7")
    assert ran.code == 2
    assert "there is no fault 7" in ran.err


def test_a_create_that_is_cut_off_stays_pending_and_is_found_again(buckets: Path, stackwright: CommandLine) -> None:
    stackwright("cloud", "fault", "add", "tiny", "--urn", "logs", "--kind", "crash")
    ran = stackwright("up", "tiny", "side", "--simulate")
    assert ran.code == 1
    (pending,) = state(buckets)["pending_operations"]
    assert (pending["type"], pending["resource"]["urn"].rpartition("::")[2]) == ("creating", "logs")
    assert "logs" not in in_state(buckets)
    found = held(stackwright("cloud", "show", "tiny", "--json"))
    assert found["logs"]["urn"] == pending["resource"]["urn"]

    assert stackwright(*UP).states("up") == {"side": "succeeded"}
    assert not state(buckets).get("pending_operations")
    found = held(stackwright("cloud", "show", "tiny", "--json"))
    assert len(json.loads(stackwright("cloud", "show", "tiny", "--json").out)) == len(found) == 4
    assert found["logs"]["id"] == in_state(buckets)["logs"]["id"]


def test_drift_is_made_shown_and_changed_back(buckets: Path, stackwright: CommandLine) -> None:
    assert stackwright(*UP).code == 0
    ran = stackwright("cloud", "drift", "change", "tiny", "logs", "--set", "tags.team=b", "--unset", "forceDestroy")
    assert ran.code == 0, ran.err
    assert '  tags.team: "a" → "b"\n' in ran.out
    assert stackwright("cloud", "drift", "delete", "tiny", "closed").code == 0
    stray = json.loads(
        stackwright(
            "cloud", "drift", "create", "tiny", "aws:s3/bucket:Bucket", "stray", "--set", "bucket=stray", "--json"
        ).out
    )
    assert (stray[0]["what"], stray[0]["urn"], stray[0]["id"]) == ("created", None, "stray")
    assert "(unmanaged)" in stackwright("cloud", "show", "tiny", "--type", "*Bucket").out

    ran = stackwright("refresh", "tiny", "side", "--simulate")
    assert "1 drifted, 1 gone" in ran.out
    steps = stackwright(*UP).steps("up", "side")
    done = {urn.rpartition("::")[2]: step["op"] for urn, step in steps.items()}
    assert (done["logs"], done["closed"]) == ("update", "create")
    ran = stackwright("refresh", "tiny", "side", "--simulate")
    assert ran.out.endswith("Nothing drifted.\n")
    again = stackwright("cloud", "drift", "random", "tiny", "2", "--seed", "1", "--json")
    assert len(json.loads(again.out)) == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("drift", "change", "tiny", "logs"), "nothing is to be changed"),
        (("drift", "change", "tiny", "logs", "--set", "tags"), "has no value"),
        (("drift", "delete", "tiny", "nobody"), "hold no 'nobody'"),
        (("latency", "add", "tiny", "soon"), "'soon' is no time"),
        (("fault", "add", "tiny", "--type", "aws:s3/buckett:Bucket"), "has no type"),
        (("show", "nowhere"), "no service 'nowhere'"),
    ],
)
def test_what_cannot_be_is_refused(
    buckets: Path, stackwright: CommandLine, arguments: tuple[str, ...], message: str
) -> None:
    stackwright("cloud", "fault", "list", "tiny")
    ran = stackwright("cloud", *arguments)
    assert ran.code == 2
    assert message in ran.err


def test_a_latency_is_added_listed_and_cleared(buckets: Path, stackwright: CommandLine) -> None:
    ran = stackwright("cloud", "latency", "add", "tiny", "100ms-0.2s", "--package", "aws", "--on", "any")
    assert ran.out == "1  0.1 to 0.2 s  any call of aws\n"
    assert json.loads(stackwright("cloud", "latency", "list", "tiny", "--json").out)[0]["high"] == 0.2
    ran = stackwright(*UP)
    assert ran.summary("up")["side"]["seconds"] >= 0.3
    assert stackwright("cloud", "latency", "clear", "tiny").out == "Cleared latency 1.\n"
    assert json.loads(stackwright("cloud", "latency", "clear", "tiny", "--json").out) == {"cleared": []}


def test_a_zone_is_lost_and_brought_back(buckets: Path, stackwright: CommandLine) -> None:
    ran = stackwright("cloud", "lose-zone", "tiny", "eu-west-1a")
    assert ran.out.startswith("Nothing is in eu-west-1a yet.\n")
    assert stackwright(*ran.out.rpartition("stackwright ")[2].split()).code == 0
    assert "There are no faults." in stackwright("cloud", "fault", "list", "tiny").out


def test_another_world_is_named_by_its_folder(tiny: Path, tmp_path: Path, stackwright: CommandLine) -> None:
    world = str(tmp_path / "world")
    assert stackwright("cloud", "fault", "add", ".", "--world", world).code == 0
    assert "create: call 1" in stackwright("cloud", "fault", "list", ".", "--world", world).out
    assert "no faults" in stackwright("cloud", "fault", "list", "tiny").out
    (tmp_path / "other").mkdir()
    (tmp_path / "other/file").touch()
    assert "is not a rehearsal's folder" in stackwright("cloud", "fault", "list", ".", "--world", "other").err


@pytest.mark.cli
@pytest.mark.slow
def test_the_official_cli_meets_the_same_faults(buckets: Path, stackwright: CommandLine) -> None:
    official = (*UP, "--engine", "pulumi")
    for arguments in (
        ("--urn", "logs", "--kind", "not-ready", "--message", "still starting"),
        ("--urn", "more", "--code", "SlowDown"),
    ):
        stackwright("cloud", "fault", "add", "tiny", *arguments)
    ran = stackwright(*official)
    assert ran.code == 1
    assert in_state(buckets)["logs"]["initErrors"] == ["still starting (fault 1 of the simulated clouds)"]
    assert any("api error SlowDown" in line.get("message", "") for line in ran.lines)
    assert "more" not in in_state(buckets)
    ran = stackwright(*official)
    done = {urn.rpartition("::")[2]: step["op"] for urn, step in ran.steps("up", "side").items()}
    assert (ran.code, done["logs"], done["more"]) == (0, "update", "create")

    stackwright("cloud", "drift", "change", "tiny", "logs", "--set", "tags.team=b")
    ran = stackwright("refresh", "tiny", "side", "--simulate", "--engine", "pulumi", "--json")
    steps = {urn.rpartition("::")[2]: step for urn, step in ran.steps("refresh", "side").items()}
    assert (steps["logs"]["op"], steps["logs"]["diff"]) == ("update", {"tags.team": "update"})


@pytest.mark.cli
@pytest.mark.slow
def test_the_official_cli_forgets_what_no_answer_told_it_of(buckets: Path, stackwright: CommandLine) -> None:
    """So does Pulumi when a provider dies: what it made is in no state, and nothing is pending."""
    stackwright("cloud", "fault", "add", "tiny", "--urn", "logs", "--kind", "crash")
    ran = stackwright(*UP, "--engine", "pulumi")
    assert ran.code == 1
    assert "logs" not in in_state(buckets)
    assert not state(buckets).get("pending_operations")
    assert "logs" in held(stackwright("cloud", "show", "tiny", "--json"))
