from __future__ import annotations

from dataclasses import replace

from stackwright_policies.packs import PACKS
from stackwright_policies.serving import message
from stackwright_policies.verdicts import Broken, Failed, Undecided

from stackwright.engine.events import PolicyViolated
from stackwright.review.finding import Place, finding_of, worst_first

POLICY = next(policy for pack in PACKS for policy in pack.policies if policy.id == "AWS-S3-01")
URN = "urn:pulumi:dev.web::shop::my:Component$aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock::logs"
PLACE = Place(project="shop", stack="dev.web", environment="dev", part="web")


def event(said: str, **changes: str) -> PolicyViolated:
    made = PolicyViolated(
        urn=URN,
        policy=POLICY.id,
        pack="security",
        version="1.0.0",
        message=said,
        level="mandatory",
        severity="critical",
    )
    return replace(made, **changes)  # pyright: ignore[reportArgumentType]


def test_what_our_packs_say_is_taken_apart() -> None:
    found = finding_of(
        event(message(POLICY, Failed("blockPublicAcls is not on"))), PLACE, frameworks={POLICY.id: ["CIS"]}
    )
    assert (found.outcome, found.title, found.what) == ("violated", POLICY.title, "blockPublicAcls is not on")
    assert (found.why, found.fix, found.frameworks) == (POLICY.why, POLICY.fix, ["CIS"])
    assert found.type == "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
    assert found.name == "logs"
    assert found.blocks


def test_what_cannot_be_judged_yet_stops_nothing_and_a_policy_that_fails_does() -> None:
    unknown = finding_of(event(message(POLICY, Undecided("blockPublicAcls")), level="advisory"), PLACE)
    assert (unknown.outcome, unknown.blocks) == ("unknown", False)
    broken = finding_of(event(message(POLICY, Broken("KeyError in it.py, line 3 (check)"))), PLACE)
    assert (broken.outcome, broken.what, broken.blocks) == ("broken", "KeyError in it.py, line 3 (check)", True)


def test_what_another_pack_says_is_kept() -> None:
    found = finding_of(event("Buckets are blue.\nThis one is red."), PLACE)
    assert (found.title, found.what, found.why) == ("Buckets are blue.", "This one is red.", "")
    assert finding_of(event("Buckets are blue."), PLACE).what == "Buckets are blue."


def test_a_finding_is_the_same_in_every_environment_and_wording() -> None:
    one = finding_of(event(message(POLICY, Failed("this"))), PLACE)
    other = finding_of(
        event(message(POLICY, Failed("that")), urn=URN.replace("dev.web", "prod.web")),
        replace(PLACE, stack="prod.web", environment="prod"),
    )
    assert one.fingerprint == other.fingerprint
    assert one.fingerprint != finding_of(event("x", urn=URN + "2"), PLACE).fingerprint
    assert one.fingerprint != finding_of(event("x", policy="AWS-S3-02"), PLACE).fingerprint


def test_the_worst_comes_first_and_what_is_excepted_last() -> None:
    critical = finding_of(event("a"), PLACE)
    low = replace(critical, severity="low", policy="B")
    advisory = replace(critical, level="advisory")
    excepted = replace(critical, excepted="waived until 2027-01-01", policy="C")
    assert worst_first([excepted, advisory, low, critical]) == [critical, low, advisory, excepted]
