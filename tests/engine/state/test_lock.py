"""Who holds a stack: Pulumi's lock files, and what tells one that is held from one that was left behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from stackwright.engine.state.lock import held
from stackwright.engine.state.store import FileStore, StackId
from stackwright.errors import StackLocked, StateError

DEV = StackId("shop", "dev.web")
HOLD = """
import os, signal, sys
from pathlib import Path
from stackwright.engine.state.store import FileStore, StackId
with FileStore(Path(sys.argv[1])).lock(StackId("shop", "dev.web")):
    print("held", flush=True)
    signal.pause()
"""


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".pulumi/locks/organization/shop/dev.web"


def holder(root: Path) -> subprocess.Popen[bytes]:
    """A process that holds the stack."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(root)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def killed(root: Path) -> int:
    process = holder(root)
    process.kill()
    process.communicate()
    return process.pid


def test_a_held_stack_is_refused_to_others_and_free_afterwards(store: FileStore, folder: Path) -> None:
    with store.lock(DEV):
        (lock,) = folder.glob("*.json")
        content = json.loads(lock.read_text())
        # The first four are Pulumi's; it ignores what it does not know.
        assert content.keys() == {"pid", "username", "hostname", "timestamp", "stackwright"}
        assert content["pid"] == os.getpid()
        refused = pytest.raises(StackLocked, match=rf"pid {os.getpid()}\) since {content['timestamp'][:10]}")
        with refused as caught, store.lock(DEV):
            pass
        assert "wait for it to end" in (caught.value.hint or "")
        with store.lock(StackId("shop", "other")):
            pass
    assert not list(folder.iterdir())
    with store.lock(DEV):
        pass


def test_in_a_rehearsal_the_hint_cannot_reach_a_real_stack(tmp_path: Path) -> None:
    (tmp_path / ".stackwright-world").touch()
    store = FileStore(tmp_path / "state")
    with store.lock(DEV), pytest.raises(StackLocked) as caught, store.lock(DEV):
        pass
    wanted = "`stackwright simulate -- pulumi cancel --stack organization/shop/dev.web --yes`"
    assert wanted in (caught.value.hint or "")


def test_nothing_else_is_left_among_the_locks_that_pulumi_would_take_for_one(store: FileStore, folder: Path) -> None:
    with store.lock(DEV):
        assert [path.suffix for path in folder.iterdir()] == [".json"]


def test_what_another_process_holds_is_refused_and_free_once_it_was_killed(store: FileStore, tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        with pytest.raises(StackLocked, match=rf"pid {process.pid}\)"), store.lock(DEV):
            pass
    finally:
        process.kill()
        process.communicate()
    with store.lock(DEV):
        pass


def test_a_stopped_process_still_holds(store: FileStore, tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        process.send_signal(signal.SIGSTOP)
        with pytest.raises(StackLocked), store.lock(DEV):
            pass
    finally:
        process.kill()
        process.communicate()


def test_a_lock_left_behind_is_told_from_one_that_is_held(store: FileStore, folder: Path, tmp_path: Path) -> None:
    killed(tmp_path)
    (left,) = held(folder)
    assert left.left_behind
    with store.lock(DEV):
        (mine,) = held(folder)
        assert not mine.left_behind
        assert mine.alive


@pytest.mark.parametrize("change", [{"stackwright": {"boot": "another"}}, {"stackwright": None}, {"stackwright": 1}])
def test_a_lock_of_which_that_cannot_be_known_stays(
    store: FileStore, folder: Path, tmp_path: Path, change: dict[str, Any]
) -> None:
    """Another machine with a part in the same folder; the official CLI, which holds no lock of the system's."""
    killed(tmp_path)
    (path,) = folder.iterdir()
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))

    with pytest.raises(StackLocked) as caught, store.lock(DEV):
        pass
    assert "that process is gone" in (caught.value.hint or "")
    assert list(folder.iterdir()) == [path]


def test_a_lock_of_another_machine_may_be_alive(store: FileStore, folder: Path) -> None:
    folder.mkdir(parents=True)
    lock = {"pid": 1, "username": "ada", "hostname": "not-" + socket.gethostname(), "timestamp": "2026-01-01T00:00:00Z"}
    (folder / "x.json").write_text(json.dumps(lock))

    with pytest.raises(StackLocked, match=r"ada@not-.* since 2026-01-01T00:00:00Z") as caught, store.lock(DEV):
        pass
    assert "wait for it to end" in (caught.value.hint or "")


def test_a_lock_file_that_cannot_be_read_still_holds(store: FileStore, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "x.json").write_text("{")

    with pytest.raises(StackLocked, match="cannot be read"), store.lock(DEV):
        pass


def test_a_lock_that_cannot_be_made_is_a_state_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = FileStore(tmp_path / "file")

    with pytest.raises(StateError, match="cannot lock organization"), store.lock(DEV):
        pass


def test_never_two_at_once(store: FileStore) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                with store.lock(DEV):
                    inside.append(number)
                    most.append(len(inside))
                    time.sleep(0.002)
                    inside.remove(number)
                    return
            except StackLocked:
                time.sleep(0.001 * (1 + number))
        raise AssertionError("never got the lock")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert most == [1] * 4
