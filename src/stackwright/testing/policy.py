"""What authors of policies import in their tests: a resource in, findings out, through the pack's real process.

    from stackwright.testing import policy

    def test_buckets_are_private() -> None:
        rules = policy.pack("policies").only("MINE-01")
        found = rules.judge(policy.Resource("aws:s3/bucket:Bucket", {"acl": "public-read"}))
        assert found.outcome == "violated"

Packs made with `pulumi-policy`, or anything else in Python that an engine can ask, work as Stackwright's do. A pack's
process starts once and serves all tests: one that keeps something in global variables keeps it from test to test.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal, cast

from stackwright.engine.events import PolicyRemediated, PolicyViolated
from stackwright.engine.goal import Goal
from stackwright.engine.policy.guard import Guard, Scene
from stackwright.engine.policy.inventory import infos
from stackwright.engine.protocol import Level, PolicyPack
from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource as _State
from stackwright.review.finding import Finding, Outcome, Place, finding_of, worst_first
from stackwright.testing.packs import ONE_AT_A_TIME, POOL
from stackwright.wire.values import UNKNOWN, Properties, secret

__all__ = ["UNKNOWN", "Judgement", "Pack", "Remediated", "Resource", "pack", "secret"]

_PROJECT: Final = "example"
_STACK: Final = "dev"
_LEVEL: Final = "enforcementLevel"
_WORST_FIRST: Final[Sequence[Outcome]] = ("broken", "violated", "unknown")


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource as a program registers it: its type's token and its inputs, in Pulumi's wire form (camelCase).

    `UNKNOWN` and `secret(…)` stand for what they are, at any depth. `outputs` are what a stack policy sees (default:
    the inputs), `provider` the inputs of its provider, `depends` the properties that came from other resources of the
    stack, by their names: `{"bucket": ["logs"]}`.
    """

    type: str
    inputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    name: str = "example"
    outputs: Mapping[str, Any] | None = None
    provider: Mapping[str, Any] | None = None
    depends: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])


class Judgement(tuple[Finding, ...]):
    """What policies say: nothing where all pass."""

    __slots__ = ()

    @property
    def outcome(self) -> Outcome | Literal["pass"]:
        """`broken` (a policy itself failed) outweighs `violated`, and that `unknown` (it cannot be judged yet)."""
        found = {finding.outcome for finding in self}
        worst: Outcome | None = next((it for it in _WORST_FIRST if it in found), None)
        return worst or "pass"

    def by(self, policy: str) -> Judgement:
        """What one policy says."""
        return Judgement(finding for finding in self if finding.policy == policy)

    @property
    def mandatory(self) -> Judgement:
        """What stops a run."""
        return Judgement(finding for finding in self if finding.blocks)

    def none(self) -> Judgement:
        """Nothing is found.

        Raises:
            AssertionError: something is; says what.
        """
        __tracebackhide__ = True
        return self._require_none("findings", self)

    def none_mandatory(self) -> Judgement:
        """Nothing stops a run.

        Raises:
            AssertionError: something does; says what.
        """
        __tracebackhide__ = True
        return self._require_none("mandatory findings", self.mandatory)

    def _require_none(self, what: str, found: Judgement) -> Judgement:
        __tracebackhide__ = True
        if found:
            raise AssertionError(f"expected no {what}, but there are {len(found)}:\n{found}")
        return self

    def __str__(self) -> str:
        """A few lines for each finding: which policy, of what, what is wrong, what to do."""
        return "\n".join(_told(finding) for finding in worst_first(self)) or "no findings"


