"""The blueprint `web-service` in a rehearsed world: what an edit does, and where the secret is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blueprints.rehearsing import Rehearsal, examples

EXAMPLES = {example.path.stem: example for example in examples("web-service")}
CANARY = "postgresql://app:canary-7c1f@db.example.com/app"
COMPONENT = ("update", "stackwright-components:index:WebService", "shop")
SERVICE = ("update", "aws:ecs/service:Service", "shop")
TASK = "aws:ecs/taskDefinition:TaskDefinition"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"


@pytest.fixture
def rehearsal(tmp_path: Path) -> Rehearsal:
    up = Rehearsal(tmp_path, EXAMPLES["aws-internal"])
    up.up(database=CANARY)
    return up


def types(rehearsal: Rehearsal) -> set[tuple[str, str]]:
    return {(op, kind) for op, kind, _ in rehearsal.steps()}


def test_a_new_image_is_a_new_task_definition_and_nothing_else(rehearsal: Rehearsal) -> None:
    rehearsal.up(image="example.com/web@sha256:1")
    assert {kind for op, kind in types(rehearsal) if op == "create-replacement"} == {TASK}
    assert {it for it in rehearsal.steps() if it[0] == "update"} == {COMPONENT, SERVICE}


def test_a_new_secret_rolls_the_tasks(rehearsal: Rehearsal) -> None:
    rehearsal.up(database=CANARY.replace("app:", "other:"))
    assert {kind for op, kind in types(rehearsal) if op == "create-replacement"} == {TASK, VERSION}
    assert SERVICE in rehearsal.steps()


def test_more_replicas_touch_no_task(rehearsal: Rehearsal) -> None:
    outcome = rehearsal.up(replicas=4)
    assert set(outcome.changes) == {"same", "update"}
    assert SERVICE not in rehearsal.steps()
    assert ("update", "aws:appautoscaling/target:Target", "shop-scaling") in rehearsal.steps()


def test_the_secret_is_in_no_file_no_state_and_no_event(rehearsal: Rehearsal) -> None:
    rehearsal.up(image="example.com/web@sha256:2")
    assert rehearsal.leaks("canary-7c1f") == []
    assert "canary-7c1f" not in repr(rehearsal.events)


def test_a_domain_makes_it_public_over_https(rehearsal: Rehearsal) -> None:
    assert str(rehearsal.outputs["url"]).startswith("http://internal-")
    rehearsal.up(domain="shop.example.com", zone_id="Z0123456789ABCDEFGHIJ")
    assert rehearsal.outputs["url"] == "https://shop.example.com"
