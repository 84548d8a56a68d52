"""What packs say of resources that stand: of a state, with no program and no provider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import cast

from stackwright.engine.goal import Goal
from stackwright.engine.policy.guard import Guard, Scene, Send
from stackwright.engine.policy.pool import PackPool
from stackwright.engine.protocol import PolicyPack
from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.engine.state.secrets import Vault
from stackwright.wire.values import SECRET, SIGNATURE, UNKNOWN, Value, secret


def judge(
    resources: Sequence[Resource],
    packs: Sequence[PolicyPack],
    project: str,
    stack: str,
    variables: Mapping[str, str],
    send: Send,
    *,
    providers: Mapping[str, Resource] | None = None,
    whole: bool = True,
) -> None:
    """Let packs judge each resource by its inputs, then the stack by all outputs if `resources` are the `whole` of it.

    `providers`, by URN, are not judged; those among the resources come first.

    Raises:
        EngineError: a pack cannot be started, crashes, or is configured wrongly.
    """
    standing = [resource.copy() for resource in resources if not resource.delete]
    by_urn = {**(providers or {}), **{resource.urn: resource for resource in standing}}

    def provider_of(resource: Resource) -> Resource | None:
        return by_urn.get(resource.provider_urn) if resource.provider else None

    root = next((it.urn for it in standing if it.type == urns.STACK_TYPE), "")
    with (
        closing(PackPool()) as pool,
        closing(Guard(packs, pool, Scene(project, stack, preview=True), variables)) as guard,
    ):
        for resource in standing:
            guard.inspect(resource, _goal(resource), provider_of(resource), send)
        if whole:
            guard.judge_stack(standing, provider_of, root, send, {})


def _goal(resource: Resource) -> Goal:
    """What a program must have asked for."""
    return Goal(
        type=resource.type,
        name=urns.name_of(resource.urn),
        custom=resource.custom,
        inputs=resource.inputs,
        parent=resource.parent,
        ignore_changes=resource.ignore_changes,
    )


class Withheld(Vault):
    """Reads a state without its key: what is encrypted is a secret whose value is not known."""

    def __init__(self) -> None:
        super().__init__(None)

    def open(self, owner: str, value: Value) -> Value:
        if isinstance(value, list):
            return [self.open(owner, item) for item in value]
        if not isinstance(value, dict):
            return value
        if value.get(SIGNATURE) == SECRET and "ciphertext" in value:
            return secret(UNKNOWN)
        if value.get(SIGNATURE) == SECRET and "plaintext" in value:
            return super().open(owner, cast("Value", value))
        return {key: self.open(owner, item) for key, item in value.items()}
