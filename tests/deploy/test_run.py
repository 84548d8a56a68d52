"""Up and destroy of a whole service: order, failures, repetition, and what is looked at first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackwright.deploy.means import Means
from stackwright.deploy.plan import Plan, make_plan
from stackwright.deploy.progress import (
    PartEvent,
    PartFinished,
    PartStarted,
    PhaseFinished,
    PhaseStarted,
    Progress,
    RunResult,
)
from stackwright.deploy.run import destroy, up
from stackwright.deploy.runner import ReadyQueue
from stackwright.errors import InvalidInput, UsageError
from tests.deploy.support import FakeEngine, Id, Of, Program, part, service, stack_for
from tests.deploy.test_preview import SHOP, deploy, means, programs, states
from tests.deploy.test_runner import graphs

DIAMOND = service(
    part("base"),
    part("left", reads={"base": "x"}),
    part("right", reads={"base": "x"}),
    part("top", after=("left", "right")),
)
FOUR = {f"dev.{name}": Program({"thing": {}}, {"x": "1"}) for name in ("base", "left", "right", "top")}


def tear_down(engine: FakeEngine, shop: Any = DIAMOND, **selection: Any) -> Any:
    return destroy(make_plan(shop, shop.environments["dev"], stack_for, **selection), means(engine))


def called(engine: FakeEngine, what: str) -> list[str]:
    return [name for operation, name in engine.log if operation == what]


def test_up_in_order_and_again_changes_nothing() -> None:
    engine = FakeEngine(programs())
    assert states(deploy(engine)) == {"network": "succeeded", "web": "succeeded", "status": "succeeded"}
    assert called(engine, "up") == ["dev.network", "dev.web", "dev.status"]
    assert states(deploy(engine)) == {"network": "unchanged", "web": "unchanged", "status": "unchanged"}


def test_a_failure_blocks_only_what_depends_on_it_and_up_again_continues() -> None:
    engine = FakeEngine(dict(FOUR), fail={"dev.left"})
    result = deploy(engine, DIAMOND)
    assert states(result) == {"base": "succeeded", "left": "failed", "right": "succeeded", "top": "blocked"}
    assert result.exit_code == 1
    engine.fail.clear()
    assert states(deploy(engine, DIAMOND)) == {
        "base": "unchanged",
        "left": "succeeded",
        "right": "unchanged",
        "top": "succeeded",
    }


def test_a_locked_stack_fails_its_part_only() -> None:
    engine = FakeEngine(dict(FOUR), locked={"dev.right"})
    result = deploy(engine, DIAMOND)
    assert states(result) == {"base": "succeeded", "left": "succeeded", "right": "failed", "top": "blocked"}
    assert "locked by ada" in (result.parts[2].reason or "")
    assert result.exit_code == 1


def test_destroy_in_reverse_order_can_be_repeated_after_a_failure() -> None:
    engine = FakeEngine(dict(FOUR))
    deploy(engine, DIAMOND)
    engine.fail = {"dev.left"}
    result = tear_down(engine)
    assert states(result) == {"top": "succeeded", "left": "failed", "right": "succeeded", "base": "blocked"}
    engine.fail.clear()
    assert states(tear_down(engine)) == {
        "top": "unchanged",
        "left": "succeeded",
        "right": "unchanged",
        "base": "succeeded",
    }
    assert states(tear_down(engine)) == dict.fromkeys(["top", "left", "right", "base"], "unchanged")


def test_a_protected_resource_anywhere_stops_the_destroy_before_the_first_delete() -> None:
    engine = FakeEngine(dict(FOUR))
    deploy(engine, DIAMOND)
    base: Any = engine.states["mem://state", "shop", "dev.base"]
    base["deployment"]["resources"][1]["protect"] = True
    with pytest.raises(
        InvalidInput, match=r"(?s)base holds a protected resource: urn:.*pulumi state unprotect urn:"
    ) as e:
        tear_down(engine)
    assert e.value.exit_code == 2
    assert not called(engine, "destroy")


def test_destroying_one_part_that_others_stand_on_is_refused() -> None:
    engine = FakeEngine(dict(FOUR))
    deploy(engine, DIAMOND)
    with pytest.raises(UsageError, match=r"left, right would lose .* base\n.*--with-dependents"):
        tear_down(engine, part="base")
    assert list(states(tear_down(engine, part="base", with_dependents=True))) == ["top", "right", "left", "base"]
    assert states(tear_down(engine, part="base")) == {"base": "unchanged"}


def test_up_of_one_part_needs_its_upstream_deployed() -> None:
    engine = FakeEngine(programs())
    plan = make_plan(SHOP, SHOP.environments["dev"], stack_for, part="web")
    with pytest.raises(UsageError, match="web needs network"):
        up(plan, means(engine))
    assert not called(engine, "up")


def test_the_listener_hears_everything_with_the_parts_name() -> None:
    engine, told = FakeEngine(programs()), list[Progress]()
    up(make_plan(SHOP, SHOP.environments["dev"], stack_for), means(engine, told))
    assert isinstance(told[0], PhaseStarted)
    assert isinstance(told[-1], PhaseFinished)
    assert [each.part for each in told if isinstance(each, PartStarted)] == ["network", "web", "status"]
    assert [each.result.part for each in told if isinstance(each, PartFinished)] == ["network", "web", "status"]
    assert {each.part for each in told if isinstance(each, PartEvent)} == {"network", "web", "status"}


def test_a_listener_that_breaks_stops_the_run_but_no_step() -> None:
    engine, calls = FakeEngine(dict(FOUR)), list[Progress]()

    def broken(progress: Progress) -> None:
        calls.append(progress)
        if isinstance(progress, PartEvent):
            raise BrokenPipeError

    plan = make_plan(DIAMOND, DIAMOND.environments["dev"], stack_for)
    with pytest.raises(BrokenPipeError):
        up(plan, Means(engine=engine, runner=ReadyQueue(1), listener=broken))
    assert called(engine, "up") == ["dev.base"], "nothing new starts"
    assert engine.outputs(stack_for(DIAMOND.parts["dev"]["base"])) == {"x": "1"}, "what had started is finished"
    assert isinstance(calls[-1], PartEvent), "it is not called again"


def test_a_bug_is_raised_after_everything_was_told() -> None:
    engine, told = FakeEngine({}), list[Progress]()
    with pytest.raises(KeyError):
        up(make_plan(DIAMOND, DIAMOND.environments["dev"], stack_for), means(engine, told))
    assert isinstance(told[-1], PhaseFinished)


@settings(deadline=None, max_examples=60)
@given(graph=graphs(), data=st.data(), parallel=st.integers(1, 3))
def test_whatever_fails_up_again_finishes_and_destroy_again_leaves_nothing(
    graph: dict[str, list[str]], data: st.DataObject, parallel: int
) -> None:
    shop = service(*(part(name, reads=dict.fromkeys(needs, "x")) for name, needs in graph.items()))
    programs = {
        f"dev.{name}": Program({"thing": {"of": [Of(f"dev.{other}", "x") for other in needs]}}, {"x": Id("thing")})
        for name, needs in graph.items()
    }
    engine, names = FakeEngine(programs), sorted(graph)
    plan = make_plan(shop, shop.environments["dev"], stack_for)

    def again(operation: Callable[[Plan, Means], RunResult]) -> RunResult:
        engine.fail = {f"dev.{name}" for name in names if data.draw(st.booleans())}
        first = operation(plan, Means(engine=engine, runner=ReadyQueue(parallel), listener=lambda _: None))
        assert first.exit_code == int(bool(engine.fail) and any(part.state == "failed" for part in first.parts))
        engine.fail = set()
        return operation(plan, Means(engine=engine, runner=ReadyQueue(parallel), listener=lambda _: None))

    assert again(up).exit_code == 0
    assert all(engine.outputs(stack_for(part)) for part in shop.parts["dev"].values())
    assert {part.state for part in up(plan, means(engine)).parts} <= {"unchanged"}
    assert again(destroy).exit_code == 0
    assert not any(engine.outputs(stack_for(part)) for part in shop.parts["dev"].values())
