"""What the service may cost in a month, and who is told before it does."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from stackwright_components.conventions import child
from stackwright_components.labels import aws_tags
from stackwright_components.monitoring.interface import BUDGET_ALERTS, BUDGET_TAGS, Settings


def budget(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    amount: pulumi.Output[float],
    target: pulumi.Output[str],
    tags: Mapping[str, str],
) -> aws.budgets.Budget:
    """A monthly budget of what carries the service's tags, in dollars: told when it is nearly spent, or will be.

    The tags must be activated as cost allocation tags, once for an account:
    https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
    """
    mine = aws_tags({key: value for key, value in settings.tags.items() if key in BUDGET_TAGS})
    same = [{"tags": {"key": key, "values": [value], "match_options": ["EQUALS"]}} for key, value in mine.items()]
    return aws.budgets.Budget(
        f"{name}-budget",
        budget_type="COST",
        time_unit="MONTHLY",
        limit_amount=amount.apply(lambda it: f"{it:.2f}"),
        limit_unit="USD",
        metrics="UnblendedCost" if same else None,
        filter_expression=_all(same),
        notifications=[
            {
                "comparison_operator": "GREATER_THAN",
                "notification_type": "FORECASTED" if forecast else "ACTUAL",
                "threshold": percent,
                "threshold_type": "PERCENTAGE",
                "subscriber_sns_topic_arns": [target],
            }
            for percent, forecast in BUDGET_ALERTS
        ],
        tags=tags,
        opts=child(monitoring),
    )


def _all(same: Sequence[object]) -> aws.budgets.BudgetFilterExpressionArgsDict | None:
    if not same:
        return None
    return {"ands": same} if len(same) > 1 else same[0]  # pyright: ignore[reportReturnType] - made of literals above
