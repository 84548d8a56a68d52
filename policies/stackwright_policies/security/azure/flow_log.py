"""Flow logs of Azure networks are on, and kept for 90 days."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import LOG_RETENTION, LOGGING
from stackwright_policies.demands import Demand, unmet
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Verdict, any_of

LOG: Final = "azure-native:network:FlowLog"


def _log(**changes: object) -> dict[str, object]:
    return {"enabled": True, "retentionPolicy": {"enabled": True, "days": 90}, "storageId": UNKNOWN} | changes


PASSES: Final = (
    Example(why="90 days", type=LOG, inputs=_log()),
    Example(why="0 days are for ever", type=LOG, inputs=_log(retentionPolicy={"enabled": True, "days": 0})),
    Example(
        why="long enough for who says so",
        type=LOG,
        inputs=_log(retentionPolicy={"enabled": True, "days": "30"}),
        settings={"days": 30},
    ),
)
VIOLATES: Final = (
    Example(why="off", type=LOG, inputs=_log(enabled=False)),
    Example(why="30 days", type=LOG, inputs=_log(retentionPolicy={"enabled": True, "days": 30})),
    Example(why="nothing says how long", type=LOG, inputs={"enabled": True}),
    Example(why="off, whatever is kept", type=LOG, inputs=_log(enabled=False, retentionPolicy=UNKNOWN)),
)
UNDECIDED: Final = (
    Example(why="on, perhaps", type=LOG, inputs=_log(enabled=UNKNOWN)),
    Example(why="how long is not known", type=LOG, inputs=_log(retentionPolicy={"enabled": True, "days": UNKNOWN})),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    wanted = settings["days"]
    return unmet(
        resource.properties,
        (
            Demand(
                refuses=lambda it: not it.get("enabled").flag(),
                what="enabled is not on: nothing is logged",
            ),
            Demand(
                refuses=lambda it: _short(it.get("retentionPolicy"), wanted),
                what=f"retentionPolicy does not keep what is logged for {wanted} days",
            ),
        ),
    )


def _short(retention: View, wanted: int) -> bool:
    """Whether entries go too early. 0 days are for ever, if retention is on."""
    return any_of(
        lambda: not retention.get("enabled").flag(),
        lambda: 0 < retention.get("days").number() < wanted,
    )


policy: Final = Policy(
    id="AZ-NET-01",
    title="Flow logs are on and kept for 90 days",
    severity="medium",
    why="An intrusion is found weeks later; by then only flow logs still tell who spoke to whom.",
    fix="Set enabled, retentionPolicy.enabled, and retentionPolicy.days to 90 or more (0 is for ever).",
    frameworks=(*cis("Azure", "2.1", "6.5"), *LOGGING, *LOG_RETENTION, *checkov("CKV_AZURE_12")),
    types=(LOG,),
    check=check,
    settings={
        "days": {
            "type": "integer",
            "minimum": 1,
            "default": 90,
            "description": "How many days entries are kept at least.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
