"""The blueprint `worker` in a rehearsed world: what an edit does, and where the secret is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blueprints.rehearsing import Rehearsal, examples

EXAMPLES = {example.path.stem: example for example in examples("worker")}
CANARY = "postgresql://app:canary-7c1f@db.example.com/app"
COMPONENT = ("update", "stackwright-components:index:Worker", "shop")
DEPLOYMENT = ("update", "kubernetes:apps/v1:Deployment", "shop")


@pytest.fixture
def rehearsal(tmp_path: Path) -> Rehearsal:
    up = Rehearsal(tmp_path, EXAMPLES["private-queue"])
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


@pytest.fixture
def on_aws(tmp_path: Path) -> Rehearsal:
    up = Rehearsal(tmp_path, EXAMPLES["aws-queue"])
    up.up(database=CANARY)
    return up


def test_on_aws_a_new_image_is_a_new_task_definition(on_aws: Rehearsal) -> None:
    on_aws.up(image="example.com/jobs@sha256:1")
    assert set(on_aws.steps()) == {
        COMPONENT,
        ("create-replacement", "aws:ecs/taskDefinition:TaskDefinition", "shop-task"),
        ("replace", "aws:ecs/taskDefinition:TaskDefinition", "shop-task"),
        ("update", "aws:ecs/service:Service", "shop"),
        ("delete-replaced", "aws:ecs/taskDefinition:TaskDefinition", "shop-task"),
    }


def test_on_aws_more_replicas_are_the_autoscalers_affair(on_aws: Rehearsal) -> None:
    on_aws.up(replicas=4, backlog_per_replica=20)
    assert set(on_aws.steps()) == {
        COMPONENT,
        ("update", "aws:appautoscaling/target:Target", "shop-scaling"),
        ("update", "aws:appautoscaling/policy:Policy", "shop-backlog-jobs"),
    }


def test_on_aws_it_may_go_to_sleep_and_stay_awake_again(on_aws: Rehearsal) -> None:
    on_aws.up(replicas=0)
    woken = {
        ("aws:appautoscaling/policy:Policy", "shop-wake"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "shop-wake-jobs"),
    }
    assert {(type_, name) for op, type_, name in on_aws.steps() if op == "create"} == woken
    on_aws.up(replicas=2)
    assert {(type_, name) for op, type_, name in on_aws.steps() if op == "delete"} == woken


def test_on_aws_a_grant_goes_with_its_connection(on_aws: Rehearsal) -> None:
    on_aws.up(connections=None)
    gone = {(type_, name) for op, type_, name in on_aws.steps() if op == "delete"}
    assert ("aws:iam/rolePolicy:RolePolicy", "shop-jobs") in gone
    assert ("aws:appautoscaling/policy:Policy", "shop-backlog-jobs") in gone


def test_on_aws_the_secret_is_in_no_file_no_state_and_no_event(on_aws: Rehearsal) -> None:
    on_aws.up(image="example.com/jobs@sha256:2")
    assert on_aws.leaks("canary-7c1f") == []
    assert "canary-7c1f" not in repr(on_aws.events)


def test_on_aws_a_network_is_needed(tmp_path: Path) -> None:
    rehearsal = Rehearsal(tmp_path, EXAMPLES["aws-queue"])
    with pytest.raises(AssertionError, match="needs a network"):
        rehearsal.up(network=None)
