"""A subscription's activity log is kept, with all categories that tell of attacks."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stackwright_policies.controls import LOGGING
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, NotKnown, Verdict, all_of, any_in, any_of

SUBSCRIPTION: Final = "azure-native:monitor:SubscriptionDiagnosticSetting"
ANY: Final = "azure-native:monitor:DiagnosticSetting"
_SUBSCRIPTION_ID: Final = re.compile(r"/?subscriptions/[^/]+/?")
_CATEGORIES: Final = ("Administrative", "Alert", "Policy", "Security")
# https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema#categories
_ONLY_THERE: Final = {
    *map(str.lower, _CATEGORIES),
    *("autoscale", "recommendation", "resourcehealth", "servicehealth"),
}


def _logs(*categories: str, off: Sequence[str] = (), **changes: object) -> dict[str, object]:
    logs = [{"category": it, "enabled": it not in off} for it in categories]
    return {"logs": logs, "workspaceId": UNKNOWN} | changes


PASSES: Final = (
    Example(why="all four", type=SUBSCRIPTION, inputs=_logs(*_CATEGORIES, "ServiceHealth")),
    Example(why="all there are", type=SUBSCRIPTION, inputs={"logs": [{"categoryGroup": "allLogs", "enabled": True}]}),
    Example(
        why="another resource's log",
        type=ANY,
        inputs=_logs(
            "AuditEvent", resourceUri="/subscriptions/a/resourceGroups/b/providers/Microsoft.KeyVault/vaults/c"
        ),
    ),
    Example(why="of something that has other logs", type=ANY, inputs=_logs("AuditEvent", resourceUri=UNKNOWN)),
    Example(why="what is asked for", type=SUBSCRIPTION, inputs=_logs("Policy"), settings={"categories": ["Policy"]}),
)
VIOLATES: Final = (
    Example(why="three of four", type=SUBSCRIPTION, inputs=_logs(*_CATEGORIES[:3])),
    Example(
        why="one is switched off",
        type=SUBSCRIPTION,
        inputs=_logs(*_CATEGORIES, off=("Security",)),
    ),
    Example(why="none", type=SUBSCRIPTION, inputs={"workspaceId": UNKNOWN}),
    Example(
        why="a subscription, named as any resource", type=ANY, inputs=_logs("Security", resourceUri="/subscriptions/a")
    ),
)
UNDECIDED: Final = (
    Example(why="which is not known", type=SUBSCRIPTION, inputs={"logs": UNKNOWN}),
    Example(why="one is not known", type=SUBSCRIPTION, inputs=_logs(*_CATEGORIES[:3], UNKNOWN)),
    Example(why="of what is not known", type=ANY, inputs=_logs("Security", resourceUri=UNKNOWN)),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    given, wanted = resource.properties, settings["categories"]
    if not all_of(
        lambda: resource.type == SUBSCRIPTION or _of_subscription(given),
        lambda: bool(_missing(given, wanted)),
    ):
        return
    yield Failed(f"logs lack {', '.join(_missing(given, wanted))}")


def _of_subscription(given: View) -> bool:
    """Whether a setting for any resource is a subscription's: with categories that only a subscription has, too."""
    return all_of(
        lambda: _SUBSCRIPTION_ID.fullmatch(given.get("resourceUri").text().lower()) is not None,
        lambda: any_in(given.get("logs").items(), lambda log: log.get("category").text().lower() in _ONLY_THERE),
    )


def _missing(given: View, wanted: Sequence[str]) -> list[str]:
    """The wanted categories that are certainly not kept.

    Raises:
        NotKnown: there is none, and it is not known of at least one.
    """
    found: list[str] = []
    unknown: NotKnown | None = None
    for category in wanted:
        try:
            if not any_in(given.get("logs").items(), lambda log, category=category: _keeps(log, category)):
                found.append(category)
        except NotKnown as error:
            unknown = error
    if unknown is not None and not found:
        raise unknown
    return found


def _keeps(log: View, category: str) -> bool:
    return all_of(
        lambda: log.get("enabled").flag(),
        lambda: any_of(
            lambda: log.get("category").text().lower() == category.lower(),
            lambda: log.get("categoryGroup").text().lower() == "alllogs",
        ),
    )


policy: Final = Policy(
    id="AZ-MON-01",
    title="A subscription's activity log is kept, with what tells of attacks",
    severity="medium",
    why="The activity log says who changed what; a category that is left out is a change that nobody sees.",
    fix="Enable the categories Administrative, Alert, Policy and Security, or the group allLogs.",
    frameworks=(*cis("Azure", "2.1", "5.1.2"), *LOGGING, *checkov("CKV_AZURE_38")),
    types=(SUBSCRIPTION, ANY),
    check=check,
    settings={
        "categories": {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "default": list(_CATEGORIES),
            "description": "The categories that are kept.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
