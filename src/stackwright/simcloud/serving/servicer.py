# ruff: noqa: ARG002, N802 - the signatures are those of the protocol
"""Pulumi's `ResourceProvider` service in front of the simulated providers of one package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import (
    engine_pb2,
    engine_pb2_grpc,
    plugin_pb2,
    provider_pb2,
    provider_pb2_grpc,
    resource_pb2_grpc,
    status_pb2,
)

from stackwright.errors import StackwrightError
from stackwright.simcloud.serving.connections import Connections
from stackwright.wire.naming import Autonaming, NamingMode
from stackwright.wire.results import AnswerLost, CheckResult, DiffKind, DiffResult, InitFailed
from stackwright.wire.structs import plain, struct

T = TypeVar("T")
Context = grpc.ServicerContext

_KINDS: Mapping[DiffKind, provider_pb2.PropertyDiff.Kind.ValueType] = {
    "add": provider_pb2.PropertyDiff.ADD,
    "add-replace": provider_pb2.PropertyDiff.ADD_REPLACE,
    "delete": provider_pb2.PropertyDiff.DELETE,
    "delete-replace": provider_pb2.PropertyDiff.DELETE_REPLACE,
    "update": provider_pb2.PropertyDiff.UPDATE,
    "update-replace": provider_pb2.PropertyDiff.UPDATE_REPLACE,
}
_MODES: Mapping[provider_pb2.CheckRequest.AutonamingOptions.Mode.ValueType, NamingMode] = {
    provider_pb2.CheckRequest.AutonamingOptions.PROPOSE: "propose",
    provider_pb2.CheckRequest.AutonamingOptions.ENFORCE: "enforce",
    provider_pb2.CheckRequest.AutonamingOptions.DISABLE: "disable",
}


class Servicer(provider_pb2_grpc.ResourceProviderServicer):
    """Translates calls; everything else is the provider's."""

    def __init__(self, connections: Connections, version: str, schema: Callable[[], str]) -> None:
        """`schema` works the package's schema out, as JSON."""
        self._connections = connections
        self._version = version
        self._schema = schema

    def Handshake(
        self, request: provider_pb2.ProviderHandshakeRequest, context: Context
    ) -> provider_pb2.ProviderHandshakeResponse:
        self._connections.start(context.peer(), request.engine_address)
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True, accept_resources=True, supports_autonaming_configuration=True
        )

    def Attach(self, request: plugin_pb2.PluginAttach, context: Context) -> Empty:
        """The engine's own address: nothing here calls back."""
        return Empty()

    def GetPluginInfo(self, request: Empty, context: Context) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=self._version)

    def GetSchema(self, request: provider_pb2.GetSchemaRequest, context: Context) -> provider_pb2.GetSchemaResponse:
        return provider_pb2.GetSchemaResponse(schema=_answer(context, self._schema))

    def GetMapping(self, request: provider_pb2.GetMappingRequest, context: Context) -> provider_pb2.GetMappingResponse:
        return provider_pb2.GetMappingResponse()

    def GetMappings(
        self, request: provider_pb2.GetMappingsRequest, context: Context
    ) -> provider_pb2.GetMappingsResponse:
        return provider_pb2.GetMappingsResponse()

    def CheckConfig(self, request: provider_pb2.CheckRequest, context: Context) -> provider_pb2.CheckResponse:
        provider = self._connections.get(context.peer())
        return _checked(
            _answer(
                context,
                lambda: provider.check_config(request.urn, plain(request.olds), plain(request.news)),
            )
        )

    def DiffConfig(self, request: provider_pb2.DiffRequest, context: Context) -> provider_pb2.DiffResponse:
        provider = self._connections.get(context.peer())
        return _differing(
            _answer(
                context,
                lambda: provider.diff_config(
                    request.urn, plain(request.old_inputs), plain(request.olds), plain(request.news)
                ),
            )
        )

    def Configure(self, request: provider_pb2.ConfigureRequest, context: Context) -> provider_pb2.ConfigureResponse:
        provider = self._connections.get(context.peer())
        _answer(context, lambda: provider.configure(plain(request.args)))
        self._connections.configured(context.peer())
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, acceptResources=True, supports_autonaming_configuration=True
        )

    def Check(self, request: provider_pb2.CheckRequest, context: Context) -> provider_pb2.CheckResponse:
        return _checked(
            _answer(
                context,
                lambda: self._connections.ready(context.peer()).check(
                    request.urn,
                    plain(request.olds),
                    plain(request.news),
                    seed=request.randomSeed,
                    autonaming=_autonaming(request),
                ),
            )
        )

    def Diff(self, request: provider_pb2.DiffRequest, context: Context) -> provider_pb2.DiffResponse:
        return _differing(
            _answer(
                context,
                lambda: self._connections.ready(context.peer()).diff(
                    request.urn,
                    request.id,
                    plain(request.old_inputs),
                    plain(request.olds),
                    plain(request.news),
                    ignore_changes=tuple(request.ignoreChanges),
                ),
            )
        )

    def Create(self, request: provider_pb2.CreateRequest, context: Context) -> provider_pb2.CreateResponse:
        result = _answer(
            context,
            lambda: self._connections.ready(context.peer()).create(
                request.urn, plain(request.properties), timeout=request.timeout, preview=request.preview
            ),
        )
        return provider_pb2.CreateResponse(id=result.id, properties=struct(result.outputs))

    def Read(self, request: provider_pb2.ReadRequest, context: Context) -> provider_pb2.ReadResponse:
        """A program that only reads a resource (`Vpc.get`) sends what it says of it twice, as inputs and as state, even
        if that is nothing; an import sends neither, a refresh what each of them is (`ReadStep`, `ImportStep` and
        `RefreshStep` of `pkg/resource/deploy/step.go`; `provider.Read` of `sdk/go/common/resource/plugin`).
        """
        inputs, state = plain(request.inputs), plain(request.properties)
        provider = self._connections.ready(context.peer())
        result = _answer(
            context,
            lambda: (
                provider.suppose(request.urn, request.id, inputs)
                if request.HasField("inputs") and inputs == state
                else provider.read(request.urn, request.id, inputs, state)
            ),
        )
        if not result.id:
            return provider_pb2.ReadResponse()  # with properties, even none, the CLI would take it to be there
        return provider_pb2.ReadResponse(id=result.id, properties=struct(result.outputs), inputs=struct(result.inputs))

    def Update(self, request: provider_pb2.UpdateRequest, context: Context) -> provider_pb2.UpdateResponse:
        outputs = _answer(
            context,
            lambda: self._connections.ready(context.peer()).update(
                request.urn,
                request.id,
                plain(request.old_inputs),
                plain(request.olds),
                plain(request.news),
                ignore_changes=tuple(request.ignoreChanges),
                timeout=request.timeout,
                preview=request.preview,
            ),
        )
        return provider_pb2.UpdateResponse(properties=struct(outputs))

    def Delete(self, request: provider_pb2.DeleteRequest, context: Context) -> Empty:
        _answer(
            context,
            lambda: self._connections.ready(context.peer()).delete(
                request.urn,
                request.id,
                plain(request.old_inputs),
                plain(request.properties),
                timeout=request.timeout,
            ),
        )
        return Empty()

    def Invoke(self, request: provider_pb2.InvokeRequest, context: Context) -> provider_pb2.InvokeResponse:
        result = _answer(
            context, lambda: self._connections.ready(context.peer()).invoke(request.tok, plain(request.args))
        )
        response = provider_pb2.InvokeResponse(
            failures=[provider_pb2.CheckFailure(property=item.property, reason=item.reason) for item in result.failures]
        )
        getattr(response, "return").CopyFrom(struct(result.value))  # `return` is a keyword in Python
        return response

    def Construct(self, request: provider_pb2.ConstructRequest, context: Context) -> provider_pb2.ConstructResponse:
        provider = self._connections.ready(context.peer())
        engine = self._connections.engine(context.peer())
        with grpc.insecure_channel(request.monitorEndpoint) as channel:
            monitor = resource_pb2_grpc.ResourceMonitorStub(channel)
            return _answer(
                context, lambda: provider.construct(request, monitor, lambda message, urn: _warn(engine, message, urn))
            )

    def Call(self, request: provider_pb2.CallRequest, context: Context) -> provider_pb2.CallResponse:
        return _answer(context, lambda: self._connections.ready(context.peer()).call(request))

    def Cancel(self, request: Empty, context: Context) -> Empty:
        self._connections.get(context.peer()).cancel()
        return Empty()


