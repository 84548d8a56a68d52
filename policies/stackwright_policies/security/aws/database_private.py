"""RDS databases have no public address."""

from typing import Final

from stackwright_policies.aws.databases import INSTANCE, MEMBER
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis, secret

_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("publiclyAccessible").flag(),
        what="publiclyAccessible is on: the database gets an address that the internet can reach",
        mend={"publiclyAccessible": False},
    ),
)
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

policy: Final = Policy(
    id="AWS-RDS-02",
    title="RDS databases have no public address",
    severity="critical",
    why="A database that the internet reaches is attacked by everyone, and one leaked password opens it.",
    fix="Set publiclyAccessible to false; reach it from inside the network, or through a bastion or VPN.",
    frameworks=(*cis("AWS", "5.0", "2.2.3"), *cis("AWS", "7.0", "3.2.3"), *EXPOSURE, *checkov("CKV_AWS_17")),
    types=(INSTANCE, MEMBER),
    also_in=("network-exposure",),
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
