"""The blueprint `queue`, edited while it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from stackwright_blueprints.queue import blueprint

from tests.blueprints.rehearsing import Example, Rehearsal

PLACES = {"aws": "eu-west-1", "azure": "westeurope", "gcp": "europe-west1"}
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
    rehearsal.up(timeout_seconds=40, max_receives=7, retention_days=4, max_age_minutes=5, max_backlog=10)
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
    if cloud != "azure":  # there it has the name that it is given: the old one goes first
        assert rehearsal.outputs["queue_id"] != before["queue_id"]
    rehearsal.up()
    assert changed(rehearsal) == set()


def test_an_ordered_queue_of_aws_says_so_in_its_name(tmp_path: Path) -> None:
    outputs = standing(tmp_path, "aws", ordered=True).outputs
    assert all(str(outputs[name]).endswith(".fifo") for name in ("name", "queue_url", "queue_arn", "dead_letter_url"))


def test_a_key_of_its_own_takes_another_namespace(tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, "azure", tier="standard")
    before = rehearsal.outputs
    rehearsal.up(tier="premium")
    assert ("create-replacement", "shop-queue") in changed(rehearsal)
    assert rehearsal.outputs["namespace_id"] != before["namespace_id"]
    rehearsal.up()
    assert changed(rehearsal) == set()


@pytest.mark.parametrize(
    ("cloud", "own"),
    [("aws", {"queue_arn", "key_arn"}), ("azure", {"namespace_id"}), ("gcp", {"topic_id", "subscription_id"})],
)
def test_what_another_cloud_has_is_no_output(cloud: str, own: set[str], tmp_path: Path) -> None:
    outputs = set(standing(tmp_path, cloud).outputs)
    assert {"queue_arn", "key_arn", "namespace_id", "topic_id", "subscription_id"} & outputs == own
