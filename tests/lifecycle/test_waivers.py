"""What is waived stops nothing, is seen everywhere, and is looked at again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.lifecycle.support import CommandLine

REPOSITORY = Path(__file__).resolve().parents[2]
SECURITY = REPOSITORY / "policies" / "network-exposure"
THEIRS = """\
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

def check(args, report):
    if args.resource_type.endswith(":SecurityGroup"):
        report("a security group")

rule = ResourceValidationPolicy(name="no-groups", description="No groups.", validate=check)
PolicyPack(name="theirs", enforcement_level=EnforcementLevel.MANDATORY, policies=[rule])
"""
PROGRAM = """\
import pulumi
from pulumi_aws import ec2

for name in ("gate", "door"):
    ec2.SecurityGroup(
        name, ingress=[{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}]
    )
"""
SERVICE = """\
service: tiny
owner: team-test
parts: {it: {program: ../../program, stack: dev}}
environments:
  dev:
    backend: file://s
    policies: {packs: [PACK], waivers: [waivers.yaml]}
    providers: {}
"""
TODAY = datetime.now(UTC).date()


def waiver(resource: str, days: int = 30, **more: str) -> str:
    entry = {
        "policy": "AWS-SG-01",
        "resource": resource,
        "reason": "a vendor without a fixed address",
        "owner": "team-test",
        "ticket": "SEC-1",
        "created": (TODAY - timedelta(60)).isoformat(),
        "expires": (TODAY + timedelta(days)).isoformat(),
    }
    return "".join(f"{'- ' if key == 'policy' else '  '}{key}: '{text}'\n" for key, text in (entry | more).items())


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program, folder = tmp_path / "program", tmp_path / "stacks" / "tiny"
    program.mkdir()
    folder.mkdir(parents=True)
    (program / "Pulumi.yaml").write_text("name: program\nruntime: python\nconfig: {aws:region: {value: eu-west-1}}\n")
    (program / "__main__.py").write_text(PROGRAM)
    (folder / "service.yaml").write_text(SERVICE.replace("PACK", str(SECURITY)))
    monkeypatch.chdir(tmp_path)
    return folder


def test_what_is_waived_is_shown_and_deployed(service: Path, stackwright: CommandLine) -> None:
    waivers = service / "waivers.yaml"
    waivers.write_text("waivers:\n" + waiver("aws:ec2/securityGroup:SecurityGroup::gate"))
    ran = stackwright("up", "tiny", "--simulate")
    assert ran.code == 3, "the door is not waived"
    words = f"excepted: waived until {TODAY + timedelta(30)} by team-test (SEC-1): a vendor without a fixed address"
    assert words in ran.out + ran.err
    waivers.write_text(waivers.read_text() + waiver("it"))
    ran = stackwright("policy", "check", "tiny", "--format", "json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)["findings"]
    assert {(it["policy"], it["excepted"]) for it in found} == {("AWS-SG-01", words.removeprefix("excepted: "))}
    assert len(found) == 2
    assert words in stackwright("policy", "check", "tiny").out
    [run] = json.loads(stackwright("policy", "check", "tiny", "--format", "sarif").out)["runs"]
    assert all(it["suppressions"][0]["justification"] == words.removeprefix("excepted: ") for it in run["results"])
    assert stackwright("up", "tiny", "--simulate").code == 0
    [state] = service.glob(".stackwright/simulated/standing/state/.pulumi/stacks/program/dev.json")
    assert stackwright("policy", "check", state, "--pack", SECURITY).code == 3
    assert stackwright("policy", "check", state, "--pack", SECURITY, "--waivers", waivers).code == 3
    waivers.write_text("waivers:\n" + waiver("*::gate") + waiver("*::door"))
    ran = stackwright("policy", "check", state, "--pack", SECURITY, "--waivers", waivers)
    assert ran.code == 0, "a state does not tell its part, and its resources are known all the same"


def test_a_waiver_that_expired_or_that_nothing_needs_is_a_finding(service: Path, stackwright: CommandLine) -> None:
    waivers = service / "waivers.yaml"
    waivers.write_text("waivers:\n" + waiver("it", -1) + waiver("*::window") + waiver("it", environments="prod"))
    ran = stackwright("policy", "check", "tiny", "--format", "json")
    assert ran.code == 3, ran.err
    found = json.loads(ran.out)["findings"]
    assert [it["blocks"] for it in found if it["policy"] == "AWS-SG-01"] == [True, True]
    [expired] = [it for it in found if it["policy"] == "waiver-expired"]
    [unused] = [it for it in found if it["policy"] == "waiver-unused"]
    assert (Path(expired["file"]).name, expired["line"], expired["blocks"]) == ("waivers.yaml", 2, False)
    assert "what it was for is still there" in expired["what"]
    assert (unused["line"], unused["blocks"]) == (9, False)
    assert expired["fingerprint"] != unused["fingerprint"]
    ran = stackwright("preview", "tiny", "--simulate")
    assert ran.code == 3
    assert f"not excepted: its waiver expired: {TODAY - timedelta(1)}" in ran.out


def test_a_pack_of_somebody_else_is_waived_too(service: Path, stackwright: CommandLine, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "PulumiPolicy.yaml").write_text("runtime: python\n")
    (theirs / "__main__.py").write_text(THEIRS)
    assert stackwright("policy", "check", "program", "--pack", theirs).code == 3
    waivers = tmp_path / "theirs.yaml"
    waivers.write_text("waivers:\n" + waiver("urn:*", policy="no-groups"))
    ran = stackwright("policy", "check", "program", "--pack", theirs, "--waivers", waivers)
    assert ran.code == 0, ran.out
    assert "~ no-groups" in ran.out


def test_what_is_wrong_in_a_file_of_waivers_is_said_before_anything_starts(
    service: Path, stackwright: CommandLine
) -> None:
    (service / "waivers.yaml").write_text("never: [AWS-SG-*]\nwaivers:\n" + waiver("it", 500) + waiver("it"))
    ran = stackwright("validate", "tiny")
    assert ran.code == 2
    assert "stacks/tiny/waivers.yaml:3:11: AWS-SG-01 cannot be waived (never: AWS-SG-*)" in ran.err
    assert "waivers.yaml:9:12: a waiver of 560 days" in ran.err


def test_a_baseline_excepts_what_is_known_and_nothing_else(
    service: Path, stackwright: CommandLine, tmp_path: Path
) -> None:
    (service / "waivers.yaml").write_text("waivers: []\n")
    baseline = service / "baseline.json"
    ran = stackwright("policy", "check", "tiny", "--write-baseline", baseline)
    assert ran.code == 0, ran.out
    assert "2 known, 2 of them new, 0 put right" in ran.out
    assert stackwright("policy", "check", "tiny").code == 3
    assert stackwright("policy", "check", "tiny", "--baseline", baseline).code == 0
    file = service / "service.yaml"
    file.write_text(file.read_text().replace("waivers: [waivers.yaml]", "baseline: baseline.json"))
    ran = stackwright("up", "tiny", "--simulate")
    assert ran.code == 0, ran.out
    assert "excepted: known since " in ran.out
    program = tmp_path / "program" / "__main__.py"
    program.write_text(PROGRAM.replace('("gate", "door")', '("gate",)').replace(": 22", ": 3389"))
    ran = stackwright("policy", "check", "tiny")
    assert ran.code == 3, "the same policy says something else of the same resource"
    assert "AWS-SG-01 door: put right since" in ran.out


@pytest.mark.cli
def test_a_baseline_written_with_one_engine_is_honoured_by_the_other(
    service: Path, stackwright: CommandLine, tmp_path: Path
) -> None:
    (service / "waivers.yaml").write_text("waivers: []\n")
    file, program, official = service / "service.yaml", tmp_path / "program", ("--simulate", "--engine", "pulumi")
    assert stackwright("policy", "check", "tiny", "--write-baseline", service / "embedded.json").code == 0
    save = "pulumi stack init dev --non-interactive && pulumi preview --json > plan.json"
    assert stackwright("simulate", "--", "sh", "-c", f"cd '{program}' && ({save})").code == 0
    ran = stackwright(
        *("policy", "check", program / "plan.json", "--pack", SECURITY, "--write-baseline", service / "official.json")
    )
    assert ran.code == 0, ran.err
    known = [json.loads((service / f"{name}.json").read_text()) for name in ("embedded", "official")]
    assert known[0] == known[1], "the same of a preview in either engine"
    text = file.read_text()
    for name, engine in (("official", ("--simulate",)), ("embedded", official)):
        file.write_text(text.replace("waivers: [waivers.yaml]", f"baseline: {name}.json"))
        ran = stackwright("up", "tiny", *engine)
        assert ran.code == 0, ran.out
        assert "excepted: known since " in ran.out
    main = program / "__main__.py"
    main.write_text(PROGRAM.replace(": 22", ": 3389"))
    ran = stackwright("preview", "tiny", *official)
    assert ran.code == 3, "the same policy says something else of the same resources"
    main.write_text(PROGRAM.replace('("gate", "door")', '("gate", "door", "window")'))
    ran = stackwright("preview", "tiny", *official)
    assert ran.code == 3, "a resource that the baseline does not know"
    assert "window" in ran.out
