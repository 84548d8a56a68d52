"""Semantic versions, ranges of them, and which installed blueprint a part gets.

    ^1  ^1.2  ^0.3     compatible with it: the leftmost part that is not zero stays
    ~1.2  ~1.2.3       the same minor version
    >=1,<2             all of them hold
    1.4.0              exactly this; `1.4` is any 1.4.x, `1` any 1.x
    *                  any

A pre-release (`2.0.0-rc.1`) is taken only where the range names one of the same version, as npm and Cargo do.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, total_ordering
from typing import Final

from stackwright.errors import Location, ServiceError
from stackwright.service.model import BlueprintInfo, Catalogue
from stackwright.service.names import nearest
from stackwright.service.publishing import publisher

RANGE_FORMS: Final = "^1, ^1.2, ~1.2, >=1,<2, 1.4.0 or *"
_VERSION: Final = re.compile(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?")
_CLAUSE: Final = re.compile(r"\s*(\^|~|>=|<=|>|<|=|==)?\s*v?([0-9][0-9A-Za-z.+-]*)\s*")


@total_ordering
@dataclass(frozen=True, slots=True)
class Version:
    """A semantic version (https://semver.org); build metadata is dropped, as it orders nothing."""

    major: int
    minor: int = 0
    patch: int = 0
    prerelease: str = ""
    given: int = field(default=3, compare=False)
    """How many numbers were written: `1.2` gives two."""

    @property
    def release(self) -> tuple[int, int, int]:
        return self.major, self.minor, self.patch

    def __lt__(self, other: Version) -> bool:
        return self._key() < other._key()

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}" + (f"-{self.prerelease}" if self.prerelease else "")

    def _key(self) -> tuple[tuple[int, int, int], bool, tuple[tuple[bool, int, str], ...]]:
        words = self.prerelease.split(".") if self.prerelease else []
        order = tuple((not word.isdigit(), int(word) if word.isdigit() else 0, word) for word in words)
        return self.release, not self.prerelease, order


def parse_version(text: str) -> Version:
    """Raises ValueError where `text` is no version."""
    match = _VERSION.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is no version")
    numbers = [int(number) for number in match.groups()[:3] if number is not None]
    return Version(*numbers, prerelease=match[4] or "", given=len(numbers))


Matcher = Callable[[Version], bool]


@lru_cache(maxsize=1024)
def parse_range(text: str) -> Matcher:
    """Raises ValueError, with the forms there are, where `text` is no range."""
    if text.strip() == "*":
        return lambda version: not version.prerelease
    clauses: list[tuple[Version, Version | None, bool, bool]] = []
    for piece in text.split(","):
        match = _CLAUSE.fullmatch(piece)
        try:
            if match is None:
                raise ValueError(piece)
            clauses.append(_bounds(match[1] or "", parse_version(match[2])))
        except ValueError:
            raise ValueError(f"'{text}' is no version range; write {RANGE_FORMS}") from None
    named = {bound.release for low, high, *_ in clauses for bound in (low, high) if bound and bound.prerelease}

    def matches(version: Version) -> bool:
        if version.prerelease and version.release not in named:
            return False
        return all(_within(version, *clause) for clause in clauses)

    return matches


def _within(version: Version, low: Version, high: Version | None, low_open: bool, high_closed: bool) -> bool:
    if version < low or (low_open and version == low):
        return False
    return high is None or version < high or (high_closed and version == high)


def _bounds(operator: str, version: Version) -> tuple[Version, Version | None, bool, bool]:
    """From, below, whether "from" is excluded, whether "below" is included."""
    floor = Version(*version.release, prerelease=version.prerelease)
    if operator == ">=":
        return floor, None, False, False
    if operator == ">":
        above = floor if version.given == 3 else _next(version)
        return above, None, version.given == 3, False
    if operator == "<":
        return Version(0), floor, False, False
    if operator == "<=":
        return (Version(0), floor, False, True) if version.given == 3 else (Version(0), _next(version), False, False)
    if operator == "^":
        return floor, _caret(version), False, False
    if operator == "~":
        return floor, _next(Version(*version.release, given=min(version.given, 2))), False, False
    if version.given == 3:
        return floor, floor, False, True
    return floor, _next(version), False, False


def _next(version: Version) -> Version:
    """The first version after all those that begin with the numbers given."""
    if version.given == 1:
        return Version(version.major + 1)
    if version.given == 2:
        return Version(version.major, version.minor + 1)
    return Version(version.major, version.minor, version.patch + 1)


def _caret(version: Version) -> Version:
    if version.major or version.given == 1:
        return Version(version.major + 1)
    if version.minor or version.given == 2:
        return Version(0, version.minor + 1)
    return Version(0, 0, version.patch + 1)


def resolve(catalogue: Catalogue, name: str, wanted: str, *, where: Location | None = None) -> BlueprintInfo:
    """The newest version of a blueprint in a range.

    Raises:
        ServiceError: no such blueprint, no version of it in the range, or no proper range; says what there is.
    """
    try:
        matches = parse_range(wanted)
    except ValueError as error:
        raise ServiceError(str(error), where=where) from None
    candidates = catalogue.versions(name)
    if not candidates:
        raise ServiceError(f"there is no blueprint '{name}'", where=where, hint=_how_to_get(name, catalogue, where))
    for candidate in candidates:
        if matches(parse_version(candidate.version)):
            return candidate
    there = ", ".join(candidate.version for candidate in candidates)
    hint = f"Installed: {there}. Change the range, or install a version in it."
    raise ServiceError(f"no version of blueprint '{name}' is in the range {wanted}", where=where, hint=hint)


def _how_to_get(name: str, catalogue: Catalogue, where: Location | None) -> str:
    folder = publisher(name, where.path) if where else None
    if folder is not None:
        return f"{folder / 'pyproject.toml'} publishes it: pip install --editable {shlex.quote(str(folder))}"
    names = list(catalogue.names())
    close = nearest(name, names)
    known = f"There are: {', '.join(names)}." if names else "None is installed."
    return f"Did you mean '{close}'?" if close else f"{known} `pip install` the package that has it."
