"""The official CLI on a program without providers: everything that needs no cloud."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from stackwright.engine.events import Diagnostic, Event, StepDone, Summary
from stackwright.engine.protocol import ConfigValue, Options, Stack
from stackwright.engine.pulumi import PulumiEngine
from stackwright.errors import SecretsError, StackLocked, StateError
from stackwright.wire.values import SECRET, SIGNATURE, UNKNOWN, Value, reveal, secret

pytestmark = [pytest.mark.cli, pytest.mark.slow]

PROGRAM = """
import asyncio
import pulumi

def not_known(secret=False):
    def done(value):
        future = asyncio.Future()
        future.set_result(value)
        return future
    return pulumi.Output(set(), done(None), done(False), done(secret))

config = pulumi.Config()
later = not_known() if pulumi.runtime.is_dry_run() else "now"
pulumi.export("plain", "x")
pulumi.export("looks", "[secret]")
pulumi.export("later", later)
pulumi.export("later_secret", not_known(True) if pulumi.runtime.is_dry_run() else pulumi.Output.secret("now"))
pulumi.export("nested", {"list": [1, {"inner": pulumi.Output.secret("s3cr")}], "later": later})
pulumi.export("size", config.get_object("size"))
pulumi.export("key", config.get_secret("key"))
"""
Make = Callable[..., Stack]


@pytest.fixture
def make(tmp_path: Path, clean_environment: Mapping[str, str]) -> Make:
    """Makes stacks of a project in a folder of its own, on a backend of its own."""

    def make(program: str = PROGRAM, **changes: object) -> Stack:
        folder = tmp_path / "project"
        folder.mkdir(exist_ok=True)
        (folder / "Pulumi.yaml").write_text("{name: tiny, runtime: python, backend: {url: 's3://never-asked'}}")
        (folder / "__main__.py").write_text(program)
        stack = Stack(
            name="dev.net",
            project="tiny",
            directory=folder,
            backend=(tmp_path / "state").as_uri(),
            config={"tiny:size": ConfigValue('{"disk": 3}', json=True), "tiny:key": ConfigValue("k3y\n", secret=True)},
            tags={"stackwright:clouds": "simulated"},
        )
        return replace(stack, **changes)  # pyright: ignore[reportArgumentType]

    return make


def ignore(event: Event) -> None: ...


def test_what_is_added_overrides_the_project_s_own_file_and_is_not_written_there(make: Make) -> None:
    added = {
        "tiny:size": ConfigValue('{"disk": 9}', json=True),
        "tiny:other": ConfigValue("on"),
        "tiny:count": ConfigValue("9", json=True),
    }
    engine, stack = PulumiEngine(), make(config=None, added=added)
    own = stack.directory / "Pulumi.dev.net.yaml"
    own.write_text("config:\n  tiny:size: {disk: 3}\n  tiny:when: 2026-01-01\n")
    assert engine.preview(stack, ignore).outputs["size"] == {"disk": 9}
    assert "disk: 9" not in own.read_text()
    done = engine.up(stack, ignore)
    assert (done.result, done.outputs["size"]) == ("succeeded", {"disk": 9})
    kept = own.read_text()
    assert "encryptionsalt" in kept, "as `pulumi stack init` leaves it"
    assert "other" not in kept
    assert "disk: 9" not in kept
    assert engine.up(stack, ignore).changes == {"same": 1}


def test_a_stack_from_preview_to_removal(make: Make) -> None:
    engine, stack, events = PulumiEngine(), make(), list[Event]()

    planned = engine.preview(stack, events.append)
    assert (planned.result, planned.changes) == ("succeeded", {"create": 1})
    assert planned.outputs == {
        "plain": "x",
        "looks": "[secret]",
        "later": UNKNOWN,
        "later_secret": secret(UNKNOWN),
        "nested": {"list": [1, {"inner": secret(UNKNOWN)}], "later": UNKNOWN},
        "size": {"disk": 3},
        "key": secret(UNKNOWN),
    }
    assert [type(event) for event in events][-1] is Summary
    assert any(isinstance(event, StepDone) and event.planning for event in events)
    assert engine.export(stack) is None, "a preview leaves no stack behind"

    done = engine.up(stack, ignore)
    assert (done.result, done.changes, done.error) == ("succeeded", {"create": 1}, None)
    assert done.outputs == {
        "plain": "x",
        "looks": "[secret]",
        "later": "now",
        "later_secret": secret("now"),
        "nested": {"list": [1, {"inner": secret("s3cr")}], "later": "now"},
        "size": {"disk": 3},
        "key": secret("k3y\n"),
    }
    assert engine.outputs(stack) == done.outputs
    assert not list(stack.directory.glob("Pulumi.*.yaml")), "the project folder is left alone"
    tags = Path(stack.backend.removeprefix("file://")) / ".pulumi/stacks/tiny/dev.net.pulumi-tags"
    assert json.loads(tags.read_text())["tags"] == {"stackwright:clouds": "simulated"}

    exported = engine.export(stack)
    assert exported
    text = json.dumps(exported)
    assert "s3cr" not in text
    assert "k3y" not in text

    gone = engine.destroy(stack, ignore)
    assert (gone.result, gone.changes) == ("succeeded", {"delete": 1})
    assert engine.outputs(stack) == {}
    engine.remove(stack)
    assert engine.outputs(stack) is None
    assert engine.destroy(stack, ignore).result == "succeeded"


def test_an_import_encrypts_what_is_given_as_plaintext(make: Make) -> None:
    engine = PulumiEngine()
    plaintext: Value = {SIGNATURE: SECRET, "plaintext": json.dumps({"user": "u", "later": UNKNOWN})}
    stack = make()
    urn = "urn:pulumi:dev.net::tiny::pulumi:pulumi:Stack::tiny-dev.net"
    resource: Value = {"urn": urn, "custom": False, "type": "pulumi:pulumi:Stack", "outputs": {"a": plaintext, "b": 1}}
    engine.import_(stack, {"version": 3, "deployment": {"resources": [resource]}})
    assert engine.outputs(stack) == {"a": secret({"user": "u", "later": UNKNOWN}), "b": 1}
    exported = engine.export(stack)
    assert exported
    assert "user" not in json.dumps(exported)
    engine.import_(stack, exported)
    outputs = engine.outputs(stack)
    assert outputs
    assert reveal(outputs["a"]) == {"user": "u", "later": UNKNOWN}


def test_a_project_that_keeps_its_own_configuration(make: Make) -> None:
    engine, stack = PulumiEngine(), make(config=None)
    assert engine.preview(stack, ignore).result == "succeeded"
    assert not (stack.directory / "Pulumi.dev.net.yaml").exists(), "a preview does not write it"
    own = stack.directory / "Pulumi.dev.net.yaml"
    own.write_text("config:\n  tiny:size: {disk: 4}\n")
    outcome = engine.up(stack, ignore)
    assert outcome.outputs["size"] == {"disk": 4}
    assert "encryptionsalt" in own.read_text()


def test_a_program_that_raises(make: Make) -> None:
    events = list[Event]()
    outcome = PulumiEngine().up(make("import json\ndef build():\n    json.loads('{')\nbuild()\n"), events.append)
    assert outcome.result == "failed"
    assert outcome.error
    assert "__main__.py" in outcome.error
    assert "JSONDecodeError" in outcome.error
    assert "json/decoder.py" not in outcome.error
    assert any(isinstance(event, Diagnostic) and event.severity == "error" for event in events)


def test_changes_where_none_are_expected(make: Make) -> None:
    outcome = PulumiEngine().preview(make(), ignore, Options(expect_no_changes=True))
    assert outcome.result == "failed"
    assert outcome.error
    assert "no changes were expected" in outcome.error


def test_what_is_wrong_before_anything_starts(make: Make) -> None:
    engine, stack = PulumiEngine(), make()
    engine.import_(stack, {"version": 3, "deployment": {}})
    wrong = replace(stack, environment={"PULUMI_CONFIG_PASSPHRASE": "wrong"})
    with pytest.raises(SecretsError, match=r"not that of stack dev\.net") as error:
        engine.up(wrong, ignore)
    assert error.value.exit_code == 2

    state = Path(stack.backend.removeprefix("file://")) / ".pulumi"
    lock = state / "locks/organization/tiny/dev.net/other.json"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text('{"pid": 77, "username": "ada", "hostname": "lovelace", "timestamp": "2026-11-20T10:00:00Z"}')
    with pytest.raises(StackLocked, match=r"ada@lovelace \(process 77\) since 2026-11-20T10:00:00Z"):
        engine.up(stack, ignore)
    lock.unlink()

    checkpoint = state / "stacks/tiny/dev.net.json"
    checkpoint.write_text(checkpoint.read_text()[:80])
    with pytest.raises(StateError, match="cannot be read"):
        engine.up(stack, ignore)


def test_cancel_lets_the_program_end_and_unlocks(make: Make) -> None:
    engine = PulumiEngine()
    stack = make("import pulumi, time\npulumi.log.info('working')\ntime.sleep(60)\n")

    def sink(event: Event) -> None:
        if isinstance(event, Diagnostic) and event.message == "working":
            threading.Timer(0.1, engine.cancel).start()

    began = time.monotonic()
    outcome = engine.up(stack, sink)
    assert (outcome.result, outcome.error) == ("cancelled", "update canceled")
    assert time.monotonic() - began < 30
    assert not list((Path(stack.backend.removeprefix("file://")) / ".pulumi/locks").rglob("*.json"))


def test_a_run_waits_for_the_one_before_it_as_long_as_it_is_told(make: Make) -> None:
    """Not of itself: the CLI's lock may be that of a run which is gone."""
    program = (
        "import pulumi, time\nfrom pathlib import Path\npulumi.log.info('working')\n"
        "while Path(__file__).with_name('wait').exists():\n    time.sleep(0.05)\n"
    )
    stack = make(program)
    wait = stack.directory / "wait"
    wait.touch()
    working = threading.Event()

    def heard(event: Event) -> None:
        if isinstance(event, Diagnostic) and event.message == "working":
            working.set()

    first = threading.Thread(target=PulumiEngine().up, args=(stack, heard))
    first.start()
    try:
        assert working.wait(100)
        with pytest.raises(StackLocked, match="is locked by"):
            PulumiEngine().up(stack, ignore)
        threading.Timer(1, wait.unlink).start()
        assert PulumiEngine().refresh(stack, ignore, Options(lock_timeout=100)).result == "succeeded"
    finally:
        wait.unlink(missing_ok=True)
        first.join()
