from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.lifecycle.support import CommandLine, write_tiny


@pytest.fixture
def stackwright(
    capsys: pytest.CaptureFixture[str], clean_environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """With one worker process, which imports the SDK once; `shop` and the laws of the runner have several."""
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    return CommandLine(capsys)


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small service; the current folder is where its `stacks` is."""
    folder = write_tiny(tmp_path)
    monkeypatch.chdir(tmp_path)
    return folder
