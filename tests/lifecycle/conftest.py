from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from stackwright.engine import spare
from tests.lifecycle.forking import Nursery
from tests.lifecycle.support import CommandLine, write_tiny


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def stackwright(
    capsys: pytest.CaptureFixture[str],
    clean_environment: Mapping[str, str],
    nursery: Nursery,
    monkeypatch: pytest.MonkeyPatch,
) -> CommandLine:
    """With one worker process, which imports the SDK once; `shop` and the laws of the runner have several."""
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr(spare, "start", nursery.start)
    return CommandLine(capsys)


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small service; the current folder is where its `stacks` is."""
    folder = write_tiny(tmp_path)
    monkeypatch.chdir(tmp_path)
    return folder
