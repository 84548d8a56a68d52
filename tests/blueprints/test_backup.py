"""The blueprint `backup`, edited while it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from stackwright_blueprints.backup import blueprint

from tests.blueprints.rehearsing import Example, Rehearsal, examples

COMPONENT = "stackwright-components:index:Backup"
SHOWN = {example.path.stem: example for example in examples("backup")}
EVERY = {"aws": "aws-locked-for-good", "azure": "azure-database-and-blobs", "gcp": "gcp-buckets"}


def standing(folder: Path, stem: str, **inputs: Any) -> Rehearsal:
    example = SHOWN[stem]
    given = {**example.inputs, **inputs}
    rehearsal = Rehearsal(folder, Example(blueprint, folder, example.cloud, example.location, given))
    rehearsal.up()
    return rehearsal


def changed(rehearsal: Rehearsal) -> set[tuple[str, str]]:
    """(operation, logical name) of what the clouds did."""
    return {(op, name) for op, type_, name in rehearsal.steps() if type_ not in ("pulumi:pulumi:Stack", COMPONENT)}


@pytest.mark.parametrize("cloud", EVERY)
def test_a_part_taken_out_is_no_longer_enrolled_and_comes_back(cloud: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, EVERY[cloud], deletion_protection=False)
    before = rehearsal.outputs
    protect = SHOWN[EVERY[cloud]].inputs["protect"]
    gone, *rest = protect
    rehearsal.up(protect={name: protect[name] for name in rest})
    done = changed(rehearsal)
    assert done
    assert {op for op, _ in done} == {"delete"}
    assert any(gone in name for _, name in done)
    assert all(other not in name for _, name in done for other in rest)
    assert rehearsal.outputs == before
    rehearsal.up(protect=protect)
    assert {op for op, _ in changed(rehearsal)} == {"create"}
    rehearsal.up()
    assert changed(rehearsal) == set()


@pytest.mark.parametrize(
    ("cloud", "part", "output", "now"),
    [
        ("aws", "orders", "server_id", "arn:aws:rds:eu-west-1:123456789012:db:shop-2"),
        ("azure", "orders", "server_id", "/subscriptions/s/resourceGroups/g/providers/p/flexibleServers/shop-2"),
        ("gcp", "invoices", "bucket_name", "shop-objects-2"),
    ],
)
def test_a_part_that_is_replaced_is_enrolled_anew(cloud: str, part: str, output: str, now: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, EVERY[cloud])
    before = rehearsal.outputs
    protect = SHOWN[EVERY[cloud]].inputs["protect"]
    rehearsal.up(protect={**protect, part: {**protect[part], output: now}})
    assert changed(rehearsal)
    assert all(part in name for _, name in changed(rehearsal))
    assert rehearsal.outputs == before


@pytest.mark.parametrize("stem", ["aws-by-tags", "gcp-buckets"])
def test_retention_changes_in_place(stem: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, stem, lock="none")
    rehearsal.up(monthly_days=730)
    assert changed(rehearsal)
    assert {op for op, _ in changed(rehearsal)} == {"update"}


def test_on_azure_enrolments_move_to_a_new_policy_before_the_old_one_goes(tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, EVERY["azure"])
    rehearsal.up(monthly_days=730)
    done = changed(rehearsal)
    policies = {"shop-database", "shop-object-storage"}
    assert {name for op, name in done if op == "create-replacement"} == policies
    assert {name for op, name in done if op == "update"} == {"shop-orders", "shop-reports"}
    assert {name for op, name in done if op == "delete-replaced"} == policies
    order = [(step.op, step.urn.rpartition("::")[2]) for step in rehearsal.done()]
    assert order.index(("update", "shop-orders")) < order.index(("delete-replaced", "shop-database"))


def test_on_azure_what_an_immutable_vault_has_of_a_part_stays_there(tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, EVERY["azure"])
    rehearsal.up(protect={})
    assert {name for op, name in changed(rehearsal) if op == "delete"} >= {"shop-orders", "shop-reports"}
    assert sum("BackupInstance" in urn for urn in rehearsal.world()) == 2
    assert sum("BackupPolicy" in urn for urn in rehearsal.world()) == 2


def test_a_lock_is_lifted_and_closed_again_without_touching_the_vault(tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, "aws-by-tags")
    before = rehearsal.outputs
    rehearsal.up(lock="none")
    assert changed(rehearsal) == {("delete", "shop-vault"), ("delete", "shop-copy")}
    rehearsal.up(lock="governance")
    assert changed(rehearsal) == {("create", "shop-vault"), ("create", "shop-copy")}
    assert rehearsal.outputs == before


def test_the_copy_moves_and_the_vault_stays(tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, "aws-by-tags", deletion_protection=False)
    before = rehearsal.outputs
    rehearsal.up(copy_location="eu-north-1")
    replaced = {name for op, name in changed(rehearsal) if "replace" in op}
    assert replaced == {"shop-copy", "shop-copy-key"}
    after = rehearsal.outputs
    assert {name for name in after if after[name] != before[name]} == {"copy_vault_id"}
    assert "eu-north-1" in str(after["copy_vault_id"])


def test_the_plan_of_another_cloud_is_no_output(tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, EVERY["azure"])
    assert "plan_id" not in rehearsal.outputs
    assert "copy_vault_id" not in rehearsal.outputs
