"""Rehearsals in which a service is changed, broken and repaired.

store (a blueprint) ── side (a program: a bucket with a secret in its tags, two subnets in two zones)
"""

from __future__ import annotations

import json
import os
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from tests.lifecycle.support import CommandLine, Ran

SERVICE = """
service: tiny
owner: team-test
parts:
  store: {blueprint: object-storage@^1, cloud: aws, inputs: {access_logs: false}}
  side: {program: side, after: [store]}
environments:
  dev:
    backend: file://.stackwright/state
    secrets: passphrase
    providers: {aws: {region: eu-west-1}}
"""
SIDE = """
import pulumi
import pulumi_aws as aws
import pulumi_random as random

store = pulumi.StackReference("organization/tiny/dev.store")
password = random.RandomPassword("password", length=20)
logs = aws.s3.Bucket("logs", tags={"token": password.result, "beside": store.require_output("bucket_name")})
aws.s3.BucketPublicAccessBlock("closed", bucket=logs.id, block_public_acls=True)
network = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16")
ranges = {"a": "10.0.0.0/24", "b": "10.0.1.0/24"}
first = pulumi.ResourceOptions(delete_before_replace=True)
for zone, cidr in ranges.items():
    aws.ec2.Subnet(zone, vpc_id=network.id, cidr_block=cidr, availability_zone=f"eu-west-1{zone}", opts=first)
pulumi.export("password", password.result)
"""
PACK = """
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy


def versioned(args, report):
    if args.resource_type == "aws:s3/bucketVersioning:BucketVersioning":
        if args.props["versioningConfiguration"]["status"] != "Enabled":
            report("what is overwritten is lost")


PolicyPack(
    name="team",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[ResourceValidationPolicy(name="versioned", description="Buckets keep old versions.", validate=versioned)],
)
"""
ACCEPT = os.environ.get("ACCEPT") == "1"  # before a fixture cleans the environment
GOLDEN = Path(__file__).parent.parent / "golden/cli"


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "stacks/tiny"
    (folder / "side").mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text("name: tiny\nruntime: python\n")
    (folder / "__main__.py").write_text("from stackwright.program import run\n\nrun()\n")
    (folder / "service.yaml").write_text(SERVICE)
    (folder / "side/Pulumi.yaml").write_text(
        "name: side\nruntime: python\nconfig: {'aws:region': {value: eu-west-1}}\n"
    )
    (folder / "side/__main__.py").write_text(textwrap.dedent(SIDE))
    monkeypatch.chdir(tmp_path)
    return folder


def report(ran: Ran) -> dict[str, Any]:
    [found] = [line for line in ran.lines if line["type"] == "report"]
    return found


def became(act: dict[str, Any], part: str) -> dict[str, set[str]]:
    """The names of a part's resources by what became of them."""
    [found] = [each for each in act["parts"] if each["part"] == part]
    names: dict[str, set[str]] = {}
    for each in found["resources"]:
        names.setdefault(each["became"], set()).add(each["urn"].rpartition("::")[2])
    return names


def resource(act: dict[str, Any], name: str) -> dict[str, Any]:
    [found] = [each for part in act["parts"] for each in part["resources"] if each["urn"].rpartition("::")[2] == name]
    return found


def test_a_service_is_changed_broken_disturbed_and_comes_right_each_time(
    service: Path, stackwright: CommandLine
) -> None:
    before = (service / "service.yaml").read_bytes()
    ran = stackwright(
        "rehearse", "tiny", "--json", "--then-set", "store.versioning=false", "--then-set", "store.expire_days=30",
        "--break", "eu-west-1a", "--break", "aws:s3/bucket:Bucket::logs", "--break", "Vpc",
        "--drift", "store:tags.team=b",
        "--break", "create:side#2", "--break", "side", "--then-without", "side",
    )  # fmt: skip
    assert ran.code == 0, ran.out + ran.err
    told = report(ran)
    assert (told["recovered"], told["notBegun"]) == (True, [])
    change, zone, bucket, network, drift, part, without = told["acts"]

    assert change["title"] == "change: set store.versioning=false, set store.expire_days=30"
    assert "tiny-objects" in became(change, "store")["updated"]
    assert became(change, "side") == {}
    assert {"path": "versioningConfiguration.status", "old": "Enabled", "new": "Suspended"} in [
        each for part in change["parts"] for found in part["resources"] for each in found["changes"]
    ]

    assert zone["done"] == ["side: 1 of 2 aws:ec2:Subnet"]
    assert became(zone, "side") == {"recovered": {"a"}}
    assert became(zone, "store") == {}

    assert became(bucket, "side") == {"recovered": {"logs"}, "replaced": {"closed"}}
    assert resource(bucket, "closed")["because"] == ["bucket"], "the new one has another name"
    assert resource(bucket, "logs")["dataLost"]
    assert resource(bucket, "logs")["interrupts"] == ["closed"]

    assert became(network, "side") == {"recovered": {"network"}, "replaced": {"a", "b"}}
    subnet = resource(network, "a")
    assert (subnet["because"], subnet["dataLost"]) == (["vpcId"], False)
    assert subnet["downSeconds"] is not None, "its old one is deleted first, because the program says so"
    [reached] = [each for each in network["parts"] if each["part"] == "side"]
    assert reached["downSeconds"] >= resource(network, "network")["downSeconds"] > 0

    assert became(drift, "store") == {"put back": {"tiny-objects"}}
    assert resource(drift, "tiny-objects")["changes"] == [{"path": "tags.team", "old": "b", "new": None}]

    assert part["failures"] == [{"what": "create of part side, the 2nd, fails", "times": 1}]
    assert became(part, "side") == {"recovered": {"logs", "closed", "network", "a", "b"}}

    assert became(without, "side") == {"deleted": {"password", "logs", "closed", "network", "a", "b"}}
    assert resource(without, "logs")["dataLost"]
    assert all(act["recovered"] and act["exitCode"] == 0 for act in told["acts"])
    assert (service / "service.yaml").read_bytes() == before
    assert not list((service / ".stackwright/simulated").glob("*"))


