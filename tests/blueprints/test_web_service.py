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


APP = ("update", "azure-native:app:ContainerApp", "shop")
KEEPER = "random:index/randomId:RandomId"
SECRET = "azure-native:keyvault:Secret"


class TestOnAzure:
    """Container Apps."""

    @pytest.fixture
    def azure(self, tmp_path: Path) -> Rehearsal:
        up = Rehearsal(tmp_path, EXAMPLES["azure-internal"])
        up.up(database=CANARY)
        return up

    def test_a_new_image_is_a_new_revision_in_place(self, azure: Rehearsal) -> None:
        outcome = azure.up(image="example.com/web@sha256:1")
        assert set(outcome.changes) == {"same", "update"}
        assert {it for it in azure.steps() if it[0] == "update"} == {COMPONENT, APP}

    def test_more_replicas_are_updates_in_place(self, azure: Rehearsal) -> None:
        outcome = azure.up(replicas=4)
        assert set(outcome.changes) == {"same", "update"}
        alarm = ("update", "azure-native:monitor:MetricAlert", "shop-replicas")
        assert {it for it in azure.steps() if it[0] == "update"} == {COMPONENT, APP, alarm}

    def test_a_new_secret_is_another_secret_and_rolls_the_app(self, azure: Rehearsal) -> None:
        planned = azure.preview(database=CANARY.replace("app:", "other:"))
        done = azure.up()
        assert planned.changes == done.changes
        assert {kind for op, kind in types(azure) if op == "create-replacement"} == {KEEPER, SECRET}
        assert APP in azure.steps()

    def test_a_variable_that_comes_back_does_not_meet_its_old_secret(self, azure: Rehearsal) -> None:
        azure.up(secrets={"SESSION_KEY": "first"})
        azure.up(secrets=None)
        azure.up(secrets={"SESSION_KEY": "first"})
        kept = [urn for urn in azure.world() if urn.endswith("Secret::shop-session-key")]
        assert len(kept) == 2  # the vault keeps what nothing refers to any more
        azure.destroy()
        assert azure.world() == []

    def test_the_secret_is_in_no_file_no_state_and_no_event(self, azure: Rehearsal) -> None:
        azure.up(image="example.com/web@sha256:2")
        assert azure.leaks("canary-7c1f") == []
        assert "canary-7c1f" not in repr(azure.events)

    def test_a_domain_replaces_the_environment_the_old_one_first(self, azure: Rehearsal) -> None:
        domain = {name: EXAMPLES["azure-public"].inputs[name] for name in ("domain", "zone_id")}
        azure.up(**domain)
        replaced = {kind for op, kind in types(azure) if op in ("replace", "create-replacement")}
        assert {"azure-native:app:ManagedEnvironment", "azure-native:app:ContainerApp"} <= replaced
        assert azure.outputs["url"] == "https://shop.example.com"

    def test_an_older_network_says_what_it_lacks(self, azure: Rehearsal) -> None:
        network = {name: it for name, it in azure.example.inputs["network"].items() if name != "nat_gateway_ids"}
        with pytest.raises(AssertionError, match="no output nat_gateway_ids; deploy a network of"):
            azure.preview(network=network)

    def test_what_only_the_other_cloud_has_is_no_output(self, azure: Rehearsal, rehearsal: Rehearsal) -> None:
        assert not {"task_role_arn", "security_group_id", "log_group_name"} & set(azure.outputs)
        assert not {"log_workspace_id", "subnet_cidr"} & set(rehearsal.outputs)
        assert azure.outputs["identity"] != rehearsal.outputs["identity"] == rehearsal.outputs["task_role_arn"]
