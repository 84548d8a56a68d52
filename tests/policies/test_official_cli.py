"""The same packs with plain `pulumi preview --policy-pack` and with the embedded engine: the same findings."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stackwright.deploy.rehearsal import World, world_at
from stackwright.deploy.rehearsal.attach import attached_clouds
from stackwright.engine.embedded.engine import EmbeddedEngine
from stackwright.engine.events import Diagnostic, Event, PolicyRemediated, PolicyViolated
from stackwright.engine.protocol import ConfigValue, Exemption, Options, PolicyPack, Stack
from stackwright.engine.pulumi.eventlog import parse
from stackwright.engine.pulumi.executable import find
from stackwright.errors import Location
from stackwright.service.levels import LevelSet, Line
from stackwright.simcloud.host import open_host
from tests.conformance.harness import embedded, official

pytestmark = [pytest.mark.cli, pytest.mark.slow]

PROGRAM = Path(__file__).parent / "programs" / "mixed" / "__main__.py"
CONFIG = {
    "aws:region": "eu-west-1",
    "gcp:project": "mixed",
    "aws:defaultTags": '{"tags": {"environment": "dev"}}',
}
RULES = ("AWS-S3-02", "AWS-IAM-01", "AWS-RDS-02", "K8S-POD-01", "TAGS-01")
"""Those that this is about: a new rule changes nothing here."""
LEVELS = {
    "all": "disabled",
    **dict.fromkeys(RULES, "mandatory"),
    "AWS-S3-01": "remediate",
    "GCP-GCS-01": "advisory",
    "AWS-SG-01": {"ports": [22, 3389, 5432], "enforcementLevel": "mandatory"},
}


@pytest.fixture
def project(tmp_path: Path, clean_environment: Mapping[str, str]) -> Path:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: mixed\nruntime: python\n")
    (folder / "__main__.py").write_bytes(PROGRAM.read_bytes())
    (folder / "levels.json").write_text(json.dumps(LEVELS))
    return folder


def stack(folder: Path) -> Stack:
    return Stack(
        name="dev",
        project="mixed",
        directory=folder,
        backend="file:///nowhere",
        config={key: ConfigValue(value, json=value.startswith("{")) for key, value in CONFIG.items()},
    )


def findings(events: Sequence[Event]) -> list[Event]:
    """What policies said, in an order that does not depend on the program's concurrency."""
    return sorted((event for event in events if isinstance(event, PolicyViolated | PolicyRemediated)), key=str)


def errors(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, Diagnostic) and event.severity == "error"]


def with_plain_pulumi(folder: Path, pack: Path, world: World) -> tuple[int, list[Event]]:
    """`pulumi preview --policy-pack …` as a person types it, attached to simulated clouds."""
    pulumi = str(find(None))
    log = folder / "events.jsonl"
    with attached_clouds(world) as attached:
        environment = dict(world.stack_for(stack(folder), attached).environment)

        def run(*words: str) -> int:
            done = subprocess.run(
                [pulumi, *words, "--non-interactive"],
                cwd=folder,
                env={**environment, "PATH": os.environ["PATH"], "PULUMI_DEBUG_COMMANDS": "true"},  # for --event-log
                capture_output=True,
                text=True,
                timeout=100,
            )
            assert done.returncode == 0 or log.exists(), done.stderr
            return done.returncode

        run("stack", "init", "dev", "--secrets-provider", "passphrase")
        plain = [word for key, value in CONFIG.items() for word in ("--plaintext", f"{key}={value}")]
        run("config", "set-all", "--stack", "dev", *plain)
        packs = ["--policy-pack", str(pack), "--policy-pack-config", "levels.json"]
        code = run("preview", "--stack", "dev", "--event-log", str(log), *packs)
    return code, [event for line in log.read_text().splitlines() if (event := parse(line)) is not None]


def with_the_embedded_engine(folder: Path, pack: Path, world: World) -> tuple[str, list[Event]]:
    events: list[Event] = []
    engine = EmbeddedEngine(lambda: open_host(world.clouds, world.passphrase))
    options = Options(policy_packs=(PolicyPack(path=pack, config=folder / "levels.json"),))
    try:
        outcome = engine.preview(world.stack_for(stack(folder)), events.append, options)
    finally:
        engine.close()
    return outcome.result, events


