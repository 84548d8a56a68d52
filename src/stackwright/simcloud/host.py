"""A world's clouds behind one door: connections to allowed packages, over one database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from stackwright.errors import CloudError
from stackwright.simcloud.catalogue.cache import choose_folder
from stackwright.simcloud.catalogue.sdk import catalogue, installed
from stackwright.simcloud.provider import SimulatedProvider
from stackwright.simcloud.sealing import KeySealer
from stackwright.simcloud.store import Call, Resource, Store

ALLOWED: Final = ("aws", "azure-native", "gcp", "kubernetes", "openstack", "random", "tls", "std")
"""The packages that a rehearsal may use; any other must be asked for by name."""


class SimulatedHost:
    """Satisfies `stackwright.engine.provider.ProviderHost`. Closing it closes the database."""

    def __init__(self, store: Store, packages: Sequence[str]) -> None:
        self._store = store
        self._packages = tuple(packages)
        self._lock = threading.Lock()
        self._closed = False
        self._on_close: list[Callable[[], object]] = []

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages that may be connected to and whose SDK is installed."""
        return tuple(package for package in self._packages if installed(package) is not None)

    def connect(self, package: str, version: str | None = None) -> SimulatedProvider:
        """A new, unconfigured connection.

        `version` is what the program asks for. The simulated cloud has the version of the installed SDK, which is
        where a program's own wish comes from.

        Raises:
            CloudError: the package is not allowed here, or its SDK is not installed.
        """
        if package not in self._packages:
            wanted = f"{package} {version}" if version else package
            raise CloudError(
                f"a rehearsal has no simulated cloud for the provider {wanted}",
                hint=f"simulated are: {', '.join(self._packages)}; another SDK of plain resources must be asked for",
            )
        return SimulatedProvider(catalogue(package), self._store)

    def calls(self) -> list[Call]:
        return self._store.calls()

    def find_by_urn(self, urn: str) -> list[Resource]:
        """What `urn` created and is still there: how a create that was cut off is found again."""
        return self._store.find_by_urn(urn)

    def resources(self, package: str | None = None) -> list[Resource]:
        return self._store.resources(package)

    def on_close(self, end: Callable[[], object]) -> None:
        """Call `end` before the database is closed: how servers stop."""
        with self._lock:
            self._on_close.append(end)

    def close(self) -> None:
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for end in self._on_close:
                end()
            self._store.close()


def calls(database: str | Path) -> list[Call]:
    """Every provider call that a world has seen, of all processes, as far as it is written: at the latest when a host
    is closed. Needs no key.
    """
    store = Store(database, KeySealer(b""))
    try:
        return store.calls()
    finally:
        store.close()


def find_by_urn(database: str | Path, key: bytes | str, urn: str) -> list[Resource]:
    """What `urn` created in a world and is still there, oldest first.

    Raises:
        SecretsError: the key is not the world's.
    """
    store = Store(database, KeySealer(key))
    try:
        return store.find_by_urn(urn)
    finally:
        store.close()


def open_host(
    database: str | Path, key: bytes | str, also: Sequence[str] = (), cache: str | None = None
) -> SimulatedHost:
    """The clouds of one world.

    `database` is a file, made if there is none, or `:memory:`. `key` seals the secrets in it. `also` names further
    installed SDKs whose types shall be simulated generically. `cache` is where this process keeps what it reads of
    SDKs: a worker whose HOME is a rehearsal's must be told. All of them may come from JSON, so that a worker process
    can open its own host.

    Raises:
        StateError: the file is no database of a simulated cloud, or a newer one.
    """
    if cache is not None:
        choose_folder(Path(cache))
    return SimulatedHost(Store(database, KeySealer(key)), (*ALLOWED, *also))
