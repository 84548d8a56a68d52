"""What the tests of the simulated clouds share."""

from __future__ import annotations

from dataclasses import dataclass

from stackwright.simcloud.provider import SimulatedProvider
from stackwright.wire.results import CheckResult, CreateResult, DiffResult
from stackwright.wire.values import Properties

KEY = "the key of a world"


def urn_of(token: str, name: str, stack: str = "dev") -> str:
    return f"urn:pulumi:{stack}::shop::{token}::{name}"


@dataclass(frozen=True)
class Made:
    provider: SimulatedProvider
    urn: str
    checked: CheckResult
    created: CreateResult

    @property
    def id(self) -> str:
        return self.created.id

    @property
    def inputs(self) -> Properties:
        return self.checked.inputs

    @property
    def outputs(self) -> Properties:
        return self.created.outputs

    def diff(self, **changed) -> DiffResult:
        """What a program that sets `changed` (None: unsets) would see."""
        news = {key: value for key, value in {**self.inputs, **changed}.items() if value is not None}
        news.pop("__defaults", None)
        for name in self.inputs.get("__defaults", []):
            if name not in changed:
                news.pop(name, None)
        checked = self.provider.check(self.urn, self.inputs, news, seed=b"seed")
        assert not checked.failures
        return self.provider.diff(self.urn, self.id, self.inputs, self.outputs, checked.inputs)