def test_what_a_person_and_a_pull_request_read(service: Path, stackwright: CommandLine, tmp_path: Path) -> None:
    """`ACCEPT=1` writes the goldens anew."""
    ran = stackwright(
        "rehearse", "tiny", "--break", "aws:s3/bucket:Bucket::logs", "--then-set", "store.versioning=false",
        "--drift", "--report", "reports/tiny.md",
    )  # fmt: skip
    assert ran.code == 0, ran.out + ran.err
    for name, text in {
        "acts.txt": ran.out[ran.out.index("Act 1 of 3") :],
        "acts.md": (tmp_path / "reports/tiny.md").read_text(encoding="utf-8"),
    }.items():
        steady = re.sub(r"(?m)\b(up to |less than )?\d+\.\d( s\b| \||$)", r"0.0\2", text)
        steady = re.sub(r"-[0-9a-f]{7}\b", "-1234567", steady)
        if ACCEPT:
            (GOLDEN / name).write_text(steady, encoding="utf-8")
        assert steady == (GOLDEN / name).read_text(encoding="utf-8"), f"ACCEPT=1 writes {name} anew"


def test_a_change_that_a_policy_refuses_changes_nothing_and_ends_it(
    service: Path, stackwright: CommandLine, tmp_path: Path
) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "PulumiPolicy.yaml").write_text("runtime: python\n")
    (pack / "__main__.py").write_text(PACK)
    (service / "service.yaml").write_text(
        SERVICE.replace("    providers", f"    policies: {{packs: [{pack}]}}\n    providers")
    )
    ran = stackwright(
        "rehearse", "tiny", "store", "--json", "--keep", "--then-set", "store.versioning=false", "--break", "store"
    )
    assert ran.code == 3, ran.out + ran.err
    told = report(ran)
    [act] = told["acts"]
    assert (act["exitCode"], act["reason"]) == (3, "preview failed: store violates versioned")
    assert [each["title"] for each in told["notBegun"]] == ["lose part store"]
    assert became(act, "store") == {}
    found = json.loads(stackwright("cloud", "show", "tiny", "--type", "*:BucketVersioning", "--json").out)
    assert all(each["created"] == each["updated"] for each in found)


def test_what_never_happened_proves_nothing(service: Path, stackwright: CommandLine) -> None:
    ran = stackwright("rehearse", "tiny", "store", "--break", "delete:Bucket", "--drift", "store")
    assert ran.code == 1
    assert "recovered: no · nothing met this: delete of type Bucket fails" in ran.out
    ran = stackwright("rehearse", "tiny", "store", "--break", "eu-west-1c")
    assert ran.code == 1
    assert "recovered: no · nothing could be lost: no such thing is deployed" in ran.out
    assert "--break eu-west-1c --keep" in ran.out


def test_no_secret_is_told(service: Path, stackwright: CommandLine, tmp_path: Path) -> None:
    canary = "drifted-canary-8c1f"
    acts = ("--drift", f"aws:s3/bucket:Bucket::logs:tags.token={canary}", "--break", "side")
    for form in ((), ("--json",)):
        ran = stackwright("rehearse", "tiny", *acts, *form, "--keep", "--report", "r.md")
        assert ran.code == 0, ran.out + ran.err
        password = json.loads(
            stackwright("outputs", "tiny", "--simulate", "--json", "--show-secrets").out
        )["parts"]["side"]["outputs"]["password"]  # fmt: skip
        for text in (ran.out, ran.err, (tmp_path / "r.md").read_text(encoding="utf-8")):
            assert canary not in text
            assert password not in text
            assert "tags.token" in text or text == ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--break", "sied"), "--break sied: there is no such part, type or zone\n  Did you mean 'side'"),
        (("--then-set", "store.versionning=false"), "--then-set store.versionning: unknown input 'versionning'"),
        (("--drift", "--then-set", "store.versioning=2"), "--then-set store.versioning: 'versioning' must be true or"),
        (("--then-without", "nobody"), "--then-without nobody: there is no such part"),
        (("--break", "create:Bucket"), "no act follows in which a create could fail"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(
    service: Path, stackwright: CommandLine, arguments: tuple[str, ...], message: str
) -> None:
    ran = stackwright("rehearse", "tiny", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert ran.out == ""


@pytest.mark.cli
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_official_cli_does_the_same(service: Path, stackwright: CommandLine) -> None:
    ran = stackwright(
        "rehearse", "tiny", "--engine", "pulumi", "--json", "--break", "aws:s3/bucket:Bucket::logs", "--break", "Vpc",
        "--drift", "store:tags.team=b", "--then-without", "side",
    )  # fmt: skip
    assert ran.code == 0, ran.out + ran.err
    bucket, network, drift, without = report(ran)["acts"]
    assert became(bucket, "side") == {"recovered": {"logs"}, "replaced": {"closed"}}
    assert became(network, "side") == {"recovered": {"network"}, "replaced": {"a", "b"}}
    assert resource(network, "a")["downSeconds"] is not None
    assert became(drift, "store") == {"put back": {"tiny-objects"}}
    assert "logs" in became(without, "side")["deleted"]
