"""Replication instances of DMS have no public address."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

INSTANCE: Final = "aws:dms/replicationInstance:ReplicationInstance"

PASSES: Final = (
    Example(why="private by default", type=INSTANCE, inputs={"replicationInstanceClass": "dms.t3.micro"}),
    Example(why="said so", type=INSTANCE, inputs={"publiclyAccessible": False, "replicationSubnetGroupId": UNKNOWN}),
)
VIOLATES: Final = (Example(why="public", type=INSTANCE, inputs={"publiclyAccessible": True}),)
UNDECIDED: Final = (Example(why="not known", type=INSTANCE, inputs={"publiclyAccessible": UNKNOWN}),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if resource.properties.get("publiclyAccessible").flag():
        yield Failed("publiclyAccessible is on: what reads and writes whole databases gets a public address")


def remedy(inputs: Json, _settings: Settings) -> Json:
    return {**inputs, "publiclyAccessible": False}


policy: Final = Policy(
    id="AWS-DMS-01",
    title="Replication instances have no public address",
    severity="critical",
    why="It holds the passwords of the databases that it copies between, and everybody can attack it.",
    fix="Set publiclyAccessible to false (the instance is replaced); reach databases elsewhere through a VPN.",
    frameworks=(*EXPOSURE, *checkov("CKV_AWS_89")),
    types=(INSTANCE,),
    also_in=("network-exposure",),
    check=check,
    remedy=remedy,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
