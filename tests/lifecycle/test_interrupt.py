"""Ctrl-C during an `up`: what runs is finished and saved, nothing new starts, and `up` again goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.lifecycle.support import CommandLine

STACKWRIGHT = Path(sys.executable).with_name("stackwright")


@contextmanager
def waiting_up(tiny: Path) -> Generator[subprocess.Popen[str]]:
    """An `up` whose first part has created one resource and waits before the next."""
    (tiny / "base/wait").touch()
    process = subprocess.Popen(
        [STACKWRIGHT, "up", "tiny", "--simulate", "--parallel", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 60
        while not (tiny / "base/waiting").exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield process
    finally:
        (tiny / "base/wait").unlink(missing_ok=True)
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def interrupt(process: subprocess.Popen[str]) -> None:
    """As a terminal does: to every process of the foreground group."""
    os.killpg(process.pid, signal.SIGINT)


def test_the_first_ctrl_c_finishes_saves_and_says_how_to_go_on(tiny: Path, stackwright: CommandLine) -> None:
    with waiting_up(tiny) as process:
        interrupt(process)
        time.sleep(0.3)
        assert process.poll() is None, "what is under way is not cut off"
        (tiny / "base/wait").unlink()
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, out + err
    assert "Ctrl-C again stops at once" in err
    assert "Traceback" not in err
    assert "base: cancelled" in out
    assert "leaf: cancelled" in out
    assert "this goes on from there: stackwright up tiny --simulate" in out
    ran = stackwright("up", "tiny", "--simulate", "--json")
    assert ran.code == 0, ran.err
    assert ran.summary("up")["base"]["changes"]["same"] >= 2, "what had been created was saved"


def test_the_second_ctrl_c_stops_at_once(tiny: Path, stackwright: CommandLine) -> None:
    with waiting_up(tiny) as process:
        interrupt(process)
        time.sleep(0.2)
        began = time.monotonic()
        interrupt(process)
        process.communicate(timeout=30)
        assert process.returncode == 130
        assert time.monotonic() - began < 5


def test_a_kill_loses_nothing_and_the_next_command_goes_on(tiny: Path, stackwright: CommandLine) -> None:
    state = tiny / ".stackwright/simulated/standing/state/.pulumi"
    journal, locks = state / "stackwright/base/dev/journal", state / "locks/organization/base/dev"
    with waiting_up(tiny) as process:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
    assert journal.exists()
    assert len(list(locks.iterdir())) == 1

    ran = stackwright("up", "tiny", "--simulate", "--json")

    assert ran.code == 0, ran.err
    assert ran.summary("up")["base"]["changes"]["same"] >= 2, "what had been created was kept"
    assert not journal.exists()
    assert not list(locks.iterdir())


def test_a_reader_that_goes_away_stops_no_run(tiny: Path, stackwright: CommandLine) -> None:
    """`stackwright up tiny | head -1`: what was asked for is done all the same."""
    with waiting_up(tiny) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        (tiny / "base/wait").unlink()
        err = process.stderr.read()
        assert (process.wait(timeout=60), err) == (0, "")
    again = stackwright("up", "tiny", "--simulate", "--json")
    assert set(again.states("up").values()) == {"unchanged"}


def test_a_run_waits_no_longer_than_it_is_told(tiny: Path, stackwright: CommandLine) -> None:
    with waiting_up(tiny):
        began = time.monotonic()
        ran = stackwright("up", "tiny", "base", "--simulate", "--lock-timeout", "0.3s")
        assert ran.code == 1, ran.out
        assert "is locked by" in ran.err + ran.out
        assert time.monotonic() - began < 30
    assert stackwright("up", "tiny", "--simulate", "--lock-timeout", "forever").code == 2
