"""The packs of one run: what they are asked about each resource, in Pulumi's order, and what that means.

Source: `generateStepsFromDiff`, `analyzeAll` and `AnalyzeResources` in `pkg/resource/deploy/step_generator.go` (pulumi
v3.260): after Check and before Diff every pack may put the inputs right, one after another; then all judge them. Where
nothing failed, the whole stack is judged at the end.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from pulumi.runtime import proto

from stackwright.engine.events import PolicyRemediated, PolicyViolated
from stackwright.engine.goal import Goal
from stackwright.engine.policy import configuration, requests
from stackwright.engine.policy.closing import close
from stackwright.engine.policy.exempting import exempt
from stackwright.engine.policy.inventory import require_names
from stackwright.engine.policy.pool import STATELESS, PackPool
from stackwright.engine.policy.process import PackProcess
from stackwright.engine.protocol import Level, PolicyPack
from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.errors import EngineError
from stackwright.service.levels import Severity
from stackwright.wire import structs
from stackwright.wire.values import MASK, Properties, Value, contains_secret, is_secret, reveal, secret, shown

Send = Callable[[PolicyViolated | PolicyRemediated], None]
_SHORTEST: Final = 4
"""A secret of fewer characters is not looked for in messages: it would be found in ordinary words."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The stack that is judged. `config` maps full keys to (value, whether it is secret)."""

    project: str
    stack: str
    preview: bool
    tags: Mapping[str, str] = field(default_factory=dict[str, str])
    config: Mapping[str, tuple[str, bool]] = field(default_factory=dict[str, tuple[str, bool]], repr=False)


@dataclass(slots=True)
class _Pack:
    """A pack of this run; what it holds is asked for when it is first needed."""

    pack: PolicyPack
    process: PackProcess
    scene: Scene
    given: Mapping[str, configuration.Configured]
    name: str = ""
    version: str = ""
    stateless: bool = False
    info: proto.AnalyzerInfo = field(default_factory=proto.AnalyzerInfo)
    severities: Mapping[str, Severity] = field(default_factory=dict[str, "Severity"])
    levels: Mapping[str, proto.EnforcementLevel.ValueType] = field(
        default_factory=dict[str, "proto.EnforcementLevel.ValueType"]
    )
    prepared: bool = False

    @property
    def remediates(self) -> bool:
        return proto.REMEDIATE in self.levels.values()

    def prepare(self) -> None:
        self.process.configure_stack(_stack_request(self.scene))
        self.info = info = self.process.info()
        self.name = info.name
        self.version = self.process.manifest.version or info.version
        self.stateless = STATELESS in info.tags
        self.severities = {policy.name: configuration.SEVERITIES[policy.severity] for policy in info.policies}
        self.levels = {policy.name: policy.enforcementLevel for policy in info.policies}
        if info.supportsConfig:
            found = configuration.request(configuration.reconciled(info, self.given, self.pack))
            self.process.ask("Configure", found)
            self.levels = {name: it.enforcementLevel for name, it in found.policyConfig.items()}
        elif self.given:
            raise EngineError(f"the policy pack {self.name} takes no configuration")
        self.prepared = True


class Guard:
    """Judges what one run does. `violated` says that a mandatory policy was: the run must fail."""

    def __init__(self, packs: Sequence[PolicyPack], pool: PackPool, scene: Scene, variables: Mapping[str, str]) -> None:
        """Start the packs; nothing waits for them yet.

        Raises:
            EngineError: there is no such pack, or its configuration cannot be read.
        """
        self._pool = pool
        self._scene = scene
        self._variables = variables
        self._packs: list[_Pack] = []
        self._waiting: list[tuple[Resource, Goal]] = []
        self.violated = False
        try:
            for pack in packs:
                given = configuration.parse(configuration.written(pack), pack)
                process = pool.take(pack.path, _variables(variables, scene))
                self._packs.append(_Pack(pack, process, scene, given))
        except BaseException:
            self.close()
            raise

    def inspect(self, resource: Resource, goal: Goal, provider: Resource | None, send: Send) -> bool:
        """Put right the inputs of a resource, and judge them; whether it may be created or changed.

        A preview forbids nothing: it tells all that an update would stop at.

        Raises:
            EngineError: a pack crashed, hangs, or is configured wrongly; the message names it.
            InvalidInput: a file of levels names what no pack has.
        """
        if not self._packs:
            return True
        if resource.type == urns.STACK_TYPE and not all(pack.process.ready for pack in self._packs):
            # It comes first, creates nothing and has no inputs; meanwhile the program can go on loading its SDKs.
            self._waiting.append((resource, goal))
            return True
        return self._catch_up(send) and self._inspect(resource, goal, provider, send)

    def _catch_up(self, send: Send) -> bool:
        """Judge what was put off while the packs were starting."""
        self._prepare()
        waiting, self._waiting = self._waiting, []
        return all(self._inspect(resource, goal, None, send) for resource, goal in waiting)

    def _prepare(self) -> None:
        """Ask each pack what is in it, and configure it; what a person wrote must concern one of them."""
        if all(pack.prepared for pack in self._packs):
            return
        for pack in self._packs:
            pack.prepare()
        known = {name for pack in self._packs for name in pack.severities}
        for pack in self._packs:
            configuration.require_known(pack.given, known, pack.pack)
        require_names([it.pack for it in self._packs], [it.info for it in self._packs], self._variables)

    def _inspect(self, resource: Resource, goal: Goal, provider: Resource | None, send: Send) -> bool:
        for pack in self._packs:
            if pack.remediates:
                self._remediate(pack, resource, goal, provider, send)
        allowed = True
        request = requests.of_resource(resource, goal, provider, internal=False)
        for pack in self._packs:
            with _hiding([resource]):
                response: proto.AnalyzeResponse = pack.process.ask("Analyze", request)
            for found in response.diagnostics:
                event = _violation(pack, found, resource.urn, [resource])
                send(event)
                if event.level == "mandatory":
                    self.violated = True
                    allowed = allowed and self._scene.preview
        return allowed

    def _remediate(self, pack: _Pack, resource: Resource, goal: Goal, provider: Resource | None, send: Send) -> None:
        request = requests.of_resource(resource, goal, provider, internal=True)
        with _hiding([resource]):
            response: proto.RemediateResponse = pack.process.ask("Remediate", request)
        for found in response.remediations:
            if found.diagnostic:
                advice = proto.AnalyzeDiagnostic(
                    policyName=found.policyName, message=found.diagnostic, enforcementLevel=proto.ADVISORY
                )
                send(_violation(pack, advice, resource.urn, [resource]))
                continue
            before, after = resource.inputs, _still_secret(resource.inputs, structs.plain(found.properties))
            send(
                PolicyRemediated(
                    urn=resource.urn,
                    policy=found.policyName,
                    pack=pack.name,
                    version=pack.version,
                    before=shown(before),
                    after=shown(after),
                )
            )
            resource.change(inputs=after)

    def judge_stack(
        self,
        resources: Collection[Resource],
        provider_of: Callable[[Resource], Resource | None],
        root: str,
        send: Send,
        delete_before_replace: Mapping[str, bool | None],
    ) -> None:
        """Judge all resources of the stack together, by their outputs. A violation of none of them is the root's.

        Raises:
            EngineError: as `inspect`.
        """
        if not self._packs:
            return
        self._catch_up(send)
        request = proto.AnalyzeStackRequest(
            resources=[requests.of_state(it, provider_of(it), delete_before_replace.get(it.urn)) for it in resources]
        )
        known = {it.urn for it in resources}
        for pack in self._packs:
            with _hiding(resources):
                response: proto.AnalyzeResponse = pack.process.ask("AnalyzeStack", request)
            for found in response.diagnostics:
                event = _violation(pack, found, found.urn if found.urn in known else root, resources)
                send(event)
                self.violated = self.violated or event.level == "mandatory"

    def close(self) -> None:
        """The run is over."""
        for pack in self._packs:
            self._pool.give_back(pack.process, stateless=pack.stateless)
        self._packs = []


