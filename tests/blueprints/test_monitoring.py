"""The blueprint `monitoring`, edited while it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from stackwright_blueprints.model import BlueprintError
from stackwright_blueprints.monitoring import blueprint

from tests.blueprints.rehearsing import Example, Rehearsal, examples

COMPONENT = "stackwright-components:index:Monitoring"
WHOLE = {example.cloud: example for example in examples("monitoring") if "whole" in example.path.stem}


def standing(folder: Path, cloud: str, **inputs: Any) -> Rehearsal:
    example = WHOLE[cloud]
    rehearsal = Rehearsal(folder, Example(blueprint, folder, cloud, example.location, {**example.inputs, **inputs}))
    rehearsal.up()
    return rehearsal


def changed(rehearsal: Rehearsal) -> set[tuple[str, str]]:
    """(operation, logical name) of what the clouds did."""
    return {(op, name) for op, type_, name in rehearsal.steps() if type_ not in ("pulumi:pulumi:Stack", COMPONENT)}


@pytest.mark.parametrize("cloud", WHOLE)
def test_a_part_taken_out_takes_its_alarms_and_widgets_and_nothing_else(cloud: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, cloud)
    gone, *_ = watched = {name: it for name, it in WHOLE[cloud].inputs["watch"].items() if it["cloud"] == cloud}
    rest = {name: it for name, it in WHOLE[cloud].inputs["watch"].items() if name != gone}
    assert len(watched) > 1
    rehearsal.up(watch=rest)
    done = changed(rehearsal)
    assert {name for op, name in done if op == "delete"} == {
        name for _, name in done if name.startswith(f"shop-{gone}-")
    }
    assert {(op, name) for op, name in done if op != "delete"} == {("update", "shop-dashboard")}
    # and back again
    rehearsal.up(watch=WHOLE[cloud].inputs["watch"])
    assert {op for op, _ in changed(rehearsal)} == {"create", "update"}
    rehearsal.up()
    assert changed(rehearsal) == set()


@pytest.mark.parametrize(
    ("cloud", "name", "output", "now"),
    [
        ("aws", "orders", "server_id", "arn:aws:rds:eu-west-1:123456789012:db:shop-2"),
        ("azure", "orders", "server_id", "/subscriptions/s/resourceGroups/g/providers/p/flexibleServers/shop-2"),
        ("gcp", "jobs", "subscription_id", "projects/shop-dev/subscriptions/shop-2"),
    ],
)
def test_a_part_that_is_replaced_is_watched_on(cloud: str, name: str, output: str, now: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, cloud)
    watch = WHOLE[cloud].inputs["watch"]
    rehearsal.up(watch={**watch, name: {**watch[name], output: now}})
    done = changed(rehearsal)
    assert ("update", "shop-dashboard") in done
    assert {op for op, _ in done} == {"update"}
    assert {it for _, it in done} - {"shop-dashboard"} == {it for _, it in done if it.startswith(f"shop-{name}-")}


@pytest.mark.parametrize("cloud", WHOLE)
def test_people_come_and_go_in_place(cloud: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, cloud, alarm_target=None, emails=["a@acme.example"], monthly_budget=None, watch={})
    before = rehearsal.outputs
    rehearsal.up(emails=["a@acme.example", "b@acme.example"])
    assert {op for op, _ in changed(rehearsal)} <= {"create", "update"}
    assert rehearsal.outputs["dashboard_url"] == before["dashboard_url"]
    if cloud != "gcp":  # where the target is the channels themselves
        assert rehearsal.outputs["alarm_target"] == before["alarm_target"]


@pytest.mark.parametrize("cloud", WHOLE)
def test_a_budget_is_changed_and_ended(cloud: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, cloud)
    rehearsal.up(monthly_budget=42)
    assert changed(rehearsal) == {("update", "shop-budget")}
    rehearsal.up(monthly_budget=None)
    assert changed(rehearsal) == {("delete", "shop-budget")}


@pytest.mark.parametrize("cloud", WHOLE)
def test_a_check_goes_with_its_alarm(cloud: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, cloud, checks={"front": "https://a.example", "back": "https://b.example"})
    rehearsal.up(checks={"front": "https://a.example"})
    deleted = {name for op, name in changed(rehearsal) if op == "delete"}
    assert deleted == {"shop-back", "shop-back-unreachable"}
    assert all("front" not in name for _, name in changed(rehearsal))


def test_a_webhook_is_nowhere_in_clear(tmp_path: Path) -> None:
    [example] = [it for it in examples("monitoring") if it.path.stem == "aws-alarms-only"]
    rehearsal = Rehearsal(tmp_path, example)
    rehearsal.up()
    assert rehearsal.leaks("0a1b2c3d") == []
    assert "0a1b2c3d" not in json.dumps([repr(event) for event in rehearsal.events])


def test_what_is_watched_is_written_out(tmp_path: Path) -> None:
    import pulumi

    example = WHOLE["aws"]
    rehearsal = Rehearsal(tmp_path, Example(blueprint, tmp_path, "aws", example.location, {"watch": {}}))
    rehearsal.up()
    with pytest.raises(BlueprintError, match="write it out"):
        blueprint.load()(
            blueprint.context(
                service="shop", part="m", environment="dev", cloud="aws", owner="o", providers={}, tags={}, location="x"
            ),
            {"watch": pulumi.Output.from_input({})},
        )