def test_previews_find_the_same(project: Path, repository: Path, tmp_path: Path) -> None:
    pack = repository / "policies"
    with world_at(tmp_path / "official") as world:
        code, plain = with_plain_pulumi(project, pack, world)
    with world_at(tmp_path / "embedded") as world:
        result, ours = with_the_embedded_engine(project, pack, world)
    assert findings(ours) == findings(plain)
    assert code != 0
    assert result == "failed"
    found = {
        (event.policy, event.urn.rpartition("::")[2], "unknown" if event.unknown else event.level)
        for event in findings(ours)
        if isinstance(event, PolicyViolated)
    }
    assert found == {
        ("AWS-SG-01", "web", "mandatory"),
        ("AWS-SG-01", "web-later", "unknown"),
        ("AWS-S3-02", "alone", "mandatory"),
        ("AWS-IAM-01", "everything", "mandatory"),
        ("AWS-RDS-02", "orders", "mandatory"),
        ("GCP-GCS-01", "open", "advisory"),
        ("K8S-POD-01", "root", "mandatory"),
        ("TAGS-01", "alone", "mandatory"),
        ("TAGS-01", "orders", "unknown"),
    }
    [remedied] = [event for event in findings(ours) if isinstance(event, PolicyRemediated)]
    assert remedied.policy == "AWS-S3-01"
    assert "behind the curtain" not in repr(findings(ours))
    assert "correct-horse" not in repr(findings(ours))


SMALL = """
import pulumi
from pulumi_aws import ec2

rule = {"protocol": "tcp", "from_port": 8443, "to_port": 8443, "cidr_blocks": ["0.0.0.0/0"]}
ec2.SecurityGroup("web", ingress=[rule], tags={"owner": "team-test"})
pulumi.export("answer", 42)
"""


def test_both_engines_take_several_packs_that_share_one_file(project: Path, repository: Path, tmp_path: Path) -> None:
    """Settings without a level, of a policy that one of the packs has not, would stop the official CLI."""
    (project / "__main__.py").write_text(SMALL)
    (project / "levels.json").write_text('{"AWS-SG-01": {"ports": [8443]}, "TAGS-01": {"keys": ["owner", "team"]}}')
    packs = tuple(
        PolicyPack(path=repository / "policies" / name, config=project / "levels.json", levels={"TAGS-01": "advisory"})
        for name in ("security", "tagging")
    )
    found: list[list[Event]] = []
    for opened in (official, embedded):
        events: list[Event] = []
        with world_at(tmp_path / opened.__name__) as world, opened(world, []) as (engine, attached):
            outcome = engine.preview(
                world.stack_for(stack(project), attached), events.append, Options(policy_packs=packs)
            )
        assert outcome.result == "failed"
        assert outcome.outputs == {"answer": 42}
        assert (outcome.error or "").startswith("web: AWS-SG-01: Security groups keep the internet away")
        found.append([*findings(events), *errors(events)])
    assert found[0] == found[1]
    assert [(event.policy, event.pack, event.level) for event in found[0] if isinstance(event, PolicyViolated)] == [
        ("AWS-SG-01", "security", "mandatory"),
        ("TAGS-01", "tagging", "advisory"),
    ]


THEIRS = """
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

def check(args, report):
    if args.resource_type.endswith(":SecurityGroup"):
        report("a security group")

rule = ResourceValidationPolicy(name="no-groups", description="No groups.", validate=check)
PolicyPack(name="theirs", enforcement_level=EnforcementLevel.MANDATORY, policies=[rule])
"""


