"""One stack, one run at a time: who comes second waits, if the first is certainly alive."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Generator
from contextlib import contextmanager
from threading import Event as Flag
from typing import Final

from stackwright.engine import events
from stackwright.engine.protocol import EventSink
from stackwright.engine.state.store import StackId, Store
from stackwright.errors import Cancelled, StackLocked

_PATIENCE: Final = 600.0


@contextmanager
def queued(store: Store, id_: StackId, limit: float | None, on_event: EventSink, cancelled: Flag) -> Generator[None]:
    """Hold the stack while the block runs, after a wait of at most `limit` seconds (default: ten minutes).

    Raises:
        StackLocked: it is held for longer, or by who may not be there any more.
        Cancelled: someone stopped the wait.
    """
    until = time.monotonic() + (_PATIENCE if limit is None else limit)
    waited = False
    with contextlib.ExitStack() as held:
        while True:
            try:
                held.enter_context(store.lock(id_))
                break
            except StackLocked as error:
                if not error.passing or time.monotonic() >= until:
                    raise
                if not waited:
                    on_event(events.Diagnostic("info", f"waiting for the run before this one: {error.message}"))
                waited = True
            # Two that come at once see each other, and both step back: not for equally long.
            if cancelled.wait(random.uniform(0.05, 0.15)):  # noqa: S311
                raise Cancelled(f"stopped while waiting for {id_}")
        yield
