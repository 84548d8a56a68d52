"""The processes of policy packs that tests ask: each starts once, and serves all tests of the process."""

from __future__ import annotations

import atexit
from threading import RLock
from typing import Final

from stackwright.engine.policy.pool import PackPool
from stackwright.engine.policy.process import PackProcess


class _Kept(PackPool):
    """Keeps every process until the tests are over."""

    def give_back(self, process: PackProcess, *, stateless: bool) -> None:
        del stateless
        super().give_back(process, stateless=True)


POOL: Final = _Kept()
ONE_AT_A_TIME: Final = RLock()
"""A pool is for one thread."""
atexit.register(POOL.close)
