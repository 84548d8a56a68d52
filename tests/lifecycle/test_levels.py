"""A file of levels, as a person uses it: which line decides, what `check` makes of it, and of what is not known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lifecycle.support import CommandLine
from tests.lifecycle.test_policy_check import SECURITY, THEIRS

DIM = THEIRS.with_name("undecided")
PROGRAM = """\
from pulumi import CustomResource  # and no SDK, which takes its time to import

CustomResource("aws:ec2/securityGroup:SecurityGroup", "dim", {})
bucket = CustomResource("aws:s3/bucket:Bucket", "open", {"arn": None})
policy = bucket.id.apply(lambda _: "{}")
CustomResource("aws:s3/bucketPolicy:BucketPolicy", "later", {"bucket": bucket.id, "policy": policy})
"""
LEVELS = """\
levels:
  base:
    rules: {AWS-SG-*: advisory}
    packs: {network-exposure: mandatory}
  dev: {inherits: base, rules: {AWS-SG-01: disabled}, severities: {low: disabled}}
  prod: {inherits: base, unknown: fail, all: disabled, packs: {dim: mandatory}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "program"
    program.mkdir()
    (program / "Pulumi.yaml").write_text("name: program\nruntime: python\nconfig: {aws:region: {value: eu-west-1}}\n")
    (program / "__main__.py").write_text(PROGRAM)
    service = tmp_path / "stacks" / "tiny"
    service.mkdir(parents=True)
    (tmp_path / "levels.yaml").write_text(LEVELS)
    environments = "".join(
        f"  {name}:\n    backend: file://s\n    providers: {{}}\n"
        f"    policies:\n      packs: [{SECURITY}, {DIM}]\n      levels: {levels}\n"
        for name, levels in (("dev", "{from: ../../levels.yaml, AWS-S3-08: disabled}"), ("prod", "../../levels.yaml"))
    )
    (service / "service.yaml").write_text(
        "service: tiny\nowner: me\nparts: {it: {program: ../../program}}\nenvironments:\n" + environments
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_list_says_which_line_decides(folder: Path, stackwright: CommandLine) -> None:
    ran = stackwright("policy", "list", "tiny", "-e", "dev", "--json")
    assert ran.code == 0, ran.err
    told = {it["id"]: (it["level"], it["file"] and Path(it["file"]).name, it["line"]) for it in json.loads(ran.out)}
    assert told["AWS-SG-01"] == ("disabled", "levels.yaml", 5)
    assert told["AWS-SG-02"] == ("advisory", "levels.yaml", 3), "a pattern beats the pack that it belongs to"
    assert told["AWS-S3-08"] == ("disabled", "service.yaml", 10), "what the service says itself beats the file"
    assert told["AWS-S3-01"] == ("mandatory", None, None)
    assert told["DIM-02"] == ("disabled", "levels.yaml", 5)
    lines = stackwright("policy", "list", "tiny", "-e", "prod", "--match", "DIM-0").out.splitlines()
    assert [line.split()[:4] for line in lines] == [
        ["DIM-01", "high", "mandatory", "levels.yaml:6"],
        ["DIM-02", "low", "mandatory", "levels.yaml:6"],
        ["DIM-03", "high", "mandatory", "levels.yaml:6"],
    ]
    ran = stackwright("policy", "list", "--pack", SECURITY, "--levels", "levels.yaml#prod", "--match", "AWS-S3-01")
    assert ran.code == 2
    assert "levels.yaml:6:64: there is no policy pack dim" in ran.err


def test_a_wrong_name_is_found_before_anything_runs(folder: Path, stackwright: CommandLine) -> None:
    (folder / "levels.yaml").write_text(LEVELS.replace("AWS-SG-01", "AWS-SG-001"))
    for words in (("check", "tiny", "-e", "dev"), ("list", "tiny", "-e", "dev")):
        ran = stackwright("policy", *words)
        assert ran.code == 2
        assert "levels.yaml:5:33: there is no policy AWS-SG-001\n  Did you mean 'AWS-SG-01'?" in ran.err
    (folder / "levels.yaml").write_text("levels: {prod: {}}\n")
    ran = stackwright("validate", "tiny")
    assert ran.code == 2
    assert "stacks/tiny/service.yaml:10:22: levels.yaml has no entry 'dev', and no 'base'" in ran.err


def test_what_is_unknown_fails_where_that_is_wanted(folder: Path, stackwright: CommandLine) -> None:
    """What a preview cannot know is judged when it is known; what stays unknown fails."""
    ran = stackwright("policy", "check", "tiny", "-e", "prod", "--format", "json")
    assert ran.code == 3, ran.err
    blocking = [it for it in json.loads(ran.out)["findings"] if it["blocks"]]
    assert {(it["policy"], it["urn"].rpartition("::")[2]) for it in blocking} == {("DIM-01", "dim"), ("DIM-02", "dim")}
    levels = LEVELS.replace("packs: {dim: mandatory}", "rules: {AWS-S3-04: mandatory}")
    (folder / "levels.yaml").write_text(levels)
    ran = stackwright("policy", "check", "tiny", "-e", "prod")
    assert ran.code == 0, ran.out
    assert ran.out.splitlines()[-1].endswith("nothing in the way.")


def test_a_state_is_judged_under_a_file_too(folder: Path, stackwright: CommandLine) -> None:
    urn = "urn:pulumi:dev::program::aws:ec2/securityGroup:SecurityGroup::dim"
    resource = {"urn": urn, "type": "aws:ec2/securityGroup:SecurityGroup", "custom": True, "id": "sg-1", "inputs": {}}
    manifest = {"time": "2026-11-01T00:00:00Z", "magic": "", "version": ""}
    state = folder / "state.json"
    state.write_text(json.dumps({"version": 3, "deployment": {"manifest": manifest, "resources": [resource]}}))
    ran = stackwright("policy", "check", "state.json", "--pack", DIM, "--levels", "levels.yaml#prod")
    assert ran.code == 2, "it names what the other pack has"
    (folder / "levels.yaml").write_text("levels: {prod: {unknown: fail}}\n")
    ran = stackwright("policy", "check", "state.json", "--pack", DIM, "--levels", "levels.yaml", "-e", "prod")
    assert ran.code == 3, ran.err
    assert "✗ DIM-01 it cannot be judged before size is known: aws:ec2:SecurityGroup dim" in ran.out
    assert "1 not known, which fails here, 1 cannot be judged yet." in ran.out
