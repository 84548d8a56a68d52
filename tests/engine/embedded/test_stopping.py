"""A worker that is told to stop: it cancels, and interrupts a program that goes on; what that has forked just ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from stackwright.engine.embedded import stopping

FORKED = """
import multiprocessing, time
from stackwright.engine.embedded.stopping import listen

listen(lambda: None)
child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,))
child.start()
child.terminate()
child.join(10)
print(child.exitcode)
"""


@pytest.fixture
def cancels(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    monkeypatch.setattr(stopping, "_PATIENCE", 0.1)
    monkeypatch.setattr(stopping, "_hold", lambda: None)
    monkeypatch.setattr(stopping, "_let", lambda: None)
    monkeypatch.setattr(stopping, "_deafen", lambda: None)
    before = signal.getsignal(signal.SIGTERM)
    found: list[str] = []
    stopping.listen(lambda: found.append("cancel"))
    yield found
    signal.signal(signal.SIGTERM, before)


def inside(module: str, work: Callable[[], None]) -> None:
    """Run `work` as if the code of one of our modules had called it."""
    exec("work()", {"__name__": module, "work": work})


def go_on() -> None:
    for _ in range(20):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.02)


def test_a_program_that_goes_on_is_interrupted_after_a_while(cancels: list[str]) -> None:
    with pytest.raises(KeyboardInterrupt):
        inside("stackwright.engine.embedded.program", go_on)
    assert 1 < len(cancels) < 20


def test_the_engine_at_work_is_not(cancels: list[str]) -> None:
    inside("stackwright.engine.embedded.program", lambda: inside("stackwright.engine.embedded.steps", go_on))
    assert len(cancels) == 20


def test_what_a_program_forks_can_be_ended() -> None:
    ran = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, timeout=30, check=True)
    assert ran.stdout.strip() == str(-signal.SIGTERM)
