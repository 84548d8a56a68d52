"""What a killed run of the embedded engine left is made good before the official CLI sees the stack."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stackwright.engine.events import Event
from stackwright.engine.protocol import Stack
from stackwright.engine.pulumi import PulumiEngine
from stackwright.engine.state.store import FileStore
from stackwright.errors import StackLocked, StateError
from tests.engine.embedded.killing import Killer, copied, in_child
from tests.engine.embedded.test_kill import ID, STACK, World

FAKE = """#!{python}
import json, os, sys
from pathlib import Path
if sys.argv[1] == "version":
    sys.exit(print("v3.260.0"))
state = Path(os.environ["PULUMI_BACKEND_URL"].removeprefix("file://"), ".pulumi")
with Path({log!r}).open("a") as log:
    log.write(" ".join(sys.argv[1:3]) + "\\n")
locks = list(state.glob("locks/**/*.json"))
if locks:
    sys.exit("locked: " + str(locks))
if "--preserve-config" not in sys.argv:
    checkpoint = json.loads((state / "stacks/demo/dev.json").read_text())["checkpoint"]
    print(json.dumps({{"version": 3, "deployment": checkpoint.get("latest", {{}})}}))
"""


def ignore(event: Event) -> None: ...


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that was killed when it had made a few resources."""
    world = World(tmp_path_factory.mktemp("killed"))
    assert in_child(lambda: world.act("up", 1, Killer(10))) == signal.SIGKILL
    return world.folder


@pytest.fixture
def killed(once: Path, tmp_path: Path) -> World:
    world = World(copied(once, tmp_path))
    assert len(FileStore(tmp_path / "state").notes(ID)) == 1
    assert list(tmp_path.glob("state/.pulumi/locks/**/*.json"))
    return world


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    (tmp_path / "project").mkdir()
    return replace(STACK, directory=tmp_path / "project", backend=(tmp_path / "state").as_uri())


@pytest.fixture
def engine(tmp_path: Path) -> PulumiEngine:
    fake = tmp_path / "pulumi"
    fake.write_text(FAKE.format(python=sys.executable, log=str(tmp_path / "calls")))
    fake.chmod(0o755)
    return PulumiEngine(fake)


def known(deployment: Any) -> set[str]:
    content = deployment["deployment"]
    pending = [item["resource"] for item in content.get("pending_operations", [])]
    return {item["urn"] for item in (*content.get("resources", []), *pending)}


Operation = Callable[[PulumiEngine, Stack], object]


OPERATIONS: dict[str, Operation] = {
    "preview": lambda engine, stack: engine.preview(stack, ignore),
    "up": lambda engine, stack: engine.up(stack, ignore),
    "refresh": lambda engine, stack: engine.refresh(stack, ignore),
    "destroy": lambda engine, stack: engine.destroy(stack, ignore),
    "export": lambda engine, stack: engine.export(stack),
    "outputs": lambda engine, stack: engine.outputs(replace(stack, name="organization/dev")),
    "rename": lambda engine, stack: engine.rename(stack, "new"),
    "remove": lambda engine, stack: engine.remove(stack),
    "import": lambda engine, stack: engine.import_(stack, {"version": 3, "deployment": {}}),
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_starts_from_what_the_killed_run_had_made(
    killed: World, engine: PulumiEngine, stack: Stack, operation: str
) -> None:
    made = {urn for urn, _ in killed.cloud()}
    assert made

    OPERATIONS[operation](engine, stack)

    assert (killed.folder / "calls").exists()
    assert not FileStore(killed.folder / "state").cut_off(ID)
    assert made <= known(engine.export(stack))


def test_a_lock_alone_is_lifted(killed: World, engine: PulumiEngine, stack: Stack) -> None:
    for path in killed.folder.glob("state/.pulumi/stackwright/demo/dev/journal*"):
        path.unlink()
    assert engine.export(stack)
    assert not list(killed.folder.glob("state/.pulumi/locks/**/*.json"))


def test_a_run_under_way_is_left_alone(killed: World, engine: PulumiEngine, stack: Stack) -> None:
    store = FileStore(killed.folder / "state")
    with store.lock(ID), pytest.raises(StackLocked, match="organization/demo/dev is locked by"):
        engine.up(stack, ignore)
    assert not (killed.folder / "calls").exists()
    assert len(store.notes(ID)) == 1


def test_a_damaged_journal_stops_it(killed: World, engine: PulumiEngine, stack: Stack) -> None:
    store = FileStore(killed.folder / "state")
    (notes,) = store.notes(ID)
    notes.path.write_bytes(notes.data.replace(b'"seq":1', b'"seq":7', 1))
    with pytest.raises(StateError, match="is damaged in line 2"):
        engine.up(stack, ignore)
    assert not (killed.folder / "calls").exists()
    assert list(killed.folder.glob("state/.pulumi/locks/**/*.json")), "Pulumi itself is kept out too"


@pytest.mark.cli
@pytest.mark.slow
def test_the_real_one_has_everything(killed: World, stack: Stack) -> None:
    made = {urn for urn, _ in killed.cloud()}
    exported = PulumiEngine().export(stack)
    assert made <= known(exported)
    assert "correct horse" not in json.dumps(exported)
