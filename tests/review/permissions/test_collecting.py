"""Where the resources come from whose permissions are told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from stackwright.errors import UsageError
from stackwright.review.permissions.collecting import of_file, of_saved
from stackwright.review.staging import service_of
from stackwright.service.model import Environment, Service

ROLE = "urn:pulumi:check::program::aws:iam/role:Role::web"
STATE = {"manifest": {}, "resources": [{"urn": ROLE, "type": "aws:iam/role:Role", "custom": True, "id": "web"}]}


@pytest.fixture
def program(tmp_path: Path) -> tuple[Service, Environment]:
    """A program whose environment keeps its state in a folder."""
    (tmp_path / "Pulumi.yaml").write_text("name: program\nruntime: python\n")
    service = service_of(tmp_path)
    [environment] = service.environments.values()
    return service, replace(environment, backend=f"file://{tmp_path}/state")


def test_a_state_in_files_is_read_as_it_is(program: tuple[Service, Environment], tmp_path: Path) -> None:
    folder = tmp_path / "state/.pulumi/stacks/program"
    folder.mkdir(parents=True)
    checkpoint = {"stack": "organization/program/check", "latest": STATE}
    (folder / "check.json").write_text(json.dumps({"version": 3, "checkpoint": checkpoint}))
    found = of_saved(*program, ask=False)
    assert found is not None
    assert {part: [one.urn for one in resources] for part, resources in found.parts.items()} == {"program": [ROLE]}


def test_where_nothing_is_deployed_there_is_nothing_to_compare_with(
    program: tuple[Service, Environment], tmp_path: Path
) -> None:
    assert of_saved(*program, ask=True) is None
    (tmp_path / "state/.pulumi").mkdir(parents=True)
    assert of_saved(*program, ask=True) is None


def test_what_only_the_official_cli_can_read_is_not_asked_for_unasked(program: tuple[Service, Environment]) -> None:
    service, environment = program
    assert of_saved(service, replace(environment, backend="s3://acme-pulumi"), ask=False) is None


def test_a_file_that_holds_no_state_is_refused() -> None:
    with pytest.raises(UsageError):
        of_file(b"[]", "other.json")
