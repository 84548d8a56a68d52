"""What the service may cost in a month, and who is told before it does."""

from datetime import UTC, date, datetime

import pulumi
from pulumi_azure_native import consumption, resources

from stackwright_components.conventions import child
from stackwright_components.labels import azure_tags
from stackwright_components.monitoring.interface import BUDGET_ALERTS, BUDGET_TAGS, Settings


def budget(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    amount: pulumi.Output[float],
    group: resources.ResourceGroup,
    target: pulumi.Output[str],
) -> consumption.Budget:
    """A monthly budget of what carries the service's tags in this subscription, in its bills' currency."""
    mine = azure_tags({key: value for key, value in settings.tags.items() if key in BUDGET_TAGS})
    same: list[consumption.BudgetFilterPropertiesArgsDict] = [
        {"tags": {"name": key, "operator": "In", "values": [value]}} for key, value in mine.items()
    ]
    only: consumption.BudgetFilterArgsDict | None = None
    if same:
        only = {"and_": same} if len(same) > 1 else {"tags": same[0]["tags"]}  # pyright: ignore[reportTypedDictNotRequiredAccess] - it is there, two lines above
    return consumption.Budget(
        f"{name}-budget",
        scope=group.id.apply(lambda it: "/".join(it.split("/")[:3])),
        category="Cost",
        time_grain="Monthly",
        amount=amount,
        time_period={"start_date": _this_month(datetime.now(UTC).date())},
        filter=only,
        notifications={
            f"{'forecast' if forecast else 'actual'}-{percent}": {
                "enabled": True,
                "operator": "GreaterThan",
                "threshold": percent,
                "threshold_type": "Forecasted" if forecast else "Actual",
                "contact_emails": [],
                "contact_groups": [target],
            }
            for percent, forecast in BUDGET_ALERTS
        },
        # It starts with the month in which it is made, and Azure takes no other one then.
        opts=child(monitoring, ignore_changes=["timePeriod"]),
    )


def _this_month(today: date) -> str:
    return today.replace(day=1).isoformat() + "T00:00:00Z"