def _answer(context: Context, call: Callable[[], T]) -> T:
    """What `call` gives; an error of the cloud ends the RPC with its message."""
    try:
        return call()
    except InitFailed as error:
        context.set_trailing_metadata((("grpc-status-details-bin", _details(error)),))
        context.abort(grpc.StatusCode.UNKNOWN, str(error))
    except AnswerLost as error:
        context.abort(grpc.StatusCode.UNAVAILABLE, str(error))
    except StackwrightError as error:
        context.abort(grpc.StatusCode.UNKNOWN, str(error))


def _warn(engine: str, message: str, urn: str) -> None:
    """Tell people, through the engine that listens there."""
    if engine:
        with grpc.insecure_channel(engine) as channel:
            said = engine_pb2.LogRequest(severity=engine_pb2.WARNING, message=message, urn=urn)
            log: Any = engine_pb2_grpc.EngineStub(channel)
            log.Log(said)


def _details(error: InitFailed) -> bytes:
    """`ErrorResourceInitFailed` as the detail of a gRPC status."""
    detail = AnyMessage()
    detail.Pack(
        provider_pb2.ErrorResourceInitFailed(
            id=error.id,
            properties=struct(error.outputs),
            reasons=list(error.reasons),
            inputs=struct(error.inputs),
        )
    )
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(error), details=[detail])
    return status.SerializeToString()


def _autonaming(request: provider_pb2.CheckRequest) -> Autonaming | None:
    if not request.HasField("autonaming"):
        return None
    return Autonaming(_MODES[request.autonaming.mode], request.autonaming.proposed_name)


def _checked(result: CheckResult) -> provider_pb2.CheckResponse:
    return provider_pb2.CheckResponse(
        inputs=struct(result.inputs),
        failures=[provider_pb2.CheckFailure(property=item.property, reason=item.reason) for item in result.failures],
    )


def _differing(result: DiffResult) -> provider_pb2.DiffResponse:
    detailed = result.detailed or {}
    return provider_pb2.DiffResponse(
        replaces=result.replaces,
        stables=result.stables,
        deleteBeforeReplace=result.delete_before_replace,
        changes=provider_pb2.DiffResponse.DiffChanges.Value(f"DIFF_{result.changes.name}"),
        diffs=result.diffs,
        detailedDiff={
            path: provider_pb2.PropertyDiff(kind=_KINDS[item.kind], inputDiff=item.input_diff)
            for path, item in detailed.items()
        },
        hasDetailedDiff=result.detailed is not None,
    )
