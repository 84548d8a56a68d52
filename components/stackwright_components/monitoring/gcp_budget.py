"""What the service may cost in a month, and who is told before it does."""

from typing import Final

import pulumi
from pulumi_gcp import billing

from stackwright_components.conventions import child
from stackwright_components.gcp_alarms import channels
from stackwright_components.labels import gcp_labels
from stackwright_components.monitoring.interface import BUDGET_ALERTS, Settings

_MOST_CHANNELS: Final = 5


def budget(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    account: pulumi.Input[str],
    amount: pulumi.Output[float],
    target: pulumi.Output[str],
) -> billing.Budget:
    """A monthly budget of what carries the service's label: a filter takes one label only.

    It tells e-mail channels. Of a target that was made elsewhere nobody knows which those are: then the billing
    account's administrators are told.
    """
    service = gcp_labels({key: value for key, value in settings.tags.items() if key == "service"})
    emails = len(settings.emails[:_MOST_CHANNELS])
    told = channels(target).apply(lambda names: names[:emails])
    return billing.Budget(
        f"{name}-budget",
        billing_account=account,
        display_name=f"{name}: {settings.tags.get('environment', 'monitoring')}",
        amount={
            "specified_amount": {
                "units": amount.apply(lambda it: str(int(it))),
                "nanos": amount.apply(lambda it: round(it % 1 * 1_000_000_000)),
            }
        },
        budget_filter={"calendar_period": "MONTH", "labels": service or None},
        threshold_rules=[
            {"threshold_percent": percent / 100, "spend_basis": "FORECASTED_SPEND" if forecast else "CURRENT_SPEND"}
            for percent, forecast in BUDGET_ALERTS
        ],
        all_updates_rule={"monitoring_notification_channels": told, "disable_default_iam_recipients": False}
        if emails
        else None,
        opts=child(monitoring),
    )
