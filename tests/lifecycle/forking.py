"""Worker processes that are forked off one that has imported what all of them do, and nothing else.

To start a worker as `engine.spare` does takes half a second of processor time, and a command of these tests needs one:
that was half of what they took. What is forked here is as fresh: it comes from a process that has never run anything
and has neither a thread nor a channel of gRPC, which would not survive. `shop`, the pages and the tests of the engine
start theirs as users do.
"""

from __future__ import annotations

import array
import gc
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.connection import Connection
from select import select
from typing import NoReturn

from stackwright.engine import spare
from stackwright.engine.embedded.worker import _NEEDED, serve

_MOST = 1 << 16
_IMPORTED = ("stackwright.simcloud.host",)
"""What `cli.request.worker_ahead` asks a worker to import, besides its own."""


class Nursery:
    """A process that forks off workers; `start` stands in for `spare.start`."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "tests.lifecycle.forking", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=_environment(),
            )

    def start(self, modules: Sequence[str] = ()) -> spare.Process:
        ours, theirs = socket.socketpair()
        end, ended = os.pipe()
        sent = array.array("i", [theirs.fileno(), ended])
        variables = pickle.dumps(_environment())
        self._socket.sendmsg([variables], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, sent)])
        theirs.close()
        os.close(ended)
        pid = int.from_bytes(os.read(end, 4), "big")
        pipe = Connection(ours.detach())
        pipe.send((sys.path, tuple(modules)))
        return spare.Process(Forked(pid, end), pipe)  # type: ignore[arg-type]

    def close(self) -> None:
        self._socket.close()
        self._process.wait()


def _environment() -> Mapping[str, str]:
    path = os.pathsep.join(filter(None, sys.path))
    return {**spare._harmless(os.environ), "PYTHONPATH": path}


@dataclass
class Forked:
    """What is used of `subprocess.Popen`, for a process that is somebody else's child."""

    pid: int
    _end: int
    returncode: int | None = field(default=None)

    def poll(self) -> int | None:
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        if self._ended(timeout) is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        assert self.returncode is not None
        return self.returncode

    def terminate(self) -> None:
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def _signal(self, which: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, which)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None and select([self._end], [], [], timeout)[0]:
            said = os.read(self._end, 4)
            self.returncode = int.from_bytes(said, "big", signed=True) if said else -signal.SIGKILL
            os.close(self._end)
        return self.returncode


def _nurse(requests: socket.socket) -> None:
    """Fork off a worker for each request. A process in between waits for its end, and tells how that was."""
    for module in (*_NEEDED, *_IMPORTED):
        import_module(module)
    gc.freeze()
    children: set[int] = set()
    while request := _request(requests):
        variables, pipe, end = request
        child = os.fork()
        if child == 0:
            requests.close()
            _attend(variables, pipe, end)
        os.close(pipe)
        os.close(end)
        children = {each for each in {*children, child} if os.waitpid(each, os.WNOHANG)[0] == 0}
    for child in children:
        os.waitpid(child, 0)


def _request(requests: socket.socket) -> tuple[dict[str, str], int, int] | None:
    sent, passed, *_ = requests.recvmsg(_MOST, socket.CMSG_SPACE(8))
    if not sent:
        return None
    pipe, end = array.array("i", passed[0][2])
    return pickle.loads(sent), pipe, end


def _attend(variables: Mapping[str, str], pipe: int, end: int) -> NoReturn:
    pid = os.fork()
    if pid == 0:
        os.close(end)
        gc.unfreeze()
        os.environ.clear()
        os.environ.update(variables)
        serve(Connection(pipe))
        os._exit(0)
    os.close(pipe)
    os.write(end, pid.to_bytes(4, "big"))
    _, status = os.waitpid(pid, 0)
    os.write(end, os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))
    os._exit(0)


if __name__ == "__main__":
    _nurse(socket.socket(fileno=int(sys.argv[1])))
