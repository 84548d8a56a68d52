"""A plugin process as the engine's `Provider`: the same calls over gRPC.

Source: `pkg/resource/plugin/provider_plugin.go` (pulumi v3.260). What a plugin that takes no secrets is given, and what
it gives, is as there: values without their marks, marked again where the input of the same name was.
"""

from __future__ import annotations

from typing import Any, cast

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import errors_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from stackwright.engine.serving import ServingProcess
from stackwright.errors import CloudError
from stackwright.wire.naming import Autonaming
from stackwright.wire.results import (
    Changes,
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffKind,
    DiffResult,
    InvokeResult,
    PropertyDiff,
    ReadResult,
)
from stackwright.wire.structs import plain, struct
from stackwright.wire.values import Properties, Value, as_properties, is_secret, known_part, revealed, secret

_KINDS: dict[int, DiffKind] = {
    0: "add",
    1: "add-replace",
    2: "delete",
    3: "delete-replace",
    4: "update",
    5: "update-replace",
}


class PluginProvider:
    """One plugin process. It is configured once, as a process serves one provider resource."""

    def __init__(self, served: ServingProcess) -> None:
        self._served = served
        self._stub: Any = None
        self._secrets = False
        self._previews = False
        self._names = False

    def ask(self, method: str, request: Any) -> Any:  # noqa: ANN401 - each method has its own messages
        """One call.

        Raises:
            CloudError: the plugin refused, or is gone.
        """
        try:
            return self.attempt(method, request)
        except grpc.RpcError as error:
            raise self._fault(method, cast("Any", error)) from error

    def attempt(self, method: str, request: Any) -> Any:  # noqa: ANN401
        """One call; what it raises is gRPC's."""
        if self._stub is None:
            self._stub = provider_pb2_grpc.ResourceProviderStub(self._served.channel())
        return getattr(self._stub, method)(request)

    def builds(self, token: str) -> bool:  # noqa: ARG002 - whatever it is, only the plugin knows
        return True

    def construct(
        self,
        request: provider_pb2.ConstructRequest,
        monitor: object,  # noqa: ARG002 - of `Builder`
        warn: object,  # noqa: ARG002
    ) -> provider_pb2.ConstructResponse:
        """Have the plugin build a component; it finds the monitor and the log at the addresses that it was given."""
        return self.ask("Construct", request)

    def call(self, request: provider_pb2.CallRequest) -> provider_pb2.CallResponse:
        return self.ask("Call", request)

    def check_config(self, urn: str, olds: Properties, news: Properties) -> CheckResult:
        request = provider_pb2.CheckRequest(urn=urn, olds=struct(olds), news=struct(news))
        try:
            answer = self.attempt("CheckConfig", request)
        except grpc.RpcError as error:
            if _unimplemented(error):
                return CheckResult(news)
            raise self._fault("CheckConfig", cast("Any", error)) from error
        return CheckResult(plain(answer.inputs) if answer.HasField("inputs") else news, _failures(answer))

    def diff_config(self, urn: str, old_inputs: Properties, old_outputs: Properties, news: Properties) -> DiffResult:
        request = provider_pb2.DiffRequest(
            urn=urn, olds=struct(old_outputs), old_inputs=struct(old_inputs), news=struct(news)
        )
        try:
            return _diff(self.attempt("DiffConfig", request))
        except grpc.RpcError as error:
            if _unimplemented(error):
                return DiffResult(Changes.UNKNOWN)
            raise self._fault("DiffConfig", cast("Any", error)) from error

    def configure(self, inputs: Properties) -> None:
        variables = {f"{key}": str(value) for key, value in inputs.items() if isinstance(value, str)}
        answer = self.ask(
            "Configure",
            provider_pb2.ConfigureRequest(
                variables=variables, args=struct(inputs), acceptSecrets=True, acceptResources=True
            ),
        )
        self._secrets, self._previews = answer.acceptSecrets, answer.supportsPreview
        self._names = answer.supports_autonaming_configuration

    @property
    def names(self) -> bool:
        return self._names

    def check(
        self, urn: str, olds: Properties, news: Properties, *, seed: bytes, autonaming: Autonaming | None = None
    ) -> CheckResult:
        request = provider_pb2.CheckRequest(urn=urn, olds=self._given(olds), news=self._given(news), randomSeed=seed)
        if autonaming is not None:
            mode = provider_pb2.CheckRequest.AutonamingOptions.Mode.Value(autonaming.mode.upper())
            request.autonaming.CopyFrom(
                provider_pb2.CheckRequest.AutonamingOptions(proposed_name=autonaming.name, mode=mode)
            )
        answer = self.ask("Check", request)
        return CheckResult(self._marked(answer.inputs, news), _failures(answer))

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
        request = provider_pb2.DiffRequest(
            urn=urn,
            id=id,
            olds=self._given(old_outputs),
            old_inputs=self._given(old_inputs),
            news=self._given(news),
            ignoreChanges=ignore_changes,
        )
        return _diff(self.ask("Diff", request))

    def create(self, urn: str, inputs: Properties, *, timeout: float = 0, preview: bool = False) -> CreateResult:
        if preview and not self._previews:
            return CreateResult("", inputs)
        request = provider_pb2.CreateRequest(
            urn=urn, properties=self._given(inputs, known=not preview), timeout=timeout, preview=preview
        )
        answer = self.ask("Create", request)
        return CreateResult(answer.id, self._marked(answer.properties, inputs))

    def read(self, urn: str, id: str, inputs: Properties, outputs: Properties) -> ReadResult:
        request = provider_pb2.ReadRequest(urn=urn, id=id, inputs=self._given(inputs), properties=self._given(outputs))
        answer = self.ask("Read", request)
        found = self._marked(answer.inputs, inputs) if answer.HasField("inputs") else inputs
        return ReadResult(answer.id, found, self._marked(answer.properties, {**inputs, **outputs}))

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
        if preview and not self._previews:
            return news
        request = provider_pb2.UpdateRequest(
            urn=urn,
            id=id,
            olds=self._given(old_outputs),
            old_inputs=self._given(old_inputs),
            news=self._given(news, known=not preview),
            timeout=timeout,
            ignoreChanges=ignore_changes,
            preview=preview,
        )
        return self._marked(self.ask("Update", request).properties, news)

    def delete(self, urn: str, id: str, old_inputs: Properties, old_outputs: Properties, *, timeout: float = 0) -> None:
        request = provider_pb2.DeleteRequest(
            urn=urn,
            id=id,
            properties=self._given(old_outputs),
            old_inputs=self._given(old_inputs),
            timeout=timeout,
        )
        self.ask("Delete", request)

    def invoke(self, token: str, args: Properties) -> InvokeResult:
        answer = self.ask("Invoke", provider_pb2.InvokeRequest(tok=token, args=self._given(args)))
        return InvokeResult(plain(getattr(answer, "return")), _failures(answer))

    def cancel(self) -> None:
        """Let running calls end soon. One that cannot is ended with its process."""
        if self._stub is not None and self._served.alive:
            try:
                self._stub.Cancel(empty_pb2.Empty(), timeout=1)
            except grpc.RpcError:
                return

    def _given(self, properties: Properties, *, known: bool = False) -> Any:  # noqa: ANN401 - a Struct
        values = properties if self._secrets else revealed(properties)
        return struct(as_properties(cast("Properties", known_part(values))) if known else values)

    def _marked(self, answered: Any, inputs: Properties) -> Properties:  # noqa: ANN401 - a Struct
        outputs = plain(answered)
        return outputs if self._secrets else {key: _as(value, inputs.get(key)) for key, value in outputs.items()}

    def _fault(self, method: str, error: Any) -> CloudError:  # noqa: ANN401 - grpc.Call
        ended = self._served.end() if error.code() is grpc.StatusCode.UNAVAILABLE else ""
        if ended:
            return CloudError(f"{self._served.name} {ended} during {method}{self._served.last_words()}")
        return CloudError(_words(error))


