"""Pulumi's file backend: where things are, what is atomic, who holds what."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from stackwright.engine.state import checkpoint
from stackwright.engine.state.store import FileStore, StackId, open_store
from stackwright.errors import EngineError, StateError

DEV = StackId("shop", "dev.web")


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path)


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_a_stack_is_a_file_below_its_project(store: FileStore, tmp_path: Path) -> None:
    store.write(DEV, checkpoint.empty(str(DEV)))

    assert files(tmp_path) == {".pulumi/meta.yaml", ".pulumi/stacks/shop/dev.web.json"}
    assert (tmp_path / ".pulumi/meta.yaml").read_text() == "version: 1\n"
    assert json.loads((tmp_path / ".pulumi/stacks/shop/dev.web.json").read_bytes()) == {
        "version": 3,
        "checkpoint": {"stack": "organization/shop/dev.web"},
    }
    assert store.read(StackId("shop", "other")) is None


def test_the_checkpoint_before_is_kept_beside_it(store: FileStore, tmp_path: Path) -> None:
    store.write(DEV, "one")
    store.write(DEV, "two")

    folder = tmp_path / ".pulumi/stacks/shop"
    assert (folder / "dev.web.json").read_text() == "two"
    assert (folder / "dev.web.json.bak").read_text() == "one"


def test_an_update_is_recorded_with_the_checkpoint_it_left(store: FileStore, tmp_path: Path) -> None:
    store.write(DEV, "one")
    store.record(DEV, {"kind": "update"})
    store.write(DEV, "two")

    history = tmp_path / ".pulumi/history/shop/dev.web"
    (entry,) = history.glob("dev.web-*.history.json")
    (copy,) = history.glob("dev.web-*.checkpoint.json")
    (backup,) = (tmp_path / ".pulumi/backups/shop/dev.web").glob("dev.web.*.json")
    assert json.loads(entry.read_text()) == {"kind": "update"}
    assert copy.read_text() == backup.read_text() == "one"


def test_a_gzipped_checkpoint_is_read_and_replaced_by_a_plain_one(store: FileStore, tmp_path: Path) -> None:
    store.write(DEV, "x")
    folder = tmp_path / ".pulumi/stacks/shop"
    (folder / "dev.web.json").unlink()
    (folder / "dev.web.json.gz").write_bytes(gzip.compress(checkpoint.empty(str(DEV)).encode()))

    data = store.read(DEV)
    assert data is not None
    assert checkpoint.parse(data, "x").latest is None
    store.write(DEV, "new")
    assert store.read(DEV) == b"new"
    assert not (folder / "dev.web.json.gz").exists()


def test_what_cannot_be_unpacked_is_not_taken_for_a_missing_stack(store: FileStore, tmp_path: Path) -> None:
    store.write(StackId("shop", "x"), "x")
    (tmp_path / ".pulumi/stacks/shop/dev.web.json.zst").write_bytes(b"?")

    with pytest.raises(StateError, match="zstandard"):
        store.read(DEV)


def test_another_layout_is_refused(store: FileStore, tmp_path: Path) -> None:
    (tmp_path / ".pulumi").mkdir()
    (tmp_path / ".pulumi/meta.yaml").write_text("version: 2\n")

    with pytest.raises(StateError, match="only `version: 1` is"):
        store.read(DEV)


def test_removing_leaves_the_backups(store: FileStore, tmp_path: Path) -> None:
    store.write(DEV, "one")
    store.tag(DEV, {"stackwright:clouds": "simulated"})
    store.record(DEV, {})
    store.remove(DEV)

    assert {name.split("/")[1] for name in files(tmp_path)} == {"meta.yaml", "backups"}


def test_tags_are_where_pulumi_looks_for_them(store: FileStore, tmp_path: Path) -> None:
    store.tag(DEV, {"a": "b"})

    assert json.loads((tmp_path / ".pulumi/stacks/shop/dev.web.pulumi-tags").read_text()) == {
        "version": 1,
        "tags": {"a": "b"},
    }


def test_a_folder_that_cannot_be_written_is_a_state_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")

    with pytest.raises(StateError, match="cannot save the state of organization"):
        FileStore(blocked).write(DEV, "x")


def test_a_write_that_fails_leaves_the_old_one(
    store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(DEV, "one")

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StateError, match="No space left on device"):
        store.write(DEV, "two")

    assert store.read(DEV) == b"one"
    assert not [name for name in files(tmp_path) if name.endswith(".tmp")]


def test_urls(tmp_path: Path) -> None:
    assert open_store(f"file://{tmp_path}/a%20b?x=1", Path("/other")).root == tmp_path / "a b" / ".pulumi"
    assert open_store("file://./state", Path("/p")).root == Path("/p/state/.pulumi")
    with pytest.raises(EngineError, match="files only, not in s3:"):
        open_store("s3://bucket", tmp_path)
