"""What packs say of a service or of a program, with nothing deployed: on simulated clouds that go afterwards.

They are previewed there, and brought up where an environment fails what only a run can know. What was saved, a state or
a plan, is read by `saved/`, and neither a program nor a provider runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from stackwright.deploy.plan import Plan
from stackwright.deploy.policies import packs_of
from stackwright.deploy.preview import preview
from stackwright.deploy.progress import PartEvent, Progress, RunResult
from stackwright.deploy.run import up
from stackwright.engine.events import PolicyViolated, StepDone, StepStarted
from stackwright.engine.protocol import PolicyPack
from stackwright.engine.state import urns
from stackwright.errors import RunError
from stackwright.review.excepting import about_waivers
from stackwright.review.finding import Finding, Place, finding_of
from stackwright.review.known import fixed_of
from stackwright.review.places import place
from stackwright.review.report import Report, Rule, report_of
from stackwright.review.rules import judged_by, rules_of
from stackwright.review.staging import service_of, staged
from stackwright.service.model import Environment, Policies, Service

_NOTHING: Final = Policies()


def check_service(service: Service, environment: Environment, packs: Sequence[PolicyPack] = ()) -> Report:
    """Preview all parts under the environment's packs, or under `packs`. What it needs of other services stands first.

    Where the environment fails what is unknown, and nothing else stands in the way, the parts are brought up there:
    what a preview cannot know is judged when it is known, as in a run.

    Raises:
        UsageError: no pack is named anywhere.
        RunError: a part cannot be previewed.
        InputError: the service is wrong, or an SDK that it needs is not installed.
    """
    environment = judged_by(environment, packs)
    parts = service.parts[environment.name]
    rules = rules_of(packs_of(environment, parts))
    heard = _Heard()
    with staged(service, environment, heard) as stage:
        heard.clear()
        plan = stage.plan
        _require_judged(preview(plan, stage.means), "previewed")
        found = heard.findings(plan, rules)
        if _would_be_known(found):
            heard.said.clear()
            result = up(plan, stage.means)
            _require_judged(result, "brought up")
            found = _known_by_now(found, heard.findings(plan, rules), result)
    at = Place(project=service.name, stack="", environment=environment.name)
    found += about_waivers(environment.policies, at, parts, found, whole=True)
    types = Counter(urns.type_of(urn) for _, urn in heard.resources)
    report = report_of(service.folder.name, rules, found, resources=len(heard.resources))
    notes = [
        f"{it.policy} {it.resource.rpartition('::')[2]}: put right since {it.since}; write the baseline anew"
        for it in fixed_of(environment.policies.baseline, found)
    ]
    return replace(report, types=types, notes=[*report.notes, *notes])


def check_program(folder: Path, packs: Sequence[PolicyPack], excepted: Policies = _NOTHING) -> Report:
    """Preview a Pulumi program of no service's; `excepted` says what is waived.

    Raises:
        UsageError: the folder holds none, or no pack is named.
        RunError: it cannot be previewed.
    """
    service = service_of(folder, excepted)
    [environment] = service.environments.values()
    return check_service(service, environment, packs)


@dataclass(slots=True)
class _Heard:
    """Listens to a preview: what policies say, where resources are registered, how many there are."""

    said: list[tuple[str, PolicyViolated]] = field(default_factory=list[tuple[str, PolicyViolated]])
    positions: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict[tuple[str, str], tuple[str, str]])
    """By part and URN: the position, and the URN of the parent."""
    resources: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def clear(self) -> None:
        """What was heard of neighbours is not about the service."""
        self.said.clear()
        self.positions.clear()
        self.resources.clear()

    def __call__(self, progress: Progress) -> None:
        match progress:
            case PartEvent(part, PolicyViolated() as event):
                self.said.append((part, event))
            case PartEvent(part, StepStarted(step) | StepDone(step)) if step.new is not None:
                self.positions[part, step.urn] = step.new.position, step.new.parent
                if step.new.custom and not step.type.startswith("pulumi:"):
                    self.resources.add((part, step.urn))
            case _:
                pass

    def findings(self, plan: Plan, rules: Sequence[Rule]) -> list[Finding]:
        parts = {part.name: part for part in plan.parts}
        frameworks = {rule.id: rule.frameworks for rule in rules}
        found: list[Finding] = []
        for name, event in self.said:
            planned = parts[name]
            at = Place(
                project=planned.stack.project,
                stack=planned.stack.name,
                environment=plan.environment.name,
                part=name,
            )
            where = planned.part.where
            if planned.part.program is not None:
                where = place(self._positions(name, event.urn), planned.part.directory) or where
            found.append(finding_of(event, at, where=where, frameworks=frameworks))
        return found

    def _positions(self, part: str, urn: str) -> Iterator[str]:
        """That of the resource, then those of its parents: a library's component registers in the library."""
        while urn and urns.type_of(urn) != urns.STACK_TYPE:
            position, urn = self.positions.get((part, urn), ("", ""))
            yield position


def _require_judged(result: RunResult, how: str) -> None:
    """A part that fails for what policies say has been judged; any other failure leaves it unjudged."""
    refused = any(it.level == "mandatory" for part in result.parts for it in part.findings)
    for part in result.parts:
        if part.state == "failed" and not any(it.level == "mandatory" for it in part.findings):
            raise RunError(f"{part.part} cannot be {how}: {part.reason}")
        if part.state == "blocked" and not refused:
            raise RunError(f"{part.part} cannot be {how}: {part.reason}")


def _would_be_known(found: Sequence[Finding]) -> bool:
    """Whether nothing stands in the way but what a preview cannot know, and an environment fails."""
    blocking = [it for it in found if it.blocks]
    return bool(blocking) and all(it.outcome == "unknown" for it in blocking)


def _known_by_now(previewed: Sequence[Finding], now: Sequence[Finding], result: RunResult) -> list[Finding]:
    """What is found when values are known; of parts that a run did not end, also what was found before."""
    ended = {part.part for part in result.parts if part.state in ("succeeded", "unchanged")}
    judged = {(it.policy, it.urn) for it in now}
    before = (it for it in previewed if it.place.part not in ended and (it.policy, it.urn) not in judged)
    return [*now, *before]
