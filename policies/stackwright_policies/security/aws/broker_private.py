"""Brokers of Amazon MQ have no public address."""

from typing import Final

from stackwright_policies.controls import EXPOSURE
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov

BROKER: Final = "aws:mq/broker:Broker"
_DEMANDS: Final = (Demand(refuses=lambda it: it.get("publiclyAccessible").flag(), what="publiclyAccessible is on"),)
PASSES: Final = (
    Example(why="private by default", type=BROKER, inputs={"engineType": "RabbitMQ", "subnetIds": UNKNOWN}),
    Example(why="said so", type=BROKER, inputs={"publiclyAccessible": False}),
)
VIOLATES: Final = (
    Example(why="public", type=BROKER, inputs={"publiclyAccessible": True}),
    Example(why="in words", type=BROKER, inputs={"publiclyAccessible": "true", "engineType": UNKNOWN}),
)
UNDECIDED: Final = (Example(why="not known", type=BROKER, inputs={"publiclyAccessible": UNKNOWN}),)

policy: Final = Policy(
    id="AWS-MQ-01",
    title="Message brokers have no public address",
    severity="high",
    why="One leaked password then reads and writes every message, from anywhere.",
    fix="Leave publiclyAccessible off; it cannot be changed, so the broker is replaced.",
    frameworks=(*EXPOSURE, *checkov("CKV_AWS_69")),
    types=(BROKER,),
    also_in=("network-exposure",),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
