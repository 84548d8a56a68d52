"""EC2 machines have no public address."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.machines import CONFIGURATION, INSTANCE, SPOT
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

PASSES: Final = (
    Example(why="said so", type=INSTANCE, inputs={"associatePublicIpAddress": False, "subnetId": UNKNOWN}),
    Example(why="as the subnet has it, which is judged itself", type=INSTANCE, inputs={"ami": "ami-1"}),
)
VIOLATES: Final = (
    Example(why="public", type=INSTANCE, inputs={"associatePublicIpAddress": True}),
    Example(why="every machine of a group", type=CONFIGURATION, inputs={"associatePublicIpAddress": "true"}),
)
UNDECIDED: Final = (Example(why="not known", type=INSTANCE, inputs={"associatePublicIpAddress": UNKNOWN}),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if resource.properties.get("associatePublicIpAddress").flag():
        yield Failed("associatePublicIpAddress is on")


policy: Final = Policy(
    id="AWS-EC2-03",
    title="Machines have no public address",
    severity="medium",
    why="One rule of a firewall that is wrong is then enough for the internet to reach the machine.",
    fix="Set associatePublicIpAddress to false; let in through a load balancer, and out through a NAT gateway.",
    frameworks=(*EXPOSURE, *checkov("CKV_AWS_88")),
    types=(INSTANCE, SPOT, CONFIGURATION),
    also_in=("network-exposure",),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
