"""A listener that remembers what each phase did to each part, for a picture of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from stackwright.deploy.plan import Plan
from stackwright.deploy.progress import BESIDE, PartEvent, PartFinished, Phase, PhaseStarted, Progress
from stackwright.deploy.signs import by_sign
from stackwright.engine.events import StepDone
from stackwright.picture import Change, Picture, picture_of, with_changes
from stackwright.service.catalogue import installed
from stackwright.service.graph import make_graph


@dataclass(frozen=True, slots=True)
class _Phase:
    """What becomes of each part of a plan."""

    phase: Phase
    plan: Plan
    changes: dict[str, Change]


@dataclass(slots=True)
class Watching:
    """Hears a run. It keeps counts and names; what resources hold goes past it."""

    _phases: list[_Phase] = field(default_factory=list["_Phase"])
    _protected: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def __call__(self, progress: Progress) -> None:
        match progress:
            case PhaseStarted(phase, plan):
                self._phases.append(_Phase(phase, plan, {part.name: Change(phase, "waiting") for part in plan.parts}))
            case PartEvent(part, StepDone(step)) if self._phases[-1].phase not in BESIDE:
                state = step.new or step.old
                if state and state.protect:
                    self._protected.setdefault(part, set()).add(step.urn)
            case PartFinished(result):
                latest = self._phases[-1]
                latest.changes[result.part] = Change(latest.phase, result.state, by_sign(result.changes))
            case _:
                pass

    def pictures(self) -> list[tuple[str, Picture]]:
        """A picture of each phase, by its name."""
        return [(each.phase, self._of([each])) for each in self._phases]

    @property
    def began(self) -> bool:
        """Whether there was a run at all."""
        return bool(self._phases)

    def picture(self) -> Picture:
        """The whole run in one: of the service that it was about, or of what that needed, where it came no further."""
        return self._of([each for each in self._phases if each.phase not in BESIDE] or self._phases[-1:])

    def _of(self, phases: list[_Phase]) -> Picture:
        plan = phases[0].plan
        graph = make_graph(plan.service, plan.environment.name).restrict(part.name for part in plan.parts)
        changes = {
            name: tuple(each.changes.get(name, Change(each.phase, "skipped")) for each in phases)
            for name in graph.parts
        }
        own = phases[0].phase not in BESIDE
        protected = {name: len(urns) for name, urns in self._protected.items()} if own else {}
        return with_changes(picture_of(graph, plan.environment, installed()), changes, protected)
