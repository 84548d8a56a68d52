"""Flags of Cloud SQL neither open the server nor keep it silent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from stackwright_policies.controls import HARDENING, LOGGING
from stackwright_policies.gcp.databases import INSTANCE, is_whole_copy
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, NotKnown, Verdict, each, settled


@dataclass(frozen=True, slots=True)
class _Flag:
    """Values that are as they should be; `default` is what Cloud SQL takes where nothing is said."""

    good: frozenset[str]
    default: str


def _flag(*good: str, default: str = "") -> _Flag:
    return _Flag(frozenset(good), default or good[0])


# Flags and defaults: https://cloud.google.com/sql/docs/postgres/flags (mysql, sqlserver). Values: CIS GCP 4.0, 6.1 to
# 6.3; of those that nobody sees an intruder without, leaving them out counts too.
_SEVERE: Final = ("warning", "error", "log", "fatal", "panic")
_FLAGS: Final = {
    "MYSQL": {"local_infile": _flag("off"), "skip_show_database": _flag("on")},
    "POSTGRES": {
        "log_connections": _flag("on", default="off"),
        "log_disconnections": _flag("on", default="off"),
        "log_checkpoints": _flag("on"),
        "log_lock_waits": _flag("on"),
        "log_temp_files": _flag("0"),
        "log_statement": _flag("ddl", "mod", "all"),
        "log_error_verbosity": _flag("default", "verbose"),
        "log_min_messages": _flag(*_SEVERE),
        "log_min_error_statement": _flag("error", "log", "fatal", "panic"),
        "log_min_duration_statement": _flag("-1"),
        "cloudsql.enable_pgaudit": _flag("on"),
    },
    "SQLSERVER": {
        "external scripts enabled": _flag("off"),
        "cross db ownership chaining": _flag("off"),
        "contained database authentication": _flag("off"),
        "remote access": _flag("off"),
        "user connections": _flag("0"),
        "3625": _flag("on"),
    },
}
_SPELLINGS: Final = {"1": "on", "true": "on", "yes": "on", "0": "off", "false": "off", "no": "off"}


def _instance(version: object = "POSTGRES_16", **flags: object) -> dict[str, Any]:
    logged: dict[str, object] = {"log_connections": "on", "log_disconnections": "on"}
    listed = flags if version != "POSTGRES_16" else logged | flags
    entries = [{"name": name, "value": value} for name, value in listed.items()]
    return {"databaseVersion": version, "settings": {"tier": "db-f1-micro", "databaseFlags": entries}}


PASSES: Final = (
    Example(why="it says who comes and goes", type=INSTANCE, inputs=_instance()),
    Example(why="no local files", type=INSTANCE, inputs=_instance("MYSQL_8_0", local_infile="off")),
    Example(why="the defaults of MySQL", type=INSTANCE, inputs={"databaseVersion": "MYSQL_8_0"}),
    Example(why="harmless ones", type=INSTANCE, inputs=_instance(max_connections="100", work_mem=UNKNOWN)),
)
VIOLATES: Final = (
    Example(why="clients send files of theirs", type=INSTANCE, inputs=_instance("MYSQL_8_0", local_infile="on")),
    Example(why="nobody sees who comes", type=INSTANCE, inputs=_instance(log_connections="off")),
    Example(
        why="by default it says nothing of who comes and goes",
        type=INSTANCE,
        inputs={"databaseVersion": "POSTGRES_16", "settings": {"tier": "db-f1-micro"}},
    ),
    Example(
        why="it logs whole statements, data and all", type=INSTANCE, inputs=_instance(log_min_duration_statement="0")
    ),
    Example(
        why="it runs programs",
        type=INSTANCE,
        inputs={
            "databaseVersion": "SQLSERVER_2022_STANDARD",
            "settings": {"databaseFlags": [{"name": "external scripts enabled", "value": "on"}]},
        },
    ),
)
UNDECIDED: Final = (
    Example(why="a value is not known", type=INSTANCE, inputs=_instance(log_connections=UNKNOWN)),
    Example(why="nor which database it is", type=INSTANCE, inputs=_instance(UNKNOWN)),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    instance = resource.properties
    if is_whole_copy(instance):
        return
    known = _FLAGS.get(instance.get("databaseVersion").text().upper().partition("_")[0], {})
    given = instance.get("settings", "databaseFlags").items()
    yield from each(given, lambda flag: _set(flag, known))
    yield from settled(lambda: _left_out(given, known))


def _set(flag: View, known: dict[str, _Flag]) -> Iterator[Verdict]:
    name = flag.get("name").text()
    wanted = known.get(name.lower())
    if wanted and not _good(flag.get("value").text(), wanted):
        yield Failed(f"{flag.path}: {name} should be {' or '.join(sorted(wanted.good))}")


def _good(value: str, flag: _Flag) -> bool:
    plain = value.strip().lower()
    return plain in flag.good or _SPELLINGS.get(plain) in flag.good


def _left_out(given: list[View], known: dict[str, _Flag]) -> Iterator[Verdict]:
    """Flags whose default is not as it should be."""
    missing = {name: flag for name, flag in known.items() if flag.default not in flag.good}
    unknown: NotKnown | None = None
    for entry in given if missing else ():
        try:
            missing.pop(entry.get("name").text().lower(), None)
        except NotKnown as error:
            unknown = error
    if missing and unknown:
        raise unknown
    for name, flag in missing.items():
        yield Failed(f"settings.databaseFlags does not set {name}, which is {flag.default} by default")


policy: Final = Policy(
    id="GCP-SQL-03",
    title="Flags of Cloud SQL neither open the server nor keep it silent",
    severity="medium",
    why="Some flags let clients read files or run programs on the server; others decide whether an intruder is seen.",
    fix="Set the flag under settings.databaseFlags to the value that is named; for PostgreSQL set log_connections and "
    "log_disconnections to on.",
    frameworks=(
        *cis("GCP", "4.0", "6.1.2", "6.1.3", "6.2.1", "6.2.2", "6.2.3", "6.2.4", "6.2.5", "6.2.6", "6.2.7", "6.2.8"),
        *cis("GCP", "4.0", "6.3.1", "6.3.2", "6.3.3", "6.3.5", "6.3.6", "6.3.7"),
        *HARDENING,
        *LOGGING,
        *checkov(
            "CKV_GCP_50",
            "CKV_GCP_51",
            "CKV_GCP_52",
            "CKV_GCP_53",
            "CKV_GCP_54",
            "CKV_GCP_55",
            "CKV_GCP_56",
            "CKV_GCP_57",
        ),
        *checkov("CKV_GCP_58", "CKV_GCP_59", "CKV_GCP_109", "CKV_GCP_110", "CKV_GCP_111"),
    ),
    types=(INSTANCE,),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
