"""Stacks in worker processes: events come back, a death is one stack's, Ctrl-C saves."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from stackwright.engine import events
from stackwright.engine.embedded import HostSpec, WorkerEngine
from stackwright.engine.protocol import Stack
from stackwright.errors import EngineError, SecretsError
from tests.engine.embedded.test_program import project

PROGRAM = """
import os, signal, time, pulumi
from tests.engine.embedded.support import Thing
stack = pulumi.get_stack()
pulumi.export("pid", os.getpid())
first = Thing("first", size=1)
if stack == "die":
    first.address.apply(lambda _: os.kill(os.getpid(), signal.SIGKILL))
if stack == "slow":
    pulumi.log.info("waiting")
    time.sleep(0.5)
if stack == "raise":
    raise ValueError("no")
Thing("second", size=first.address)
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[WorkerEngine]:
    engine = WorkerEngine(HostSpec("tests.engine.embedded.support:open_host"), 1)
    yield engine
    engine.close()


@pytest.fixture
def make(tmp_path: Path) -> Any:
    bench = project(tmp_path, PROGRAM)

    def stack(name: str, passphrase: str = "correct horse") -> Stack:
        return Stack(
            name=name,
            project="demo",
            directory=tmp_path,
            backend=bench.stack.backend,
            config={},
            environment={"PULUMI_CONFIG_PASSPHRASE": passphrase},
        )

    return stack


def names(engine: WorkerEngine, stack: Stack) -> list[str]:
    exported: Any = engine.export(stack)
    return [resource["urn"].split("::")[-1] for resource in exported["deployment"].get("resources", [])]


def test_a_worker_runs_stacks_one_after_another_and_events_come_back(engine: WorkerEngine, make: Any) -> None:
    seen: list[events.Event] = []

    one, two = engine.up(make("one"), seen.append), engine.up(make("two"), lambda _: None)

    assert one.changes == {"create": 3}
    assert one.outputs["pid"] == two.outputs["pid"]
    assert isinstance(seen[0], events.Started)
    assert isinstance(seen[-1], events.Summary)
    assert engine.outputs(make("one")) == one.outputs


def test_failures_and_errors_come_back_as_they_are(engine: WorkerEngine, make: Any) -> None:
    outcome = engine.up(make("raise"), lambda _: None)
    assert outcome.result == "failed"
    assert (outcome.error or "").endswith("ValueError: no")

    engine.up(make("one"), lambda _: None)
    with pytest.raises(SecretsError, match="incorrect passphrase") as caught:
        engine.up(make("one", "wrong"), lambda _: None)
    assert caught.value.hint is not None


def test_a_dead_worker_is_one_stacks_error_and_loses_nothing_that_was_made(engine: WorkerEngine, make: Any) -> None:
    with pytest.raises(EngineError, match="was killed by SIGKILL"):
        engine.up(make("die"), lambda _: None)

    assert "first" in names(engine, make("die"))
    assert engine.up(make("after"), lambda _: None).result == "succeeded"
    # Its lock is gone too: nobody has to release it by hand.
    assert engine.refresh(make("die"), lambda _: None).result == "succeeded"


def test_what_is_said_before_a_long_wait_is_told_at_once(engine: WorkerEngine, make: Any) -> None:
    told: dict[str, float] = {}

    def note(event: events.Event) -> None:
        if isinstance(event, events.Diagnostic) and event.message == "waiting":
            told["waiting"] = time.monotonic()
        elif isinstance(event, events.StepStarted) and event.step.urn.endswith("::second"):
            told["second"] = time.monotonic()

    engine.up(make("slow"), note)

    assert told["second"] - told["waiting"] > 0.25, "the program waits for 0.5 s between the two"


def test_cancelling_ends_the_run_and_saves(engine: WorkerEngine, make: Any) -> None:
    def cancel(event: events.Event) -> None:
        if isinstance(event, events.Diagnostic) and event.message == "waiting":
            threading.Timer(0, engine.cancel).start()

    outcome = engine.up(make("slow"), cancel)

    assert outcome.result == "cancelled"
    assert "second" not in names(engine, make("slow"))
    assert engine.up(make("slow"), lambda _: None).result == "succeeded"


def test_callers_wait_for_a_free_worker(engine: WorkerEngine, make: Any) -> None:
    with ThreadPoolExecutor(3) as threads:
        outcomes = list(threads.map(lambda name: engine.up(make(name), lambda _: None), ["a", "b", "c"]))

    assert [outcome.result for outcome in outcomes] == ["succeeded"] * 3
    assert len({outcome.outputs["pid"] for outcome in outcomes}) == 1


def test_a_host_that_does_not_exist_is_named() -> None:
    with pytest.raises(EngineError, match=r"nowhere:open"):
        HostSpec("nowhere:open").open()


def test_what_a_host_is_opened_with_is_not_shown() -> None:
    assert "hush" not in repr(HostSpec("a:b", {"key": "hush"}))
