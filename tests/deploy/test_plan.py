from __future__ import annotations

from collections.abc import Mapping

import pytest

from stackwright.deploy.plan import Plan, make_plan
from stackwright.errors import UsageError
from stackwright.service.model import Part
from tests.deploy.support import part, service, stack_for

PARTS = (
    part("web", reads={"network": "id", "database": "url"}),
    part("database", reads={"network": "id"}),
    part("network"),
    part("status", after=("web",)),
    part("archive"),
)


BILLING = service(part("db", stack="dev-db", project="billing-legacy"))


def plan(*parts: Part, **selection: object) -> Plan:
    shop = service(*parts)
    return make_plan(shop, shop.environments["dev"], stack_for, **selection)


def names(plan: Plan) -> list[str]:
    return [each.name for each in plan.parts]


def test_parts_follow_what_they_need_and_else_the_file() -> None:
    assert names(plan(*PARTS)) == ["network", "database", "web", "status", "archive"]


@pytest.mark.parametrize(
    ("selection", "chosen", "upstream", "downstream"),
    [
        ({}, ["database"], ["network"], ["web"]),
        ({"with_dependencies": True}, ["network", "database"], [], ["web"]),
        ({"with_dependents": True}, ["database", "web", "status"], ["network"], []),
        ({"with_dependencies": True, "with_dependents": True}, ["network", "database", "web", "status"], [], []),
    ],
)
def test_a_part_is_chosen_with_what_is_asked_for(
    selection: Mapping[str, bool], chosen: list[str], upstream: list[str], downstream: list[str]
) -> None:
    made = plan(*PARTS, part="database", **selection)
    assert names(made) == chosen
    assert sorted(made.upstream) == upstream
    assert sorted(made.downstream) == downstream


def test_what_is_needed_and_what_is_read_are_told_apart() -> None:
    made = plan(*PARTS)
    assert list(made["web"].needs) == ["network", "database"]
    assert made["web"].reads == {"network": {"id"}, "database": {"url"}}
    assert list(made["status"].needs) == ["web"]
    assert made["status"].reads == {}


def test_the_reverse_order_ends_with_what_everything_stands_on() -> None:
    needs = plan(*PARTS).needs_reversed()
    assert needs["network"] == ["database", "web"]
    assert needs["status"] == []


def test_a_part_of_another_service_is_upstream() -> None:
    made = plan(part("web", reads={"billing/db": "url"}))
    stack = made.upstream["billing/db"]
    assert (stack.project, stack.name, stack.backend) == ("billing", "dev.db", "mem://state")


def test_a_part_of_another_service_is_found_where_that_service_says() -> None:
    made = plan(part("web", reads={"billing/db": "url"}), neighbour={"billing": BILLING}.get)
    stack = made.upstream["billing/db"]
    assert (stack.project, stack.name, stack.backend) == ("billing-legacy", "dev-db", "mem://state")


def test_an_unknown_part_is_named_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"has no part 'databse' in environment 'dev'\n.*'database'"):
        plan(*PARTS, part="databse")
