"""RDS databases have no public address."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.databases import INSTANCE, MEMBER
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov, cis, secret
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

PASSES: Final = (
    Example(why="private by default", type=INSTANCE, inputs={"engine": "postgres", "password": secret("s3cret")}),
    Example(why="said so", type=MEMBER, inputs={"publiclyAccessible": False, "clusterIdentifier": UNKNOWN}),
)
VIOLATES: Final = (
    Example(why="public", type=INSTANCE, inputs={"publiclyAccessible": True, "password": secret(UNKNOWN)}),
    Example(why="a cluster's member is public", type=MEMBER, inputs={"publiclyAccessible": True}),
    Example(why="a secret flag is a flag", type=INSTANCE, inputs={"publiclyAccessible": secret(True)}),
)
UNDECIDED: Final = (Example(why="not known", type=INSTANCE, inputs={"publiclyAccessible": UNKNOWN}),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if resource.properties.get("publiclyAccessible").flag():
        yield Failed("publiclyAccessible is on: the database gets an address that the internet can reach")


def remedy(inputs: Json, _settings: Settings) -> Json:
    return {**inputs, "publiclyAccessible": False}


policy: Final = Policy(
    id="AWS-RDS-02",
    title="RDS databases have no public address",
    severity="critical",
    why="A database that the internet reaches is attacked by everyone, and one leaked password opens it.",
    fix="Set publiclyAccessible to false; reach it from inside the network, or through a bastion or VPN.",
    frameworks=(*cis("AWS", "5.0", "2.2.3"), *cis("AWS", "7.0", "3.2.3"), *EXPOSURE, *checkov("CKV_AWS_17")),
    types=(INSTANCE, MEMBER),
    also_in=("network-exposure",),
    check=check,
    remedy=remedy,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