@pytest.mark.parametrize("holds", [True, False])
def test_what_is_excepted_stops_neither_engine(project: Path, repository: Path, tmp_path: Path, holds: bool) -> None:
    """The official CLI has no levels of a resource: what a pack tells it is changed on the way."""
    (project / "__main__.py").write_text(SMALL.replace("8443", "22"))
    words = f"{'' if holds else 'not '}excepted: waived until 2026-12-31 by team-test: a test"
    waived = Exemption(policy="AWS-SG-01", resource=r"urn:pulumi:.*::web", words=words, holds=holds)
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "PulumiPolicy.yaml").write_text("runtime: python\nversion: 1.2.3\n")
    (theirs / "__main__.py").write_text(THEIRS)
    exemptions = [waived, replace(waived, policy="no-groups")]
    packs = tuple(PolicyPack(path=it, exemptions=exemptions) for it in (repository / "policies" / "security", theirs))
    found: list[list[Event]] = []
    for opened in (official, embedded):
        events: list[Event] = []
        with world_at(tmp_path / opened.__name__) as world, opened(world, []) as (engine, attached):
            simulated = world.stack_for(stack(project), attached)
            outcome = engine.up(simulated, events.append, Options(policy_packs=packs))
        assert outcome.result == ("succeeded" if holds else "failed"), outcome.error
        found.append(findings(events))
    assert found[0] == found[1]
    violated = {it.policy: it for it in found[0] if isinstance(it, PolicyViolated)}
    for policy in ("AWS-SG-01", "no-groups"):
        assert violated[policy].message.endswith(words)
        assert violated[policy].level == ("advisory" if holds else "mandatory")
        assert violated[policy].excepted == ("waived until 2026-12-31 by team-test: a test" if holds else "")
    assert violated["no-groups"].version == "1.2.3"


CHAIN = """
import pulumi
from pulumi_aws import s3

bucket = s3.Bucket("first", tags={"owner": "team-test", "service": "chain"})
off = bucket.arn.apply(lambda arn: not arn)
flags = {"block_public_policy": True, "ignore_public_acls": True, "restrict_public_buckets": True}
block = s3.BucketPublicAccessBlock("second", bucket=bucket.id, block_public_acls=off, **flags)
s3.BucketVersioning(
    "third",
    bucket=bucket.id,
    versioning_configuration={"status": "Enabled"},
    opts=pulumi.ResourceOptions(depends_on=[block]),
)
"""


def test_an_up_stops_at_the_same_resource_in_both_engines(project: Path, repository: Path, tmp_path: Path) -> None:
    """What violates a policy only when values are known is not created, nor what depends on it; the rest stays."""
    (project / "__main__.py").write_text(CHAIN)
    options = Options(policy_packs=(PolicyPack(path=repository / "policies" / "security"),))
    seen: list[dict[str, Any]] = []
    for opened in (official, embedded):
        events: list[Event] = []
        with world_at(tmp_path / opened.__name__) as world, opened(world, []) as (engine, attached):
            simulated = world.stack_for(stack(project), attached)
            outcome = engine.up(simulated, events.append, options)
            deployment: Any = engine.export(simulated)
        assert outcome.result == "failed"
        seen.append(
            {
                "found": findings(events),
                "errors": errors(events),
                "error": outcome.error,
                "changes": dict(outcome.changes),
                "kept": sorted(resource["urn"] for resource in deployment["deployment"]["resources"]),
            }
        )
    assert seen[0] == seen[1]
    [violated] = seen[1]["found"]
    assert (violated.policy, violated.urn.rpartition("::")[2]) == ("AWS-S3-01", "second")
    assert {urn.rpartition("::")[2] for urn in seen[1]["kept"]} == {"mixed-dev", "default_7_51_1", "first"}


UNTAGGED = """
import pulumi_gcp as gcp
import pulumi_kubernetes as kubernetes
from pulumi_aws import autoscaling, s3

s3.Bucket("files", tags={"stage": "one"})
zones = ["eu-west-1a", "eu-west-1b"]
autoscaling.Group("machines", min_size=1, max_size=2, availability_zones=zones, launch_configuration="small")
gcp.storage.Bucket("archive", location="EU")
kubernetes.core.v1.ConfigMap("settings", data={"a": "b"})
"""
KNOWN = {"service": "shop", "owner": "Team Retail", "environment": "dev", "part": "web", "cost-centre": "CC 42"}


