"""`stackwright policy explain` and `test`: what packs know of themselves, asked in their own process."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.main import main
from tests.lifecycle.support import CommandLine, write_tiny

ROOT = Path(__file__).resolve().parents[2]
SECURITY = ROOT / "policies" / "security"
THEIRS = ROOT / "tests" / "engine" / "policy" / "packs" / "official"
RULE = """\
import sys

from stackwright_policies.model import UNKNOWN, Example, Pack, Policy
from stackwright_policies.serving import serve
from stackwright_policies.verdicts import Failed

print("packs may print", file=sys.stderr)


def check(resource, settings):
    if resource.properties.get("acl").text() == "public-read":
        yield Failed("everybody reads it")


if __name__ == "__main__":
    serve(
        Pack(
            name="mine",
            title="Mine",
            description="My rules.",
            policies=[
                Policy(
                    id="MINE-01",
                    title="Buckets are private",
                    severity="high",
                    why="They hold data.",
                    fix="Leave acl away.",
                    types=["aws:s3/bucket:Bucket"],
                    check=check,
                    remedy=REMEDY,
                    passes=[Example(why="nothing is said", type="aws:s3/bucket:Bucket")],
                    violates=[
                        Example(why="everybody reads", type="aws:s3/bucket:Bucket", inputs={"acl": "public-read"}),
                        MORE
                    ],
                    undecided=[Example(why="later", type="aws:s3/bucket:Bucket", inputs={"acl": UNKNOWN})],
                )
            ],
        )
    )
