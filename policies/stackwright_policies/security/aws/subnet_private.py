"""Subnets and launch templates give machines no public address of themselves."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.machines import TEMPLATE
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

SUBNET: Final = "aws:ec2/subnet:Subnet"
DEFAULT: Final = "aws:ec2/defaultSubnet:DefaultSubnet"

PASSES: Final = (
    Example(why="not by default", type=SUBNET, inputs={"vpcId": UNKNOWN, "cidrBlock": "10.0.0.0/24"}),
    Example(why="a default subnet, told not to", type=DEFAULT, inputs={"mapPublicIpOnLaunch": False}),
    Example(
        why="said so",
        type=TEMPLATE,
        inputs={"networkInterfaces": [{"associatePublicIpAddress": "false", "subnetId": UNKNOWN}]},
    ),
)
VIOLATES: Final = (
    Example(why="every machine", type=SUBNET, inputs={"vpcId": UNKNOWN, "mapPublicIpOnLaunch": True}),
    Example(
        why="one of two",
        type=TEMPLATE,
        inputs={"networkInterfaces": [UNKNOWN, {"associatePublicIpAddress": "true"}]},
    ),
)
UNDECIDED: Final = (
    Example(why="not known", type=SUBNET, inputs={"mapPublicIpOnLaunch": UNKNOWN}),
    Example(why="nor is that", type=TEMPLATE, inputs={"networkInterfaces": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if resource.type == TEMPLATE:
        interfaces = resource.properties.get("networkInterfaces").items()
        yield from each(interfaces, lambda interface: _judge(interface.get("associatePublicIpAddress")))
    else:
        yield from _judge(resource.properties.get("mapPublicIpOnLaunch"))


def _judge(flag: View) -> Iterator[Verdict]:
    if flag.flag():
        yield Failed(f"{flag.path} is on")


policy: Final = Policy(
    id="AWS-EC2-04",
    title="Subnets and launch templates give machines no public address",
    severity="medium",
    why="Every machine that is started there is on the internet, and nobody has decided that it should be.",
    fix="Leave mapPublicIpOnLaunch and associatePublicIpAddress off; load balancers and NAT gateways need neither.",
    frameworks=(*EXPOSURE, *checkov("CKV_AWS_88", "CKV_AWS_130")),
    types=(SUBNET, DEFAULT, TEMPLATE),
    also_in=("network-exposure",),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
