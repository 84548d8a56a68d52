"""Label selectors, as Kubernetes evaluates them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stackwright_policies.model import UNKNOWN
from stackwright_policies.reliability.kubernetes.selecting import selecting, selector_of, selects
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import NotKnown

LABELS = {"app": "web", "tier": "front"}


def expression(key: str, operator: str, *values: str) -> dict[str, Any]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


@pytest.mark.parametrize(
    ("selector", "selected"),
    [
        (None, False),
        ({}, True),
        ({"matchLabels": {"app": "web"}}, True),
        ({"matchLabels": {"app": "web", "tier": "back"}}, False),
        ({"matchLabels": {"team": ""}}, False),
        (expression("app", "In", "web", "api"), True),
        (expression("app", "In", "api"), False),
        (expression("team", "In", "retail"), False),
        (expression("app", "NotIn", "api"), True),
        (expression("team", "NotIn", "retail"), True),
        (expression("app", "NotIn", "web"), False),
        (expression("app", "Exists"), True),
        (expression("team", "Exists"), False),
        (expression("team", "DoesNotExist"), True),
        (expression("app", "DoesNotExist"), False),
        ({"matchLabels": {"app": "web"}, **expression("tier", "In", "back")}, False),
        ({"matchLabels": {"app": UNKNOWN, "tier": "back"}}, False),
    ],
)
def test_a_selector_selects(selector: object, selected: bool) -> None:
    assert selects(View(selector), View(LABELS)) is selected


def test_what_depends_on_an_unknown_is_not_known() -> None:
    with pytest.raises(NotKnown):
        selects(View({"matchLabels": {"app": UNKNOWN}}), View(LABELS))


BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"
WORDS = st.sampled_from(["", "web", "api"])
VALUES = st.one_of(WORDS, st.just(UNKNOWN))
EXPRESSIONS = st.builds(
    lambda key, operator, values: {"key": key, "operator": operator, "values": values},
    st.sampled_from(["app", "tier"]),
    st.sampled_from(["In", "NotIn", "Exists", "DoesNotExist"]),
    st.lists(WORDS, max_size=2),
)
SELECTORS = st.one_of(
    st.just(UNKNOWN),
    st.fixed_dictionaries(
        {},
        optional={
            "matchLabels": st.dictionaries(st.sampled_from(["app", "tier"]), VALUES, max_size=2),
            "matchExpressions": st.lists(EXPRESSIONS, max_size=1),
        },
    ),
)


@given(
    selectors=st.lists(SELECTORS, max_size=4),
    labels=st.dictionaries(st.sampled_from(["app", "tier"]), WORDS, max_size=2),
)
def test_the_index_leaves_out_none_that_may_select(selectors: list[object], labels: dict[str, str]) -> None:
    budgets = [
        Resource(type=BUDGET, urn=f"urn:{index}", name="it", properties=View({"spec": {"selector": selector}}))
        for index, selector in enumerate(selectors)
    ]
    found = {one.urn for one in selecting(budgets, (BUDGET,)).perhaps(View(labels))}
    assert {one.urn for one in budgets if _may_select(one, labels)} <= found


def _may_select(one: Resource, labels: dict[str, str]) -> bool:
    try:
        return selects(selector_of(one), View(labels))
    except NotKnown:
        return True
