"""A listener that remembers what each phase did to each part, for a picture of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from stackwright.deploy.plan import Plan
from stackwright.deploy.progress import PartEvent, PartFinished, Phase, PhaseStarted, Progress
from stackwright.deploy.signs import by_sign
from stackwright.engine.events import StepDone
from stackwright.picture import Change, Picture, picture_of, with_changes
from stackwright.service.catalogue import installed
from stackwright.service.graph import make_graph


@dataclass(slots=True)
class Watching:
    """Hears a run. It keeps counts and names; what resources hold goes past it."""

    _plan: Plan | None = None
    _phases: list[tuple[Phase, dict[str, Change]]] = field(default_factory=list["tuple[Phase, dict[str, Change]]"])
    _protected: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def __call__(self, progress: Progress) -> None:
        match progress:
            case PhaseStarted(phase, plan):
                self._plan = self._plan or plan
                self._phases.append((phase, {part.name: Change(phase, "waiting") for part in plan.parts}))
            case PartEvent(part, StepDone(step)):
                state = step.new or step.old
                if state and state.protect:
                    self._protected.setdefault(part, set()).add(step.urn)
            case PartFinished(result):
                phase, changes = self._phases[-1]
                changes[result.part] = Change(phase, result.state, by_sign(result.changes))
            case _:
                pass

    def pictures(self) -> list[tuple[str, Picture]]:
        """A picture of each phase, by its name."""
        return [(phase, self._of([(phase, changes)])) for phase, changes in self._phases]

    @property
    def began(self) -> bool:
        """Whether there was a run at all."""
        return bool(self._phases)

    def picture(self) -> Picture:
        """The whole run in one."""
        return self._of(self._phases)

    def _of(self, phases: list[tuple[Phase, dict[str, Change]]]) -> Picture:
        plan = self._plan
        assert plan is not None, "there is no picture before a run"  # noqa: S101 - who asks knows
        graph = make_graph(plan.service, plan.environment.name).restrict(part.name for part in plan.parts)
        changes = {
            name: tuple(each.get(name, Change(phase, "skipped")) for phase, each in phases) for name in graph.parts
        }
        protected = {name: len(urns) for name, urns in self._protected.items()}
        return with_changes(picture_of(graph, plan.environment, installed()), changes, protected)
