"""Edited states are written together or not at all, each after its backup."""

from __future__ import annotations

import json
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from stackwright.deploy.state.saving import Edit, save
from stackwright.engine.protocol import Deployment, Stack
from stackwright.errors import StackLocked, StateError
from tests.deploy.state.support import deployment, resource, root
from tests.deploy.support import FakeEngine

OLD = deployment(root(), resource("a"))
NEW = deployment(root())


@dataclass
class Locked(FakeEngine):
    """Refuses to write one stack."""

    refuses: str = ""

    def import_(self, stack: Stack, deployment: Deployment) -> None:
        if stack.name == self.refuses:
            raise StackLocked(f"{stack.name} is locked")
        super().import_(stack, deployment)


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    return Stack(name="dev.web", project="shop", directory=tmp_path, backend="mem://")


def backups(folder: Path) -> list[Path]:
    return sorted((folder / ".stackwright/backups").rglob("*.json"))


def test_a_backup_is_what_the_official_cli_imports(stack: Stack, tmp_path: Path) -> None:
    engine = FakeEngine({})
    engine.import_(stack, OLD)
    [backup] = save([Edit(stack, OLD, NEW)], engine)
    assert [backup.path] == backups(tmp_path)
    assert json.loads(backup.path.read_text()) == OLD
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    assert backup.restore == f"cd {tmp_path} && pulumi stack import --file {backup.path} --stack dev.web"
    assert (tmp_path / ".stackwright/backups/.gitignore").read_text() == "*\n"
    assert engine.export(stack) == NEW


def test_where_the_second_cannot_be_written_the_first_is_as_before(stack: Stack) -> None:
    other, fresh = replace(stack, name="dev.other"), replace(stack, name="dev.fresh")
    engine = Locked({}, refuses="dev.other")
    engine.import_(stack, OLD)
    engine.states[engine._key(other)] = OLD
    with pytest.raises(StackLocked):
        save([Edit(fresh, None, NEW), Edit(stack, OLD, NEW), Edit(other, OLD, NEW)], engine)
    assert engine.export(stack) == OLD
    assert engine.export(fresh) is None, "a stack that was not there is not there again"


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(stack: Stack) -> None:
    engine = FakeEngine({})
    theirs = deployment(root(), resource("a"), resource("theirs"))
    engine.import_(stack, theirs)
    with pytest.raises(StateError, match="changed by another run meanwhile; nothing was written"):
        save([Edit(stack, OLD, NEW)], engine)
    assert engine.export(stack) == theirs


def test_a_state_that_would_not_be_sound_is_never_written(stack: Stack, tmp_path: Path) -> None:
    engine = FakeEngine({})
    engine.import_(stack, OLD)
    broken: Any = deployment(root(), resource("a", parent="urn:pulumi:dev.web::shop::x:y:Z::gone"))
    with pytest.raises(StateError, match="is missing"):
        save([Edit(stack, OLD, broken)], engine)
    assert engine.export(stack) == OLD
    assert not backups(tmp_path)


def test_without_a_backup_nothing_is_written(stack: Stack, tmp_path: Path) -> None:
    engine = FakeEngine({})
    engine.import_(stack, OLD)
    (tmp_path / ".stackwright").write_text("a file where the folder should be")
    with pytest.raises(StateError, match=r"no backup of dev\.web could be written"):
        save([Edit(stack, OLD, NEW)], engine)
    assert engine.export(stack) == OLD
