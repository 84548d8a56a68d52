"""The blueprint `queue`, edited while it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from stackwright_blueprints.queue import blueprint

from tests.blueprints.rehearsing import Example, Rehearsal

PLACES = {"aws": "eu-west-1"}
COMPONENT = "stackwright-components:index:Queue"


def standing(folder: Path, cloud: Any, **inputs: Any) -> Rehearsal:
    rehearsal = Rehearsal(folder, Example(blueprint, folder, cloud, PLACES[cloud], inputs))
    rehearsal.up()
    return rehearsal


def changed(rehearsal: Rehearsal) -> set[tuple[str, str]]:
    """(operation, logical name) of what the clouds did."""
    return {(op, name) for op, type_, name in rehearsal.steps() if type_ not in ("pulumi:pulumi:Stack", COMPONENT)}


@pytest.mark.parametrize("cloud", PLACES)
def test_delivery_and_alarms_change_in_place(cloud: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, cloud)
    before = rehearsal.outputs
    rehearsal.up(timeout_seconds=40, max_receives=7, retention_days=4, max_age_minutes=5)
    assert changed(rehearsal)
    assert {op for op, _ in changed(rehearsal)} == {"update"}
    after = rehearsal.outputs
    assert after["visibility_seconds"] == 240
    assert {name for name in after if after[name] != before[name]} == {"visibility_seconds"}


@pytest.mark.parametrize("cloud", PLACES)
def test_order_is_another_queue(cloud: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, cloud)
    before = rehearsal.outputs
    rehearsal.up(ordered=True)
    assert "create-replacement" in {op for op, _ in changed(rehearsal)}
    after = rehearsal.outputs
    assert after["queue_id"] != before["queue_id"]
    rehearsal.up()
    assert changed(rehearsal) == set()


def test_an_ordered_queue_of_aws_says_so_in_its_name(tmp_path: Path) -> None:
    outputs = standing(tmp_path, "aws", ordered=True).outputs
    assert all(str(outputs[name]).endswith(".fifo") for name in ("name", "queue_url", "queue_arn", "dead_letter_url"))


def test_what_another_cloud_has_is_no_output(tmp_path: Path) -> None:
    outputs = standing(tmp_path, "aws").outputs
    assert {"queue_arn", "key_arn"} <= set(outputs)
    assert {"topic_id", "subscription_id", "namespace_id"}.isdisjoint(outputs)
