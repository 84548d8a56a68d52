"""Services of ECS have no public address."""

from typing import Final

from stackwright_policies.controls import EXPOSURE
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov

SERVICE: Final = "aws:ecs/service:Service"
SET: Final = "aws:ecs/taskSet:TaskSet"
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("networkConfiguration", "assignPublicIp").flag(),
        what="networkConfiguration.assignPublicIp is on",
        mend={"networkConfiguration.assignPublicIp": False},
    ),
)
PASSES: Final = (
    Example(why="private by default", type=SERVICE, inputs={"networkConfiguration": {"subnets": UNKNOWN}}),
    Example(why="said so", type=SET, inputs={"networkConfiguration": {"subnets": [], "assignPublicIp": False}}),
)
VIOLATES: Final = (
    Example(why="public", type=SERVICE, inputs={"networkConfiguration": {"subnets": UNKNOWN, "assignPublicIp": True}}),
    Example(why="in words", type=SET, inputs={"networkConfiguration": {"subnets": [], "assignPublicIp": "true"}}),
)
UNDECIDED: Final = (Example(why="not known", type=SERVICE, inputs={"networkConfiguration": UNKNOWN}),)

policy: Final = Policy(
    id="AWS-ECS-02",
    title="Services of ECS have no public address",
    severity="high",
    why="One rule of a firewall that is wrong is then enough for the internet to reach the containers.",
    fix="Leave assignPublicIp off; let in through a load balancer, and out through a NAT gateway or endpoints.",
    frameworks=(*EXPOSURE, *checkov("CKV_AWS_333")),
    types=(SERVICE, SET),
    also_in=("network-exposure",),
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
