"""Log groups of CloudWatch say for how long they keep what is written to them."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import LOG_RETENTION
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict, all_of

GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"

PASSES: Final = (
    Example(why="a month", type=GROUP, inputs={"name": UNKNOWN, "retentionInDays": 30}),
    Example(why="a year, as demanded", type=GROUP, inputs={"retentionInDays": 365}, settings={"days": 365}),
    Example(why="those of deliveries are kept for two days, always", type=GROUP, inputs={"logGroupClass": "DELIVERY"}),
)
VIOLATES: Final = (
    Example(why="for ever, by default", type=GROUP, inputs={"name": UNKNOWN}),
    Example(why="for ever, said so", type=GROUP, inputs={"retentionInDays": 0}),
    Example(why="a day", type=GROUP, inputs={"retentionInDays": 1}),
    Example(why="not for long enough", type=GROUP, inputs={"retentionInDays": 30}, settings={"days": 365}),
)
UNDECIDED: Final = (Example(why="not known", type=GROUP, inputs={"retentionInDays": UNKNOWN}),)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    kept = resource.properties.get("retentionInDays")
    if all_of(
        lambda: not kept.number() >= settings["days"],
        lambda: resource.properties.get("logGroupClass").text().upper() != "DELIVERY",
    ):
        days = kept.number()
        yield Failed(
            f"logs are kept for {days:g} days" if days else "retentionInDays is not set: logs are kept for ever"
        )


policy: Final = Policy(
    id="AWS-CW-01",
    title="Log groups say for how long they keep logs",
    severity="medium",
    why="Logs that are gone answer no question; those that stay for ever hold personal data without end.",
    fix="Set retentionInDays to what your rules ask for (PCI DSS: 365), and the rule's setting days with it.",
    frameworks=(*LOG_RETENTION, *checkov("CKV_AWS_66", "CKV_AWS_338")),
    types=(GROUP,),
    check=check,
    settings={
        "days": {
            "type": "integer",
            "minimum": 1,
            "default": 7,
            "description": "For how long logs are kept at least.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
