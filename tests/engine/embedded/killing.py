"""Kills a run for good, at any write of its own choosing, in a process of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Moment = Literal["torn", "after"]
"""In the middle of a write, or right after it; what happens between two writes lies between these."""


@dataclass
class Killer:
    """Stands in for `os.write`, and counts. At write `at` the process gets a SIGKILL."""

    at: int = -1
    moment: Moment = "after"
    count: int = field(default=0, init=False)

    def write(self, fd: int, data: Any) -> int:
        if self.count == self.at and self.moment == "torn":
            os.write(fd, data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        written = os.write(fd, data)
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.count += 1
        return written


def in_child(act: Callable[[], object]) -> int:
    """Do it in a fork of this process; the signal that ended that, or 0."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            act()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status)
    assert os.WEXITSTATUS(status) == 0, "the child failed"
    return 0


def copied(source: Path, target: Path) -> Path:
    """A copy of a small folder, quicker than `shutil.copytree`."""
    for folder, _, names in os.walk(source):
        here = target / Path(folder).relative_to(source)
        here.mkdir(parents=True, exist_ok=True)
        for name in names:
            (here / name).write_bytes((Path(folder) / name).read_bytes())
    return target
