"""The faults and latencies of a world: added, listed, cleared, and met by the calls of every process in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from stackwright.simcloud.disturbing.checking import checked_fault, checked_latency
from stackwright.simcloud.disturbing.model import Asked, Fault, Latency, as_json, fault_of, latency_of
from stackwright.simcloud.store import Store

_ALL = "SELECT number, kind, what, seen, hits FROM disturbances ORDER BY number"


class Faults:
    """The faults of a world. They stay until they are cleared; one that is over stays on the list."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, fault: Fault) -> Fault:
        """Switch a fault on, for every process in the world, from now on; gives it with its number.

        Raises:
            UsageError: it could never happen: there is no such type, or its kind does not befall such calls.
        """
        checked = checked_fault(fault)
        return replace(checked, number=_added(self._store, "fault", as_json(checked)), seen=0, hits=0)

    def all(self) -> list[Fault]:
        """Those that are switched on, oldest first, with what they did so far."""
        rows = self._store.rows(_ALL)
        return [
            replace(fault_of(what), number=number, seen=seen, hits=hits)
            for number, kind, what, seen, hits in rows
            if kind == "fault"
        ]

    def clear(self, *numbers: int) -> list[int]:
        """Switch off the faults of these numbers, or all; gives the numbers of those that were there."""
        return _cleared(self._store, "fault", numbers)


class Latencies:
    """The latencies of a world. Of several that are about a call, the one that was added last counts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, latency: Latency) -> Latency:
        """Switch a latency on; gives it with its number.

        Raises:
            UsageError: it could never happen, or is shorter than nothing.
        """
        checked = checked_latency(latency)
        return replace(checked, number=_added(self._store, "latency", as_json(checked)))

    def all(self) -> list[Latency]:
        """Those that are switched on, oldest first."""
        rows = self._store.rows(_ALL)
        return [replace(latency_of(what), number=number) for number, kind, what, *_ in rows if kind == "latency"]

    def clear(self, *numbers: int) -> list[int]:
        """Switch off the latencies of these numbers, or all; gives the numbers of those that were there."""
        return _cleared(self._store, "latency", numbers)


@dataclass(frozen=True, slots=True)
class Met:
    """What befalls a call: it takes `seconds` longer, and goes wrong if there is a `fault`."""

    seconds: float = 0.0
    fault: Fault | None = None


_NOTHING = Met()


def meet(store: Store, asked: Asked) -> Met:
    """What befalls this call. Each fault that counts it has counted it once, whichever process it is in."""
    rows = store.rows(_ALL)
    if not rows:
        return _NOTHING
    latencies = [latency_of(what) for _, kind, what, *_ in rows if kind == "latency"]
    slow = [latency for latency in latencies if latency.on.include(asked)]
    faults = [replace(fault_of(what), number=number) for number, kind, what, *_ in rows if kind == "fault"]
    counting = [fault for fault in faults if fault.befalls(asked)]
    return Met(slow[-1].seconds(asked) if slow else 0.0, _counted(store, counting) if counting else None)


def _counted(store: Store, faults: list[Fault]) -> Fault | None:
    """Count a call for each of `faults`; the first that is due befalls it."""
    due: Fault | None = None
    with store.writing() as connection:
        for fault in faults:
            row = connection.execute("SELECT seen FROM disturbances WHERE number = ?", (fault.number,)).fetchone()
            if row is None:
                continue  # cleared in between
            seen = int(row[0]) + 1
            hit = due is None and fault.due(seen)
            due = fault if hit else due
            connection.execute(
                "UPDATE disturbances SET seen = ?, hits = hits + ? WHERE number = ?", (seen, int(hit), fault.number)
            )
    return due


def _added(store: Store, kind: str, what: str) -> int:
    with store.writing() as connection:
        cursor = connection.execute("INSERT INTO disturbances (kind, what) VALUES (?, ?)", (kind, what))
        return int(cursor.lastrowid or 0)


def _cleared(store: Store, kind: str, numbers: tuple[int, ...]) -> list[int]:
    with store.writing() as connection:
        rows = connection.execute("SELECT number FROM disturbances WHERE kind = ? ORDER BY number", (kind,)).fetchall()
        there = [int(number) for (number,) in rows if not numbers or number in numbers]
        connection.executemany("DELETE FROM disturbances WHERE number = ?", [(number,) for number in there])
    return there
