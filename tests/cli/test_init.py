"""What `stackwright init` asks on a terminal, and that it asks nothing elsewhere or with --yes."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest


def _on_a_terminal(typed: str, *arguments: str, cwd: Path) -> str:
    """All that the terminal shows while the lines of `typed` are read from it."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "stackwright.cli.main", "init", *arguments]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, cwd=cwd) as process:
        os.close(slave)
        os.write(master, typed.encode())
        shown = b""
        try:
            while data := os.read(master, 4096):
                shown += data
        except OSError:  # the other side is closed
            pass
        finally:
            os.close(master)
    assert process.returncode == 0, shown.decode()
    return shown.decode()


def test_a_person_is_asked_for_what_was_not_said(tmp_path: Path) -> None:
    shown = _on_a_terminal("\nmars, aws\ngcp private\n", "acme-platform", cwd=tmp_path)
    assert "packages called after? [acme]" in shown
    assert "Error: choose from aws, azure, gcp, private" in shown
    settings = tmp_path / "acme-platform" / "components" / "acme_components" / "settings"
    assert {path.stem for path in settings.iterdir()} == {"__init__", "gcp", "private"}


@pytest.mark.parametrize("arguments", [("--yes",), ("--name", "wind", "--cloud", "aws")])
def test_nothing_is_asked_where_all_is_said(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert "?" not in _on_a_terminal("", "wind-platform", *arguments, cwd=tmp_path)
    assert (tmp_path / "wind-platform" / "components" / "wind_components" / "settings" / "aws.py").is_file()
