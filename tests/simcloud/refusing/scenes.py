"""Scenes in which a cloud refuses the last thing that is done, and how to play them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from stackwright.simcloud import SimulatedHost
from stackwright.wire.values import Properties, Value
from tests.simcloud.made import Made, urn_of


@dataclass(frozen=True)
class Act:
    """`create`, `change` or `delete` what is called `name`. `${vpc}` in its inputs is the id of what is called so, and
    `${vpc.arn}` an output of it.
    """

    do: str
    name: str
    token: str = ""
    inputs: Properties = field(default_factory=dict)
    config: Properties | None = None


@dataclass(frozen=True)
class Scene:
    """`kind` is refused at the end of `acts`, in words with `words` in them."""

    kind: str
    words: str
    acts: Sequence[Act]


def create(name: str, token: str, inputs: Properties | None = None, **config: str) -> Act:
    return Act("create", name, token, inputs or {}, config or None)


def change(name: str, inputs: Properties) -> Act:
    return Act("change", name, inputs=inputs)


def delete(name: str) -> Act:
    return Act("delete", name)


def scene(kind: str, words: str, *acts: Act) -> Scene:
    return Scene(kind, words, acts)


CONFIG = {"aws": {"region": "eu-west-1"}, "gcp": {"project": "shop", "region": "europe-west1"}}


class Stage:
    """Where acts are played one after another."""

    def __init__(self, host: SimulatedHost) -> None:
        self._host = host
        self._made: dict[str, Made] = {}

    def play(self, *acts: Act) -> None:
        """Raises what the clouds raise."""
        for act in acts:
            getattr(self, f"_{act.do}")(act, _filled(act.inputs, self._made))

    def _create(self, act: Act, inputs: Properties) -> None:
        package = act.token.partition(":")[0]
        provider = self._host.connect(package)
        provider.configure(act.config or CONFIG.get(package, {}))
        urn = urn_of(act.token, act.name)
        checked = provider.check(urn, {}, inputs, seed=b"seed")
        assert not checked.failures, checked.failures
        self._made[act.name] = Made(provider, urn, checked, provider.create(urn, checked.inputs))

    def _change(self, act: Act, inputs: Properties) -> None:
        it = self._made[act.name]
        it.provider.update(it.urn, it.id, it.inputs, it.outputs, {**it.inputs, **inputs})

    def _delete(self, act: Act, _inputs: Properties) -> None:
        it = self._made[act.name]
        it.provider.delete(it.urn, it.id, it.inputs, it.outputs)


def _filled(value, made: dict[str, Made]) -> Value:
    if isinstance(value, dict):
        return {key: _filled(item, made) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, made) for item in value]
    if not isinstance(value, str):
        return value

    def fill(match: re.Match[str]) -> str:
        name, _, output = match[1].partition(".")
        return str(made[name].outputs[output]) if output else made[name].id

    return re.sub(r"\$\{([^}]+)\}", fill, value)
