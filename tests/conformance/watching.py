"""Clouds that write down what they are asked: every call with all that an engine passed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final, cast

from pulumi.runtime.proto import provider_pb2

from stackwright.simcloud.disturbing.provider import DisturbedProvider
from stackwright.simcloud.host import SimulatedHost
from stackwright.wire.naming import Autonaming
from stackwright.wire.results import CheckResult, CreateResult, DiffResult, InvokeResult, ReadResult
from stackwright.wire.structs import plain
from stackwright.wire.values import Properties
from tests.conformance.masking import elided, mask, masked_provider

Call = dict[str, Any]
"""A call as plain data, masked: `call` is the package, the method and the URN or token, the rest is what was passed."""
_SILENT: Final = frozenset({"", 0, ()})


class WatchedProvider:
    """A connection whose calls are noted in `calls`, in the order in which they begin.

    Not noted: the seed of a check, which Pulumi draws at random, and what assets contain, which it leaves out wherever
    their hashes say enough (`ElideAssetContents` in `provider_plugin.go`).
    """

    def __init__(self, inner: DisturbedProvider, package: str, calls: list[Call]) -> None:
        self.inner = inner.inner
        self._real = inner
        self._package = package
        self._calls = calls

    def _note(self, method: str, subject: str, **passed: object) -> None:
        said = {key: elided(mask(cast("Any", value))) for key, value in passed.items() if not _silent(value)}
        self._calls.append({"call": " ".join((self._package, method, str(mask(subject)))).rstrip(), **said})

    def _masked(self, configuration: Properties) -> Properties:
        return masked_provider(self._package, configuration)

    def check_config(self, urn: str, olds: Properties, news: Properties) -> CheckResult:
        self._note("check_config", urn, olds=self._masked(olds), news=self._masked(news))
        return self._real.check_config(urn, olds, news)

    def diff_config(self, urn: str, old_inputs: Properties, old_outputs: Properties, news: Properties) -> DiffResult:
        inputs, outputs = self._masked(old_inputs), self._masked(old_outputs)
        self._note("diff_config", urn, old_inputs=inputs, old_outputs=outputs, news=self._masked(news))
        return self._real.diff_config(urn, old_inputs, old_outputs, news)

    def configure(self, inputs: Properties) -> None:
        self._note("configure", "", inputs=self._masked(inputs))
        self._real.configure(inputs)

    @property
    def names(self) -> bool:
        return self._real.names

    def check(
        self, urn: str, olds: Properties, news: Properties, *, seed: bytes, autonaming: Autonaming | None = None
    ) -> CheckResult:
        self._note("check", urn, olds=olds, news=news, autonaming=asdict(autonaming) if autonaming else {})
        return self._real.check(urn, olds, news, seed=seed, autonaming=autonaming)

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
        self._note(
            "diff",
            urn,
            id=id,
            old_inputs=old_inputs,
            old_outputs=old_outputs,
            news=news,
            ignore_changes=list(ignore_changes),
        )
        return self._real.diff(urn, id, old_inputs, old_outputs, news, ignore_changes=ignore_changes)

    def create(self, urn: str, inputs: Properties, *, timeout: float = 0, preview: bool = False) -> CreateResult:
        self._note("create", urn, inputs=inputs, timeout=timeout, preview=preview)
        return self._real.create(urn, inputs, timeout=timeout, preview=preview)

    def read(self, urn: str, id: str, inputs: Properties, outputs: Properties) -> ReadResult:
        self._note("read", urn, id=id, inputs=inputs, outputs=outputs)
        return self._real.read(urn, id, inputs, outputs)

    def suppose(self, urn: str, id: str, inputs: Properties) -> ReadResult:
        """How the embedded engine reads what a stack does not own; Pulumi has no such call, and reads."""
        self._note("read", urn, id=id, inputs=inputs, outputs=inputs)
        return self._real.suppose(urn, id, inputs)

    def suppose_import(self, urn: str, id: str, inputs: Properties, *, preview: bool) -> ReadResult | None:
        return self._real.suppose_import(urn, id, inputs, preview=preview)

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
        self._note(
            "update",
            urn,
            id=id,
            old_inputs=old_inputs,
            old_outputs=old_outputs,
            news=news,
            ignore_changes=list(ignore_changes),
            timeout=timeout,
            preview=preview,
        )
        return self._real.update(
            urn, id, old_inputs, old_outputs, news, ignore_changes=ignore_changes, timeout=timeout, preview=preview
        )

    def delete(self, urn: str, id: str, old_inputs: Properties, old_outputs: Properties, *, timeout: float = 0) -> None:
        self._note("delete", urn, id=id, old_inputs=old_inputs, old_outputs=old_outputs, timeout=timeout)
        self._real.delete(urn, id, old_inputs, old_outputs, timeout=timeout)

    def invoke(self, token: str, args: Properties) -> InvokeResult:
        self._note("invoke", token, args=args)
        return self._real.invoke(token, args)

    def find(self, urn: str) -> list[ReadResult]:
        return self._real.find(urn)

    def created(self, urn: str) -> int:
        return self._real.created(urn)

    def builds(self, token: str) -> bool:
        return self._real.builds(token)

    def construct(
        self, request: provider_pb2.ConstructRequest, monitor: Any, warn: Callable[[str, str], None]
    ) -> provider_pb2.ConstructResponse:
        self._note("construct", request.type, inputs=plain(request.inputs))
        return self._real.construct(request, monitor, warn)

    def call(self, request: provider_pb2.CallRequest) -> provider_pb2.CallResponse:
        self._note("call", request.tok, args=plain(request.args))
        return self._real.call(request)

    def cancel(self) -> None:
        self._real.cancel()


def _silent(value: object) -> bool:
    return value in ({}, []) or (not isinstance(value, dict | list) and value in _SILENT)


class WatchedHost:
    """A host whose connections note their calls."""

    def __init__(self, host: SimulatedHost, calls: list[Call]) -> None:
        self._host = host
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        return getattr(self._host, name)

    def connect(self, package: str, version: str | None = None, *, mortal: bool = True) -> Any:
        return WatchedProvider(self._host.connect(package, version, mortal=mortal), package, self._calls)
