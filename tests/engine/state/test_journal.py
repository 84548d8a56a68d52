"""A checkpoint and its journal are what the run had: at every line, torn ends included. Damage is found."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackwright.engine.embedded.recorder import Recorder
from stackwright.engine.embedded.steps import Step
from stackwright.engine.state import checkpoint
from stackwright.engine.state.access import read
from stackwright.engine.state.folding import Notes, digest, folded
from stackwright.engine.state.journal import Appender, Journal
from stackwright.engine.state.resource import Resource, Snapshot
from stackwright.engine.state.secrets import Passphrase, Vault
from stackwright.engine.state.store import FileStore, StackId
from stackwright.errors import StateError
from stackwright.wire.values import secret

DEV = StackId("shop", "dev")
CANARY = "canary-5e1f"


def thing(name: str, size: int = 0) -> Resource:
    return Resource(
        urn=f"urn:pulumi:dev::shop::toy:index:Thing::{name}",
        type="toy:index:Thing",
        custom=True,
        inputs={"size": size, "token": secret(f"{CANARY} {name}")},
    )


def component(name: str) -> Resource:
    return Resource(urn=f"urn:pulumi:dev::shop::toy:index:Group::{name}", type="toy:index:Group")


class Running:
    """A run on a stack in files, up to any moment of it."""

    def __init__(self, root: Path, *before: Resource, write: Callable[..., int] = os.write) -> None:
        self.vault = Vault(Passphrase.new("correct horse"))
        self.store = FileStore(root, write)
        self.store.write(DEV, checkpoint.dump(Snapshot(resources=list(before)), self.vault, str(DEV)))
        text = self.store.read(DEV) or b""
        self.base = checkpoint.load(checkpoint.parse(text, str(DEV)), self.vault, str(DEV))
        self.file = self.store.journal(DEV)
        self.recorder = Recorder(self.base, Journal(self.file, self.base.resources, self.vault, lambda: digest(text)))

    def old(self, name: str) -> Resource:
        return next(item for item in self.base.resources if item.urn.endswith(f"::{name}"))

    def create(self, name: str, *, done: bool = True, keep: Resource | None = None) -> Resource:
        new = thing(name)
        step = Step(op="create-replacement" if keep else "create", old=keep, new=new, keep_old=keep is not None)
        self.recorder.begin(step)
        if done:
            new.change(id=f"{name}-1", outputs={**new.inputs, "address": "10.0.0.1"})
            if keep:
                keep.change(delete=True)
        self.recorder.end(step, done=done)
        return new

    def state(self) -> dict[str, Any]:
        return latest(checkpoint.dump(self.recorder.snapshot(), self.vault, str(DEV)))

    @property
    def journal(self) -> Path:
        return self.file.path


def latest(text: str) -> dict[str, Any]:
    found = json.loads(text)["checkpoint"].get("latest") or {}
    found.pop("manifest", None)
    return found


def on_disk(store: FileStore) -> dict[str, Any]:
    (note,) = store.notes(DEV)
    return latest(folded(store.read(DEV) or b"", note, str(DEV)))


def test_a_run_that_changes_nothing_has_no_journal(tmp_path: Path) -> None:
    run = Running(tmp_path, thing("a"))
    same = Step(op="same", old=run.old("a"), new=thing("a"))
    run.recorder.begin(same)
    run.recorder.end(same, done=True)

    assert run.store.notes(DEV) == []


def test_what_was_noted_is_the_state(tmp_path: Path) -> None:
    run = Running(tmp_path, thing("kept"), thing("replaced"), thing("gone"))
    group = component("group")
    run.recorder.end(Step(op="create", new=group), done=True)
    run.create("made")
    run.create("refused", done=False)
    run.create("replaced", keep=run.old("replaced"))
    run.recorder.changed(group)
    delete = Step(op="delete", old=run.old("gone"))
    run.recorder.begin(delete)

    assert on_disk(run.store) == run.state()
    assert [item["type"] for item in run.state()["pending_operations"]] == ["deleting"]
    run.recorder.end(delete, done=True)
    assert on_disk(run.store) == run.state()
    assert "pending_operations" not in run.state()


def test_no_secret_is_in_clear(tmp_path: Path) -> None:
    run = Running(tmp_path)
    run.create("made")

    assert CANARY not in run.journal.read_text()
    assert run.journal.stat().st_mode & 0o077 == 0


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["create", "fail", "begin", "update", "same", "replace", "delete", "delete first", "refresh"]),
        st.integers(0, 3),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_law_the_journal_says_what_the_recorder_has(tmp_path_factory: pytest.TempPathFactory, steps: Any) -> None:
    run = Running(tmp_path_factory.mktemp("law"), *[thing(str(number)) for number in range(4)])
    left = {resource.urn.rpartition("::")[2]: resource for resource in run.base.resources}
    for count, (what, number) in enumerate(steps):
        old = left.pop(str(number), None)
        if old is None:
            what = "create"
        if what in {"create", "fail"}:
            run.create(f"new-{count}", done=what == "create")
            continue
        assert old is not None
        if what == "begin":
            run.recorder.begin(Step(op="update", old=old, new=thing(str(number), 7)))
        elif what in {"update", "same"}:
            new = thing(str(number), count)
            step = Step(op="update" if what == "update" else "same", old=old, new=new)
            run.recorder.begin(step)
            new.change(id=old.id)
            run.recorder.end(step, done=True)
        elif what == "replace":
            new = run.create(str(number), keep=old)
            run.recorder.end(Step(op="replace", old=old, new=new, keep_old=True), done=True)
        elif what == "refresh":
            run.recorder.rebase([item.copy(created="2026-01-01T00:00:00Z") for item in run.recorder.base.resources])
            left = {}
        else:
            step = Step(op="delete", old=old, then_replaced=what == "delete first")
            run.recorder.begin(step)
            if step.then_replaced:
                old.change(pending_replacement=True)
            run.recorder.end(step, done=True)
    run.create("last")

    assert on_disk(run.store) == run.state()


def test_a_torn_last_line_never_happened_but_its_step_is_pending(tmp_path: Path) -> None:
    run = Running(tmp_path, thing("a"))
    run.create("one")
    before = run.journal.read_bytes()
    step = Step(op="create", new=thing("two"))
    run.recorder.begin(step)
    begun = run.journal.read_bytes()
    expected = on_disk(run.store)
    step.wanted.change(id="two-1")
    run.recorder.end(step, done=True)
    ended = run.journal.read_bytes()

    for length in range(len(begun), len(ended)):
        run.journal.write_bytes(ended[:length])
        assert on_disk(run.store) == expected
    assert [item["resource"]["urn"][-3:] for item in expected["pending_operations"]] == ["two"]
    # What a machine leaves that lost power: the length is there, the bytes are not.
    run.journal.write_bytes(begun + b"\0" * 40)
    assert on_disk(run.store) == expected
    for length in range(len(before), len(begun)):
        run.journal.write_bytes(begun[:length])
        assert "pending_operations" not in on_disk(run.store)


def test_an_empty_journal_says_nothing(tmp_path: Path) -> None:
    run = Running(tmp_path, thing("a"))
    expected = run.state()
    run.create("one")
    whole = run.journal.read_bytes()
    for length in range(whole.index(b"\n")):
        run.journal.write_bytes(whole[:length])
        assert on_disk(run.store) == expected


@pytest.mark.parametrize("how", ["flip", "drop", "swap", "double"])
@pytest.mark.parametrize("line", [0, 1, 2])
def test_damage_in_the_middle_names_the_file_and_changes_nothing(tmp_path: Path, how: str, line: int) -> None:
    run = Running(tmp_path, thing("a"))
    for name in ("one", "two", "three"):
        run.create(name)
    lines = run.journal.read_bytes().splitlines(keepends=True)
    if how == "flip":
        lines[line] = lines[line].replace(b'"', b"'", 1)
    elif how == "drop":
        del lines[line]
    elif how == "swap":
        lines[line], lines[line + 1] = lines[line + 1], lines[line]
    else:
        lines.insert(line, lines[line])
    run.journal.write_bytes(b"".join(lines))
    text = run.store.read(DEV)

    for held in (False, True):
        with pytest.raises(StateError, match=re.escape(str(run.journal))) as caught:
            read(run.store, DEV, held=held)
        assert "nothing was changed" in (caught.value.hint or "")
    assert run.store.read(DEV) == text
    assert run.journal.read_bytes() == b"".join(lines)


def test_a_journal_of_another_version_is_refused(tmp_path: Path) -> None:
    run = Running(tmp_path, thing("a"))
    run.create("one")
    text = run.store.read(DEV) or b""
    (note,) = run.store.notes(DEV)
    import zlib

    head = json.dumps({"journal": 2}).encode()
    with pytest.raises(StateError, match="another version of Stackwright"):
        folded(text, Notes(note.path, b"%08x %s\n" % (zlib.crc32(head), head)), str(DEV))


# Folding


def test_whoever_reads_next_folds_it_in(tmp_path: Path) -> None:
    run = Running(tmp_path, thing("a"))
    run.create("one")
    expected = run.state()

    stored = read(run.store, DEV)

    assert stored is not None
    assert {**(stored.latest or {}), "manifest": None} == {**expected, "manifest": None}
    assert run.store.notes(DEV) == []
    assert latest((run.store.read(DEV) or b"").decode()) == expected


def test_while_the_run_goes_on_it_is_read_and_left_alone(tmp_path: Path) -> None:
    run = Running(tmp_path, thing("a"))
    run.create("one")
    with run.store.lock(DEV):
        text, journal = run.store.read(DEV), run.journal.read_bytes()
        stored = read(run.store, DEV)
        assert stored is not None
        assert len((stored.latest or {})["resources"]) == 2  # pyright: ignore[reportArgumentType]
        assert (run.store.read(DEV), run.journal.read_bytes()) == (text, journal)


def test_where_it_cannot_be_folded_it_is_read_all_the_same(tmp_path: Path) -> None:
    def full(fd: int, data: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    run = Running(tmp_path, thing("a"))
    run.create("one")
    stored = read(FileStore(tmp_path, full), DEV)

    assert stored is not None
    assert len((stored.latest or {})["resources"]) == 2  # pyright: ignore[reportArgumentType]
    assert on_disk(run.store) == run.state()


@pytest.mark.parametrize("replaced", [False, True])
def test_a_fold_that_was_cut_off_is_neither_lost_nor_done_twice(tmp_path: Path, replaced: bool) -> None:
    run = Running(tmp_path, thing("a"))
    run.create("one")
    expected = run.state()
    text = checkpoint.dump(run.recorder.snapshot(), run.vault, str(DEV))
    journal = run.journal.rename(run.journal.with_name(f"journal.{digest(text.encode())[:32]}"))
    if replaced:
        (tmp_path / ".pulumi/stacks/shop/dev.json").write_text(text)

    read(run.store, DEV)

    assert not journal.exists()
    assert latest((run.store.read(DEV) or b"").decode()) == expected


def test_a_state_that_something_else_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    run = Running(tmp_path, thing("a"))
    run.create("one")
    path = tmp_path / ".pulumi/stacks/shop/dev.json"
    text = checkpoint.dump(Snapshot(resources=[thing("b")]), run.vault, str(DEV))
    path.write_text(text)

    with pytest.raises(
        StateError, match=r"It had made: urn:pulumi:dev::shop::toy:index:Thing::one \(one-1\)"
    ) as caught:
        read(run.store, DEV)
    assert str(run.journal) in (caught.value.hint or "")
    assert path.read_text() == text
    assert run.journal.exists()


def test_a_state_with_a_journal_stays_locked_for_those_who_know_none(tmp_path: Path) -> None:
    run = Running(tmp_path, thing("a"))
    folder = tmp_path / ".pulumi/locks/organization/shop/dev"
    with run.store.lock(DEV):
        run.create("one")
    assert len(list(folder.iterdir())) == 1

    with run.store.lock(DEV):
        read(run.store, DEV, held=True)
    assert list(folder.iterdir()) == []


# A disk that is full


class Disk:
    """Takes so many bytes, then fewer than asked for, then none."""

    def __init__(self) -> None:
        self.room = 1 << 30

    def write(self, fd: int, data: Any) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = os.write(fd, data[: self.room])
        self.room -= written
        return written


def test_a_full_disk_is_told_before_the_step_and_leaves_whole_lines(tmp_path: Path) -> None:
    disk = Disk()
    run = Running(tmp_path, thing("a"), write=disk.write)
    run.create("one")
    before = run.journal.read_bytes()
    disk.room = 20
    step = Step(op="create", new=thing("two"))

    with pytest.raises(StateError, match="No space left on device") as caught:
        run.recorder.begin(step)
    assert str(run.journal) in str(caught.value)
    assert run.journal.read_bytes() == before
    assert "pending_operations" not in run.state()

    disk.room = 1 << 30
    run.create("three")
    assert on_disk(run.store) == run.state()


def test_a_checkpoint_that_cannot_be_written_leaves_the_journal(tmp_path: Path) -> None:
    disk = Disk()
    run = Running(tmp_path, thing("a"), write=disk.write)
    run.create("one")
    expected = run.state()
    disk.room = 20
    with pytest.raises(StateError, match="cannot save the state"):
        run.store.write(DEV, checkpoint.dump(run.recorder.snapshot(), run.vault, str(DEV)))

    disk.room = 1 << 30
    assert on_disk(run.store) == expected
    read(run.store, DEV)
    assert latest((run.store.read(DEV) or b"").decode()) == expected


def test_appending_goes_on_where_a_write_was_interrupted(tmp_path: Path) -> None:
    calls = iter([3, KeyboardInterrupt(), 4, 100])

    def write(fd: int, data: Any) -> int:
        turn = next(calls)
        if isinstance(turn, BaseException):
            raise turn
        return os.write(fd, data[:turn])

    file = Appender(tmp_path / "journal", "x", write)
    with pytest.raises(KeyboardInterrupt):
        file.append(b"0123456789")
    file.append(b"abcdefgh")
    file.close()
    assert (tmp_path / "journal").read_bytes() == b"abcdefgh"


def test_states_without_files_have_no_journal(tmp_path: Path) -> None:
    from stackwright.engine.state.store import MemoryStore

    assert MemoryStore().journal(DEV) is None
