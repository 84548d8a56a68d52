"""`stackwright policy`: a service, a program and a state judged by real packs, with nothing deployed."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from tests.lifecycle.support import CommandLine

SECURITY = Path(__file__).resolve().parents[2] / "policies" / "security"
THEIRS = Path(__file__).resolve().parents[1] / "engine" / "policy" / "packs" / "official"
PROGRAM = """\
import pulumi
from pulumi_aws import ec2, s3

bucket = s3.Bucket("open", acl="public-read")
ec2.SecurityGroup(
    "gate",
    ingress=[{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}],
)
s3.BucketPolicy("later", bucket=bucket.id, policy=bucket.arn.apply(lambda arn: "{}"))
pulumi.export("password", pulumi.Output.secret("hunter2-in-clear"))
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: program\nruntime: python\nconfig: {aws:region: {value: eu-west-1}}\n")
    (folder / "__main__.py").write_text(PROGRAM)
    monkeypatch.chdir(tmp_path)
    return folder


def test_a_program_is_judged_line_by_line(program: Path, stackwright: CommandLine) -> None:
    ran = stackwright("policy", "check", "program", "--pack", SECURITY, "--format", "json")
    assert ran.code == 3, ran.err
    report = json.loads(ran.out)
    found = {(it["policy"], it["urn"].rpartition("::")[2]): it for it in report["findings"]}
    gate = found["AWS-SG-01", "gate"]
    assert (gate["outcome"], gate["level"], gate["blocks"]) == ("violated", "mandatory", True)
    assert Path(gate["file"]).name == "__main__.py"
    assert PROGRAM.splitlines()[gate["line"] - 1].startswith("ec2.SecurityGroup(")
    assert gate["fix"]
    assert any("CIS AWS" in it for it in gate["frameworks"])
    assert report["resources"] == 3
    assert not list(program.rglob("*.sqlite")), "nothing is left"
    ran = stackwright("policy", "check", "program", "--pack", SECURITY)
    assert ran.code == 3
    assert "✗ AWS-SG-01" in ran.out
    assert "program/__main__.py:5" in ran.out
    assert "to put right" in ran.out.splitlines()[-1]


def test_what_other_tools_read(program: Path, stackwright: CommandLine, tmp_path: Path) -> None:
    ran = stackwright("policy", "check", "program", "--pack", SECURITY, "--format", "sarif", "-o", "out/it.sarif")
    assert (ran.code, ran.out) == (3, "")
    [run] = json.loads((tmp_path / "out/it.sarif").read_text())["runs"]
    [gate] = [it for it in run["results"] if it["ruleId"] == "AWS-SG-01"]
    where = gate["locations"][0]["physicalLocation"]
    assert (where["artifactLocation"]["uri"], where["region"]["startLine"]) == ("program/__main__.py", 5)
    ran = stackwright("policy", "check", "program", "--pack", SECURITY, "--format", "junit")
    assert Xml.fromstring(ran.out.removeprefix('<?xml version="1.0" encoding="UTF-8"?>\n')).findall(".//failure")
    ran = stackwright("policy", "check", "program", "--pack", SECURITY, "--format", "github")
    assert "::error file=program/__main__.py,line=5," in ran.out


def test_a_state_is_judged_without_program_or_key(program: Path, stackwright: CommandLine, tmp_path: Path) -> None:
    service = tmp_path / "stacks" / "tiny"
    service.mkdir(parents=True)
    (service / "service.yaml").write_text(
        "service: tiny\nowner: me\nparts: {it: {program: ../../program, stack: dev}}\n"
        "environments: {dev: {backend: 'file://s', providers: {}}}\n"
    )
    assert stackwright("up", "tiny", "--simulate").code == 0
    [state] = service.glob(".stackwright/simulated/standing/state/.pulumi/stacks/program/dev.json")
    (program / "__main__.py").write_text("raise RuntimeError('nobody runs it')")
    ran = stackwright("policy", "check", state, "--pack", SECURITY, "--format", "json")
    assert ran.code == 3, ran.err
    report = json.loads(ran.out)
    found = {(it["policy"], it["urn"].rpartition("::")[2]) for it in report["findings"] if it["outcome"] == "violated"}
    assert ("AWS-SG-01", "gate") in found
    assert ("AWS-S3-02", "open") in found, "the stack is judged as a whole, too"
    assert {it["file"] for it in report["findings"]} == {str(program / "__main__.py")}, "found by the project's name"
    exported = tmp_path / "exported.json"
    checkpoint = json.loads(state.read_text())
    exported.write_text(json.dumps({"version": 3, "deployment": checkpoint["checkpoint"]["latest"]}))
    again = json.loads(stackwright("policy", "check", exported, "--pack", SECURITY, "--format", "json").out)
    assert {it["fingerprint"] for it in again["findings"]} == {it["fingerprint"] for it in report["findings"]}


def test_a_service_is_judged_by_its_environment_s_packs_or_by_those_named(
    program: Path, stackwright: CommandLine, tmp_path: Path
) -> None:
    service = tmp_path / "stacks" / "tiny"
    service.mkdir(parents=True)
    text = (
        "service: tiny\nowner: me\nparts: {it: {program: ../../program, stack: dev}}\n"
        "environments: {dev: {backend: 'file://s', providers: {}}}\n"
    )
    (service / "service.yaml").write_text(text)
    ran = stackwright("policy", "check", "tiny")
    assert ran.code == 2
    assert "has no policy packs" in ran.err
    ran = stackwright("policy", "check", "tiny", "--pack", SECURITY, "--format", "json")
    assert ran.code == 3, ran.err
    [gate] = [it for it in json.loads(ran.out)["findings"] if it["policy"] == "AWS-SG-01"]
    assert (gate["part"], gate["environment"], Path(gate["file"]).name) == ("it", "dev", "__main__.py")


def test_packs_of_others_are_listed_and_asked_like_ours(program: Path, stackwright: CommandLine) -> None:
    ran = stackwright("policy", "list", "--pack", SECURITY, "--pack", THEIRS, "--json")
    assert ran.code == 0, ran.err
    rules = json.loads(ran.out)
    assert {it["pack"] for it in rules} >= {"security"}
    assert len({it["pack"] for it in rules}) == 2
    ran = stackwright(
        "policy", "list", "--pack", SECURITY, "--severity", "critical", "--framework", "cis aws", "--json"
    )
    assert {it["severity"] for it in json.loads(ran.out)} == {"critical"}
    ran = stackwright("policy", "show", "aws-sg-01", "--pack", SECURITY)
    assert ran.out.startswith("AWS-SG-01: Security groups")
    assert "why: " in ran.out
    assert "fix: " in ran.out
    ran = stackwright("policy", "show", "AWS-SG-1", "--pack", SECURITY)
    assert ran.code == 2
    assert "AWS-SG-01" in ran.err


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("no.json", "[]", "is no state and no plan: it is JSON, a list"),
        ("no.json", "{", "it is not JSON"),
        ("no.json", '{"version": 3, "deployment": {"x": 1}}', "not understood"),
    ],
)
def test_what_cannot_be_judged_is_said(
    path: str, text: str, says: str, stackwright: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / path).write_text(text)
    ran = stackwright("policy", "check", path, "--pack", SECURITY)
    assert ran.code in (1, 2)
    assert says in ran.err
    assert "there is no file gone.json" in stackwright("policy", "check", "gone.json").err
    assert stackwright("policy", "check", "nowhere", "--pack", SECURITY).code == 2