"""


@pytest.fixture(autouse=True)
def _installed(clean_environment: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs run in a process of their own, with the policies of this checkout."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "policies"))


def pack(folder: Path, *, more: str = "", remedy: str = "None") -> Path:
    folder.mkdir()
    (folder / "PulumiPolicy.yaml").write_text("runtime: python\nversion: 1.0.0\n")
    (folder / "__main__.py").write_text(RULE.replace("MORE", more).replace("REMEDY", remedy))
    return folder


def report(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Made from a state, as a program would take an engine."""
    urn = "urn:pulumi:dev::program::aws:ec2/securityGroup:SecurityGroup::gate"
    entry = {"cidrBlocks": ["0.0.0.0/0"], "protocol": "tcp", "fromPort": 22, "toPort": 22}
    gate = {
        "urn": urn,
        "custom": True,
        "id": "sg-1",
        "type": "aws:ec2/securityGroup:SecurityGroup",
        "inputs": {"ingress": [entry]},
        "outputs": {"ingress": [entry]},
    }
    state = folder / "state.json"
    state.write_text(json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": [gate]}}))
    made = folder / "report.json"
    assert main(["policy", "check", str(state), "--pack", str(SECURITY), "--format", "json", "-o", str(made)]) == 3
    [found] = [it for it in json.loads(made.read_text())["findings"] if it["policy"] == "AWS-SG-01"]
    return made, found


def test_a_finding_of_a_report_is_explained(
    stackwright: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    made, found = report(tmp_path)
    names = (found["fingerprint"], found["fingerprint"][:9], f"AWS-SG-01@{found['urn'].split('::', 2)[2]}", "aws-sg-01")
    told = [stackwright("policy", "explain", name, "--report", made, "--pack", SECURITY) for name in names]
    assert {it.code for it in told} == {0}, told
    assert len({it.out for it in told}) == 1
    shown = told[0].out
    assert shown.startswith(
        "AWS-SG-01: Security groups keep the internet away from SSH and RDP  (critical, mandatory, "
    )
    assert "what: aws:ec2/securityGroup:SecurityGroup::gate\n  " in shown
    assert "answers to: CIS AWS 5.0: 5.3, 5.4\n" in shown
    assert "\n✗ SSH, inline" in shown
    [line] = [line for line in shown.splitlines() if line.startswith("-     - 0.0.0.0/0")]
    assert "+     - 203.0.113.0/24" in line, "what is right stands beside what is wrong"
    as_json = json.loads(stackwright("policy", "explain", names[0], "--report", made, "--pack", SECURITY, "--json").out)
    assert as_json["findings"] == [found]
    assert as_json["policy"]["violates"]
    monkeypatch.chdir(tmp_path)
    without = stackwright("policy", "explain", names[0], "--report", made)
    assert without.code == 0, "a report tells enough where its pack is not at hand"
    assert "fix: " in without.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("AWS-SG-1",), "Did you mean 'AWS-SG-01'?"),
        (("0123456789",), "no report is named"),
        (("0123456789", "--report", "report.json"), "the report has no finding '0123456789'"),
        (
            ("AWS-SG-01@aws:ec2/securityGroup:SecurityGroup::gait", "--report", "report.json"),
            "Did you mean 'AWS-SG-01@aws:ec2/securityGroup:SecurityGroup::gate'?",
        ),
        (("AWS-SG-01", "--report", "state.json"), "is no report"),
    ],
)
def test_what_is_not_there_is_not_explained(
    words: tuple[str, ...], says: str, stackwright: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(tmp_path)
    monkeypatch.chdir(tmp_path)
    ran = stackwright("policy", "explain", *words, "--pack", SECURITY)
    assert ran.code == 2
    assert says in ran.err


def test_a_policy_of_others_is_explained_as_far_as_they_say(stackwright: CommandLine) -> None:
    ran = stackwright("policy", "explain", "not-large", "--pack", THEIRS)
    assert ran.code == 0, ran.err
    assert ran.out.startswith("not-large: ")
    assert "Things are small." in ran.out


def test_policies_are_tested_by_their_examples(stackwright: CommandLine, tmp_path: Path) -> None:
    right = pack(tmp_path / "right")
    ran = stackwright("policy", "test", right)
    assert ran.code == 0, ran.err
    assert ran.out == "✓ MINE-01  3 examples  Buckets are private\n1 policy, 3 examples: all are right.\n"
    wrong = pack(
        tmp_path / "wrong",
        more='Example(why="a web site", type="aws:s3/bucket:Bucket", inputs={"website": {}}),'
        'Example(why="oops", type="aws:s3/bucket:Bucket", inputs={"acl": 5, "tags": []}),'
        'Example(why="another", type="aws:s3/buckets:Bucket", inputs={"acl": "public-read"}),',
        remedy="lambda inputs, settings: {**inputs, 'times': inputs.get('times', 0) + 1}",
    )
    ran = stackwright("policy", "test", right, wrong)
    assert ran.code == 1
    assert "a web site (aws:s3/bucket:Bucket): it should be a violation, and it passes" in ran.out
    assert "an example is of aws:s3/buckets:Bucket, which is none of its `types`" in ran.out
    assert "still violated once the remedy has put it right: everybody reads" in ran.out
    assert "the remedy changes again what it put right: everybody reads" in ran.out
    assert ran.out.endswith("2 policies, 9 examples: 1 failed.\n")
    told = json.loads(stackwright("policy", "test", wrong, "--json").out)
    assert [it["came"] for it in told[0]["misjudged"]] == ["pass", "pass", "pass"]


def test_a_pack_that_cannot_be_tested_says_why(stackwright: CommandLine, tmp_path: Path) -> None:
    ran = stackwright("policy", "test", THEIRS)
    assert ran.code == 2
    assert "they have no examples" in ran.err
    broken = pack(tmp_path / "broken", more="nonsense,")
    ran = stackwright("policy", "test", broken)
    assert ran.code == 1
    assert "NameError: name 'nonsense' is not defined" in ran.err
    assert stackwright("policy", "test", pack(tmp_path / "mine"), "--match", "none").code == 2


def test_ours_are_right_by_folder_and_by_name(stackwright: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = stackwright("policy", "test", "--match", "security/aws/ingress.py")
    assert ran.code == 0, ran.out
    assert ran.out.startswith("✓ AWS-SG-01")


def test_packs_as_pages(stackwright: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pack(tmp_path / "mine")
    ran = stackwright("policy", "docs", "mine", THEIRS, "-o", "pages")
    assert ran.code == 0, ran.err
    assert {it.name for it in (tmp_path / "pages").iterdir()} == {"mine.md", "toys.md", "README.md"}
    assert "[Mine](mine.md)" in (tmp_path / "pages" / "README.md").read_text()
    page = (tmp_path / "pages" / "mine.md").read_text()
    assert "pulumi preview --policy-pack mine\n" in page
    assert "- everybody reads (`aws:s3/bucket:Bucket`)" in page
    assert "Things are small." in (tmp_path / "pages" / "toys.md").read_text()
    assert stackwright("policy", "docs", "mine").out == page


def test_what_is_covered_and_what_is_not(stackwright: CommandLine, tmp_path: Path) -> None:
    ran = stackwright("policy", "coverage", "--pack", SECURITY)
    assert ran.code == 0, ran.err
    assert re.search(r"^CIS AWS 5\.0 +\d+ of 63 controls$", ran.out, re.MULTILINE)
    assert re.search(r"^CIS Azure 4\.0 +\d+ of 139 controls$", ran.out, re.MULTILINE)
    assert re.search(r"^aws:s3 +\d+ types +up to \d+ policies a type$", ran.out, re.MULTILINE)
    write_tiny(tmp_path)
    ran = stackwright("policy", "coverage", tmp_path / "stacks" / "tiny", "--pack", pack(tmp_path / "mine"), "--json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert told["types"] == [{"type": "aws:s3/bucket:Bucket", "rules": 1, "general": 0}]
    assert {it["type"]: it["rules"] for it in told["used"]} == {
        "random:index/randomPassword:RandomPassword": 0,
        "random:index/randomPet:RandomPet": 0,
    }
    assert next(it["resources"] for it in told["used"] if it["type"].endswith("RandomPet")) >= 5
    recorded = ROOT / "tests" / "golden" / "saved" / "created.json"
    ran = stackwright("policy", "coverage", recorded, "--pack", tmp_path / "mine")
    assert ran.code == 0, ran.err
    assert re.search(r"^✓ aws:s3/bucket:Bucket +1 used +1 policy$", ran.out, re.MULTILINE)
    assert re.search(r"^! aws:sns/topic:Topic +2 used +no policies$", ran.out, re.MULTILINE)
    assert ran.out.endswith("5 types are used; no policy is about 4 of them.\n")
    ran = stackwright("policy", "coverage", "--pack", THEIRS)
    assert ran.code == 2
    assert "does not say what its policies look at" in ran.err
