"""Ctrl-C: the first lets the steps under way finish and saves, the second stops at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Final

from stackwright.errors import Cancelled, StackwrightError

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_AT_ONCE: Final = 130
STOPPING: Final = "Stopping: the steps under way finish first. Ctrl-C again stops at once."


@dataclass(slots=True)
class Interrupts:
    """Whether a person asked to stop, and what is done about it: `gently` once, then `at_once`.

    Both are called in a signal handler, so they take no lock and print nothing through Python's buffers.
    """

    gently: Callable[[], None]
    at_once: Callable[[], None]
    asked: bool = False

    def handle(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            self.at_once()
            os._exit(_AT_ONCE)
        self.asked = True
        self.gently()


def say_stopping() -> None:
    """Say on standard error what is happening. Python's own buffers may be in use by what was interrupted."""
    with suppress(OSError):
        os.write(2, f"\n{STOPPING}\n".encode())


@contextmanager
def interruptible(gently: Callable[[], None], at_once: Callable[[], None]) -> Generator[Interrupts]:
    """Handle SIGINT and SIGTERM inside the block. What fails after one was asked for, counts as cancelled.

    Raises:
        Cancelled
    """
    interrupts = Interrupts(gently, at_once)
    before = {number: signal.signal(number, interrupts.handle) for number in _SIGNALS}
    try:
        yield interrupts
    except Cancelled:
        raise
    except StackwrightError as error:
        if interrupts.asked:
            raise Cancelled("stopped before anything was changed") from error
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def asking() -> Generator[None]:
    """While a person is asked, Ctrl-C is an answer: it raises KeyboardInterrupt, as it does anywhere else."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
