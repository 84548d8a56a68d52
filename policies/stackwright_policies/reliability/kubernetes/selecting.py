"""Which labels a selector of Kubernetes means.

https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
"""

from __future__ import annotations

from collections.abc import Iterator

from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of


def selects(selector: View, labels: View) -> bool:
    """Whether a `LabelSelector` selects what bears `labels`. One that is left out selects nothing, an empty one all.

    Raises:
        NotKnown
    """
    if selector.absent:
        return False
    return all_of(
        *((lambda key=key, value=value: labels.get(key).text() == value.text()) for key, value in _pairs(selector)),
        *((lambda it=it: _holds(it, labels)) for it in selector.get("matchExpressions").items()),
    )


def _pairs(selector: View) -> Iterator[tuple[str, View]]:
    return selector.get("matchLabels").entries()


def _holds(expression: View, labels: View) -> bool:
    label = labels.get(expression.get("key").text())
    values = {it.text() for it in expression.get("values").items()}
    match expression.get("operator").text():
        case "In":
            return not label.absent and label.text() in values
        case "NotIn":
            return label.absent or label.text() not in values
        case "Exists":
            return not label.absent
        case _:
            return label.absent
