"""Policies in the path of a service: what is found before anything is touched, and what shows only on the way.

base ── web ── behind
"""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest

from tests.lifecycle.support import CommandLine, Ran

PROGRAMS = {
    "base": """
        import pulumi
        import pulumi_random as random

        pet = random.RandomPet("pet")
        pulumi.export("world", pet.id.apply(lambda _: "0.0.0.0/0"))
    """,
    "web": """
        import pulumi
        from pulumi_aws import vpc

        source = pulumi.StackReference("organization/base/dev").require_output("world")
        ports = (443, 443)
        rule = vpc.SecurityGroupIngressRule(
            "door",
            security_group_id="sg-1",
            ip_protocol="tcp",
            from_port=ports[0],
            to_port=ports[1],
            cidr_ipv4=source,
        )
        vpc.SecurityGroupIngressRule(
            "beside",
            security_group_id=rule.security_group_rule_id.apply(lambda _: "sg-1"),
            ip_protocol="icmp",
            cidr_ipv4="10.0.0.0/8",
        )
        pulumi.export("rule", rule.id)
    """,
    "behind": """
        import pulumi
        from pulumi_aws import s3

        rule = pulumi.StackReference("organization/web/dev").require_output("rule")
        bucket = s3.Bucket("files", tags={"rule": rule})
        flags = {"block_public_policy": True, "ignore_public_acls": True, "restrict_public_buckets": True}
        s3.BucketPublicAccessBlock("files", bucket=bucket.id, block_public_acls=True, **flags)
    """,
}
SERVICE = """
service: guarded
owner: team-test
parts:
  base: {{program: base, stack: dev}}
  web: {{program: web, stack: dev, after: [base]}}
  behind: {{program: behind, stack: dev, after: [web]}}
environments:
  dev:
    backend: file://.stackwright/state
    secrets: passphrase
    policies: {{packs: [{pack}], levels: {{all: disabled, AWS-SG-01: mandatory, AWS-S3-01: mandatory}}}}
"""


