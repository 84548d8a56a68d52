"""What a refusal is: one kind of thing that a cloud does not do although every preview is content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from stackwright.simcloud.refusing.world import World
from stackwright.simcloud.values.subject import Subject

When = Literal["create", "change", "delete"]
"""`change` is whenever inputs reach the cloud: of something new, too."""
Words: TypeAlias = "Callable[[Subject, World], str | None]"
"""What the cloud says of a resource; None where it says nothing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be switched off by itself. `name` begins with the cloud's; `about` is one line for people; `source` is
    where the cloud documents it; `hint` is what to do about it.
    """

    name: str
    about: str
    source: str
    hint: str = ""
    asked: bool = False
    """It is left out unless it is asked for: a quota, which an account may have had raised."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: `words` are asked of resources of these types; a package's name stands for all of its types."""

    kind: Kind
    when: When
    types: frozenset[str]
    words: Words


def rule(kind: Kind, when: When, types: str | Iterable[str], words: Words) -> Rule:
    return Rule(kind, when, frozenset([types] if isinstance(types, str) else types), words)


Index: TypeAlias = Mapping[tuple[str, When], Sequence[Rule]]
"""Rules by type, or package, and when they are asked."""


def index(rules: Iterable[Rule]) -> Index:
    found: dict[tuple[str, When], list[Rule]] = {}
    for each in rules:
        for token in each.types:
            found.setdefault((token, each.when), []).append(each)
    return found
