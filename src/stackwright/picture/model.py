"""What a picture holds: boxes, arrows between them, and what changes. How it looks is up to what draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from stackwright.deploy.progress import State
    from stackwright.deploy.signs import Sign

Tie = Literal["data", "connection", "order"]
"""What an arrow stands for: outputs that are read; a connection, with its rules and grants on both sides; `after`."""

Effect = Literal["create", "update", "replace", "delete", "unchanged", "stopped", "failed"]
"""What a change comes to, as one word: the worst of what is done. `stopped`: blocked, skipped or cancelled."""

_EFFECT_OF: Final[Sequence[tuple[Sign, Effect]]] = (
    ("-", "delete"),
    ("±", "replace"),
    ("~", "update"),
    ("+", "create"),
)
"""The worst first."""
PROGRAMS: Final = "programs"
OUTSIDE: Final = "outside"
CLOUD_TITLES: Final[Mapping[str, str]] = {
    "aws": "AWS",
    "azure": "Azure",
    "gcp": "Google Cloud",
    "private": "Private cloud",
    PROGRAMS: "Programs",
    OUTSIDE: "Other services",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What one phase of a run does to a part. `counts` are resources by sign (`+ ~ ± - =`)."""

    phase: str
    state: State
    counts: Mapping[Sign, int] = field(default_factory=dict["Sign", int])

    @property
    def effect(self) -> Effect:
        if self.state == "failed":
            return "failed"
        if self.state in {"blocked", "skipped", "cancelled", "waiting"}:
            return "stopped"
        for sign, effect in _EFFECT_OF:
            if self.counts.get(sign):
                return effect
        return "unchanged"

    @property
    def counted(self) -> Sequence[tuple[Sign, int]]:
        """What is touched, sign by sign."""
        return tuple((sign, count) for sign, count in self.counts.items() if count and sign != "=")

    @property
    def word(self) -> str:
        """What is said beside the counts, or instead of them: nothing where they say it all."""
        if self.state in {"succeeded", "running"}:
            return "" if self.counted else "no changes"
        return self.state

    @property
    def said(self) -> str:
        """All of it: `+31`, `failed +2 ~1`, `unchanged`."""
        return " ".join([*filter(None, [self.word]), *(f"{sign}{count}" for sign, count in self.counted)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part, a part of another service (`outside`), or several like parts drawn as one (`members`).

    `clouds` has one name; several where the part has no cloud of its own and joins those of others; none for a
    program, whose cloud is its own affair. `wave` counts from 0. `protected` is how many of its resources are.
    """

    name: str
    origin: str = ""
    clouds: tuple[str, ...] = ()
    wave: int = 0
    outside: bool = False
    members: tuple[Box, ...] = ()
    changes: tuple[Change, ...] = ()
    protected: int = 0

    @property
    def lane(self) -> tuple[str, ...]:
        """The clouds that it is drawn in; `PROGRAMS` and `OUTSIDE` count as such."""
        return (OUTSIDE,) if self.outside else self.clouds or (PROGRAMS,)

    @property
    def effect(self) -> Effect | None:
        """Of a single phase what it does; of several only what went wrong. None where there is nothing to say."""
        effects: list[Effect] = [change.effect for change in self.changes]
        if len(effects) == 1:
            return effects[0]
        harm: Effect | None = None
        for effect in effects:
            harm = effect if effect == "failed" or (effect == "stopped" and harm is None) else harm
        return harm


@dataclass(frozen=True, slots=True)
class Arrow:
    """From what is needed to what needs it. `labels` are the names of the outputs, or of the connections."""

    source: str
    target: str
    tie: Tie
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A service in one environment. `places` says where in a cloud that is (`aws`: `eu-west-1`)."""

    service: str
    environment: str
    boxes: Mapping[str, Box]
    arrows: Sequence[Arrow]
    places: Mapping[str, str] = field(default_factory=dict[str, str])
    phases: Sequence[str] = ()

    @property
    def parts(self) -> Sequence[Box]:
        """Every part, those that are drawn as one included."""
        return [part for box in self.boxes.values() if not box.outside for part in box.members or (box,)]

    @property
    def title(self) -> str:
        return f"{self.service} in {self.environment}"

    @property
    def subtitle(self) -> str:
        """`7 parts, 3 waves`, and what the run changes."""
        waves = 1 + max((part.wave for part in self.parts), default=-1)
        return f"{plural(len(self.parts), 'part')}, {plural(waves, 'wave')}"

    def lane_title(self, lane: tuple[str, ...], *, place: bool = True) -> str:
        """`AWS, eu-west-1`, or without the place; of several clouds their names."""
        names = " + ".join(CLOUD_TITLES.get(cloud, cloud) for cloud in lane)
        where = self.places.get(lane[0]) if place and len(lane) == 1 else None
        return f"{names}, {where}" if where else names


def plural(number: int, noun: str) -> str:
    """`1 part`, `7 parts`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
