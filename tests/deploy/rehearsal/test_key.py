"""The key of a world's passphrase is derived once, and belongs to that passphrase alone."""

from __future__ import annotations

import hashlib
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from stackwright.deploy.rehearsal.key import known_key, passing_key
from stackwright.deploy.rehearsal.world import World, world_at
from stackwright.engine.state.secrets import Passphrase

_ANOTHER_PROCESS = """
import hashlib, sys
from pathlib import Path

def never(*_args, **_named):
    raise AssertionError("derived again")

hashlib.pbkdf2_hmac = never
from stackwright.deploy.rehearsal.key import known_key
from stackwright.deploy.rehearsal.world import world_at
from stackwright.engine.state.secrets import Passphrase

with world_at(Path(sys.argv[1])) as world, known_key(world):
    print(Passphrase.new(world.passphrase).decrypt(sys.argv[2]))
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    with world_at(tmp_path / "world") as world, known_key(world):
        pass
    return world


def test_the_next_command_does_not_derive_it_again(world: World) -> None:
    value = Passphrase.new(world.passphrase).encrypt("x")
    command = [sys.executable, "-c", _ANOTHER_PROCESS, str(world.folder), value]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "x\n"


def test_only_its_owner_reads_it(world: World) -> None:
    assert stat.S_IMODE((world.folder / "key").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"of": "?", "state": "v1:a", "key": "AA=="}'])
def test_a_file_that_does_not_fit_is_written_again(world: World, content: str) -> None:
    path = world.folder / "key"
    good = json.loads(path.read_text())
    path.write_text(content.replace("?", good["of"]))
    with known_key(world):
        assert Passphrase.new(world.passphrase).state == good["state"], "this process knows it"
    assert json.loads(path.read_text()) == good


def test_another_passphrase_gets_a_key_of_its_own(world: World) -> None:
    before = json.loads((world.folder / "key").read_text())
    other = World(world.folder, "another passphrase")
    with known_key(other):
        pass
    after = json.loads((world.folder / "key").read_text())
    assert after["of"] != before["of"]
    assert after["key"] != before["key"]


def test_a_folder_that_cannot_be_written_does_not_stop_it(world: World, tmp_path: Path) -> None:
    lost = World(tmp_path / "lost", world.passphrase)
    with known_key(lost):
        assert Passphrase.new(lost.passphrase).state
    assert not lost.folder.exists()


def test_a_world_that_is_thrown_away_needs_none_derived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(hashlib, "pbkdf2_hmac")
    with world_at(tmp_path / "passing") as world, passing_key(world):
        one, other = Passphrase.new(world.passphrase), Passphrase.new(world.passphrase)
        assert other.decrypt(one.encrypt("x")) == "x"
        assert not (world.folder / "key").exists()
