"""What a resource has to have, demand by demand: what is unknown about one hides no other, and each can be put right.

A policy that is a list of demands has `check=judging(DEMANDS)` and, where all say how,
`remedy_of=mending(DEMANDS)`. What is demanded and cannot be put right safely has no `mend`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stackwright_policies.model import Json, Settings
from stackwright_policies.resource import Resource, View, changed
from stackwright_policies.verdicts import Failed, NotKnown, Verdict, each


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One thing that is demanded. `refuses` says whether properties fall short of it, `what` is then told.

    `mend` are the values that put it right, by their places, with dots. `types`: of these types only, if there are any.
    """

    refuses: Callable[[View], bool]
    what: str
    mend: Mapping[str, Any] = field(default_factory=dict[str, Any])
    types: Sequence[str] = ()


def unmet(properties: View, demands: Iterable[Demand]) -> Iterator[Verdict]:
    """A verdict for every demand that is not met, or cannot be judged."""
    return each(demands, lambda demand: [Failed(demand.what)] if demand.refuses(properties) else [])


def judging(demands: Sequence[Demand]) -> Callable[[Resource, Settings], Iterator[Verdict]]:
    """The check that makes these demands on the properties of a resource."""

    def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
        return unmet(resource.properties, _on(resource, demands))

    return check


def mending(demands: Sequence[Demand]) -> Callable[[Resource, Json, Settings], Json]:
    """The remedy that puts right what is certain to be wrong, and leaves the rest as it was written."""

    def remedy(resource: Resource, inputs: Json, _settings: Settings) -> Json:
        return mended(inputs, _on(resource, demands))

    return remedy


def mended(inputs: Json, demands: Iterable[Demand]) -> Json:
    """Inputs that meet these demands, as far as they are certain not to and it is said what does."""
    for demand in demands:
        if _certainly(demand, inputs):
            for place, value in demand.mend.items():
                inputs = changed(inputs, place.split("."), value)
    return inputs


def _on(resource: Resource, demands: Iterable[Demand]) -> list[Demand]:
    return [it for it in demands if not it.types or resource.type in it.types]


def _certainly(demand: Demand, inputs: Json) -> bool:
    try:
        return demand.refuses(View(inputs))
    except NotKnown:
        return False
