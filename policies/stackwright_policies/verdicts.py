"""Three values: a rule passes (it yields nothing), fails, or cannot be decided before something is known.

A value that a preview cannot know raises `NotKnown` where it is read. `all_of`, `any_of` and `each` keep such a value
from hiding what is certain without it (Kleene's logic): an open port is open whatever the rule beside it will say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

Item = TypeVar("Item")


class NotKnown(Exception):
    """A value is not known yet. `path` says which one."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Failed:
    """The rule is violated. `what` never quotes what could be secret. `urn`: another resource's, if not empty."""

    what: str
    urn: str = ""


@dataclass(frozen=True, slots=True)
class Undecided:
    """It depends on `path`, which is not known yet."""

    path: str
    urn: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """The policy itself failed; `what` says how and where, without the values that it looked at."""

    what: str


Verdict: TypeAlias = Failed | Undecided


def all_of(*conditions: Callable[[], bool]) -> bool:
    """Whether all hold. One that certainly does not settles it.

    Raises:
        NotKnown: none is certain not to hold, and at least one is not known.
    """
    unknown: NotKnown | None = None
    for condition in conditions:
        try:
            if not condition():
                return False
        except NotKnown as error:
            unknown = unknown or error
    if unknown is not None:
        raise unknown
    return True


def any_of(*conditions: Callable[[], bool]) -> bool:
    """Whether one holds. One that certainly does settles it.

    Raises:
        NotKnown: none is certain to hold, and at least one is not known.
    """
    unknown: NotKnown | None = None
    for condition in conditions:
        try:
            if condition():
                return True
        except NotKnown as error:
            unknown = unknown or error
    if unknown is not None:
        raise unknown
    return False


def any_in(items: Iterable[Item], holds: Callable[[Item], bool]) -> bool:
    """`any_of` over items."""
    return any_of(*((lambda item=item: holds(item)) for item in items))


def each(items: Iterable[Item], judge: Callable[[Item], Iterable[Verdict]]) -> Iterator[Verdict]:
    """The verdicts on every item; one that cannot be decided does not hide the others."""
    for item in items:
        yield from settled(lambda item=item: judge(item))


def settled(judge: Callable[[], Iterable[Verdict]]) -> Iterator[Verdict]:
    """The verdicts of `judge`, and Undecided where it stops at something unknown."""
    try:
        yield from judge()
    except NotKnown as error:
        yield Undecided(error.path)
