"""A shell that a reader would have open: one bash for a whole page, asked one command at a time."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from docs.tour.making import masked
from tests.conftest import offline
from tests.lifecycle.test_init import INSTALL

_END = "\x1eended "
_ASK = f"{{ %s\n}} </dev/null 2>&1; printf '\\n{_END}%%d %%s\\n' $? \"$PWD\"\n"


class Shell:
    """`folder` is the reader's home, with a `.venv`, and where the shell starts. What commands say has no durations."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        self.folder = folder
        self._bash: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self._bash = subprocess.Popen(
            ["bash", "--norc"],
            cwd=self.home,
            env=_environment(self.home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        assert self._bash
        self._bash.kill()
        self._bash.communicate()

    def run(self, command: str) -> tuple[int, str]:
        """Its exit code, and what it printed on either stream."""
        assert self._bash
        assert self._bash.stdin
        assert self._bash.stdout
        self._bash.stdin.write(_ASK % command)
        self._bash.stdin.flush()
        said: list[str] = []
        for line in self._bash.stdout:
            if line.startswith(_END):
                code, _, folder = line.removeprefix(_END).strip().partition(" ")
                self.folder = Path(folder)
                return int(code), _calm("".join(said).replace(str(self.home), "~"))
            said.append(line)
        raise AssertionError(f"the shell ended in: {command}\n{''.join(said)}")


def _calm(said: str) -> str:
    """Without what differs from one run to the next."""
    timeless = re.sub(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "…", masked(said))
    return re.sub(r"\b\d+\.\d s\b", "… s", timeless).strip("\n")


def _environment(home: Path) -> dict[str, str]:
    """That of a person who has nothing but Stackwright and, perhaps, the official CLI; nothing is fetched."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    active = {"VIRTUAL_ENV": str(home / ".venv"), "PATH": f"{home / '.venv' / 'bin'}{os.pathsep}{kept['PATH']}"}
    plain = {"COLUMNS": "110", "PYTHONIOENCODING": "utf-8", "INSTALL": INSTALL}
    return {**kept, **active, **plain, **offline(home), "HOME": str(home)}
