from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stackwright.deploy.rehearsal.foreground import run_in_foreground
from stackwright.errors import UsageError

RUNNER = """
import os, sys
from pathlib import Path
from stackwright.deploy.rehearsal.foreground import run_in_foreground
sys.exit(run_in_foreground(sys.argv[1:], os.environ))
"""
CHILD = """
import signal, sys, time
def end(number, frame):
    sys.exit(40 + number)
signal.signal(signal.SIGTERM, end)
signal.signal(signal.SIGINT, end)
print("ready", flush=True)
time.sleep(30)
"""


@pytest.mark.parametrize("code", [0, 1, 130])
def test_the_exit_code_is_the_commands(code: int) -> None:
    assert run_in_foreground([sys.executable, "-c", f"raise SystemExit({code})"], os.environ) == code


def test_a_signal_that_ends_it_is_told_as_a_shell_does() -> None:
    command = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
    assert run_in_foreground(command, os.environ) == 128 + signal.SIGKILL


def test_it_sees_the_environment_and_the_folder_that_it_is_given(tmp_path: Path) -> None:
    code = "import os, sys; sys.exit(not (os.environ['X'] == '1' and 'HOME' not in os.environ and os.path.exists('y')))"
    (tmp_path / "y").touch()
    assert run_in_foreground([sys.executable, "-c", code], {"X": "1"}, tmp_path) == 0


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="no-such-program"):
        run_in_foreground(["no-such-program"], os.environ)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_pass_through(number: signal.Signals) -> None:
    command = [sys.executable, "-c", RUNNER, sys.executable, "-c", CHILD]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True) as runner:
        assert runner.stdout
        assert runner.stdout.readline() == "ready\n"
        time.sleep(0.05)
        runner.send_signal(number)
        assert runner.wait(20) == 40 + number
