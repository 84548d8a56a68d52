"""Doing an act: to the service or to its clouds, then seeing what is wrong, repairing it, and proving that it is right.

    change   preview (policies!) → up → parts that were taken out are destroyed → last preview
    break    resources vanish    → refresh → up                                → last preview
    drift    properties change   → refresh → up                                → last preview

Calls that are to fail do so in the first phase that makes them; that phase is done once more then, as a person would.
The last preview asks the clouds first (`--refresh`) and must find nothing to do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from stackwright.deploy.acts.fates import Around, fates
from stackwright.deploy.acts.grammar import calls_of
from stackwright.deploy.acts.harming import break_, drift
from stackwright.deploy.acts.model import Act, ActResult, Break, Change, Drift, PartFate
from stackwright.deploy.acts.watching import Watch
from stackwright.deploy.checks import deployments
from stackwright.deploy.means import Means
from stackwright.deploy.plan import Plan
from stackwright.deploy.preview import preview
from stackwright.deploy.progress import BESIDE, RunResult
from stackwright.deploy.protection import lift_simulated
from stackwright.deploy.prune import Orphan, prune, reads
from stackwright.deploy.refresh import refresh
from stackwright.deploy.run import up
from stackwright.deploy.state.entries import entries
from stackwright.engine.protocol import Deployment
from stackwright.errors import PolicyViolation
from stackwright.service.changing import Changes
from stackwright.simcloud.disturbing.model import Fault

if TYPE_CHECKING:
    from stackwright.simcloud import SimulatedHost

_States = Mapping[str, Deployment | None]
Clouds = Callable[[], AbstractContextManager["SimulatedHost"]]


@dataclass(frozen=True, slots=True)
class Stage:
    """What acts are performed with: `planned` gives the plan of the service as changes make it."""

    means: Means
    planned: Callable[[Changes], Plan]
    clouds: Clouds


def perform(act: Act, plan: Plan, stage: Stage) -> tuple[ActResult, Plan]:
    """Do an act to what stands as `plan` says; returns the plan of what stands then, too."""
    with stage.clouds() as host:
        performance = _Performance(act, plan, stage, host)
        return performance.result(), performance.plan


class _Stop(Exception):
    """The act did not end well."""

    def __init__(self, reason: str, exit_code: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.exit_code = exit_code


@dataclass(slots=True)
class _Performance:
    act: Act
    plan: Plan
    stage: Stage
    host: SimulatedHost
    watch: Watch = field(init=False)
    means: Means = field(init=False)
    began: float = field(init=False)
    broke: float = 0.0
    noticed: float | None = None
    repaired: float | None = None
    done: Sequence[str] = ()
    phases: list[RunResult] = field(default_factory=list[RunResult])
    armed: dict[str, list[int]] = field(default_factory=dict[str, "list[int]"])
    met: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        self.watch = Watch(self.stage.means.listener)
        self.means = replace(self.stage.means, listener=self.watch)

    def result(self) -> ActResult:
        old = self.plan
        before = deployments(old.stacks, self.means)
        self.began = self.broke = time.monotonic()
        reason, code = None, 0
        try:
            self._do(old)
            self._prove()
        except _Stop as stopped:
            reason, code = stopped.reason, stopped.exit_code
        finally:
            self._disarm()
        seconds = time.monotonic() - self.began
        after = deployments(self.plan.stacks, self.means)
        parts = self._parts(old, before, after)
        if reason is None and (missing := [fate for part in parts for fate in part.fates if fate.became == "lost"]):
            reason, code = f"{len(missing)} of what was lost did not come back", 1
        return ActResult(
            act=self.act,
            done=self.done,
            parts=parts,
            phases=tuple(self.phases),
            met=self.met,
            reason=reason,
            exit_code=code,
            seconds=seconds,
            noticed=self.noticed,
            repaired=self.repaired,
        )

    def _do(self, old: Plan) -> None:
        match self.act.doing:
            case Change(said, so_far):
                changed = self.stage.planned(so_far)
                self._phase(lambda: preview(changed, self.means), again=False)
                self._arm()
                self.plan = changed
                self._phase(lambda: up(changed, self.means))
                self._take_out(old, said)
            case Break(what):
                self.done = break_(self.plan, what, self.host)
                self._repair("lost")
            case Drift():
                self.done = drift(self.plan, self.act.doing, self.host)
                self._repair("changed")
        self.repaired = time.monotonic() - self.began

    def _repair(self, how: str) -> None:
        if not self.done:
            raise _Stop(f"nothing could be {how}: no such thing is deployed")
        self.broke = time.monotonic()
        self._arm()
        found = self._phase(lambda: refresh(self.plan, self.means))
        self.noticed = time.monotonic() - self.began
        if not any(part.changed for part in found.parts):
            raise _Stop("a refresh did not notice what was done")
        self._phase(lambda: up(self.plan, self.means))

    def _take_out(self, old: Plan, said: Changes) -> None:
        """Destroy the stacks of the parts that are taken out."""
        gone = [part for part in old.parts if part.name in said.without]
        if not gone:
            return
        lift_simulated(replace(old, parts=tuple(gone)), self.means)
        states = deployments({part.name: part.stack for part in gone}, self.means)
        orphans = [
            Orphan(part.part, part.stack, states[part.name] is not None, reads(states[part.name], part.stack))
            for part in gone
        ]
        self._phase(lambda: prune(self.plan, orphans, self.means))

    def _prove(self) -> None:
        """Everything that was to fail did, and nothing is left to do, the clouds' own word for it."""
        self._disarm()
        asking = replace(self.means, options=replace(self.means.options, refresh=True))
        last = self._phase(lambda: preview(self.plan, asking), again=False)
        unsettled = [part.part for part in last.parts if part.changed]
        if unsettled:
            raise _Stop(f"a last preview still shows changes: {', '.join(unsettled)}")
        for failure, times in self.met.items():
            if not times:
                raise _Stop(f"nothing met this: {failure}")

    def _phase(self, run: Callable[[], RunResult], *, again: bool = True) -> RunResult:
        """Run a phase; once more, where calls failed that were to fail."""
        result = run()
        self.phases.append(result)
        if result.exit_code and again and self.armed and any(self._hits().values()):
            self._disarm()
            result = run()
            self.phases.append(result)
        if result.exit_code:
            raise _Stop(why(result), result.exit_code)
        return result

    def _arm(self) -> None:
        """Let the calls of the act go wrong. Of types that a short name stands for, those that are there count."""
        there = {resource.type for resource in self.host.resources()}
        for failure in self.act.failures:
            stacks = [part.stack for part in self.plan.parts if part.name == failure.what.text]
            stack, project = (stacks[0].name, stacks[0].project) if stacks else ("", "")
            calls = calls_of(failure, stack, project)
            known = [each for each in calls if each.type in there] or calls
            added = [self.host.faults.add(Fault(on=on, kind=failure.kind, nth=failure.nth)) for on in known]
            self.armed.setdefault(str(failure), []).extend(fault.number for fault in added)

    def _hits(self) -> dict[str, int]:
        hits = {fault.number: fault.hits for fault in self.host.faults.all()}
        return {text: sum(hits.get(number, 0) for number in numbers) for text, numbers in self.armed.items()}

    def _disarm(self) -> None:
        self.met |= self._hits()
        numbers = [number for of_failure in self.armed.values() for number in of_failure]
        self.armed = {}
        if numbers:
            self.host.faults.clear(*numbers)

    def _parts(self, old: Plan, before: _States, after: _States) -> tuple[PartFate, ...]:
        """What became of every part that was there, or is."""
        planned = {part.name: part for part in (*self.plan.parts, *old.parts)}
        behind = {name: [other.name for other in self.plan.parts if name in other.needs] for name in planned}
        return tuple(
            fates(
                Around(
                    part=name,
                    cloud=part.part.cloud,
                    before=entries(before.get(name)),
                    after=entries(after.get(name)),
                    dependants=behind[name],
                    seconds=sum(each.seconds for phase in self.phases for each in phase.parts if each.part == name),
                ),
                self.watch.seen,
                self.broke,
            )
            for name, part in planned.items()
        )


def why(result: RunResult) -> str:
    """What failed in a phase, in one line."""
    told: list[str] = []
    for part in result.parts:
        if part.state == "failed" and part.exit_code == PolicyViolation.exit_code:
            rules = dict.fromkeys(finding.policy for finding in part.findings if finding.level == "mandatory")
            told.append(f"{part.part} violates {', '.join(rules)}")
        elif part.state == "failed":
            errors = [problem.message for problem in part.problems if problem.severity == "error"]
            first = (errors[0] if errors else part.reason or "failed").strip().splitlines()
            told.append(f"{part.part}: {first[0] if first else 'failed'}")
    where = f" of {result.service}, which it needs," if result.phase in BESIDE else ""
    name = {"before": "up", "after": "destroy"}.get(result.phase, result.phase)
    return f"{name}{where} failed: " + "; ".join(told) if told else f"{name}{where} was stopped"
