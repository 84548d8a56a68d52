"""The blueprint `worker` in a rehearsed world: what an edit does, and where the secret is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blueprints.rehearsing import Rehearsal, examples

(EXAMPLE,) = examples("worker")
CANARY = "postgresql://app:canary-7c1f@db.example.com/app"
COMPONENT = ("update", "stackwright-components:index:Worker", "shop")
DEPLOYMENT = ("update", "kubernetes:apps/v1:Deployment", "shop")


@pytest.fixture
def rehearsal(tmp_path: Path) -> Rehearsal:
    up = Rehearsal(tmp_path, EXAMPLE)
    up.up(database=CANARY)
    return up


def test_a_new_image_updates_the_deployment_and_nothing_else(rehearsal: Rehearsal) -> None:
    rehearsal.up(image="example.com/jobs@sha256:1")
    assert set(rehearsal.steps()) == {COMPONENT, DEPLOYMENT}


def test_a_new_secret_is_another_secret_and_rolls_the_pods(rehearsal: Rehearsal) -> None:
    rehearsal.up(database=CANARY.replace("app:", "other:"))
    steps = rehearsal.steps()
    assert ("create-replacement", "kubernetes:core/v1:Secret", "shop") in steps
    assert ("delete-replaced", "kubernetes:core/v1:Secret", "shop") in steps
    assert DEPLOYMENT in steps


def test_more_replicas_are_the_autoscalers_affair(rehearsal: Rehearsal) -> None:
    rehearsal.up(replicas=3)
    scaler = ("update", "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "shop")
    assert set(rehearsal.steps()) == {COMPONENT, scaler}


def test_the_secret_is_in_no_file_no_state_and_no_event(rehearsal: Rehearsal) -> None:
    rehearsal.up(image="example.com/jobs@sha256:2")
    assert rehearsal.leaks("canary-7c1f") == []
    assert "canary-7c1f" not in repr(rehearsal.events)
