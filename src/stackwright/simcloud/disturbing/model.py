"""Faults and latencies as data: which calls they are about, and what they do to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, Final, Literal

from stackwright.simcloud.seed import Seed

Method = Literal["configure", "check", "diff", "create", "read", "update", "delete", "invoke", "any"]
FaultKind = Literal["error", "not-ready", "no-answer", "crash", "undecided"]

ASKING: Final = frozenset({"create", "read", "update", "delete", "invoke"})
"""What `any` stands for: the calls for which a provider asks its cloud. The others it mostly answers itself."""
CAN: Final[dict[FaultKind, frozenset[str]]] = {
    "error": ASKING | {"configure", "check", "diff"},
    "not-ready": frozenset({"create", "read", "update"}),
    "no-answer": frozenset({"create", "read", "update", "delete"}),
    "crash": frozenset({"create", "read", "update", "delete"}),
    "undecided": frozenset({"diff"}),
}
"""The calls that a kind of fault can befall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One call of a provider. `type` is the token of an invoke; `zone` works out in which zone its resource is."""

    method: str
    package: str
    type: str = ""
    urn: str = ""
    zone: Callable[[], str] = field(default=lambda: "", compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Which calls are meant. `package`, `type` and `urn` are patterns as file names have them: `*`, `?`, `[abc]`.

    `urn` may also be a resource's name. `zone` is the zone that a resource is in: by its own `availabilityZone` or
    `zone`, or by its subnet's. An invoke has its token as `type`. Previewed creates and updates never count: no cloud
    is asked for them.
    """

    method: Method = "any"
    package: str = "*"
    type: str = "*"
    urn: str = "*"
    zone: str = ""

    def include(self, asked: Asked) -> bool:
        method = asked.method in ASKING if self.method == "any" else asked.method == self.method
        return (
            method
            and fnmatchcase(asked.package, self.package)
            and fnmatchcase(asked.type, self.type)
            and (fnmatchcase(asked.urn, self.urn) or fnmatchcase(asked.urn.rpartition("::")[2], self.urn))
            and (not self.zone or asked.zone() == self.zone)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that goes wrong with the calls `on`, from the `nth` of them on, `times` times (None: always).

    | kind | |
    |---|---|
    | `error` | the cloud refuses, with `code` and `message`; nothing was done |
    | `not-ready` | it was done, but what was made or changed does not become ready (`initErrors`) |
    | `no-answer` | it was done, but the connection breaks before the answer; the engine sees an error |
    | `crash` | it was done, and the provider's process is killed before it answers. In the embedded engine that is the engine's own process; the official CLI sees its provider gone, as with `no-answer` |
    | `undecided` | the provider does not say what would change (`DIFF_UNKNOWN`, as old ones do): the engine compares inputs |

    `number`, `seen` (how many calls it has met) and `hits` (how many of them it befell) are the world's to fill in.
    """  # noqa: E501 - a row of a table

    on: Calls = field(default_factory=Calls)
    kind: FaultKind = "error"
    nth: int = 1
    times: int | None = 1
    code: str = ""
    message: str = ""
    number: int = 0
    seen: int = 0
    hits: int = 0

    def befalls(self, asked: Asked) -> bool:
        """Whether the call is one of those that it counts."""
        return asked.method in CAN[self.kind] and self.on.include(asked)

    def due(self, seen: int) -> bool:
        """Whether the `seen`-th of its calls fails."""
        return seen >= self.nth and (self.times is None or seen < self.nth + self.times)

    @property
    def over(self) -> bool:
        """Whether it has happened as often as it shall."""
        return self.times is not None and self.seen >= self.nth + self.times - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """How long the calls `on` take: between `low` and `high` seconds, always the same for a URN and method."""

    on: Calls = field(default_factory=Calls)
    low: float
    high: float
    number: int = 0

    def seconds(self, asked: Asked) -> float:
        share = Seed("latency", asked.method, asked.urn or asked.type).below(10_001) / 10_000
        return self.low + (self.high - self.low) * share


def as_json(what: Fault | Latency) -> str:
    """Without what the database has columns for."""
    told = asdict(what)
    return json.dumps({key: value for key, value in told.items() if key not in {"number", "seen", "hits"}})


@lru_cache(maxsize=256)
def fault_of(text: str) -> Fault:
    told: dict[str, Any] = json.loads(text)
    return Fault(on=Calls(**told.pop("on")), **told)


@lru_cache(maxsize=256)
def latency_of(text: str) -> Latency:
    told: dict[str, Any] = json.loads(text)
    return Latency(on=Calls(**told.pop("on")), **told)
