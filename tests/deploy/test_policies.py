"""What a violated policy means for a plan: its exit code, and who may go on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from stackwright.deploy.policies import packs_of
from stackwright.deploy.progress import RunResult
from stackwright.engine.events import Diagnostic, PolicyLevel, PolicyViolated
from stackwright.engine.protocol import EventSink, Options, Outcome, PolicyPack, Stack
from stackwright.service.levels import LevelSet
from stackwright.service.model import Policies
from stackwright.wire.values import UNKNOWN
from tests.deploy.support import NO_OPTIONS, FakeEngine
from tests.deploy.test_preview import SHOP, deploy, inputs, programs, run, states

UNDECIDED = "R-1: A rule\nunknown: it cannot be judged before size is known"


def finding(stack: str, level: PolicyLevel = "mandatory", message: str = "R-1: A rule\nit is wrong") -> PolicyViolated:
    urn = f"urn:pulumi:{stack}::shop::test:index:Thing::thing"
    return PolicyViolated(urn=urn, policy="R-1", pack="rules", version="1.0.0", message=message, level=level)


@dataclass
class Judging(FakeEngine):
    """An engine whose policies have something to say of some stacks, as both engines say it."""

    says: dict[str, list[PolicyViolated]] = field(default_factory=dict)
    also: str = ""

    def preview(self, stack: Stack, on_event: EventSink, options: Options = NO_OPTIONS) -> Outcome:
        return self._judged(super().preview(stack, on_event, options), stack, on_event, "preview")

    def up(self, stack: Stack, on_event: EventSink, options: Options = NO_OPTIONS) -> Outcome:
        if any(it.level == "mandatory" for it in self.says.get(stack.name, ())):
            return self._judged(Outcome(result="succeeded"), stack, on_event, "update")
        return super().up(stack, on_event, options)

    def _judged(self, outcome: Outcome, stack: Stack, on_event: EventSink, what: str) -> Outcome:
        said = self.says.get(stack.name, [])
        for event in said:
            on_event(event)
        if self.also:
            on_event(Diagnostic("error", self.also))
        if not any(event.level == "mandatory" for event in said):
            return outcome
        on_event(Diagnostic("error", f"{what} failed"))
        return replace(outcome, result="failed", error=said[0].summary)


def engine(**says: PolicyViolated) -> Judging:
    return Judging(programs(), says={f"dev.{name}": [event] for name, event in says.items()})


def part(result: RunResult, name: str):
    return next(each for each in result.parts if each.part == name)


def test_a_preview_that_only_policies_refuse_goes_on_behind_it() -> None:
    result = run(engine(network=finding("dev.network"), status=finding("dev.status")))
    assert states(result) == {"network": "failed", "web": "succeeded", "status": "failed"}
    assert inputs(result, "web") == {"network": UNKNOWN, "range": "10.0.0.0/16"}, "with what it would output"
    assert result.exit_code == 3
    assert [len(each.findings) for each in result.parts] == [1, 0, 1]


def test_a_preview_in_which_something_else_went_wrong_does_not() -> None:
    judging = engine(network=finding("dev.network"))
    judging.also = "no such region"
    result = run(judging)
    assert states(result) == {"network": "failed", "web": "blocked", "status": "blocked"}
    assert result.exit_code == 1


def test_an_up_blocks_what_depends_on_it() -> None:
    result = deploy(engine(web=finding("dev.web")))
    assert states(result) == {"network": "succeeded", "web": "failed", "status": "blocked"}
    assert result.exit_code == 3


def test_a_violation_and_another_failure_are_a_failed_run() -> None:
    judging = engine(web=finding("dev.web"))
    judging.fail = {"dev.network"}
    shop = replace(
        SHOP, parts={"dev": {name: replace(it, inputs={}, after=()) for name, it in SHOP.parts["dev"].items()}}
    )
    judging.programs = {name: replace(it, resources={}, outputs={}) for name, it in judging.programs.items()}
    assert deploy(judging, shop).exit_code == 1


def test_what_is_advised_or_undecided_fails_nothing() -> None:
    judging = engine(network=finding("dev.network", "advisory"), web=finding("dev.web", "advisory", UNDECIDED))
    result = run(judging)
    assert result.exit_code == 0
    assert [event.unknown for each in result.parts for event in each.findings] == [False, True]


def test_stock_packs_are_understood_when_they_cannot_decide() -> None:
    """What pulumi-policy 1.21 says where a policy touched an unknown."""
    said = (
        "can't run policy 'not-large' from policy pack 'toys@v0.0.1' during preview: "
        "string value at .size can't be known during preview"
    )
    assert finding("dev.web", "advisory", said).unknown
    assert not finding("dev.web", "mandatory", said).unknown


def test_an_environments_packs_carry_its_levels_and_its_configuration() -> None:
    environment = SHOP.environments["dev"]
    assert packs_of(environment) == ()
    by_file = LevelSet(fails=True)
    policies = Policies((Path("/a"), Path("/b")), {"R-1": "advisory"}, Path("/levels.json"), level_set=by_file)
    assert packs_of(replace(environment, policies=policies)) == tuple(
        PolicyPack(path=path, config=Path("/levels.json"), levels={"R-1": "advisory"}, level_set=by_file)
        for path in policies.packs
    )