@pytest.fixture
def guarded(tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "stacks" / "guarded"
    for name, program in PROGRAMS.items():
        (root / name).mkdir(parents=True)
        region = "config: {aws:region: {value: eu-west-1}}\n" if name != "base" else ""
        (root / name / "Pulumi.yaml").write_text(f"name: {name}\nruntime: python\n{region}")
        (root / name / "__main__.py").write_text(textwrap.dedent(program))
    (root / "service.yaml").write_text(SERVICE.format(pack=repository / "policies"))
    monkeypatch.chdir(tmp_path)
    return root


def edit(part: Path, before: str, after: str) -> None:
    program = part / "__main__.py"
    text = program.read_text()
    assert before in text
    program.write_text(text.replace(before, after))


def said(ran: Ran, phase: str) -> set[tuple[str, str, str, str]]:
    """(part, resource, policy, verdict)"""
    return {
        (line["part"], line["urn"].rpartition("::")[2], line["policy"], line["verdict"])
        for line in ran.lines
        if line["type"] == "policy" and line["phase"] == phase
    }


def deployed(stackwright: CommandLine) -> set[str]:
    ran = stackwright("outputs", "guarded", "--simulate", "--json")
    return {name for name, part in json.loads(ran.out)["parts"].items() if part["deployed"]}


def test_what_violates_nothing_is_deployed_and_unknowns_become_known(guarded: Path, stackwright: CommandLine) -> None:
    edit(guarded / "web", "ports = (443, 443)", "ports = (22, 22)")
    edit(guarded / "base", '"0.0.0.0/0"', '"203.0.113.0/24"')
    ran = stackwright("up", "guarded", "--simulate", "--json")
    assert ran.code == 0, ran.out + ran.err
    assert said(ran, "preview") == {("web", "door", "AWS-SG-01", "unknown")}
    assert said(ran, "up") == set()
    assert ran.states("up") == dict.fromkeys(PROGRAMS, "succeeded")


def test_a_mandatory_violation_anywhere_creates_nothing(guarded: Path, stackwright: CommandLine) -> None:
    edit(guarded / "web", "ports = (443, 443)", "ports = (22, 22)")
    edit(guarded / "web", "cidr_ipv4=source", 'cidr_ipv4="0.0.0.0/0"')
    edit(guarded / "behind", "block_public_acls=True", "block_public_acls=False")
    ran = stackwright("up", "guarded", "--simulate", "--json")
    assert ran.code == 3, ran.out + ran.err
    assert said(ran, "preview") == {
        ("web", "door", "AWS-SG-01", "violation"),
        ("behind", "files", "AWS-S3-01", "violation"),
    }, "what is behind a violation is judged, too"
    assert ran.states("preview") == {"base": "succeeded", "web": "failed", "behind": "failed"}
    assert not [line for line in ran.lines if line["phase"] == "up"]
    assert deployed(stackwright) == set()


def test_a_violation_that_shows_only_when_values_are_known_stops_there(guarded: Path, stackwright: CommandLine) -> None:
    edit(guarded / "web", "ports = (443, 443)", "ports = (22, 22)")
    ran = stackwright("up", "guarded", "--simulate", "--json")
    assert ran.code == 3, ran.out + ran.err
    assert said(ran, "preview") == {("web", "door", "AWS-SG-01", "unknown")}
    assert said(ran, "up") == {("web", "door", "AWS-SG-01", "violation")}
    assert ran.states("up") == {"base": "succeeded", "web": "failed", "behind": "blocked"}
    done = {urn.rpartition("::")[2] for urn in ran.steps("up", "web")}
    assert not done & {"door", "beside"}, "neither the resource nor what depends on it"


def test_people_read_the_rule_the_resource_why_and_how(guarded: Path, stackwright: CommandLine) -> None:
    edit(guarded / "web", "ports = (443, 443)", "ports = (22, 22)")
    edit(guarded / "web", "cidr_ipv4=source", 'cidr_ipv4="0.0.0.0/0"')
    ran = stackwright("preview", "guarded", "--simulate")
    assert ran.code == 3
    shown = ran.out[ran.out.index("✗ AWS-SG-01") :].splitlines()
    assert shown[:5] == [
        "✗ AWS-SG-01 Security groups keep the internet away from SSH and RDP  (critical, mandatory)",
        "    web: door",
        "    it lets the whole internet at port 22",
        "    why: Ports for administrators that everybody reaches are found within minutes and attacked without end.",
        "    fix: Allow the ranges that administrators come from, or none: Session Manager needs no open port.",
    ]
    assert "✗ web: violates AWS-SG-01" in shown
    assert shown[-2].startswith("3 parts: ")


def test_an_environment_may_make_a_rule_advisory(guarded: Path, stackwright: CommandLine) -> None:
    edit(guarded / "behind", "block_public_acls=True", "block_public_acls=False")
    service = guarded / "service.yaml"
    service.write_text(service.read_text().replace("AWS-S3-01: mandatory", "AWS-S3-01: advisory"))
    ran = stackwright("rehearse", "guarded")
    assert ran.code == 0, ran.out
    assert ran.out.count("! AWS-S3-01") == 1, "said once, though there are three phases"


def test_an_environment_may_let_a_rule_put_it_right(guarded: Path, stackwright: CommandLine) -> None:
    edit(guarded / "behind", "block_public_acls=True", "block_public_acls=False")
    service = guarded / "service.yaml"
    service.write_text(service.read_text().replace("AWS-S3-01: mandatory", "AWS-S3-01: remediate"))
    ran = stackwright("rehearse", "guarded", "--json")
    assert ran.code == 0, ran.out
    assert said(ran, "up") == set()
    [remedied] = [line for line in ran.lines if line["type"] == "remediation" and line["phase"] == "up"]
    assert remedied["before"]["blockPublicAcls"] is False
    assert remedied["after"]["blockPublicAcls"] is True
    assert ran.states("check")["behind"] == "unchanged"


UNTAGGED = """
import pulumi
from pulumi_aws import s3

bucket = s3.Bucket("files", tags={"stage": "one"})
pulumi.export("tags", bucket.tags)
"""


def test_what_the_manifest_knows_is_put_on_what_lacks_it(guarded: Path, stackwright: CommandLine) -> None:
    (guarded / "base" / "__main__.py").write_text(UNTAGGED)
    (guarded / "base" / "Pulumi.yaml").write_text(
        "name: base\nruntime: python\nconfig: {aws:region: {value: eu-west-1}}\n"
    )
    text = (guarded / "service.yaml").read_text()
    text = text.replace("owner: team-test", "owner: team-test\ncost_centre: CC-42\nexpires: 2031-12-31")
    text = text.replace("    secrets:", "    expires: 2031-01-31\n    secrets:")
    (guarded / "service.yaml").write_text(text.replace("AWS-SG-01: mandatory", "TAGS-01: remediate"))
    for state in ("succeeded", "unchanged"):
        ran = stackwright("up", "guarded", "base", "--simulate", "--json")
        assert ran.states("up") == {"base": state}, ran.out + ran.err
    outputs = json.loads(stackwright("outputs", "guarded", "base", "--simulate", "--json").out)
    assert outputs["parts"]["base"]["outputs"]["tags"] == {
        "stage": "one",
        "service": "guarded",
        "part": "base",
        "environment": "dev",
        "owner": "team-test",
        "cost-centre": "CC-42",
        "expires": "2031-01-31",
    }
