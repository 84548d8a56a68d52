"""What packs say of a file that tells of stacks: nothing runs, and what is encrypted or hidden in it stays so."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stackwright.deploy.policies import packs_under
from stackwright.engine.events import PolicyViolated
from stackwright.engine.policy.standing import judge
from stackwright.engine.protocol import PolicyPack
from stackwright.errors import Location, UsageError
from stackwright.review.excepting import about_waivers
from stackwright.review.finding import Finding, Place, finding_of
from stackwright.review.places import find_folder, place, positions_of
from stackwright.review.report import Report, Rule, report_of
from stackwright.review.rules import rules_of, under
from stackwright.review.saved.model import Saved
from stackwright.review.saved.owning import Owner, find_owner
from stackwright.review.saved.reading import read
from stackwright.service.model import Policies
from stackwright.service.project import find_project


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Which rules hold: the packs that a person `named`, else those of the environment, else what `otherwise` finds.

    `excepting` adds what a person excepts to what an environment does, by its name.
    """

    named: Sequence[PolicyPack] = ()
    otherwise: Callable[[], Sequence[PolicyPack]] = tuple[PolicyPack, ...]
    excepting: Callable[[Policies, str], Policies] = lambda policies, _: policies


def check_saved(data: bytes, name: str, rules: Rules, environment: str = "", *, near: Path | None = None) -> Report:
    """Judge what `data` tells of: a state or a plan (`reading.py`). `name` is how a person called it.

    Where the service that a stack is of is at hand, its environment's rules hold. It and the program's files are looked
    for by the name of the project, beginning with the folder `near`. `environment` is said where nothing tells it.

    Raises:
        UsageError: it cannot be judged, or no pack is named.
        StateError: it is no sound state.
        InputError: the service that is at hand cannot be read.
    """
    known: dict[str, Rule] = {}
    found: list[Finding] = []
    notes: list[str] = []
    stacks = [_scene(it, rules, environment, near or Path.cwd()) for it in read(data, name)]
    for pack in {pack.path: pack for scene in stacks for pack in scene.packs}.values():
        known |= {f"{rule.pack}/{rule.id}": rule for rule in rules_of([pack])}
    frameworks = {rule.id: rule.frameworks for rule in known.values()}
    for scene in stacks:
        told = [
            finding_of(event, scene.at, where=scene.place_of(event.urn), frameworks=frameworks)
            for event in _said(scene.saved, scene.packs)
        ]
        found += told
        notes += scene.saved.notes
        if scene.folder is None and any(finding.where for finding in told):
            notes.append(f"files are named from the folder of the project {scene.at.project}, which is not found here")
    for scene in {scene.at.environment: scene for scene in stacks}.values():
        about = replace(scene.at, stack="", part="")
        found += about_waivers(scene.policies, about, scene.owner.parts if scene.owner else {}, found, whole=False)
    types = Counter(one.type for scene in stacks for one in scene.saved.resources if one.custom and not one.is_provider)
    report = report_of(name, list(known.values()), found, resources=types.total())
    return replace(report, types=types, whole=False, notes=list(dict.fromkeys(notes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """One stack, where it belongs, and under which rules it is judged."""

    saved: Saved
    at: Place
    folder: Path | None
    owner: Owner | None
    policies: Policies
    packs: tuple[PolicyPack, ...]

    def place_of(self, urn: str) -> Location | None:
        """Where a resource comes from: a line of the program, or that of the part in service.yaml."""
        if self.owner is not None and self.owner.part.program is None:
            return self.owner.part.where  # what its blueprint does is not for this person to change
        by_urn = {it.urn: it for it in self.saved.resources}
        written = place(positions_of(by_urn[urn], by_urn), self.folder) if urn in by_urn else None
        project = find_project(self.folder) if self.folder and not written else None
        return Location(project.path) if project else written


def _scene(saved: Saved, rules: Rules, environment: str, near: Path) -> _Scene:
    folder = find_folder(saved.project, near) if saved.project else None
    owner = find_owner(folder, saved.project, saved.stack)
    named = environment or saved.environment or (owner.environment.name if owner else "")
    policies = rules.excepting(owner.environment.policies if owner else Policies(), named)
    if rules.named or not policies.packs:
        packs = rules.named or rules.otherwise()
        if not packs:
            raise UsageError("no policy pack is named", hint="Name one with --pack.")
        policies = under(policies, packs)
    if policies.level_set is not None and not saved.stands:
        policies = replace(policies, level_set=replace(policies.level_set, fails=False))
    part = saved.part or (owner.part.name if owner else "")
    return _Scene(
        saved=saved,
        at=Place(project=saved.project, stack=saved.stack, environment=named, part=part),
        folder=folder,
        owner=owner,
        policies=policies,
        packs=packs_under(policies, named, owner.parts, facts=owner.facts) if owner else packs_under(policies, named),
    )


def _said(saved: Saved, packs: Sequence[PolicyPack]) -> list[PolicyViolated]:
    events: list[PolicyViolated] = []

    def send(event: object) -> None:
        if isinstance(event, PolicyViolated):
            events.append(event)

    judge(
        saved.resources,
        packs,
        saved.project,
        saved.stack,
        dict(os.environ),
        send,
        providers=saved.providers,
        whole=saved.whole,
    )
    return events
