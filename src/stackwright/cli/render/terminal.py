"""The terminal's own settings, where they would disturb a live display."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress


def hide_control_characters() -> Callable[[], None]:
    """Stop the terminal from writing `^C` into a live table (ECHOCTL); returns what puts that back.

    Nothing happens where standard input is no terminal, or the system knows no such setting.
    """
    try:
        import termios
    except ImportError:
        return lambda: None
    try:
        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
    except (OSError, ValueError, termios.error):
        return lambda: None

    def restore() -> None:
        with suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSANOW, before)

    quiet = list(before)
    quiet[3] = before[3] & ~termios.ECHOCTL
    with suppress(termios.error):
        termios.tcsetattr(descriptor, termios.TCSANOW, quiet)
    return restore
