"""A service deployed to simulated clouds inside a test: with the embedded engine, in a world that is gone afterwards.

Tests may run side by side: every rehearsal has a world of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from stackwright.deploy.former import rename_former
from stackwright.deploy.neighbours import find_neighbours
from stackwright.deploy.plan import make_plan
from stackwright.deploy.progress import OutputsRead, PartEvent, PhaseStarted, Progress, RunResult
from stackwright.deploy.rehearse import rehearse as run
from stackwright.deploy.runner import ReadyQueue
from stackwright.deploy.target import simulated_target
from stackwright.deploy.wiring import means_on
from stackwright.engine.events import PolicyViolated, StepDone
from stackwright.service.catalogue import installed
from stackwright.service.loading import load_neighbour, load_service
from stackwright.service.model import Service
from stackwright.service.sdks import require_sdks
from stackwright.wire.values import Properties

_PARALLEL = 2
"""More workers do not pay: a test's services are small, and test runners start several of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource as it was deployed, secrets masked. `name` is its logical name, `type` Pulumi's token."""

    part: str
    type: str
    name: str
    inputs: Properties = field(repr=False)
    outputs: Properties = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a rehearsal that went well had deployed.

    `outputs` are each part's, in Pulumi's wire form with secrets marked; `findings` what policies said without
    refusing it.
    """

    all_resources: Sequence[Resource]
    outputs: Mapping[str, Properties] = field(repr=False)
    findings: Sequence[PolicyViolated]

    def resources(self, type: str | None = None, *, part: str | None = None) -> list[Resource]:
        """The resources of a type (a component's, too), of a part, or both."""
        return [it for it in self.all_resources if type in (None, it.type) and part in (None, it.part)]


class RehearsalFailed(AssertionError):
    """A part failed, a policy refused one, or a second up changed something. The message says all of it."""


def validate(service: str | Path) -> Service:
    """Check a service, the folder of a service.yaml, in all its environments against the installed blueprints.

    Raises:
        InvalidInput, ServiceError: it is wrong; all faults with their places.
    """
    return load_service(Path(service), installed())


def rehearse(service: str | Path, environment: str) -> Rehearsal:
    """Preview, up, a second up that must change nothing, destroy, under the environment's policies.

    `service` is the folder of a service.yaml. What it needs of other services, found in the folders beside, is brought
    up first.

    Raises:
        RehearsalFailed: one of these failed.
        InputError: the service is wrong, or an SDK that it needs is not installed.
    """
    loaded = load_service(Path(service), installed(), environments={environment})
    chosen = loaded.environment(environment)
    parts = loaded.parts[chosen.name]
    require_sdks(parts.values(), parts, installed())
    heard = _Heard()
    parallel = min(_PARALLEL, len(parts), os.cpu_count() or 1)
    with simulated_target(loaded, chosen, throw_away=True, workers=parallel) as target:
        plan = make_plan(loaded, chosen, target.stack_for, neighbour=lambda name: load_neighbour(loaded, name))
        runner = ReadyQueue(parallel)
        means_for = partial(means_on, target, runner=runner, listener=heard, parallel=parallel)
        before = find_neighbours([plan], target, means_for, throw_away=True)
        last = run(plan, rename_former(means_for(loaded, chosen)), before, keep=False)[-1]
    if last.exit_code:
        raise RehearsalFailed("\n".join([f"{last.service} in {chosen.name}, {last.phase}:", *_told(last)]))
    return Rehearsal(all_resources=heard.resources, outputs=heard.outputs, findings=heard.findings)


@dataclass(slots=True)
class _Heard:
    """Listens to a rehearsal: what stands in the second up is what was deployed."""

    phase: str = ""
    resources: list[Resource] = field(default_factory=list[Resource])
    outputs: Mapping[str, Properties] = field(default_factory=dict[str, Properties])
    findings: list[PolicyViolated] = field(default_factory=list[PolicyViolated])

    def __call__(self, progress: Progress) -> None:
        match progress:
            case PhaseStarted(phase):
                self.phase = phase
            case OutputsRead(parts):
                self.outputs = parts
            case PartEvent(part, StepDone(step)) if self.phase == "check" and step.new is not None:
                name = step.urn.rpartition("::")[2]
                new = step.new
                resource = Resource(part=part, type=step.type, name=name, inputs=new.inputs, outputs=new.outputs)
                self.resources.append(resource)
            case PartEvent(_, PolicyViolated() as finding) if self.phase == "check":
                self.findings.append(finding)
            case _:
                pass


def _told(result: RunResult) -> Iterator[str]:
    for part in result.parts:
        if part.state == "failed":
            reason = part.reason or "failed"
            yield f"  {part.part}: {reason}"
            yield from (f"    {it.message}" for it in part.problems if it.severity == "error" and it.message != reason)
            yield from (f"    {it.message}" for it in part.findings if it.level == "mandatory")
    for part in result.unstable:
        yield f"  {part.part}: a second up changed {part.changed} resources"
        yield from (f"    {step.op} {step.urn}" for step in part.steps)
