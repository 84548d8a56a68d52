"""Replication instances of DMS have no public address."""

from typing import Final

from stackwright_policies.controls import EXPOSURE
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov

INSTANCE: Final = "aws:dms/replicationInstance:ReplicationInstance"

_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("publiclyAccessible").flag(),
        what="publiclyAccessible is on: what reads and writes whole databases gets a public address",
        mend={"publiclyAccessible": False},
    ),
)
PASSES: Final = (
    Example(why="private by default", type=INSTANCE, inputs={"replicationInstanceClass": "dms.t3.micro"}),
    Example(why="said so", type=INSTANCE, inputs={"publiclyAccessible": False, "replicationSubnetGroupId": UNKNOWN}),
)
VIOLATES: Final = (Example(why="public", type=INSTANCE, inputs={"publiclyAccessible": True}),)
UNDECIDED: Final = (Example(why="not known", type=INSTANCE, inputs={"publiclyAccessible": UNKNOWN}),)

policy: Final = Policy(
    id="AWS-DMS-01",
    title="Replication instances have no public address",
    severity="critical",
    why="It holds the passwords of the databases that it copies between, and everybody can attack it.",
    fix="Set publiclyAccessible to false (the instance is replaced); reach databases elsewhere through a VPN.",
    frameworks=(*EXPOSURE, *checkov("CKV_AWS_89")),
    types=(INSTANCE,),
    also_in=("network-exposure",),
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
