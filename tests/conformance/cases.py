"""What both engines are put through: scripted sequences of operations on small programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Operation = Literal["preview", "up", "refresh", "destroy"]


@dataclass(frozen=True, slots=True)
class Step:
    """One operation on one stack. `config` are plain values, `secrets` secret ones, keys of the program's own."""

    operation: Operation
    config: Mapping[str, str] = field(default_factory=dict[str, str])
    secrets: Mapping[str, str] = field(default_factory=dict[str, str])
    stack: str = "dev"


@dataclass(frozen=True, slots=True)
class Case:
    """A program of `programs/` and what is done with it, in order."""

    name: str
    program: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return self.name


FIRST: Final = {"variant": "1"}
SECOND: Final = {"variant": "2"}
KEY: Final = {"key": "correct horse"}
UPSTREAM: Final = Step("up", secrets=KEY, stack="upstream")

CASES: Final = (
    Case("create_and_same", "basics", (Step("preview"), Step("up"), Step("preview"), Step("up"))),
    Case(
        "protected",
        "protected",
        (
            Step("up", {"variant": "protected"}),
            Step("up", {"variant": "without"}),
            Step("up", {"variant": "free"}),
            Step("up", {"variant": "without"}),
        ),
    ),
    Case("many", "many", (Step("preview"), Step("up"), Step("up"), Step("destroy"))),
    Case(
        "options",
        "options",
        (
            Step("up", {"variant": "1"}),
            Step("preview", {"variant": "2"}),
            Step("up", {"variant": "2"}),
            Step("destroy"),
        ),
    ),
    Case("refreshed", "basics", (Step("up"), Step("refresh"), Step("preview"))),
    Case("secrets", "secrets", (UPSTREAM, UPSTREAM)),
    Case("reference", "secrets", (UPSTREAM, Step("preview"), Step("up"), Step("up"), Step("destroy"))),
    Case("reading", "reading", (Step("preview"), Step("up"), Step("up"), Step("destroy"))),
    Case(
        "changing",
        "changing",
        (
            Step("up", {"variant": "1"}),
            Step("preview", {"variant": "2"}),
            Step("up", {"variant": "2"}),
            Step("destroy"),
        ),
    ),
    Case("failing", "failing", (Step("up"), Step("up", {"repaired": "true"}), Step("destroy"))),
    Case("raising", "raising", (Step("up", {"raises": "true"}), Step("up"), Step("preview", {"raises": "true"}))),
)
