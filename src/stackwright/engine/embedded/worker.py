"""What a worker process does: `python -m stackwright.engine.embedded.worker <file descriptor of its pipe>`."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
import threading
import time
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any, Final, cast

from stackwright.engine.embedded.engine import EmbeddedEngine
from stackwright.engine.embedded.host import HostSpec
from stackwright.engine.embedded.isolation import GC_THRESHOLD
from stackwright.engine.embedded.stopping import listen
from stackwright.engine.events import Event, Summary
from stackwright.engine.protocol import EventSink, Options, Outcome, Stack
from stackwright.engine.state.secrets import Derived, adopt
from stackwright.errors import EngineError

_BATCH: Final = 0.02
"""Seconds for which events are collected before they are sent: often enough to watch, seldom enough to cost nothing."""


_NEEDED: Final = (
    "stackwright.engine.embedded.monitor",
    "stackwright.engine.embedded.program",
    "stackwright.engine.embedded.run",
    "stackwright.engine.embedded.report",
)
Request = tuple[str, Stack, Options, dict[str, str], tuple[str, Derived] | None]
"""An operation, its stack, its options, the caller's variables, and the key of the stack's passphrase."""


class _Sender:
    """Sends events in batches. A caller that is gone cancels the run, so that its state is saved."""

    def __init__(self, pipe: Connection, engine: EmbeddedEngine) -> None:
        self._pipe = pipe
        self._engine = engine
        self._lock = threading.Lock()
        self._events: list[Event] = []
        self._due = 0.0
        self._timer: threading.Timer | None = None

    def __call__(self, event: Event) -> None:
        with self._lock:
            self._events.append(event)
            if time.monotonic() >= self._due or isinstance(event, Summary):
                self._send()
            elif self._timer is None:
                # Nothing else may happen for long: what was said last is told all the same.
                self._timer = threading.Timer(_BATCH, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        with self._lock:
            self._send()

    def _send(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        events, self._events = self._events, []
        if events:
            try:
                self._pipe.send(("events", events))
            except OSError:
                self._engine.cancel()
        self._due = time.monotonic() + _BATCH


def serve(pipe: Connection) -> None:
    """Do what comes in, one request after another, until the pipe closes or None comes."""
    # Ctrl-C reaches the whole group of processes; the caller decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # nothing that is imported is ever freed
    try:
        sys.path[:], modules = cast("tuple[list[str], tuple[str, ...]]", pipe.recv())
        # What takes time is loaded before it is asked for.
        for module in (*_NEEDED, *modules):
            import_module(module)
        host = cast("HostSpec | None", pipe.recv())
    except (EOFError, OSError):
        return
    if host is None:
        return
    gc.set_threshold(GC_THRESHOLD)
    gc.enable()
    engine = EmbeddedEngine(host.open)
    listen(engine.cancel)
    with contextlib.suppress(OSError):
        pipe.send(("ready", None))
    with contextlib.closing(engine):
        _serve(pipe, engine)


def _serve(pipe: Connection, engine: EmbeddedEngine) -> None:
    while True:
        try:
            request = cast("Request | None", pipe.recv())
        except (EOFError, OSError):
            return
        if request is None:
            return
        sender = _Sender(pipe, engine)
        answer = _answer(engine, request, sender)
        sender.flush()
        with contextlib.suppress(OSError):
            pipe.send(answer)


def _answer(engine: EmbeddedEngine, request: Request, sink: EventSink) -> tuple[str, Any]:
    kind, stack, options, variables, key = request
    os.environ.clear()
    os.environ.update(variables)
    if key is not None:
        adopt(*key)
    operation = {
        "preview": engine.preview,
        "up": engine.up,
        "refresh": engine.refresh,
        "destroy": engine.destroy,
    }[kind]
    try:
        outcome: Outcome = operation(stack, sink, options)
    except Exception as error:  # noqa: BLE001 - it is raised where the request came from
        return "error", _portable(error)
    return "outcome", outcome


def _portable(error: Exception) -> Exception:
    """The error, if it survives the pipe; else its words."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - what was just written
    except Exception:  # noqa: BLE001
        return EngineError(f"{type(error).__name__}: {error}")
    return error


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
    os._exit(0)
