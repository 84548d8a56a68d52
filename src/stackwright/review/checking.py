"""What packs say of a service, of a program or of a state, with nothing deployed.

A service and a program are previewed on simulated clouds that are gone afterwards; a state is read, and neither a
program nor a provider runs.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from stackwright.deploy.neighbours import bring_up, find_neighbours
from stackwright.deploy.plan import Plan, make_plan
from stackwright.deploy.policies import exemptions_of, packs_of
from stackwright.deploy.preview import preview
from stackwright.deploy.progress import PartEvent, Progress, RunResult
from stackwright.deploy.runner import ReadyQueue
from stackwright.deploy.target import simulated_target
from stackwright.deploy.wiring import means_on
from stackwright.engine.events import PolicySeverity, PolicyViolated, StepDone, StepStarted
from stackwright.engine.protocol import PolicyPack
from stackwright.engine.state import urns
from stackwright.errors import Location, RunError, UsageError
from stackwright.review.excepting import about_waivers
from stackwright.review.finding import Finding, Place, finding_of
from stackwright.review.known import fixed_of
from stackwright.review.report import Report, Rule, report_of
from stackwright.service.catalogue import installed
from stackwright.service.loading import load_neighbour
from stackwright.service.model import Environment, Part, Policies, Service
from stackwright.service.project import find_project
from stackwright.service.sdks import require_sdks

_POSITION: Final = re.compile(r"project:///(?P<file>[^#]+)#(?P<line>\d+)")
_STACK: Final = "check"
_NOTHING: Final = Policies()


def check_service(service: Service, environment: Environment, packs: Sequence[PolicyPack] = ()) -> Report:
    """Preview all parts under the environment's packs, or under `packs`. What it needs of other services stands first.

    Raises:
        UsageError: no pack is named anywhere.
        RunError: a part cannot be previewed.
        InputError: the service is wrong, or an SDK that it needs is not installed.
    """
    if not packs and not environment.policies.packs:
        hint = "Name one with --pack, or write environments.NAME.policies: {packs: […]}."
        raise UsageError(f"environment '{environment.name}' of {service.name} has no policy packs", hint=hint)
    if packs:
        environment = _under(environment, packs)
    service = _with(service, environment)
    parts = service.parts[environment.name]
    judged_by = packs_of(environment, parts)
    require_sdks(parts.values(), parts, installed())
    heard = _Heard()
    width = min(os.cpu_count() or 1, len(parts), _WIDTH)
    with simulated_target(service, environment, throw_away=True, workers=width) as target:
        runner = ReadyQueue(width)
        plan = make_plan(service, environment, target.stack_for, neighbour=lambda name: load_neighbour(service, name))
        means_for = partial(means_on, target, runner=runner, listener=heard, parallel=width)
        before = find_neighbours([plan], target, means_for, throw_away=True)
        _require_well(bring_up(before, plan))
        heard.clear()
        result = preview(plan, means_for(service, environment))
    _require_previewed(result)
    found = heard.findings(plan, rules := rules_of(judged_by))
    place = Place(project=service.name, stack="", environment=environment.name)
    found += about_waivers(environment.policies, place, parts, found, whole=True)
    types = Counter(urns.type_of(urn) for _, urn in heard.resources)
    report = report_of(service.folder.name, rules, found, resources=len(heard.resources))
    notes = [
        f"{it.policy} {it.resource.rpartition('::')[2]}: put right since {it.since}; write the baseline anew"
        for it in fixed_of(environment.policies.baseline, found)
    ]
    return replace(report, types=types, notes=[*report.notes, *notes])


_WIDTH: Final = 4


def check_program(folder: Path, packs: Sequence[PolicyPack], excepted: Policies = _NOTHING) -> Report:
    """Preview a Pulumi program of no service's; `excepted` says what is waived.

    Raises:
        UsageError: the folder holds none, or no pack is named.
        RunError: it cannot be previewed.
    """
    project = find_project(folder)
    if project is None:
        raise UsageError(f"there is no Pulumi.yaml in {folder}")
    where = Location(project.path)
    environment = Environment(
        name=_STACK,
        backend="file://.stackwright/state",
        secrets="passphrase",
        providers={},
        where=where,
        policies=excepted,
    )
    part = Part(
        name=project.name,
        program=folder.resolve(),
        stack=_STACK,
        project=project.name,
        directory=folder.resolve(),
        where=where,
    )
    service = Service(
        name=project.name,
        owner="",
        folder=folder.resolve(),
        path=project.path,
        environments={_STACK: environment},
        parts={_STACK: {part.name: part}},
    )
    return check_service(service, environment, packs)


def check_state(
    path: Path, packs: Sequence[PolicyPack], excepted: Policies = _NOTHING, environment: str = ""
) -> Report:
    """Judge what a state holds: a checkpoint of a file backend, gzipped or not, or what `pulumi stack export` prints.

    What is encrypted stays so: packs see a secret whose value is not known. `excepted` says what is waived,
    `environment` where, as far as that is known.

    Raises:
        UsageError: it cannot be read, or no pack is named.
        StateError: it is no sound state.
    """
    from stackwright.engine.policy.standing import Withheld, judge
    from stackwright.engine.state import checkpoint

    if not packs:
        raise UsageError("no policy pack is named", hint="Name one with --pack.")
    stored = checkpoint.parse_deployment(_deployment(path), str(path))
    resources = checkpoint.load(stored, Withheld(), str(path)).resources
    root = next((it.urn for it in resources if it.type == urns.STACK_TYPE), "")
    place = Place(
        project=urns.project_of(root) if root else "",
        stack=urns.stack_of(root) if root else path.stem,
        environment=environment,
    )
    events: list[PolicyViolated] = []

    def send(event: object) -> None:
        if isinstance(event, PolicyViolated):
            events.append(event)

    exemptions = exemptions_of(excepted, environment)
    packs = [replace(pack, exemptions=exemptions) for pack in packs]
    judge(resources, packs, place.project, place.stack, dict(os.environ), send)
    rules = rules_of(packs)
    positions = {it.urn: it.source_position for it in resources}
    frameworks = {rule.id: rule.frameworks for rule in rules}
    found = [
        finding_of(event, place, where=_position(positions.get(event.urn, ""), path.parent), frameworks=frameworks)
        for event in events
    ]
    about = Place(project=place.project, stack="", environment=environment)
    found += about_waivers(excepted, about, {}, found, whole=False)
    count = sum(1 for it in resources if it.custom and not it.is_provider)
    return replace(report_of(str(path), rules, found, resources=count), whole=False)


def rules_of(packs: Sequence[PolicyPack]) -> list[Rule]:
    """What the packs hold.

    Raises:
        EngineError: there is no such pack, or it does not start.
    """
    from stackwright.engine.policy.standing import infos

    return [
        Rule(
            id=policy.name,
            pack=pack.name,
            version=pack.version,
            title=policy.displayName or policy.name,
            why=policy.description,
            fix=policy.remediation_steps,
            severity=_SEVERITIES[policy.severity],
            frameworks=tuple(policy.tags),
        )
        for pack in infos(packs, dict(os.environ))
        for policy in pack.policies
    ]


_SEVERITIES: Final[Mapping[int, PolicySeverity]] = {0: "", 1: "low", 2: "medium", 3: "high", 4: "critical"}
"""`PolicySeverity` of Pulumi's analyzer.proto."""


