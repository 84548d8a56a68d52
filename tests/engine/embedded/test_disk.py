"""Disks that are full and folders that are read-only: a clear error, nothing lost, and the next run goes on."""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pulumi
import pytest

from stackwright.engine import events
from stackwright.engine.protocol import Options
from stackwright.engine.state.store import FileStore, StackId
from stackwright.errors import Cancelled, StackLocked, StackwrightError, StateError
from tests.engine.embedded.killing import in_child
from tests.engine.embedded.support import Bench, Cloud, Thing

NAMES = [f"thing-{number}" for number in range(6)]


def program() -> None:
    before: pulumi.Output[str] | None = None
    for name in NAMES:
        before = Thing(name, size=1, before=before).address


@contextmanager
def files_of_at_most(size: int) -> Generator[None]:
    """What a full disk is to this process: a write beyond that many bytes of a file fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def everything(bench: Bench) -> None:
    """The cloud has what the state has, and that is the program."""
    assert sorted(bench.cloud.things) == sorted(
        item["id"] for item in bench.resources().values() if "toy:index:T" in item["type"]
    )
    assert sorted(name.rpartition("-")[0] for name in bench.cloud.things) == NAMES


@pytest.mark.parametrize("size", [0, 100, 600, 1500, 3000, 5000, 8000, 11000])
def test_a_disk_that_fills_up_at_any_point_loses_and_doubles_nothing(tmp_path: Path, size: int) -> None:
    bench = Bench(program, store=FileStore(tmp_path), cloud=Cloud(urns={}))
    said: str | None
    with files_of_at_most(size):
        try:
            said = bench.up().error
        except StackwrightError as error:
            said = str(error)
    assert said is not None
    assert "File too large" in said or "No space left" in said
    assert str(tmp_path) in said

    outcome = bench.up()

    assert outcome.result == "succeeded", outcome.error
    everything(bench)
    assert bench.up().changes == {"same": 7}


def test_a_change_on_a_full_disk_leaves_a_state_that_loads(tmp_path: Path) -> None:
    bench = Bench(program, store=FileStore(tmp_path), cloud=Cloud(urns={}))
    bench.up()
    with files_of_at_most(50), pytest.raises(StateError):
        bench.destroy()

    assert len(bench.resources()) == 8
    assert bench.destroy().result == "succeeded"
    assert bench.cloud.things == {}


@pytest.mark.skipif(os.geteuid() == 0 and not hasattr(os, "setuid"), reason="needs a user whom modes keep out")
def test_a_folder_that_is_read_only_is_named_and_what_is_there_can_be_read() -> None:
    root = Path(tempfile.mkdtemp())
    try:
        bench = Bench(program, store=FileStore(root), cloud=Cloud(urns={}))
        bench.up()
        for folder, names, files in os.walk(root):
            for name in [*names, *files]:
                os.chmod(Path(folder) / name, 0o555)  # noqa: PTH101
            os.chmod(folder, 0o555)  # noqa: PTH101

        def refused() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)
            with pytest.raises(StateError, match=rf"cannot lock organization/demo/dev: .*{root}"):
                bench.destroy()
            assert bench.preview().changes == {"same": 7}
            assert len(bench.resources()) == 8

        assert in_child(refused) == 0
    finally:
        for folder, _, _ in os.walk(root):
            os.chmod(folder, 0o755)  # noqa: PTH101
        shutil.rmtree(root)


# Two at once


def test_who_comes_second_waits_and_is_told_for_whom(tmp_path: Path) -> None:
    first = Bench(program, store=FileStore(tmp_path), cloud=Cloud(urns={}))
    second = Bench(program, store=FileStore(tmp_path), cloud=first.cloud)
    held = first.store.lock(StackId("demo", "dev"))  # pyright: ignore[reportOptionalMemberAccess]
    held.__enter__()
    heard: list[str] = []

    def hear(event: events.Event) -> None:
        if isinstance(event, events.Diagnostic):
            heard.append(event.message)
            held.__exit__(None, None, None)

    outcome = second.engine.up(second.stack, hear)

    assert outcome.result == "succeeded"
    assert heard == [message for message in heard if f"(pid {os.getpid()}) since" in message]
    assert heard[0].startswith("waiting for the run before this one: organization/demo/dev is locked by ")


def test_a_wait_has_a_limit_and_can_be_stopped(tmp_path: Path) -> None:
    bench = Bench(program, store=FileStore(tmp_path))
    with FileStore(tmp_path).lock(StackId("demo", "dev")):
        with pytest.raises(StackLocked):
            bench.up(options=Options(lock_timeout=0.2))
        with pytest.raises(Cancelled, match="stopped while waiting"):
            bench.engine.up(bench.stack, lambda _: bench.engine.cancel())
    assert bench.up().result == "succeeded"
