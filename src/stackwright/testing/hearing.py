"""Listens to one operation: what became of which resource, what policies found, what the program printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from stackwright.engine.events import Diagnostic, Event, PolicyViolated, StepDone, StepFailed, StepStarted
from stackwright.engine.state import urns
from stackwright.review.finding import Place, finding_of
from stackwright.testing.policy import Judgement
from stackwright.testing.steps import Story


@dataclass(slots=True)
class Heard:
    """A listener. `stories` are by part and URN, in the order of their first event."""

    stories: dict[tuple[str, str], Story] = field(default_factory=dict[tuple[str, str], Story])
    violations: list[tuple[str, PolicyViolated]] = field(default_factory=list[tuple[str, PolicyViolated]])
    messages: list[str] = field(default_factory=list[str])

    def __call__(self, part: str, event: Event) -> None:
        match event:
            case StepStarted(step) if step.new and not step.new.custom:
                # Of a component that registers no outputs, no event says that it is done.
                self._story(part, step.urn).steps.append(step)
            case StepDone(step) | StepFailed(step):
                story = self._story(part, step.urn)
                story.steps.append(step)
                story.failed = story.failed or isinstance(event, StepFailed)
            case Diagnostic(severity="error", urn=urn) if urn and urns.type_of(urn) != urns.STACK_TYPE:
                story = self._story(part, urn)
                story.failed = True
                story.errors.append(event.message)
            case Diagnostic(severity="info" | "info#err" | "warning"):
                self.messages += event.message.strip().splitlines()
            case PolicyViolated():
                self.violations.append((part, event))
            case _:
                pass

    def _story(self, part: str, urn: str) -> Story:
        return self.stories.setdefault((part, urn), Story(part))

    def findings(self, environment: str) -> Judgement:
        """What policies said."""
        return Judgement(finding_of(event, _place(part, event.urn, environment)) for part, event in self.violations)


def _place(part: str, urn: str, environment: str) -> Place:
    project, stack = (urns.project_of(urn), urns.stack_of(urn)) if urn else ("", "")
    return Place(project=project, stack=stack, environment=environment, part=part)
