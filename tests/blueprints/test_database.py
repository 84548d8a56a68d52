"""The blueprint `database` in a rehearsed world: what an edit does, and where the password is."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackwright.wire.values import reveal
from tests.blueprints.rehearsing import Example, Rehearsal, examples

EXAMPLES = {example.path.stem: example for example in examples("database")}
INSTANCE = "aws:rds/instance:Instance"
SERVER = "azure-native:dbforpostgresql:Server"


@pytest.mark.parametrize(
    ("example", "server"),
    [(EXAMPLES["azure-development"], SERVER), (EXAMPLES["aws-portable"], INSTANCE)],
    ids=["azure", "aws"],
)
class TestOnEveryCloud:
    """The same on AWS and Azure."""

    def test_growing_updates_the_server_in_place(self, example: Example, server: str, tmp_path: Path) -> None:
        rehearsal = Rehearsal(tmp_path, example)
        rehearsal.up()
        before = rehearsal.outputs["server_id"]
        grown = rehearsal.up(size="M", storage_gb=128, backup_retention_days=30)
        assert set(grown.changes) == {"same", "update"}
        assert ("update", server, "shop") in rehearsal.steps()
        assert rehearsal.outputs["server_id"] == before

    def test_a_new_major_version_keeps_the_server(self, example: Example, server: str, tmp_path: Path) -> None:
        rehearsal = Rehearsal(tmp_path, example)
        rehearsal.up(version="16")
        before = rehearsal.outputs["server_id"]
        rehearsal.up(version="17")
        assert ("update", server, "shop") in rehearsal.steps()
        assert rehearsal.outputs["server_id"] == before

    def test_a_new_password_reaches_the_server_in_place(self, example: Example, server: str, tmp_path: Path) -> None:
        rehearsal = Rehearsal(tmp_path, example)
        rehearsal.up()
        before = reveal(rehearsal.outputs)
        rehearsal.up(password_generation=2)
        after = reveal(rehearsal.outputs)
        assert isinstance(before, dict)
        assert isinstance(after, dict)
        assert before["password"] != after["password"]
        assert str(after["password"]) in str(after["url"])
        assert ("update", server, "shop") in rehearsal.steps()
        assert before["server_id"] == after["server_id"]

    def test_the_password_is_in_no_file_no_state_and_no_event(
        self, example: Example, server: str, tmp_path: Path
    ) -> None:
        rehearsal = Rehearsal(tmp_path, example)
        said = [repr(rehearsal.preview()), repr(rehearsal.events)]
        said += [repr(rehearsal.up()), repr(rehearsal.events)]
        outputs = reveal(rehearsal.outputs)
        assert isinstance(outputs, dict)
        password = str(outputs["password"])
        assert len(password) == 40
        assert rehearsal.leaks(password) == []
        assert not any(password in text for text in said)
        assert server in " ".join(said)


def test_rds_keeps_the_password_unless_it_is_told_otherwise(tmp_path: Path) -> None:
    rehearsal = Rehearsal(tmp_path, EXAMPLES["aws-production"])
    rehearsal.up()
    assert "password" not in rehearsal.outputs
    assert str(rehearsal.outputs["password_secret"]).startswith("arn:aws:secretsmanager:eu-west-1:")


def test_the_key_stays_for_the_final_snapshot(tmp_path: Path) -> None:
    rehearsal = Rehearsal(tmp_path, EXAMPLES["aws-production"])
    rehearsal.up()
    key = [urn for urn in rehearsal.world() if "aws:kms/key:Key" in urn]
    rehearsal.unprotect()
    rehearsal.destroy()
    assert rehearsal.world() == key


def test_on_azure_a_given_network_has_a_range_for_it(tmp_path: Path) -> None:
    rehearsal = Rehearsal(tmp_path, EXAMPLES["azure-in-a-network"])
    rehearsal.up(network_cidr=None)
    assert rehearsal.outputs["network_cidr"] == "10.30.24.0/21"
