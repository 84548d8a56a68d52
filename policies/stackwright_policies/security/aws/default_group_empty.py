"""The security group that everything without one is in lets nothing in or out."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.firewalls import DEFAULT_GROUP
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

_RULE: Final = {"protocol": "-1", "fromPort": 0, "toPort": 0, "self": True}
PASSES: Final = (
    Example(why="no rules: they are taken away", type=DEFAULT_GROUP, inputs={"vpcId": UNKNOWN}),
    Example(why="said so", type=DEFAULT_GROUP, inputs={"ingress": [], "egress": []}),
)
VIOLATES: Final = (
    Example(why="as AWS makes it: its members reach each other", type=DEFAULT_GROUP, inputs={"ingress": [_RULE]}),
    Example(
        why="a way out",
        type=DEFAULT_GROUP,
        inputs={"egress": [{"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": [UNKNOWN]}]},
    ),
)
UNDECIDED: Final = (Example(why="which rules is not known", type=DEFAULT_GROUP, inputs={"ingress": UNKNOWN}),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    yield from each([resource.properties.get(way) for way in ("ingress", "egress")], _judge)


def _judge(way: View) -> Iterator[Verdict]:
    if way.items():
        yield Failed(f"{way.path} is not empty")


def remedy(inputs: Json, _settings: Settings) -> Json:
    return {**inputs, "ingress": [], "egress": []}


policy: Final = Policy(
    id="AWS-SG-03",
    title="Default security groups are empty",
    severity="medium",
    why="Whatever is made without a group of its own is in it, and reaches all others that somebody forgot.",
    fix="Leave out ingress and egress of aws:ec2:DefaultSecurityGroup, and give everything a group of its own.",
    frameworks=(*cis("AWS", "5.0", "5.5"), *cis("AWS", "7.0", "6.5"), *EXPOSURE, *checkov("CKV2_AWS_12")),
    types=(DEFAULT_GROUP,),
    check=check,
    remedy=remedy,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
