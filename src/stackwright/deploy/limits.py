"""What a person limits a command to, before it is known which resources that means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Only the resources that `names` mean, or with `excluding` all but those; no names mean everything.

    With `dependents` what depends on them goes with them.
    """

    names: tuple[str, ...] = ()
    excluding: bool = False
    dependents: bool = False

    def __bool__(self) -> bool:
        return bool(self.names)

    def __str__(self) -> str:
        return ", ".join(self.names)