@dataclass(slots=True)
class _Heard:
    """Listens to a preview: what policies say, where resources are registered, how many there are."""

    said: list[tuple[str, PolicyViolated]] = field(default_factory=list[tuple[str, PolicyViolated]])
    positions: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
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
                self.positions[part, step.urn] = step.new.position
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
            place = Place(
                project=planned.stack.project,
                stack=planned.stack.name,
                environment=plan.environment.name,
                part=name,
            )
            where = planned.part.where
            if planned.part.program is not None:
                where = _position(self.positions.get((name, event.urn), ""), planned.part.directory) or where
            found.append(finding_of(event, place, where=where, frameworks=frameworks))
        return found


def _position(text: str, folder: Path) -> Location | None:
    """The place in a program that a state's `sourcePosition` names."""
    found = _POSITION.match(text)
    return Location(folder / found["file"], int(found["line"])) if found else None


def _under(environment: Environment, packs: Sequence[PolicyPack]) -> Environment:
    named = environment.policies
    config = packs[0].config or named.config  # a person names one file for all of them
    return replace(environment, policies=replace(named, packs=[pack.path for pack in packs], config=config))


def _with(service: Service, environment: Environment) -> Service:
    return replace(service, environments={**service.environments, environment.name: environment})


def _require_well(results: Sequence[RunResult]) -> None:
    for result in results:
        if result.exit_code:
            failed = next((part for part in result.parts if part.state == "failed"), None)
            reason = f"{failed.part}: {failed.reason}" if failed else "it failed"
            raise RunError(f"{result.service}, which it needs, cannot be brought up: {reason}")


def _require_previewed(result: RunResult) -> None:
    """A part that fails for what policies say has been judged; any other failure leaves it unjudged."""
    for part in result.parts:
        if part.state == "failed" and not any(it.level == "mandatory" for it in part.findings):
            raise RunError(f"{part.part} cannot be previewed: {part.reason}")
        if part.state == "blocked":
            raise RunError(f"{part.part} cannot be previewed: {part.reason}")


def _deployment(path: Path) -> Any:  # noqa: ANN401 - JSON
    try:
        data = path.read_bytes()
        document = json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"{path} is no state: it is not JSON") from error
    if isinstance(document, dict):
        known = cast("dict[str, Any]", document)
        if isinstance(known.get("checkpoint"), dict):
            kept = {key: known[key] for key in ("version", "features") if key in known}
            return {**kept, "deployment": known["checkpoint"].get("latest")}
        if "deployment" in known:
            return known
    hint = "It is a checkpoint of a file backend, or what `pulumi stack export` prints."
    raise UsageError(f"{path} is no state", hint=hint)
