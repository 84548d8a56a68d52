"""The test kit for authors of policies, with Stackwright's packs and with one made with pulumi-policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackwright.errors import EngineError
from stackwright.testing import policy
from stackwright.testing.policy import UNKNOWN, Resource, secret

ROOT = Path(__file__).resolve().parents[2]
OURS = policy.pack(ROOT / "policies" / "security")
THEIRS = policy.pack(ROOT / "tests" / "engine" / "policy" / "packs" / "official")
GROUP = "aws:ec2/securityGroup:SecurityGroup"
BUCKET = "aws:s3/bucket:Bucket"


def ingress(**entry: object) -> Resource:
    return Resource(GROUP, {"ingress": [{"protocol": "tcp", "fromPort": 22, "toPort": 22, **entry}]})


def test_a_resource_in_a_finding_out() -> None:
    rules = OURS.only("AWS-SG-01")
    [found] = rules.judge(ingress(cidrBlocks=["0.0.0.0/0"]))
    assert (found.policy, found.outcome, found.level, found.severity) == (
        "AWS-SG-01",
        "violated",
        "mandatory",
        "critical",
    )
    assert found.fix
    assert rules.judge(ingress(cidrBlocks=["10.0.0.0/8"])).outcome == "pass"
    assert rules.judge(ingress(cidrBlocks=UNKNOWN)).outcome == "unknown"
    assert rules.judge(ingress(cidrBlocks=secret(["0.0.0.0/0"]))).outcome == "violated"


def test_configuration() -> None:
    assert OURS.only("AWS-SG-01", ports=[3389]).judge(ingress(cidrBlocks=["0.0.0.0/0"])).outcome == "pass"
    [found] = OURS.only("AWS-SG-01", "advisory").judge(ingress(cidrBlocks=["0.0.0.0/0"]))
    assert found.level == "advisory"
    both = OURS.configured({"AWS-SG-01": "disabled"}).judge(ingress(cidrBlocks=["0.0.0.0/0"]))
    assert not both.by("AWS-SG-01")
    with pytest.raises(EngineError, match="there is no policy AWS-SG-99"):
        OURS.only("AWS-SG-99").judge(Resource(BUCKET))


def test_a_stack_is_judged_as_a_whole() -> None:
    bucket = Resource(BUCKET, name="files", outputs={"id": "files", "bucket": "files"})
    blocked = Resource(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        dict.fromkeys(("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True)
        | {"bucket": "files"},
        name="block",
        depends={"bucket": ["files"]},
    )
    rules = OURS.only("AWS-S3-02")
    [found] = rules.judge_stack([bucket])
    assert (found.outcome, found.name) == ("violated", "files")
    assert rules.judge_stack([bucket, blocked]).outcome == "pass"
    assert rules.judge(bucket).outcome == "pass", "one resource cannot tell"


def test_a_pack_made_with_pulumi_policy() -> None:
    thing = "toy:index:Thing"
    assert THEIRS.policies == ["not-large", "no-shouting", "region", "not-many"]
    [large] = THEIRS.only("not-large").judge(Resource(thing, {"size": 11}))
    assert (large.outcome, large.severity) == ("violated", "high")
    assert "larger than 10" in large.what
    assert THEIRS.only("not-large", largest=20).judge(Resource(thing, {"size": 11})).outcome == "pass"
    assert THEIRS.judge(Resource(thing, provider={"region": "moon"})).by("region").outcome == "violated"
    assert THEIRS.only("no-shouting").judge(Resource(thing, {"note": UNKNOWN})).outcome == "unknown"
    things = [Resource(thing, {"size": 1}, name=f"it-{number}") for number in range(4)]
    assert THEIRS.judge_stack(things).by("not-many").outcome == "violated"
    assert THEIRS.judge_stack(things[:3]).outcome == "pass"


def test_what_is_put_right() -> None:
    thing = Resource("toy:index:Thing", {"note": secret("LOUD"), "size": 3})
    remediated = THEIRS.only("no-shouting").remediate(thing)
    assert remediated.by == ["no-shouting"]
    assert remediated.inputs == {"note": secret("loud"), "size": 3}, "what was secret stays so"
    quiet = THEIRS.configured({"no-shouting": "disabled"}).remediate(thing)
    assert (quiet.by, quiet.inputs) == ([], thing.inputs)


def test_a_pack_that_is_none() -> None:
    with pytest.raises(EngineError, match="there is no policy pack"):
        policy.pack(ROOT / "docs").judge(Resource(BUCKET))