def test_both_engines_give_resources_the_tags_that_the_manifest_knows(
    project: Path, repository: Path, tmp_path: Path
) -> None:
    """And only once: what was given is no change the next time."""
    (project / "__main__.py").write_text(UNTAGGED)
    written = {"all": "disabled", "TAGS-01": {"values": {"service": "store"}, "enforcementLevel": "remediate"}}
    pack = PolicyPack(path=repository / "policies" / "tagging", given=written, facts=KNOWN)
    seen: list[dict[str, Any]] = []
    for opened in (official, embedded):
        events: list[Event] = []
        with world_at(tmp_path / opened.__name__) as world, opened(world, []) as (engine, attached):
            simulated = world.stack_for(stack(project), attached)
            first = engine.up(simulated, events.append, Options(policy_packs=(pack,)))
            again = engine.up(simulated, lambda _: None, Options(policy_packs=(pack,)))
            deployment: Any = engine.export(simulated)
        assert (first.result, again.result) == ("succeeded", "succeeded"), first.error
        assert set(again.changes) == {"same"}
        inputs = {it["urn"].rpartition("::")[2]: it.get("inputs") for it in deployment["deployment"]["resources"]}
        group = [{it["key"]: it["value"] for it in inputs["machines"]["tags"]}]
        seen.append(
            {
                "remedied": sorted(it.urn for it in findings(events) if isinstance(it, PolicyRemediated)),
                "tags": [inputs["files"]["tags"], *group],
                "labels": [inputs["archive"]["labels"], inputs["settings"]["metadata"]["labels"]],
            }
        )
    assert seen[0] == seen[1]
    tags = {**KNOWN, "service": "store"}
    labels = {**tags, "owner": "Team-Retail", "cost-centre": "CC-42"}
    of_the_provider = {"environment"}
    assert seen[1]["tags"] == [
        {"stage": "one"} | {key: value for key, value in tags.items() if key not in of_the_provider},
        tags,
    ]
    assert seen[1]["labels"][0] == {key: value.lower() for key, value in labels.items()}
    assert seen[1]["labels"][1].items() >= labels.items()
    assert len(seen[1]["remedied"]) == 4


DIM = Path(__file__).resolve().parents[1] / "engine" / "policy" / "packs" / "undecided"
DIMMED = """
import pulumi
from pulumi_aws import ec2

ssh = {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}
bright = ec2.SecurityGroup("bright", ingress=[ssh])
ec2.SecurityGroup("dim", opts=pulumi.ResourceOptions(depends_on=[bright]))
"""


@pytest.mark.parametrize("kind", ["preview", "up"])
def test_a_file_of_levels_and_what_cannot_be_judged_come_to_the_same(
    project: Path, repository: Path, tmp_path: Path, kind: str
) -> None:
    """An environment that fails what is unknown stops a resource in an up; a preview tells of it."""
    (project / "__main__.py").write_text(DIMMED)
    where = Location(Path("levels.yaml"))
    file = LevelSet(
        (
            Line("all", "", "disabled", where),
            Line("rule", "AWS-SG-01", "advisory", where),
            Line("pack", "dim", "mandatory", where),
        ),
        fails=True,
    )
    packs = tuple(PolicyPack(path=path, level_set=file) for path in (repository / "policies", DIM))
    found: list[list[Event]] = []
    kept: list[set[str]] = []
    for opened in (official, embedded):
        events: list[Event] = []
        with world_at(tmp_path / opened.__name__) as world, opened(world, []) as (engine, attached):
            simulated = world.stack_for(stack(project), attached)
            outcome = getattr(engine, kind)(simulated, events.append, Options(policy_packs=packs))
            deployment: Any = engine.export(simulated)
        assert outcome.result == ("succeeded" if kind == "preview" else "failed"), outcome.error
        found.append(findings(events))
        resources = deployment["deployment"].get("resources", []) if deployment else []
        kept.append({resource["urn"].rpartition("::")[2] for resource in resources})
    assert found[0] == found[1]
    assert "dim" not in kept[0] | kept[1]
    said = {(it.policy, it.urn.rpartition("::")[2]): it for it in found[0] if isinstance(it, PolicyViolated)}
    assert said["AWS-SG-01", "bright"].level == "advisory"
    for rule in ("DIM-01", "DIM-02"):
        it = said[rule, "dim"]
        assert (it.level, it.closed) == (("advisory", True) if kind == "preview" else ("mandatory", False))
