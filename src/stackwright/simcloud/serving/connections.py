"""One provider per gRPC connection.

The official CLI opens a connection for every provider resource, all to the same port, and only the connection tells
them apart: `Configure` names the provider, the calls after it do not. So state is kept by the peer's address.

A channel that reconnects (after half an hour of silence, grpc-go's idle timeout) comes from a new port without
configuring again. It is given the configuration that every connection of a running engine has; where these differ,
nobody can say which it was, and it is refused. Engines that ended do not count: in the handshake each says where it
listens itself, and nobody listens there any more. Their connections are forgotten.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

from stackwright.errors import CloudError
from stackwright.simcloud.disturbing.provider import DisturbedProvider
from stackwright.simcloud.host import SimulatedHost

_PATIENCE_SECONDS = 0.2


def listens(address: str) -> bool:
    """Whether something accepts connections at `address` (`127.0.0.1:1234`); if that cannot be told, it does."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=_PATIENCE_SECONDS):
            return True
    except ConnectionRefusedError:
        return False
    except (OSError, ValueError):
        return True


class Connections:
    """The connections to one package's port."""

    def __init__(self, host: SimulatedHost, package: str, listens: Callable[[str], bool] = listens) -> None:
        self._host = host
        self._package = package
        self._listens = listens
        self._lock = threading.Lock()
        self._open: dict[str, DisturbedProvider] = {}
        self._configured: dict[str, DisturbedProvider] = {}
        self._engines: dict[str, str] = {}

    def __len__(self) -> int:
        """How many are remembered."""
        with self._lock:
            return len(self._open)

    def start(self, peer: str, engine: str = "") -> None:
        """A handshake: whatever this address was before, it is a new connection now, of the engine at `engine`."""
        self._forget_ended(besides=engine)
        with self._lock:
            self._open[peer] = self._host.connect(self._package, mortal=False)
            self._engines[peer] = engine
            self._configured.pop(peer, None)

    def configured(self, peer: str) -> None:
        with self._lock:
            self._configured[peer] = self._open[peer]

    def get(self, peer: str) -> DisturbedProvider:
        """The provider behind this connection, configured or not; before a handshake, a new one."""
        with self._lock:
            if peer not in self._open:
                self._open[peer] = self._host.connect(self._package, mortal=False)
            return self._open[peer]

    def ready(self, peer: str) -> DisturbedProvider:
        """The configured provider behind this connection.

        Raises:
            CloudError: the connection was never configured, and several could be meant.
        """
        with self._lock:
            if peer in self._configured:
                return self._configured[peer]
            own = self._engines.get(peer, "")
        self._forget_ended(besides=own)
        with self._lock:
            known = list(self._configured.values())
            if not known or any(other.inner.identity != known[0].inner.identity for other in known):
                raise CloudError(
                    f"the connection {peer} to the simulated {self._package} was never configured",
                    hint="if it was idle for half an hour, run the command again",
                )
            self._configured[peer] = self._open[peer] = known[0]
            return known[0]

    def engine(self, peer: str) -> str:
        """Where the engine of this connection listens, as it said in the handshake; empty where it did not."""
        with self._lock:
            return self._engines.get(peer, "")

    def _forget_ended(self, besides: str = "") -> None:
        """Forget the connections of engines that do not listen any more."""
        with self._lock:
            engines = {engine for engine in self._engines.values() if engine and engine != besides}
        ended = {engine for engine in engines if not self._listens(engine)}
        if not ended:
            return
        with self._lock:
            for peer in [peer for peer, engine in self._engines.items() if engine in ended]:
                for kept in (self._open, self._configured, self._engines):
                    kept.pop(peer, None)
