"""A worker process that is started ahead: nothing of the caller's in its environment, and none left behind."""

from __future__ import annotations

from itertools import repeat
from pathlib import Path

import pytest

from stackwright.engine import spare


def test_it_is_taken_once_and_ended_by_whoever_took_it() -> None:
    with spare.early():
        taken, another = spare.take(), spare.take()
        assert taken is not another
    try:
        assert taken.process.poll() is None, "it was taken, so it goes on"
    finally:
        for each in (taken, another):
            each.pipe.close()
    assert taken.process.wait(10) == 0, "it ends when nobody is there any more"
    assert another.process.wait(10) == 0


def test_one_that_nobody_took_is_ended() -> None:
    with spare.early():
        [ahead] = spare._spares
    assert ahead.process.poll() is not None
    assert not spare._spares


def test_its_environment_holds_nothing_of_the_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_SESSION_KEY", "in-clear")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "in-clear")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "in-clear")
    with spare.early():
        [ahead] = spare._spares
        environ = Path(f"/proc/{ahead.process.pid}/environ")
        seen = next(filter(None, map(Path.read_bytes, repeat(environ))))  # empty until the program has begun
    assert b"PATH=" in seen
    assert b"in-clear" not in seen
