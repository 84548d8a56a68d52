"""Under which rules an environment runs: the policy packs that it names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast

from stackwright.errors import ServiceError
from stackwright.service.baseline import Known, read_baseline
from stackwright.service.levels import PACK_FILE, LevelSet, read_levels
from stackwright.service.model import Policies, PolicyLevel
from stackwright.service.shape import Entries
from stackwright.service.source import Faults
from stackwright.service.waivers import read_waivers

_FROM: Final = "from"


def read_policies(entries: Entries, environment: str, folder: Path, faults: Faults) -> Policies:
    """The packs, their levels, their configuration and what is waived; paths start at the service's folder.

    What is missing or wrong is told.
    """
    packs: list[Path] = []
    for text, where in entries.words("packs"):
        pack = (folder / Path(text).expanduser()).resolve()
        if not (pack / PACK_FILE).is_file():
            faults.add(f"there is no policy pack in {text}", where, f"A pack is a folder with a {PACK_FILE}.")
        elif pack in packs:
            faults.add(f"the policy pack {text} is named twice", where)
        packs.append(pack)
    given = entries.entries("levels")
    return Policies(
        packs=tuple(packs),
        levels={name: cast("PolicyLevel", level) for name, level in given.values.items() if name != _FROM},
        level_set=_level_set(given, environment, folder, faults),
        places=given.keys,
        config=_configuration(entries, folder, faults),
        waivers=read_waivers(
            list(_files(entries, folder, faults)), faults, environment=environment, never=entries.texts("never")
        ),
        never=entries.texts("never"),
        baseline=_baseline(entries, folder, faults),
    )


def _level_set(given: Entries, environment: str, folder: Path, faults: Faults) -> LevelSet | None:
    if _FROM not in given.values:
        return None
    file, _, entry = given.text(_FROM).partition("#")
    path, where = (folder / Path(file).expanduser()).resolve(), given.at(_FROM)
    if not path.is_file():
        faults.add(f"there is no file of levels {file}", where)
        return None
    return read_levels(path, entry or None, environment, faults, where)


def _baseline(entries: Entries, folder: Path, faults: Faults) -> list[Known]:
    text = entries.text("baseline")
    if not text:
        return []
    try:
        return read_baseline((folder / Path(text).expanduser()).resolve())
    except ServiceError as error:
        faults.add(f"{text}: {error.message}", entries.at("baseline"), error.hint)
        return []


def _files(entries: Entries, folder: Path, faults: Faults) -> Iterator[Path]:
    for text, where in entries.words("waivers"):
        path = (folder / Path(text).expanduser()).resolve()
        if path.is_file():
            yield path
        else:
            faults.add(f"there is no file of waivers {text}", where)


def _configuration(entries: Entries, folder: Path, faults: Faults) -> Path | None:
    text = entries.text("config")
    if not text:
        return None
    path, where = (folder / Path(text).expanduser()).resolve(), entries.at("config")
    try:
        found = json.loads(path.read_text("utf-8"))
    except OSError as error:
        faults.add(f"the policy configuration {text} cannot be read: {error.strerror}", where)
    except ValueError as error:
        faults.add(f"the policy configuration {text} is not JSON: {error}", where)
    else:
        if not isinstance(found, dict):
            hint = 'It maps names of policies to levels, or to settings: {"TAGS-01": {"keys": ["owner"]}}'
            faults.add(f"the policy configuration {text} is not a JSON object", where, hint)
    return path