@dataclass(frozen=True, slots=True)
class Remediated:
    """The inputs that a resource is created with, and the policies that changed them, in order."""

    inputs: Properties = field(repr=False)
    by: Sequence[str]


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as it is configured. `given` is what a file for `--policy-pack-config` would say."""

    folder: Path
    given: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def policies(self) -> list[str]:
        """The names of its policies.

        Raises:
            EngineError: as `judge`.
        """
        [info] = infos([PolicyPack(path=self.folder)], dict(os.environ))
        return [policy.name for policy in info.policies]

    def configured(self, given: Mapping[str, Any]) -> Pack:
        """The pack with levels and settings: `{"MINE-01": {"ports": [22]}, "all": "advisory"}`."""
        return replace(self, given={**self.given, **given})

    def only(self, policy: str, level: Level = "mandatory", **settings: Any) -> Pack:  # noqa: ANN401 - JSON
        """The pack with one policy, so configured; all others are disabled."""
        return replace(self, given={"all": "disabled", policy: {**settings, _LEVEL: level}})

    def judge(self, resource: Resource) -> Judgement:
        """What policies say of a resource before it is registered.

        Raises:
            EngineError: the pack does not start, crashes, hangs, or is configured wrongly; the message names it.
        """
        with _guard(self) as (guard, said):
            guard.inspect(*_registered(resource), said.append)
        return _judgement(said)

    def judge_stack(self, resources: Sequence[Resource]) -> Judgement:
        """What policies for whole stacks say of these resources, all deployed.

        Raises:
            EngineError: as `judge`.
        """
        named = {it.name: _urn(it.type, it.name) for it in resources}
        providers = {named[it.name]: _provider(it) for it in resources}
        with _guard(self) as (guard, said):
            standing = [_standing(it, named) for it in resources]
            root = _urn(urns.STACK_TYPE, f"{_PROJECT}-{_STACK}")
            guard.judge_stack(standing, lambda it: providers[it.urn], root, said.append, {})
        return _judgement(said)

    def remediate(self, resource: Resource) -> Remediated:
        """What policies put right, all that are not disabled at the level `remediate`.

        Raises:
            EngineError: as `judge`.
        """
        given = {"all": "remediate", **{name: _remediating(value) for name, value in self.given.items()}}
        state, goal, provider = _registered(resource)
        with _guard(replace(self, given=given)) as (guard, said):
            guard.inspect(state, goal, provider, said.append)
        return Remediated(state.inputs, [it.policy for it in said if isinstance(it, PolicyRemediated)])


def pack(folder: str | Path) -> Pack:
    """The pack in `folder`, which holds a PulumiPolicy.yaml, as it is where nothing is configured."""
    return Pack(Path(folder))


_Said = list[PolicyViolated | PolicyRemediated]


@contextmanager
def _guard(pack: Pack) -> Generator[tuple[Guard, _Said]]:
    scene = Scene(_PROJECT, _STACK, preview=True)
    with ONE_AT_A_TIME:
        guard = Guard([PolicyPack(path=pack.folder, given=pack.given)], POOL, scene, dict(os.environ))
        try:
            yield guard, []
        finally:
            guard.close()


def _told(finding: Finding) -> str:
    outcome = "" if finding.outcome == "violated" else f", {finding.outcome}"
    lines = [f"  {finding.policy} ({finding.level}{outcome}) {finding.name or 'stack'}: {finding.what}"]
    lines += [f"      fix: {finding.fix}"] if finding.fix else []
    lines += [f"      {finding.excepted}"] if finding.excepted else []
    return "\n".join(lines)


def _judgement(said: _Said) -> Judgement:
    place = Place(project=_PROJECT, stack=_STACK)
    return Judgement(finding_of(event, place) for event in said if isinstance(event, PolicyViolated))


def _registered(resource: Resource) -> tuple[_State, Goal, _State | None]:
    state = _State(
        urn=_urn(resource.type, resource.name), type=resource.type, custom=True, inputs=dict(resource.inputs)
    )
    goal = Goal(type=resource.type, name=resource.name, custom=True, inputs=state.inputs)
    return state, goal, _provider(resource)


def _standing(resource: Resource, named: Mapping[str, str]) -> _State:
    found = {key: [named[name] for name in names] for key, names in resource.depends.items()}
    return _State(
        urn=named[resource.name],
        type=resource.type,
        custom=True,
        id=resource.name,
        inputs=dict(resource.inputs),
        outputs=dict(resource.inputs if resource.outputs is None else resource.outputs),
        property_dependencies=found,
        dependencies=list(dict.fromkeys(urn for several in found.values() for urn in several)),
    )


def _provider(resource: Resource) -> _State | None:
    if resource.provider is None:
        return None
    token = f"pulumi:providers:{resource.type.partition(':')[0]}"
    return _State(urn=_urn(token, "default"), type=token, custom=True, inputs=dict(resource.provider))


def _urn(token: str, name: str) -> str:
    return f"urn:pulumi:{_STACK}::{_PROJECT}::{token}::{name}"


def _remediating(value: Any) -> Any:  # noqa: ANN401 - JSON
    """A level or an entry, at the level `remediate` unless it is disabled."""
    if isinstance(value, Mapping):
        entry = cast("Mapping[str, Any]", value)
        return {**entry, _LEVEL: _remediating(entry.get(_LEVEL))}
    return value if value == "disabled" else "remediate"
