"""The blueprints that are installed beside the tool, found by entry point and imported when first asked for.

A package publishes a blueprint with

    [project.entry-points."stackwright.blueprints"]
    network = "acme_blueprints.network:blueprint"

An older version beside the newest is named `network@1.4.0`. The object satisfies `BlueprintInfo`;
nothing of the package that holds it is imported here by name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final, cast

from stackwright.errors import ServiceError
from stackwright.service.model import BlueprintInfo
from stackwright.service.publishing import GROUP
from stackwright.service.versions import parse_version

_MEMBERS: Final = ("name", "version", "lifecycle", "clouds", "context", "load", "input_schema", "output_schema")


@dataclass(frozen=True, slots=True)
class InstalledBlueprints:
    """A `Catalogue` of entry points by name. Each is imported once, when its blueprint is first looked at."""

    points: Mapping[str, Sequence[EntryPoint]]
    _loaded: dict[str, Sequence[BlueprintInfo]] = field(default_factory=dict[str, Sequence[BlueprintInfo]])

    def names(self) -> Sequence[str]:
        return sorted(self.points)

    def versions(self, name: str) -> Sequence[BlueprintInfo]:
        """Newest first; empty if there is none.

        Raises:
            ServiceError: a package offers the blueprint, but it cannot be imported, or is none.
        """
        if name not in self._loaded:
            found = [_load(point) for point in self.points.get(name, ())]
            self._loaded[name] = sorted(found, key=lambda info: parse_version(info.version), reverse=True)
        return self._loaded[name]


@dataclass(frozen=True, slots=True)
class Blueprints:
    """A `Catalogue` of blueprints at hand, for tests and tools."""

    blueprints: Sequence[BlueprintInfo]

    def names(self) -> Sequence[str]:
        return sorted({blueprint.name for blueprint in self.blueprints})

    def versions(self, name: str) -> Sequence[BlueprintInfo]:
        found = [blueprint for blueprint in self.blueprints if blueprint.name == name]
        return sorted(found, key=lambda info: parse_version(info.version), reverse=True)


def installed() -> InstalledBlueprints:
    """What the interpreter that runs this has installed; nothing is imported yet.

    Looked up once for as long as `sys.path` stays the same: reading what is installed takes some ten milliseconds.
    """
    return _installed(tuple(sys.path))


@lru_cache(maxsize=4)
def _installed(_path: tuple[str, ...]) -> InstalledBlueprints:
    return from_entry_points(entry_points(group=GROUP))


def from_entry_points(points: Iterable[EntryPoint]) -> InstalledBlueprints:
    """The catalogue of these entry points."""
    by_name: dict[str, list[EntryPoint]] = {}
    for point in points:
        same = by_name.setdefault(point.name.partition("@")[0], [])
        if all(point.value != other.value for other in same):  # an editable install may be listed twice
            same.append(point)
    return InstalledBlueprints(by_name)


def _load(point: EntryPoint) -> BlueprintInfo:
    package = f" of {point.dist.name} {point.dist.version}" if point.dist else ""
    what = f"blueprint '{point.name}'{package}"
    try:
        found: object = point.load()
    except Exception as error:
        hint = f"`python -c 'import {point.module}'` shows the whole error."
        message = f"{what} cannot be loaded from {point.value}: {type(error).__name__}: {error}"
        raise ServiceError(message, hint=hint) from error
    missing = [member for member in _MEMBERS if not hasattr(found, member)]
    if missing:
        raise ServiceError(f"{what}: {point.value} is no blueprint; it has no {', '.join(missing)}")
    info = cast("BlueprintInfo", found)
    if info.name != point.name.partition("@")[0]:
        raise ServiceError(f"{what} calls itself '{info.name}'", hint="Entry point and blueprint must have one name.")
    try:
        parse_version(info.version)
    except ValueError as error:
        raise ServiceError(f"{what}: {error}", hint="A blueprint follows Semantic Versioning: 1.4.0.") from None
    return info
