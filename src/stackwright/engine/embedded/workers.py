"""The embedded engine in worker processes: stacks run side by side, and a program cannot harm its caller.

A worker is started fresh, not forked (the SDK's gRPC does not survive a fork), and runs one stack after another, so
that the SDK is imported once. Requests and events go through a pipe.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import Condition
from typing import Any, Final, cast

from stackwright.engine import spare
from stackwright.engine.embedded import adoption as adoption_
from stackwright.engine.embedded.host import HostSpec
from stackwright.engine.events import Event
from stackwright.engine.protocol import Adoption, Deployment, EventSink, Options, Outcome, Stack
from stackwright.engine.state.access import States, read
from stackwright.engine.state.secrets import Derived, derived
from stackwright.errors import Cancelled, EngineError, StackwrightError
from stackwright.wire.values import Properties

_NO_OPTIONS: Final = Options()
_TICK: Final = 0.1
"""Seconds after which a cancellation is noticed at the latest."""
_PATIENCE: Final = 2
"""How often a run may be asked to end before it is made to."""
_GRACE: Final = 5.0
"""Seconds that a worker gets to end before it is killed."""


@dataclass(slots=True, eq=False)
class _Worker:
    process: subprocess.Popen[bytes]
    pipe: Connection
    busy: bool = False
    used: bool = False
    ready: bool = False
    """Whether it listens to SIGTERM; before that, one would kill it."""
    cancelled: bool = False


class WorkerEngine:
    """Runs stacks in at most `workers` processes, each with the provider host that `host` names.

    A call waits until a worker is free. Events are delivered on the calling thread.
    """

    name = "embedded"

    def __init__(self, host: HostSpec, workers: int | None = None) -> None:
        self._host = host
        self._most = max(1, workers or os.cpu_count() or 1)
        self._workers: list[_Worker] = []
        self._free = Condition()
        self._states = States()
        self._closed = False
        self._cancels = 0

    def preview(self, stack: Stack, on_event: EventSink, options: Options = _NO_OPTIONS) -> Outcome:
        return self._operate("preview", stack, on_event, options)

    def up(self, stack: Stack, on_event: EventSink, options: Options = _NO_OPTIONS) -> Outcome:
        return self._operate("up", stack, on_event, options)

    def refresh(self, stack: Stack, on_event: EventSink, options: Options = _NO_OPTIONS) -> Outcome:
        return self._operate("refresh", stack, on_event, options)

    def destroy(self, stack: Stack, on_event: EventSink, options: Options = _NO_OPTIONS) -> Outcome:
        return self._operate("destroy", stack, on_event, options)

    def remove(self, stack: Stack) -> None:
        self._states.remove(stack)

    def outputs(self, stack: Stack) -> Properties | None:
        return self._states.outputs(stack)

    def export(self, stack: Stack, *, show_secrets: bool = False) -> Deployment | None:
        return self._states.export(stack, show_secrets=show_secrets)

    def stacks(self, stack: Stack) -> list[str]:
        return self._states.stacks(stack)

    def rename(self, stack: Stack, name: str) -> None:
        self._states.rename(stack, name)

    def adopt(self, stack: Stack, adoption: Adoption, on_event: EventSink) -> Outcome:
        return adoption_.adopt(self, stack, adoption, on_event)

    def import_(self, stack: Stack, deployment: Deployment) -> None:
        self._states.import_(stack, deployment)

    def cancel(self) -> None:
        """Asked a third time, kill what runs, as `PulumiEngine` does; what was being created stays pending."""
        self._cancels += 1
        for worker in tuple(self._workers):
            if worker.busy:
                worker.cancelled = True
                if self._cancels > _PATIENCE:
                    worker.process.kill()

    def close(self) -> None:
        with self._free:
            self._closed = True
            workers, self._workers = self._workers, []
        for worker in workers:
            with contextlib.suppress(OSError):
                worker.pipe.send(None)
            worker.pipe.close()
            if not worker.used:  # and so nothing of it needs an end
                worker.process.kill()
        for worker in workers:
            try:
                worker.process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                worker.process.kill()
                worker.process.wait()

    def _operate(self, kind: str, stack: Stack, on_event: EventSink, options: Options) -> Outcome:
        with self._worker() as worker:
            variables = dict(os.environ) if stack.inherit_environment else {}
            try:
                worker.pipe.send((kind, stack, options, variables, _key(stack)))
                return self._follow(worker, on_event)
            except (EOFError, OSError) as error:
                raise self._died(worker, stack) from error

    def _follow(self, worker: _Worker, on_event: EventSink) -> Outcome:
        while True:
            if worker.cancelled and worker.ready:
                # Said again until it is heard: the request may not have begun yet.
                worker.process.terminate()
            if not worker.pipe.poll(_TICK):
                continue
            what, value = cast("tuple[str, Any]", worker.pipe.recv())
            if what == "ready":
                worker.ready = True
            elif what == "events":
                for event in cast("list[Event]", value):
                    on_event(event)
            elif what == "outcome":
                return cast("Outcome", value)
            else:
                raise cast("BaseException", value)

    def _died(self, worker: _Worker, stack: Stack) -> EngineError:
        """What a worker's death means; what it noted is folded into the state, and its lock released, at once."""
        worker.process.wait()
        code = worker.process.returncode
        store, id_ = self._states.open(stack)
        with contextlib.suppress(StackwrightError):  # the next command says so
            read(store, id_)
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        return EngineError(
            f"the process that ran {id_} {how}",
            hint="run it again: what was created is in its state, what was being created is marked as pending",
        )

    @contextmanager
    def _worker(self) -> Generator[_Worker]:
        worker = self._take()
        try:
            yield worker
        except BaseException:
            # Whatever happened, the pipe may hold answers that nobody will read, unless the worker said it was done.
            if worker.process.poll() is not None or _unread(worker):
                self._drop(worker)
            raise
        finally:
            with self._free:
                worker.busy = False
                self._free.notify()

    def _take(self) -> _Worker:
        with self._free:
            while True:
                if self._closed:
                    raise Cancelled("the engine was closed")
                for worker in self._workers:
                    if not worker.busy:
                        worker.busy, worker.used, worker.cancelled = True, True, False
                        return worker
                if len(self._workers) < self._most:
                    # All at once: the next will be ready when the first part ends and others may begin.
                    self._workers += [self._start() for _ in range(self._most - len(self._workers))]
                    continue
                self._free.wait()

    def _start(self) -> _Worker:
        started = spare.take()
        started.pipe.send(self._host)
        return _Worker(started.process, started.pipe)

    def _drop(self, worker: _Worker) -> None:
        with self._free:
            if worker in self._workers:
                self._workers.remove(worker)
        worker.pipe.close()
        worker.process.terminate()


def _key(stack: Stack) -> tuple[str, Derived] | None:
    """The passphrase that a stack brings along, and the key for new stacks of it: derived here once for all workers."""
    phrase = stack.environment.get("PULUMI_CONFIG_PASSPHRASE")
    return None if phrase is None else (phrase, derived(phrase))


def _unread(worker: _Worker) -> bool:
    return worker.process.poll() is None and worker.pipe.poll(0)
