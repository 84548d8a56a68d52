"""Log groups of CloudWatch keep nothing for ever."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource
from stackwright_policies.security.aws.log_retention import GROUP
from stackwright_policies.verdicts import Failed, Verdict, all_of

PASSES: Final = (
    Example(why="a month", type=GROUP, inputs={"name": UNKNOWN, "retentionInDays": 30}),
    Example(why="ten years", type=GROUP, inputs={"retentionInDays": "3653"}),
    Example(why="those of deliveries end by themselves", type=GROUP, inputs={"logGroupClass": "DELIVERY"}),
)
VIOLATES: Final = (
    Example(why="for ever, by default", type=GROUP, inputs={"name": UNKNOWN}),
    Example(why="for ever, said so", type=GROUP, inputs={"retentionInDays": 0}),
)
UNDECIDED: Final = (Example(why="not known", type=GROUP, inputs={"retentionInDays": UNKNOWN}),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if all_of(
        lambda: not resource.properties.get("retentionInDays").number() > 0,
        lambda: resource.properties.get("logGroupClass").text().upper() != "DELIVERY",
    ):
        yield Failed("retentionInDays is not set: logs are kept, and paid for, for ever")


policy: Final = Policy(
    id="COST-AWS-06",
    title="Logs are not kept for ever",
    severity="low",
    why="They grow every day, and nobody reads those of three years ago.",
    fix="Set retentionInDays; what has to be kept for years is cheaper in a bucket.",
    types=(GROUP,),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
