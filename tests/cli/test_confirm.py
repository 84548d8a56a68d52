"""Asking on a terminal before something real is changed: a pseudo-terminal stands in for the person's."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = """
import sys
from stackwright.cli.confirm import ask, require_consent_is_possible
from stackwright.cli.failure import report
from stackwright.cli.interrupts import interruptible
from tests.deploy.support import part, service
from dataclasses import replace

environment = service(part("web")).environments["dev"]
environment = replace(environment, approve=sys.argv[2:])
try:
    require_consent_is_possible(environment, yes=sys.argv[1] == "yes")
    with interruptible(lambda: None, lambda: None):
        ask("Deploy this to dev?", environment, yes=sys.argv[1] == "yes")
except Exception as error:
    sys.exit(report(error))
print("went on")
"""


CTRL_C = "\x03"


def answered(answer: str, *arguments: str, repository: Path) -> tuple[int, str]:
    """The exit code and all that the terminal showed, after `answer` was typed."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments], stdin=slave, stdout=slave, stderr=slave, cwd=repository
    )
    os.close(slave)
    if answer != CTRL_C:
        os.write(master, answer.encode() + b"\n")
    shown = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if not select.select([master], [], [], 0.5)[0]:
            if answer == CTRL_C and b"[y/N]" in shown:  # again, should one come just before `input` listens
                process.send_signal(signal.SIGINT)
            continue
        try:
            data = os.read(master, 4096)
        except OSError:  # the other side is closed
            break
        if not data:
            break
        shown += data
    os.close(master)
    try:
        return process.wait(30), shown.decode()
    finally:
        process.kill()


@pytest.mark.parametrize(
    ("answer", "arguments", "code", "says"),
    [
        ("y", ["no"], 0, "went on"),
        ("n", ["no"], 130, "nothing was changed"),
        ("", ["no"], 130, "nothing was changed"),
        (CTRL_C, ["no"], 130, "stopped"),
        ("", ["yes"], 0, "went on"),
        ("dev", ["yes", "sre"], 0, "dev asks for approval by sre."),
        ("y", ["yes", "sre"], 130, "nothing was changed"),
    ],
)
def test_a_person_is_asked(answer: str, arguments: list[str], code: int, says: str, repository: Path) -> None:
    ended, shown = answered(answer, *arguments, repository=repository)
    assert ended == code, shown
    assert says in shown
