"""Every VPC writes down its traffic. Looks at the whole stack: the flow log is a resource of its own."""

from collections.abc import Iterator, Sequence
from typing import Final

from stackwright_policies.controls import LOGGING
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.references import References, of_each, references
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

VPC: Final = "aws:ec2/vpc:Vpc"
LOG: Final = "aws:ec2/flowLog:FlowLog"
_BLOCK: Final = {"cidrBlock": "10.0.0.0/16"}
_ITS: Final = Example(
    why="its",
    type=LOG,
    name="log",
    inputs={"vpcId": UNKNOWN, "trafficType": "ALL"},
    dependencies={"vpcId": ["example"]},
)

PASSES: Final = (Example(why="a flow log depends on it", type=VPC, inputs=_BLOCK, others=[_ITS]),)
VIOLATES: Final = (
    Example(why="none", type=VPC, inputs=_BLOCK),
    Example(
        why="another network's",
        type=VPC,
        inputs=_BLOCK,
        others=[
            Example(why="other", type=VPC, name="other", inputs=_BLOCK),
            Example(why="its", type=LOG, name="log", inputs={"vpcId": UNKNOWN}, dependencies={"vpcId": ["other"]}),
        ],
    ),
    Example(
        why="of one subnet only",
        type=VPC,
        inputs=_BLOCK,
        others=[Example(why="its", type=LOG, name="log", inputs={"subnetId": UNKNOWN})],
    ),
)
UNDECIDED: Final = (
    Example(
        why="for which is not known",
        type=VPC,
        inputs=_BLOCK,
        others=[Example(why="whose", type=LOG, name="log", inputs={"vpcId": UNKNOWN})],
    ),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    logs = references(resources, [LOG], "vpcId")
    yield from of_each(resources, [VPC], lambda vpc: _judge(vpc, logs))


def _judge(vpc: Resource, logs: References) -> Iterator[Verdict]:
    if not logs.any_to(vpc, "id"):
        yield Failed(f"no flow log of its stack is for the VPC {vpc.name}")


policy: Final = Policy(
    id="AWS-VPC-01",
    title="Every VPC has a flow log",
    severity="medium",
    why="Who talked to whom is what everybody asks after a break-in, and nothing else knows it.",
    fix="Add an aws:ec2:FlowLog whose vpcId is this VPC; to S3 it costs least.",
    frameworks=(*cis("AWS", "5.0", "3.7"), *cis("AWS", "7.0", "4.7"), *LOGGING, *checkov("CKV2_AWS_11")),
    types=(VPC,),
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
