"""A connection to a simulated cloud that may be slow, and that may fail."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from stackwright.errors import CloudError
from stackwright.simcloud import urns
from stackwright.simcloud.disturbing import wording
from stackwright.simcloud.disturbing.model import Asked, Fault
from stackwright.simcloud.disturbing.switchboard import meet
from stackwright.simcloud.provider import SimulatedProvider
from stackwright.simcloud.store import Store
from stackwright.simcloud.zones import zone_of
from stackwright.wire.naming import Autonaming
from stackwright.wire.results import (
    AnswerLost,
    Changes,
    CheckResult,
    CreateResult,
    DiffResult,
    InitFailed,
    InvokeResult,
    ReadResult,
)
from stackwright.wire.values import Properties

if TYPE_CHECKING:
    from pulumi.runtime.proto import provider_pb2

    from stackwright.simcloud.components.building import Monitor


class DisturbedProvider:
    """Satisfies `stackwright.engine.provider.Provider`. What it passes on was not disturbed, or disturbed afterwards.

    `mortal`: a fault `crash` kills this process; otherwise it only breaks the connection, as a server must outlive
    the provider that it plays.
    """

    def __init__(self, inner: SimulatedProvider, store: Store, *, mortal: bool = True) -> None:
        self.inner = inner
        self._store = store
        self._mortal = mortal
        self._cancelled = threading.Event()

    def check_config(self, urn: str, olds: Properties, news: Properties) -> CheckResult:
        return self.inner.check_config(urn, olds, news)

    def diff_config(self, urn: str, old_inputs: Properties, old_outputs: Properties, news: Properties) -> DiffResult:
        return self.inner.diff_config(urn, old_inputs, old_outputs, news)

    def configure(self, inputs: Properties) -> None:
        self._met(Asked(method="configure", package=self.inner.package))
        self.inner.configure(inputs)

    @property
    def names(self) -> bool:
        return self.inner.names

    def check(
        self, urn: str, olds: Properties, news: Properties, *, seed: bytes, autonaming: Autonaming | None = None
    ) -> CheckResult:
        self._met(self._asked("check", urn, news))
        return self.inner.check(urn, olds, news, seed=seed, autonaming=autonaming)

    def diff(
        self,
        urn: str,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
        *,
        ignore_changes: tuple[str, ...] = (),
    ) -> DiffResult:
        fault = self._met(self._asked("diff", urn, old_outputs), id)
        found = self.inner.diff(urn, id, old_inputs, old_outputs, news, ignore_changes=ignore_changes)
        # What forces a replacement it does say: an engine cannot know.
        return replace(found, changes=Changes.UNKNOWN, diffs=(), detailed=None) if fault else found

    def create(self, urn: str, inputs: Properties, *, timeout: float = 0, preview: bool = False) -> CreateResult:
        if preview:
            return self.inner.create(urn, inputs, timeout=timeout, preview=True)
        asked = self._asked("create", urn, inputs)
        fault = self._met(asked)
        made = self.inner.create(urn, inputs, timeout=timeout)
        if fault:
            self._spoil(asked, fault, ReadResult(made.id, inputs, made.outputs))
        return made

    def read(self, urn: str, id: str, inputs: Properties, outputs: Properties) -> ReadResult:
        asked = self._asked("read", urn, outputs)
        fault = self._met(asked, id)
        found = self.inner.read(urn, id, inputs, outputs)
        if fault and found.id:
            self._spoil(asked, fault, found)
        return found

    def suppose(self, urn: str, id: str, inputs: Properties) -> ReadResult:
        asked = self._asked("read", urn, inputs)
        fault = self._met(asked, id)
        found = self.inner.suppose(urn, id, inputs)
        if fault and found.id:
            self._spoil(asked, fault, found)
        return found

    def suppose_import(self, urn: str, id: str, inputs: Properties, *, preview: bool) -> ReadResult | None:
        return self.inner.suppose_import(urn, id, inputs, preview=preview)

    def update(
        self,
        urn: str,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
        *,
        ignore_changes: tuple[str, ...] = (),
        timeout: float = 0,
        preview: bool = False,
    ) -> Properties:
        asked = self._asked("update", urn, old_outputs)
        fault = None if preview else self._met(asked, id)
        outputs = self.inner.update(
            urn, id, old_inputs, old_outputs, news, ignore_changes=ignore_changes, timeout=timeout, preview=preview
        )
        if fault:
            self._spoil(asked, fault, ReadResult(id, news, outputs))
        return outputs

    def delete(
        self,
        urn: str,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        *,
        timeout: float = 0,
    ) -> None:
        asked = self._asked("delete", urn, old_outputs)
        fault = self._met(asked, id)
        self.inner.delete(urn, id, old_inputs, old_outputs, timeout=timeout)
        if fault:
            self._spoil(asked, fault, ReadResult("", {}, {}))

    def find(self, urn: str) -> list[ReadResult]:
        return self.inner.find(urn)

    def created(self, urn: str) -> int:
        return self.inner.created(urn)

    def invoke(self, token: str, args: Properties) -> InvokeResult:
        self._met(Asked(method="invoke", package=self.inner.package, type=token, urn=token))
        return self.inner.invoke(token, args)

    def builds(self, token: str) -> bool:
        return self.inner.builds(token)

    def construct(
        self, request: provider_pb2.ConstructRequest, monitor: Monitor, warn: Callable[[str, str], None]
    ) -> provider_pb2.ConstructResponse:
        return self.inner.construct(request, monitor, warn)

    def call(self, request: provider_pb2.CallRequest) -> provider_pb2.CallResponse:
        return self.inner.call(request)

    def cancel(self) -> None:
        """End every wait of this connection; the calls themselves are done as if nobody had asked."""
        self._cancelled.set()
        self.inner.cancel()

    def _asked(self, method: str, urn: str, properties: Properties) -> Asked:
        return Asked(
            method=method,
            package=self.inner.package,
            type=urns.parse(urn).type,
            urn=urn,
            zone=lambda: zone_of(properties, self.inner.outputs_of),
        )

    def _met(self, asked: Asked, id: str = "") -> Fault | None:
        """Wait as long as the call takes; gives the fault that befalls it once it is done.

        Raises:
            CloudError: the fault befalls it at once.
        """
        met = meet(self._store, asked)
        if met.seconds:
            self._cancelled.wait(met.seconds)
        if met.fault is None or met.fault.kind != "error":
            return met.fault
        self._store.log(asked.package, asked.method, asked.urn, id)
        raise CloudError(wording.refusal(asked, met.fault, id))

    def _spoil(self, asked: Asked, fault: Fault, there: ReadResult) -> None:
        """What was done is done; let it end as the fault says.

        Raises:
            InitFailed, AnswerLost
        """
        if fault.kind == "not-ready":
            raise InitFailed(there.id, there.outputs, [wording.unready(asked, fault, there.id)], there.inputs)
        if fault.kind == "crash" and self._mortal:
            os.kill(os.getpid(), signal.SIGKILL)
        raise AnswerLost(wording.unanswered(asked, fault))
