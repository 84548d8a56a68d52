"""What a worker makes of signals: it stops between two steps, and cuts a program short that goes on regardless."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Final

_PATIENCE: Final = 2.0
"""Seconds that a program gets to end by itself. The CLI ends a program's process with the run, too."""
_PAUSE: Final = 1.0
"""Seconds without a signal after which the next is about another run: a caller repeats itself ten times a second."""
_AROUND: Final = frozenset({"stackwright.engine.embedded.program", "stackwright.engine.embedded.loop"})
"""The modules of ours that a program runs in. Inside of any other the engine is at work."""


@dataclass(slots=True)
class _Stop:
    cancel: Callable[[], None]
    began: float = 0.0
    last: float = 0.0

    def __call__(self, _number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if now - self.last > _PAUSE:
            self.began = now
        self.last = now
        self.cancel()
        if now - self.began > _PATIENCE and _in_program(frame):
            self.last = 0.0
            raise KeyboardInterrupt


def listen(cancel: Callable[[], None]) -> None:
    """At SIGTERM `cancel`, and go on asking; after a while interrupt the program, if it is that which holds things up.

    A process that the program forks (`multiprocessing` on Linux) ends at SIGTERM: whoever sent it waits for that. Held
    back meanwhile, as Python forgets signals that reach a process before it has begun (`_PySignal_AfterFork`).
    """
    signal.signal(signal.SIGTERM, _Stop(cancel))
    os.register_at_fork(before=_hold, after_in_parent=_let, after_in_child=_deafen)


def _hold() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})


def _let() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def _deafen() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _let()


def _in_program(frame: FrameType | None) -> bool:
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("stackwright."):
            return module in _AROUND
        frame = frame.f_back
    return False
