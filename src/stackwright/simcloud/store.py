"""What the simulated clouds hold: one SQLite database per world, shared by processes and by both engines.

Write-ahead logging, short transactions, one connection per process and host. `synchronous=OFF`: the file survives
the end of any process; only a machine that loses power may lose the last moments of a rehearsal.

Rows are never removed: a deleted resource keeps its row with `deleted` set, so that an id which the simulated cloud
never issued can be told from one that is gone.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Collection, Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stackwright.errors import StateError
from stackwright.simcloud.sealing import Sealer
from stackwright.wire.values import Properties

_BUSY_SECONDS = 30
_FLUSH_EVERY = 256
_VERSION = 3
_SCHEMA = """
CREATE TABLE IF NOT EXISTS resources (
  seq INTEGER PRIMARY KEY,
  package TEXT NOT NULL,
  type TEXT NOT NULL,
  urn TEXT NOT NULL,
  generation INTEGER NOT NULL,
  id TEXT NOT NULL,
  realm TEXT NOT NULL,
  config TEXT NOT NULL,
  inputs TEXT NOT NULL,
  outputs TEXT NOT NULL,
  created REAL NOT NULL,
  updated REAL NOT NULL,
  deleted REAL,
  UNIQUE (urn, generation)
);
CREATE INDEX IF NOT EXISTS resources_by_id ON resources (package, id);
CREATE INDEX IF NOT EXISTS resources_standing ON resources (package, type, realm, id) WHERE deleted IS NULL;
CREATE TABLE IF NOT EXISTS calls (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  package TEXT NOT NULL,
  method TEXT NOT NULL,
  urn TEXT NOT NULL,
  id TEXT NOT NULL,
  preview INTEGER NOT NULL,
  at REAL NOT NULL
);
DROP TABLE IF EXISTS settings;
CREATE TABLE IF NOT EXISTS disturbances (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  what TEXT NOT NULL,
  seen INTEGER NOT NULL DEFAULT 0,
  hits INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS supposed (
  urn TEXT NOT NULL,
  generation INTEGER NOT NULL,
  PRIMARY KEY (urn, generation)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lifted (urn TEXT PRIMARY KEY) WITHOUT ROWID;
"""
"""`disturbances` are the faults and latencies that are switched on (`disturbing`); `supposed` tells which resources
were only read, and made by nobody here; `lifted` of which the cloud's own protection was taken away; `settings` was
never used.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource that a simulated cloud holds, or held: `deleted` is when it went, in seconds since 1970."""

    package: str
    type: str
    urn: str
    generation: int
    id: str
    realm: str
    config: Properties
    inputs: Properties
    outputs: Properties
    created: float
    updated: float
    deleted: float | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a provider's method, in the order of `seq`. An invoke has its token in `urn`. `at` is when, in
    seconds since 1970.
    """

    seq: int
    package: str
    method: str
    urn: str
    id: str
    preview: bool
    at: float


class Store:
    """One process's connection to a world. Calls may come from any thread; they take turns."""

    def __init__(self, database: str | Path, sealer: Sealer) -> None:
        self._sealer = sealer
        self._lock = threading.RLock()
        self._pending: list[tuple[str, str, str, str, int, float]] = []
        self._connection = _open(str(database))

    def close(self) -> None:
        with self._lock:
            if self._pending:
                with self._transaction():
                    self._write_calls()
            self._connection.close()

    def log(self, package: str, method: str, urn: str, id: str = "", *, preview: bool = False) -> None:
        """Note a call. It is written with the next change, or with many others."""
        with self._lock:
            self._pending.append((package, method, urn, id, int(preview), time.time()))
            if len(self._pending) >= _FLUSH_EVERY:
                with self._transaction():
                    self._write_calls()

    def generation(self, urn: str) -> int:
        """How many resources `urn` has created so far."""
        with self._lock:
            row = self._connection.execute("SELECT COALESCE(MAX(generation), 0) FROM resources WHERE urn = ?", (urn,))
            return int(row.fetchone()[0])

    def add(self, resource: Resource, *, supposed: bool = False) -> None:
        """`supposed`: it was there before, as far as anybody knows."""
        with self._lock, self._transaction():
            self._write_calls()
            if supposed:
                self._connection.execute("INSERT INTO supposed VALUES (?, ?)", (resource.urn, resource.generation))
            self._connection.execute(
                "INSERT INTO resources (package, type, urn, generation, id, realm, config, inputs, outputs, created,"
                " updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    resource.package,
                    resource.type,
                    resource.urn,
                    resource.generation,
                    resource.id,
                    resource.realm,
                    self._sealer.seal(resource.config),
                    self._sealer.seal(resource.inputs),
                    self._sealer.seal(resource.outputs),
                    resource.created,
                    resource.updated,
                ),
            )

    def change(self, resource: Resource, inputs: Properties, outputs: Properties) -> None:
        with self._lock, self._transaction():
            self._write_calls()
            self._connection.execute(
                "UPDATE resources SET inputs = ?, outputs = ?, updated = ? WHERE urn = ? AND generation = ?",
                (
                    self._sealer.seal(inputs),
                    self._sealer.seal(outputs),
                    time.time(),
                    resource.urn,
                    resource.generation,
                ),
            )

    def remove(self, resource: Resource) -> None:
        """Mark it as deleted, once."""
        with self._lock, self._transaction():
            self._write_calls()
            self._connection.execute(
                "UPDATE resources SET deleted = ? WHERE urn = ? AND generation = ? AND deleted IS NULL",
                (time.time(), resource.urn, resource.generation),
            )

    def remove_inside(self, package: str, id: str) -> None:
        """Mark as deleted what has `id` as the beginning of its path."""
        with self._lock, self._transaction():
            self._connection.execute(
                "UPDATE resources SET deleted = ? WHERE package = ? AND deleted IS NULL AND substr(id, 1, ?) = ?",
                (time.time(), package, len(id) + 1, f"{id}/"),
            )

    def issued(self, package: str, id: str, type: str, urn: str) -> list[Resource]:
        """Every resource of this type that was issued `id`: those of this URN if there are any, else all; what is still
        there first, then the newest. Ids need not be unique: each RandomPassword has the id `none`.
        """
        query = "SELECT * FROM resources WHERE package = ? AND id = ? AND type = ?"
        order = "ORDER BY (deleted IS NULL) DESC, seq DESC"
        own = self._many(f"{query} AND urn = ? {order}", (package, id, type, urn))
        return own or self._many(f"{query} {order}", (package, id, type))

    def find(self, package: str, id: str, *, type: str = "", urn: str = "", realm: str = "") -> Resource | None:
        """The resource that was issued `id`; one that is still there, of this URN, type and realm, comes first."""
        return self._one(
            "SELECT * FROM resources WHERE package = ? AND id = ?"
            " ORDER BY (urn = ?) DESC, (type = ?) DESC, (realm = ?) DESC, (deleted IS NULL) DESC, seq DESC LIMIT 1",
            (package, id, urn, type, realm),
        )

    def taken(self, package: str, type: str, id: str, realm: str) -> bool:
        """Whether a live resource of this type and realm has this id."""
        with self._lock:
            row = self._connection.execute(
                "SELECT 1 FROM resources WHERE package = ? AND id = ? AND type = ? AND realm = ? AND deleted IS NULL",
                (package, id, type, realm),
            )
            return row.fetchone() is not None

    def of_types(self, package: str, types: Collection[str], realm: str) -> list[Resource]:
        """What a realm has of some types, in order of creation."""
        marks = ", ".join("?" * len(types))
        query = f"SELECT * FROM resources WHERE package = ? AND type IN ({marks}) AND realm = ? AND deleted IS NULL"  # noqa: S608
        return self._many(f"{query} ORDER BY seq", (package, *types, realm))

    def ids(self, package: str, type: str, realm: str | None = None) -> list[str]:
        """The ids of what is there of a type, in one realm or in all."""
        query = (
            "SELECT id FROM resources WHERE package = ? AND type = ? AND deleted IS NULL AND (? IS NULL OR realm = ?)"
        )
        return [str(row[0]) for row in self.rows(query, (package, type, realm, realm))]

    def ids_inside(self, package: str, path: str) -> list[str]:
        """The ids of what is there below a path, in lower case: Azure does not tell them apart."""
        query = "SELECT lower(id) FROM resources WHERE package = ? AND deleted IS NULL AND lower(substr(id, 1, ?)) = ?"
        return [str(row[0]) for row in self.rows(query, (package, len(path) + 1, f"{path.lower()}/"))]

    def ids_deleted(self, package: str, type: str) -> list[str]:
        """The ids of what was deleted of a type by a call, not behind Pulumi's back."""
        query = (
            "SELECT id FROM resources WHERE package = ? AND type = ? AND deleted IS NOT NULL AND EXISTS (SELECT 1 FROM"
            " calls WHERE calls.method = 'delete' AND calls.package = resources.package AND calls.id = resources.id)"
        )
        return [str(row[0]) for row in self.rows(query, (package, type))]

    def lives(self, package: str, id: str, realm: str) -> list[tuple[bool, bool]]:
        """Of everything that ever had an id: whether it is there, and whether it was made here, not only read."""
        query = (
            "SELECT resources.deleted IS NULL, supposed.urn IS NULL FROM resources LEFT JOIN supposed USING (urn,"
            " generation) WHERE package = ? AND id = ? AND realm = ?"
        )
        return [(bool(there), bool(made)) for there, made in self.rows(query, (package, id, realm))]

    def lift(self, urns: Iterable[str]) -> None:
        """Take the cloud's own protection away from what these URNs made."""
        with self.writing() as connection:
            connection.executemany("INSERT OR IGNORE INTO lifted VALUES (?)", [(urn,) for urn in urns])

    def lifted(self, urn: str) -> bool:
        return bool(self.rows("SELECT 1 FROM lifted WHERE urn = ?", (urn,)))

    def find_by_urn(self, urn: str) -> list[Resource]:
        """What `urn` created and is still there, oldest first."""
        return self._many("SELECT * FROM resources WHERE urn = ? AND deleted IS NULL ORDER BY generation", (urn,))

    def resources(self, package: str | None = None, *, gone: bool = False) -> list[Resource]:
        """Everything that is there, in order of creation; with `gone` also what was."""
        return self._many(
            "SELECT * FROM resources WHERE (? OR deleted IS NULL) AND (? IS NULL OR package = ?) ORDER BY seq",
            (gone, package, package),
        )

    def supposed(self) -> list[Resource]:
        """What was there before, as far as anybody knows: what programs read or import, in the order they did."""
        return self._many("SELECT resources.* FROM resources JOIN supposed USING (urn, generation) ORDER BY seq", ())

    def calls(self) -> list[Call]:
        """Every call so far, of all processes that have written theirs."""
        with self._lock:
            if self._pending:
                with self._transaction():
                    self._write_calls()
            rows = self._connection.execute("SELECT seq, package, method, urn, id, preview, at FROM calls ORDER BY seq")
            return [Call(*row[:5], preview=bool(row[5]), at=row[6]) for row in rows]

    def rows(self, query: str, arguments: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """What a query of another part of the simulated clouds finds, of tables that hold no secrets."""
        with self._lock:
            return self._connection.execute(query, arguments).fetchall()

    @contextlib.contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """A transaction of another part of the simulated clouds; no process writes in between.

        Raises:
            StateError: it cannot be written.
        """
        with self._lock, self._transaction():
            self._write_calls()
            yield self._connection

    @contextlib.contextmanager
    def _transaction(self) -> Generator[None]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._rollback()
            raise StateError(
                f"the simulated clouds' database cannot be written: {error}",
                hint="look at the space and the permissions of its folder, and run again",
            ) from error
        except BaseException:
            self._rollback()
            raise

    def _rollback(self) -> None:
        """SQLite ends some transactions itself, such as one that met a full disk."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _write_calls(self) -> None:
        if self._pending:
            self._connection.executemany(
                "INSERT INTO calls (package, method, urn, id, preview, at) VALUES (?, ?, ?, ?, ?, ?)", self._pending
            )
            self._pending.clear()

    def _one(self, query: str, arguments: tuple[Any, ...]) -> Resource | None:
        found = self._many(query, arguments)
        return found[0] if found else None

    def _many(self, query: str, arguments: tuple[Any, ...]) -> list[Resource]:
        with self._lock:
            rows = self._connection.execute(query, arguments).fetchall()
        return [self._resource(row) for row in rows]

    def _resource(self, row: tuple[Any, ...]) -> Resource:
        _, package, type_, urn, generation, id_, realm, config, inputs, outputs, created, updated, deleted = row
        return Resource(
            package=package,
            type=type_,
            urn=urn,
            generation=generation,
            id=id_,
            realm=realm,
            config=self._sealer.open(config),
            inputs=self._sealer.open(inputs),
            outputs=self._sealer.open(outputs),
            created=created,
            updated=updated,
            deleted=deleted,
        )


def _open(database: str) -> sqlite3.Connection:
    """The connection, with the tables there. `:memory:` is a world that ends with its host."""
    if database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(database, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > _VERSION:
            raise StateError(
                f"{database} was written by a newer Stackwright (version {version} of its tables)",
                hint="use that version, or remove the world and rehearse again",
            )
        if version < _VERSION:
            connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}PRAGMA user_version = {_VERSION};COMMIT;")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise StateError(
            f"{database} is not a simulated cloud's database ({error})", hint="remove it and rehearse again"
        ) from error
    except BaseException:
        connection.close()
        raise
    return connection