def _violation(pack: _Pack, found: proto.AnalyzeDiagnostic, urn: str, resources: Iterable[Resource]) -> PolicyViolated:
    found.message = _hidden(found.message, resources)
    if pack.pack.level_set is not None and pack.pack.level_set.fails:
        close(found, pack.levels.get(found.policyName, found.enforcementLevel), preview=pack.scene.preview)
    exempt(found, pack.name, urn, pack.pack.exemptions)
    level: Level = configuration.NAMES[found.enforcementLevel]
    severity = configuration.SEVERITIES[found.severity] or pack.severities.get(found.policyName, "")
    return PolicyViolated(
        urn=urn,
        policy=found.policyName,
        pack=pack.name,
        version=pack.version,
        message=found.message,
        level="mandatory" if level == "remediate" else level,
        severity=severity,
    )


def _still_secret(before: Properties, after: Properties) -> Properties:
    """What a policy made of the inputs, with secrets marked that it read and wrote back in clear.

    Pulumi's Python packs lose the mark when a policy copies the inputs, and Pulumi then keeps them in clear.
    """
    return {
        key: secret(value) if contains_secret(before.get(key)) and not contains_secret(value) else value
        for key, value in after.items()
    }


@contextmanager
def _hiding(resources: Iterable[Resource]) -> Generator[None]:
    """Take the secrets of resources out of what a pack says when it fails: a traceback may quote them."""
    try:
        yield
    except EngineError as error:
        raise EngineError(_hidden(error.message, resources), hint=error.hint) from None


def _hidden(text: str, resources: Iterable[Resource]) -> str:
    for resource in resources:
        for properties in (resource.inputs, resource.outputs):
            for word in _secrets(properties):
                text = text.replace(word, MASK)
    return text


def _secrets(value: Value | Properties, *, inside: bool = False) -> Iterable[str]:
    """Every text in `value` that is secret."""
    if isinstance(value, dict):
        if is_secret(value):
            yield from _secrets(reveal(value), inside=True)
        else:
            for item in value.values():
                yield from _secrets(item, inside=inside)
    elif isinstance(value, list):
        for item in value:
            yield from _secrets(item, inside=inside)
    elif inside and isinstance(value, str) and len(value) >= _SHORTEST:
        yield value


def _stack_request(scene: Scene) -> proto.AnalyzerStackConfigureRequest:
    return proto.AnalyzerStackConfigureRequest(
        stack=scene.stack,
        project=scene.project,
        organization="organization",
        dry_run=scene.preview,
        tags=dict(scene.tags),
        config={key: value for key, (value, _) in scene.config.items()},
        config_secret_keys=[key for key, (_, hidden) in scene.config.items() if hidden],
    )


def _variables(given: Mapping[str, str], scene: Scene) -> dict[str, str]:
    """The environment of a pack. Pulumi puts the stack's secrets into it as well; here only the request has them."""
    return {
        **given,
        "PULUMI_ORGANIZATION": "organization",
        "PULUMI_PROJECT": scene.project,
        "PULUMI_STACK": scene.stack,
        "PULUMI_DRY_RUN": "true" if scene.preview else "false",
        "PULUMI_CONFIG": json.dumps({key: value for key, (value, hidden) in scene.config.items() if not hidden}),
    }
