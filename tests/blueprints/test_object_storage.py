"""The blueprint `object-storage`, edited while it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from stackwright_blueprints.object_storage import blueprint

from tests.blueprints.rehearsing import Example, Rehearsal

PLACES = {"aws": "eu-west-1", "azure": "westeurope", "gcp": "europe-west1"}


def standing(folder: Path, cloud: Any, **inputs: Any) -> Rehearsal:
    rehearsal = Rehearsal(folder, Example(blueprint, folder, cloud, PLACES[cloud], inputs))
    rehearsal.up()
    return rehearsal


def changed(rehearsal: Rehearsal) -> set[tuple[str, str]]:
    return {
        (op, type_.rpartition(":")[2])
        for op, type_, _ in rehearsal.steps()
        if not type_.startswith(("pulumi:pulumi:Stack", "stackwright-components:"))
    }


@pytest.mark.parametrize(
    ("cloud", "holder"),
    [("aws", "BucketLifecycleConfiguration"), ("azure", "ManagementPolicy"), ("gcp", "Bucket")],
)
def test_the_life_of_objects_changes_in_place(cloud: str, holder: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, cloud)
    rehearsal.up(cold_after_days=30, expire_days=365, noncurrent_days=7)
    assert changed(rehearsal) == {("update", holder)}
    rehearsal.up(cold_after_days=None, expire_days=None, noncurrent_days=None)
    assert changed(rehearsal) == {("update", holder)}


@pytest.mark.parametrize(
    ("cloud", "holder"),
    [("aws", "BucketVersioning"), ("azure", "BlobServiceProperties"), ("gcp", "Bucket")],
)
def test_versioning_can_be_suspended(cloud: str, holder: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, cloud)
    rehearsal.up(versioning=False)
    assert changed(rehearsal) == {("update", holder)}


@pytest.mark.parametrize("cloud", PLACES)
def test_access_logs_go_and_the_bucket_stays(cloud: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, cloud)
    before = rehearsal.outputs
    rehearsal.up(access_logs=False)
    assert {op for op, _ in changed(rehearsal)} <= {"update", "delete"}
    assert rehearsal.outputs == before


def test_on_gcp_objects_may_be_elsewhere_than_the_provider(tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, "gcp", location="EU")
    rehearsal.preview(location="US")
    assert "replace" in {op for op, type_ in changed(rehearsal) if type_ == "Bucket"}
