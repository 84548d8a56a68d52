"""Asks the simulated cluster about a case, in process, as an engine would: check, create; check, diff, update."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from stackwright.errors import CloudError
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.provider import SimulatedProvider
from stackwright.simcloud.sealing import KeySealer
from stackwright.simcloud.store import Store
from tests.simcloud.apiserver.cases import Case, Manifest
from tests.simcloud.made import KEY, urn_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """`message` is empty if it was taken. `replaced`: the provider would make a new object, not change the old one."""

    message: str = ""
    replaced: bool = False
    made: Manifest = field(default_factory=dict, compare=False)

    @property
    def accepted(self) -> bool:
        return not self.message


def simulate(cases: Sequence[Case]) -> dict[str, Verdict]:
    """What the simulated cluster says of each, each in a cluster of its own."""
    store = Store(":memory:", KeySealer(KEY))
    try:
        return {case.name: _Cluster(store, case.name).ask(case) for case in cases}
    finally:
        store.close()


class _Cluster:
    def __init__(self, store: Store, name: str) -> None:
        self._provider = SimulatedProvider(catalogue("kubernetes"), store)
        self._provider.configure({"cluster": name})
        self._name = name
        self._made = 0

    def ask(self, case: Case) -> Verdict:
        for manifest in case.given:
            given = self._create(manifest)
            if not given.accepted:
                raise AssertionError(f"{case.name}: what is there before it was refused: {given.message}")
        if case.before is None:
            return self._create(case.sent)
        return self._change(case.before, case.sent, case.name)

    def _create(self, manifest: Manifest) -> Verdict:
        self._made += 1
        urn = urn_of(token(manifest), f"{self._name}{self._made}")
        try:
            checked = self._provider.check(urn, {}, manifest, seed=b"seed")
            if checked.failures:
                return Verdict("; ".join(failure.reason for failure in checked.failures))
            return Verdict(made=self._provider.create(urn, checked.inputs).outputs)
        except CloudError as error:
            return Verdict(_said(error))

    def _change(self, before: Manifest, after: Manifest, name: str) -> Verdict:
        urn = urn_of(token(before), name)
        old = self._provider.check(urn, {}, before, seed=b"seed").inputs
        try:
            created = self._provider.create(urn, old)
        except CloudError as error:
            raise AssertionError(f"{name}: what is there before it was refused: {error}") from error
        try:
            checked = self._provider.check(urn, old, after, seed=b"seed")
            if checked.failures:
                return Verdict("; ".join(failure.reason for failure in checked.failures))
            difference = self._provider.diff(urn, created.id, old, created.outputs, checked.inputs)
            if difference.replaces:
                return Verdict(replaced=True)
            return Verdict(made=self._provider.update(urn, created.id, old, created.outputs, checked.inputs))
        except CloudError as error:
            return Verdict(_said(error))


def _said(error: CloudError) -> str:
    """Without what pulumi-kubernetes puts before the server's words, and we behind them."""
    return str(error).rpartition("by the Kubernetes API server: ")[2].partition(" (--allow ")[0]


def token(manifest: Manifest) -> str:
    """`kubernetes:core/v1:Pod`."""
    version = manifest["apiVersion"]
    return f"kubernetes:{version if '/' in version else f'core/{version}'}:{manifest['kind']}"
