"""Running a command with the terminal attached, as if the user had typed it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Final

from stackwright.errors import UsageError

_FORWARDED: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_in_foreground(command: Sequence[str], environment: Mapping[str, str], directory: Path | None = None) -> int:
    """Run `command` to its end and return its exit code (128 + the signal's number where a signal ended it).

    It has our standard input and outputs and our process group. Signals that reach us are passed on, but for Ctrl-C in
    a terminal, which the terminal sends to both.

    Raises:
        UsageError: there is no such program.
    """
    try:
        process = subprocess.Popen(list(command), env=dict(environment), cwd=directory)  # noqa: S603 - it is the user's
    except OSError as error:
        raise UsageError(f"cannot run {command[0]}: {error.strerror}") from error

    def forward(number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGINT or not _in_terminals_foreground():
            process.send_signal(number)

    before = {number: signal.signal(number, forward) for number in _FORWARDED}
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def _in_terminals_foreground() -> bool:
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False
