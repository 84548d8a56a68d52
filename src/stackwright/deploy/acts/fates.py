"""From the steps of an act to what became of every resource. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stackwright.deploy.acts.model import Became, Fate, PartFate
from stackwright.deploy.acts.stateful import holds_data
from stackwright.deploy.acts.watching import Seen
from stackwright.deploy.state.entries import Entry
from stackwright.engine.events import Step

_ENGINE = "pulumi:"
"""How the types begin that no cloud holds: stacks, providers, references."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A part before and after an act: the resources of its state, and the parts that need it."""

    part: str
    cloud: str | None
    before: Sequence[Entry]
    after: Sequence[Entry]
    dependants: Sequence[str] = ()
    seconds: float = 0.0


def fates(around: Around, seen: Iterable[Seen], broke: float) -> PartFate:
    """What became of the resources of a part.

    `seen` are the steps of all parts in the order of the events; `broke` is when something was done to the clouds.
    """
    stories: dict[str, _Story] = {}
    for each in seen:
        if each.part == around.part and _counts(each.step) and each.step.op not in ("same", "read"):
            stories.setdefault(each.step.urn, _Story(each.step.urn, each.step.type)).add(each)
    alive = {entry.urn for entry in around.after if not entry.outline.delete}
    told = [fate for story in stories.values() if (fate := story.fate(alive, broke)) is not None]
    gone = {fate.urn for fate in told if fate.down is not None}
    found = [_with_dependants(fate, around.after, gone) for fate in told]
    touched = {fate.urn for fate in found}
    there = {entry.urn for entry in around.before if entry.outline.custom and _is_of_a_cloud(entry.outline.type)}
    return PartFate(
        part=around.part,
        cloud=around.cloud,
        fates=tuple(sorted(found, key=lambda fate: fate.urn)),
        untouched=len(there - touched),
        seconds=around.seconds,
        dependants=tuple(around.dependants) if gone else (),
    )


def _counts(step: Step) -> bool:
    state = step.new or step.old
    return _is_of_a_cloud(step.type) and (state is None or state.custom)


def _is_of_a_cloud(token: str) -> bool:
    return not token.startswith(_ENGINE)


def _with_dependants(fate: Fate, after: Sequence[Entry], gone: Collection[str]) -> Fate:
    """With the names of what stands directly on it in its own stack, and was there all the time."""
    if fate.down is None:
        return fate
    names = [
        entry.urn.rpartition("::")[2]
        for entry in after
        if entry.outline.custom and entry.urn not in gone and fate.urn in _needed(entry)
    ]
    return Fate(
        urn=fate.urn,
        type=fate.type,
        became=fate.became,
        step=fate.step,
        because=fate.because,
        down=fate.down,
        interrupts=tuple(dict.fromkeys(names)),
        data=fate.data,
    )


def _needed(entry: Entry) -> set[str]:
    of: Mapping[str, Sequence[str]] = entry.outline.property_dependencies
    return {*entry.outline.dependencies, *(urn for urns in of.values() for urn in urns)}


@dataclass(slots=True)
class _Story:
    """What happened to one resource, in order."""

    urn: str
    type: str
    steps: list[Seen] = field(default_factory=list[Seen])

    def add(self, seen: Seen) -> None:
        self.steps.append(seen)

    def fate(self, alive: Collection[str], broke: float) -> Fate | None:
        """None where nothing was done but to look."""
        found = {(each.phase == "refresh", each.step.op): each for each in self.steps if not each.failed}
        lost = found.get((True, "delete"))
        drifted = found.get((True, "update"))
        made = found.get((False, "create")) or found.get((False, "create-replacement"))
        swapped = found.get((False, "replace")) or found.get((False, "create-replacement"))
        data = holds_data(self.type)
        if lost:
            back = made if made and self.urn in alive else None
            return self._fate("recovered" if back else "lost", (back or lost).step, down=_span(broke, back), data=data)
        if self.urn in alive and swapped:
            return self._fate("replaced", swapped.step, because=self._keys(), down=self._gap(made), data=data)
        if self.urn not in alive:
            deleted = found.get((False, "delete"))
            return self._fate("deleted", deleted.step, data=data) if deleted else self._failed()
        if made:
            return self._fate("created", made.step)
        updated = found.get((False, "update"))
        if updated:
            return self._fate("put back" if drifted else "updated", updated.step)
        return self._fate("drifted", drifted.step) if drifted else self._failed()

    def _failed(self) -> Fate | None:
        failed = [each for each in self.steps if each.failed]
        return self._fate("failed", failed[-1].step) if failed else None

    def _keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for each in self.steps for key in each.step.keys))

    def _gap(self, made: Seen | None) -> float | None:
        """How long a replaced resource was not there: only where the old one was deleted first."""
        gone = next((each for each in self.steps if each.step.op == "delete-replaced" and not each.failed), None)
        return made.ended - gone.began if gone and made and gone.began < made.began else None

    def _fate(
        self,
        became: Became,
        step: Step,
        *,
        because: tuple[str, ...] = (),
        down: float | None = None,
        data: bool = False,
    ) -> Fate:
        return Fate(urn=self.urn, type=self.type, became=became, step=step, because=because, down=down, data=data)


def _span(broke: float, back: Seen | None) -> float | None:
    return back.ended - broke if back else None
