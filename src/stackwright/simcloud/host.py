# ruff: noqa: ARG002 - the signatures are those of the protocol
"""A world's clouds behind one door: connections to allowed packages, over one database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from stackwright.simcloud.catalogue.cache import choose_folder
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.disturbing.model import Calls, Fault
from stackwright.simcloud.disturbing.provider import DisturbedProvider
from stackwright.simcloud.disturbing.switchboard import Faults, Latencies
from stackwright.simcloud.drifting.drift import Drift
from stackwright.simcloud.packages import check_package, simulable
from stackwright.simcloud.protection import lift
from stackwright.simcloud.provider import SimulatedProvider
from stackwright.simcloud.refusing import ASKED
from stackwright.simcloud.sealing import KeySealer
from stackwright.simcloud.store import Call, Resource, Store
from stackwright.simcloud.zones import zone_of


class SimulatedHost:
    """Satisfies `stackwright.engine.provider.ProviderHost`. Closing it closes the database.

    `faults`, `latencies` and `drift` change what the clouds do, or hold, behind Pulumi's back.
    """

    def __init__(self, store: Store, allowed: Iterable[str] | None = None) -> None:
        self._store = store
        self._allowed = ASKED if allowed is None else frozenset(allowed)
        self.faults = Faults(store)
        self.latencies = Latencies(store)
        self.drift = Drift(store)
        self._lock = threading.Lock()
        self._closed = False
        self._on_close: list[Callable[[], object]] = []

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages that can be connected to."""
        return simulable()

    def connect(self, package: str, version: str | None = None, *, mortal: bool = True) -> DisturbedProvider:
        """A new, unconfigured connection.

        `version` is what the program asks for. The simulated cloud has the version of the installed SDK, which is
        where a program's own wish comes from. `mortal`: a fault may kill this process.

        Raises:
            CloudError: the package cannot be simulated, or its SDK is not installed.
        """
        check_package(package)
        return DisturbedProvider(
            SimulatedProvider(catalogue(package), self._store, self._allowed), self._store, mortal=mortal
        )

    def calls(self) -> list[Call]:
        return self._store.calls()

    def find_by_urn(self, urn: str) -> list[Resource]:
        """What `urn` created and is still there: how a create that was cut off is found again."""
        return self._store.find_by_urn(urn)

    def resources(self, package: str | None = None, *, gone: bool = False) -> list[Resource]:
        """Everything that is there, in order of creation; with `gone` also what was."""
        return self._store.resources(package, gone=gone)

    def supposed(self) -> list[Resource]:
        """What programs read or import and nothing here has made."""
        return self._store.supposed()

    def zone_of(self, resource: Resource) -> str:
        """The only zone that a resource is in, or empty."""
        provider = SimulatedProvider(catalogue(resource.package), self._store)
        provider.stand_beside(resource)
        return zone_of(resource.outputs, provider.outputs_of)

    def lose_zone(self, zone: str) -> tuple[list[Resource], list[Fault]]:
        """Let everything in `zone` be unhealthy, and nothing be changed or created there, until the faults are cleared.

        Gives what is in it, and the faults.
        """
        message = f"availability zone {zone} is not available"
        there = [item for item in self.resources() if self.zone_of(item) == zone]
        unhealthy = Fault(on=Calls(method="read", zone=zone), kind="not-ready", times=None, message=message)
        refused = Fault(on=Calls(zone=zone), times=None, message=message)
        return there, [self.faults.add(unhealthy), self.faults.add(refused)]

    def lift_protection(self, urns: Collection[str] | None = None) -> list[str]:
        """Take the clouds' own protection, such as a database's, away from all that stands, or from what these URNs
        made. Gives the URNs of what had some.
        """
        return lift(self._store, urns)

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
    database: str | Path, key: bytes | str, cache: str | None = None, allowed: Iterable[str] | None = None
) -> SimulatedHost:
    """The clouds of one world.

    `database` is a file, made if there is none, or `:memory:`. `key` seals the secrets in it. `cache` is where this
    process keeps what it reads of SDKs: a worker whose HOME is a rehearsal's must be told. All of them may come from
    JSON, so that a worker process can open its own host. `allowed` names what the clouds shall take although real ones
    would refuse it (`refusing.KINDS`); by default only what is to be asked for.

    Raises:
        StateError: the file is no database of a simulated cloud, or a newer one.
    """
    if cache is not None:
        choose_folder(Path(cache))
    return SimulatedHost(Store(database, KeySealer(key)), allowed)
