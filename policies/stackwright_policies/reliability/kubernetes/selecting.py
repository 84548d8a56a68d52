"""Which labels a selector of Kubernetes means.

https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import NotKnown, all_of

Label = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selecting:
    """Resources by a label that they ask for; `others` ask for none that is known.

    Indexed once for a stack, so that a rule costs the same for each of its workloads however many there are.
    """

    by_label: Mapping[Label, Sequence[Resource]]
    others: Sequence[Resource]

    def perhaps(self, labels: View) -> list[Resource]:
        """Those that may select what bears `labels`; no other one does.

        Raises:
            NotKnown: a label is not known.
        """
        if not self.by_label:
            return [*self.others]
        borne = [(key, value.text()) for key, value in labels.entries()]
        return [*self.others, *(one for label in borne for one in self.by_label.get(label, ()))]


def selecting(resources: Iterable[Resource], types: Collection[str]) -> Selecting:
    """The resources of `types`, by what their `spec.selector` asks for."""
    by_label: dict[Label, list[Resource]] = defaultdict(list)
    others: list[Resource] = []
    for one in resources:
        if one.type in types:
            label = _asked_for(one)
            (others if label is None else by_label[label]).append(one)
    return Selecting(by_label=by_label, others=others)


def selector_of(one: Resource) -> View:
    """What a resource selects by.

    Raises:
        NotKnown: its specification is not known.
    """
    return one.properties.get("spec", "selector")


def _asked_for(one: Resource) -> Label | None:
    """A label without which it selects nothing, if one is known."""
    try:
        return next(((key, value.text()) for key, value in _pairs(selector_of(one))), None)
    except NotKnown:
        return None


def selects(selector: View, labels: View) -> bool:
    """Whether a `LabelSelector` selects what bears `labels`. One that is left out selects nothing, an empty one all.

    Raises:
        NotKnown
    """
    if selector.absent:
        return False
    return all_of(
        *((lambda key=key, value=value: _bears(labels.get(key), value)) for key, value in _pairs(selector)),
        *((lambda it=it: _holds(it, labels)) for it in selector.get("matchExpressions").items()),
    )


def _bears(label: View, value: View) -> bool:
    return not label.absent and label.text() == value.text()


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
