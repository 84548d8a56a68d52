"""Files of levels: what becomes of a violation, environment by environment, in a file that is reviewed like code.

    names_from: [../policies]      # packs whose names may stand here though an environment does not switch them on
    levels:
      base:                        # what an environment without an entry of its own gets
        packs: {cost: advisory}
        severities: {low: advisory}
        rules: {AWS-S3-08: disabled, K8S-*: mandatory}
      prod:
        inherits: base
        unknown: fail              # a mandatory policy that still cannot be judged when it counts has failed
        rules: {TAGS-01: remediate}

An exact rule beats a pattern, that a severity, that a pack, that `all`, wherever in the chain they stand; among equals
an entry beats what it inherits, and a later line an earlier one. Which policies and packs there are only packs can
tell, so names are checked when those are asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast, get_args

from stackwright.errors import Location, ServiceError
from stackwright.service.names import suggest
from stackwright.service.shape import Entries, Key, Record, Table, Text, Texts, decode, json_schema
from stackwright.service.source import Faults, read
from stackwright.service.waivers import matches
from stackwright.wire.values import Value

SCHEMA_ID: Final = "urn:stackwright:schema:levels"
PACK_FILE: Final = "PulumiPolicy.yaml"
BASE: Final = "base"
"""The entry of an environment that has none of its own."""
Chosen = Literal["advisory", "mandatory", "remediate", "disabled", "default"]
"""`default`: what the pack itself says."""
Kind = Literal["all", "pack", "severity", "pattern", "rule"]
"""What a line is about; the later the more specific."""
Severity = Literal["low", "medium", "high", "critical", ""]
_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

LEVEL: Final = Text(choices=get_args(Chosen))
_SEVERITIES: Final = Record(
    "severities",
    {
        name: Key(LEVEL, f"What a violation of {name} severity comes to.")
        for name in ("low", "medium", "high", "critical")
    },
)
ENTRY: Final = Record(
    "an entry of a file of levels",
    {
        "inherits": Key(Text(), "The entry whose lines hold here, too; what stands here beats them."),
        "all": Key(LEVEL, "The level of every policy about which nothing more specific is said."),
        "packs": Key(Table("a pack", LEVEL, names=False), "Levels by pack: one that is switched on, or a theme of it."),
        "severities": Key(_SEVERITIES, "Levels by severity: low, medium, high, critical."),
        "rules": Key(
            Table("a policy", LEVEL, names=False), "Levels by policy: its name, in which * stands for any characters."
        ),
        "unknown": Key(
            Text(choices=("tell", "fail")),
            "What it means that a mandatory policy cannot be judged when it counts; `tell` if nothing is said.",
        ),
    },
    {"waivers": "Waivers have a file of their own: policies.waivers in service.yaml."},
)
LEVELS: Final = Record(
    "a file of levels",
    {
        "names_from": Key(
            Texts(Text()),
            "Folders of packs, relative to this file, whose names may stand here though an environment lacks them.",
        ),
        "levels": Key(Table("an entry", ENTRY), "Levels by environment.", required=True),
    },
)


@dataclass(frozen=True, slots=True)
class Line:
    """One word of a file. `name` is empty for `all`."""

    kind: Kind
    name: str
    level: Chosen
    where: Location

    def about(self, subject: Subject) -> bool:
        match self.kind:
            case "all":
                return True
            case "pack":
                return self.name in subject.packs
            case "severity":
                return self.name == subject.severity
            case "pattern":
                return matches(self.name, subject.name)
            case "rule":
                return self.name == subject.name


@dataclass(frozen=True, slots=True)
class Subject:
    """A policy as its pack tells of it; `packs` are the one that serves it and the themes that it belongs to."""

    name: str
    severity: Severity
    packs: Collection[str]


@dataclass(frozen=True, slots=True)
class LevelSet:
    """An entry with what it inherits; what is inherited comes first. `fails`: what cannot be judged has failed."""

    lines: tuple[Line, ...] = ()
    fails: bool = False
    names_from: tuple[Path, ...] = ()

    def line_for(self, subject: Subject) -> Line | None:
        """The line that decides about a policy; None where none is about it."""
        found = [(_KINDS.index(line.kind), index) for index, line in enumerate(self.lines) if line.about(subject)]
        return self.lines[max(found)[1]] if found else None

    def strangers(self, subjects: Collection[Subject]) -> Iterator[Line]:
        """Lines that name policies or packs which are not among `subjects`."""
        for line in self.lines:
            if line.kind in ("pack", "pattern", "rule") and not any(map(line.about, subjects)):
                yield line

    def faults(self, strangers: Iterable[Line], subjects: Collection[Subject]) -> list[ServiceError]:
        """What is to be said of names that nothing has."""
        names = sorted({subject.name for subject in subjects})
        packs = sorted({pack for subject in subjects for pack in subject.packs})
        said = {"rule": "there is no policy", "pattern": "there are no policies", "pack": "there is no policy pack"}
        known = {"rule": names, "pack": packs}
        return [
            ServiceError(
                f"{said[line.kind]} {line.name}",
                where=line.where,
                hint=suggest(line.name, known[line.kind], what="There are") if line.kind in known else None,
            )
            for line in strangers
        ]


def read_levels(path: Path, wanted: str | None, environment: str, faults: Faults, asked: Location) -> LevelSet | None:
    """The entry `wanted` of a file; if none is, that of the `environment`'s name, or else `base`.

    What is wrong in the file, or that it has no such entry (told where the file is `asked` for), is added to `faults`.
    """
    try:
        entries = decode(read(path), LEVELS, faults)
    except ServiceError as error:
        empty = error.message == "the file is empty"
        hint = "A file of levels has the key `levels`, a mapping." if empty else error.hint
        faults.add(error.message, error.where or asked, hint)
        return None
    table = entries.entries("levels")
    found = dict(table.items())
    _check(found, table.keys, faults)
    name = wanted or (environment if environment in table.keys else BASE)
    if name not in found:
        if "levels" in entries.values and name not in table.keys:
            missing = f"'{environment}', and no '{BASE}'" if environment and not wanted else f"'{wanted or BASE}'"
            faults.add(f"{path.name} has no entry {missing}", asked, suggest(name, found, what="Its entries are"))
        return None
    chain = list(_chain(name, found))
    unknown = next((found[it].text("unknown") for it in chain if "unknown" in found[it].values), "tell")
    return LevelSet(
        lines=tuple(line for it in reversed(chain) for line in _lines(found[it])),
        fails=unknown == "fail",
        names_from=tuple(_packs(entries, path.parent, faults)),
    )


def _packs(entries: Entries, folder: Path, faults: Faults) -> Iterator[Path]:
    for text, where in entries.words("names_from"):
        pack = (folder / Path(text).expanduser()).resolve()
        if (pack / PACK_FILE).is_file():
            yield pack
        else:
            faults.add(f"there is no policy pack in {text}", where, f"A pack is a folder with a {PACK_FILE}.")


def _check(found: Mapping[str, Entries], written: Collection[str], faults: Faults) -> None:
    """Whether everything that is inherited is there, and nothing inherits from itself."""
    for name, entry in found.items():
        parent = entry.text("inherits")
        if parent and parent not in written:
            others = [it for it in found if it != name]
            faults.add(f"there is no entry '{parent}'", entry.at("inherits"), suggest(parent, others, what="There are"))
        chain = list(_chain(name, found))
        if found[chain[-1]].text("inherits") == name:
            round_trip = " inherits from ".join([*chain, name])
            faults.add(f"{round_trip}: it would inherit from itself", entry.at("inherits"))


def _chain(name: str, found: Mapping[str, Entries]) -> Iterator[str]:
    """An entry, what it inherits from, and so on; each once."""
    seen: list[str] = []
    while name in found and name not in seen:
        seen.append(name)
        yield name
        name = found[name].text("inherits")


def _lines(entry: Entries) -> Iterator[Line]:
    if "all" in entry.values:
        yield Line("all", "", cast("Chosen", entry.text("all")), entry.keys["all"])
    kinds: Mapping[str, Kind] = {"packs": "pack", "severities": "severity", "rules": "rule"}
    for key, kind in kinds.items():
        table = entry.entries(key)
        for name in table.values:
            exact: Kind = "pattern" if kind == "rule" and "*" in name else kind
            yield Line(exact, name, cast("Chosen", table.text(name)), table.keys[name])


def levels_schema() -> dict[str, Value]:
    """JSON Schema of a file of levels."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Levels of Stackwright's environments",
        **json_schema(LEVELS),
    }
