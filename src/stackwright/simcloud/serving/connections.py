"""One provider per gRPC connection.

The official CLI opens a connection for every provider resource, all to the same port, and only the connection tells
them apart: `Configure` names the provider, the calls after it do not. So state is kept by the peer's address. A
channel that reconnects (after half an hour of silence, grpc-go's idle timeout) comes from a new port without
configuring again; it is given the only configuration of the package if there is just one, else it is refused.
"""

from __future__ import annotations

import threading

from stackwright.errors import CloudError
from stackwright.simcloud.disturbing.provider import DisturbedProvider
from stackwright.simcloud.host import SimulatedHost


class Connections:
    """The connections to one package's port."""

    def __init__(self, host: SimulatedHost, package: str) -> None:
        self._host = host
        self._package = package
        self._lock = threading.Lock()
        self._open: dict[str, DisturbedProvider] = {}
        self._configured: dict[str, DisturbedProvider] = {}

    def start(self, peer: str) -> None:
        """A handshake: whatever this address was before, it is a new connection now."""
        with self._lock:
            self._open[peer] = self._host.connect(self._package, mortal=False)
            self._configured.pop(peer, None)

    def configured(self, peer: str) -> None:
        with self._lock:
            self._configured[peer] = self._open[peer]

    def get(self, peer: str) -> DisturbedProvider:
        """The provider behind this connection, configured or not; before a handshake, a new one."""
        with self._lock:
            return self._open.setdefault(peer, self._host.connect(self._package, mortal=False))

    def ready(self, peer: str) -> DisturbedProvider:
        """The configured provider behind this connection.

        Raises:
            CloudError: the connection was never configured.
        """
        with self._lock:
            provider = self._configured.get(peer)
            if provider is None:
                distinct = {id(item): item for item in self._configured.values()}
                if len(distinct) != 1:
                    raise CloudError(f"the connection {peer} to the simulated {self._package} was never configured")
                provider = next(iter(distinct.values()))
                self._configured[peer] = self._open[peer] = provider
            return provider