def _as(value: Value, like: Value) -> Value:
    """`value`, secret where `like` is (`annotateSecrets`)."""
    if is_secret(like):
        return value if is_secret(value) else secret(value)
    if isinstance(value, dict) and isinstance(like, dict):
        return {key: _as(item, like.get(key)) for key, item in value.items()}
    if isinstance(value, list) and isinstance(like, list):
        return [_as(item, like[index] if index < len(like) else None) for index, item in enumerate(value)]
    return value


def _words(error: Any) -> str:  # noqa: ANN401 - grpc.Call
    """What a plugin says is wrong: its message, and which properties are (`InputPropertiesError`)."""
    text = str(error.details()).removeprefix("Unexpected <class 'Exception'>: ").strip()
    lines = [text] if text else []
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            for detail in status_pb2.Status.FromString(value).details:
                found = errors_pb2.InputPropertiesError()
                if detail.Unpack(found):
                    lines += [f"{each.property_path}: {each.reason}" for each in found.errors]
    return "\n  ".join(lines)


def _unimplemented(error: grpc.RpcError) -> bool:
    return cast("Any", error).code() is grpc.StatusCode.UNIMPLEMENTED


def _failures(answer: Any) -> list[CheckFailure]:  # noqa: ANN401
    return [CheckFailure(failure.property, failure.reason) for failure in answer.failures]


def _diff(answer: Any) -> DiffResult:  # noqa: ANN401
    detailed = {path: PropertyDiff(_KINDS[found.kind], found.inputDiff) for path, found in answer.detailedDiff.items()}
    return DiffResult(
        Changes(answer.changes),
        replaces=list(answer.replaces),
        stables=list(answer.stables),
        delete_before_replace=answer.deleteBeforeReplace,
        diffs=list(answer.diffs),
        detailed=detailed if answer.hasDetailedDiff else None,
    )
