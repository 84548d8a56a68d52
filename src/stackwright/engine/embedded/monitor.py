"""Pulumi's `ResourceMonitor` service as a plain object: what the Python SDK of a program calls.

The SDK takes any object with the service's methods in place of a gRPC stub. It hands over protobuf messages and
expects protobuf answers, or `grpc.RpcError`s. What a message means is turned into goals here, in the order of
`RegisterResource` in `pkg/resource/deploy/source_eval.go` (pulumi v3.260); what is done about it is the run's
business.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

import grpc
from google.protobuf import empty_pb2
from google.protobuf.message import Message
from pulumi.runtime.proto import callback_pb2, provider_pb2, resource_pb2

from stackwright.engine.embedded.assets import hashed
from stackwright.engine.embedded.callbacks import Callbacks
from stackwright.engine.embedded.faults import Bail
from stackwright.engine.embedded.loop import WouldBlock, on_a_loop
from stackwright.engine.embedded.positions import Positions
from stackwright.engine.embedded.refusal import Refusal
from stackwright.engine.embedded.registry import checked_version, with_version
from stackwright.engine.embedded.remote import Remote, own_urn
from stackwright.engine.embedded.requests import dependencies_of, goal_of, source
from stackwright.engine.embedded.run import Run
from stackwright.engine.embedded.transforms import Transforms
from stackwright.engine.goal import Goal, ReadGoal
from stackwright.engine.state import urns
from stackwright.errors import StackwrightError
from stackwright.wire.results import NotSimulated
from stackwright.wire.structs import plain, struct, without_outputs
from stackwright.wire.values import Properties

T = TypeVar("T")

FEATURES: Final = (
    resource_pb2.RESOURCE_MONITOR_FEATURE_SECRETS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    resource_pb2.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
    resource_pb2.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
    resource_pb2.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
    resource_pb2.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
    resource_pb2.RESOURCE_MONITOR_FEATURE_INVOKE_DEPENDS_ON,
    resource_pb2.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
)
"""What the SDK may use. State migrations are not there yet: the SDK then says so."""


_RESULTS: Final = {None: resource_pb2.SUCCESS, "failed": resource_pb2.FAIL, "skipped": resource_pb2.FAIL}
"""To the SDK what was left out is as unknown as what failed (3.272 knows no `SKIP`)."""


class Monitor:
    """The `ResourceMonitor` of one run. `root` is the project's folder, `folder` the program's working directory.

    `remote` is the way to its plugins.
    """

    def __init__(self, run: Run, root: Path, folder: Path, remote: Remote) -> None:
        self._run = run
        self._remote = remote
        self._folder = folder
        self._goals: dict[str, Goal] = {}
        self._component_providers: dict[str, dict[str, str]] = {}
        self._parents: dict[str, str] = {}
        self._children: dict[str, list[str]] = {}
        self._positions = Positions(root)
        self._callbacks = Callbacks()
        self._transforms = Transforms(self._callbacks)
        self._lock = threading.RLock()
        """Held by whoever acts on the run: registrations come from several threads once there are callbacks."""
        self.bug: Exception | None = None
        """What went wrong in the engine itself, to be raised once the SDK is out of the way."""

    def GetDeploymentInfo(self, request: empty_pb2.Empty) -> resource_pb2.DeploymentInfo:  # noqa: N802, ARG002
        return resource_pb2.DeploymentInfo(
            project=self._run.project,
            stack=self._run.stack,
            organization="organization",
            dryRun=self._run.preview,
            supportedFeatures=FEATURES,
        )

    def SignalAndWaitForShutdown(self, request: empty_pb2.Empty) -> empty_pb2.Empty:  # noqa: N802, ARG002
        if self._run.hooks:
            # Hooks of deletions are the program's functions, so it stays until everything is deleted.
            if on_a_loop():
                raise WouldBlock
            with self._lock, suppress(Bail):
                self._run.delete_leftovers(refuse_protected=False)
        # The program ends its callback server next; a client that is still connected then logs that.
        self.close()
        return empty_pb2.Empty()

    def RegisterResource(  # noqa: N802
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        def do() -> resource_pb2.RegisterResourceResponse:
            self._inherit(request)
            own = self._transforms.own(request)
            transforms = self._transforms.all_of(own, self._ancestors(request.parent))
            if transforms:
                self._transforms.apply(transforms, request)
            elif (self._run.hooks or request.remote) and on_a_loop():
                raise WouldBlock
            if request.remote:
                return self._construct(request, own)
            with self._lock:
                return self._register(request, own)

        return self._guarded(do)

    def RegisterPackage(  # noqa: N802
        self, request: resource_pb2.RegisterPackageRequest
    ) -> resource_pb2.RegisterPackageResponse:
        return self._guarded(lambda: self._remote.register_package(request))

    def RegisterStackTransform(self, request: callback_pb2.Callback) -> empty_pb2.Empty:  # noqa: N802
        self._transforms.of_stack.append(request)
        return empty_pb2.Empty()

    def RegisterStackInvokeTransform(self, request: callback_pb2.Callback) -> empty_pb2.Empty:  # noqa: N802
        self._transforms.of_functions.append(request)
        return empty_pb2.Empty()

    def RegisterResourceHook(self, request: resource_pb2.RegisterResourceHookRequest) -> empty_pb2.Empty:  # noqa: N802
        return self._hook(request)

    def RegisterErrorHook(self, request: resource_pb2.RegisterErrorHookRequest) -> empty_pb2.Empty:  # noqa: N802
        return self._hook(request)

    def _hook(
        self, request: resource_pb2.RegisterResourceHookRequest | resource_pb2.RegisterErrorHookRequest
    ) -> empty_pb2.Empty:
        self._run.hooks.call = self._call_hook
        self._guarded(lambda: self._run.hooks.register(request))
        return empty_pb2.Empty()

    def _call_hook(self, callback: callback_pb2.Callback, request: Message) -> bytes:
        """Meanwhile others may act on the run: a hook may call functions and log."""
        self._lock.release()
        try:
            return self._callbacks.invoke(callback, request)
        finally:
            self._lock.acquire()

    def close(self) -> None:
        self._callbacks.close()

    def RegisterResourceOutputs(  # noqa: N802
        self, request: resource_pb2.RegisterResourceOutputsRequest
    ) -> empty_pb2.Empty:
        def do() -> empty_pb2.Empty:
            if self._run.hooks and on_a_loop():
                raise WouldBlock
            outputs = hashed(plain(request.outputs), self._folder)
            with self._lock:
                self._run.register_outputs(request.urn, outputs)
            return empty_pb2.Empty()

        return self._guarded(do)

    def ReadResource(  # noqa: N802
        self, request: resource_pb2.ReadResourceRequest
    ) -> resource_pb2.ReadResourceResponse:
        def do() -> resource_pb2.ReadResourceResponse:
            with self._lock:
                return self._read(request)

        return self._guarded(do)

    def Invoke(  # noqa: N802
        self, request: resource_pb2.ResourceInvokeRequest
    ) -> resource_pb2.ResourceInvokeResponse:
        return self._guarded(lambda: self._invoke(request))

    def Call(self, request: resource_pb2.ResourceCallRequest) -> provider_pb2.CallResponse:  # noqa: N802
        def do() -> provider_pb2.CallResponse:
            if on_a_loop():
                raise WouldBlock
            with self._lock:
                own = self._goals.get(own_urn(request))
                plugin = self._remote.called(request, own.provider if own else "")
            return self._remote.call(plugin, request, self._folder)

        return self._guarded(do)

    def ExistsResource(self, request: object) -> object:  # noqa: N802, ARG002
        raise Refusal(
            grpc.StatusCode.UNIMPLEMENTED, "asking whether a resource exists needs the official Pulumi engine"
        )

    def _guarded(self, do: Callable[[], T]) -> T:
        """Once a run is over, every call fails as it would when the monitor is gone; the SDK then winds down."""
        try:
            return do()
        except Bail as bail:
            # The run keeps it, and through its traceback it would keep every coroutine of the program alive.
            bail.__traceback__ = bail.__context__ = bail.__cause__ = None
            # What ended the run the run has told; what is wrong with a request alone the program is to tell.
            over = self._run.failure is not None
            raise Refusal(grpc.StatusCode.UNAVAILABLE if over else grpc.StatusCode.UNKNOWN, bail.message) from None
        except (Refusal, WouldBlock):
            raise
        except StackwrightError as error:
            raise Refusal(grpc.StatusCode.UNKNOWN, str(error)) from error
        except Exception as error:
            self.bug = self.bug or error
            raise Refusal(grpc.StatusCode.UNAVAILABLE, str(error)) from error

    # Registrations

    def _inherit(self, request: resource_pb2.RegisterResourceRequest) -> None:
        """Give a child what it does not say itself and its parent does (`inheritFromParent`, `resolveProvider`)."""
        parent = self._goals.get(request.parent)
        if parent is not None:
            request.deletedWith = request.deletedWith or parent.deleted_with
            if not request.HasField("protect") and parent.protect is not None:
                request.protect = parent.protect
            if not request.HasField("retainOnDelete") and parent.retain_on_delete is not None:
                request.retainOnDelete = parent.retain_on_delete
        if request.custom and not request.provider:
            request.provider = self._provider(request, parent)

    def _ancestors(self, urn: str) -> Iterator[str]:
        while urn:
            yield urn
            urn = self._parents.get(urn, "")

    def _register(
        self, request: resource_pb2.RegisterResourceRequest, own: list[callback_pb2.Callback]
    ) -> resource_pb2.RegisterResourceResponse:
        goal = self._goal(request)
        resource = self._run.register(goal)
        urn = resource.urn
        self._goals[urn] = goal
        self._parents[urn] = goal.parent
        self._transforms.register(urn, own)
        self._children.setdefault(goal.parent, []).append(urn)
        if not goal.custom:
            self._component_providers[urn] = self._providers_of_component(request)
        # What a component had as outputs may name resources that are not registered yet (pulumi#5978).
        outputs = resource.outputs if goal.custom else {}
        return resource_pb2.RegisterResourceResponse(
            urn=urn,
            id=resource.id,
            object=struct(outputs),
            result=_RESULTS[self._run.unsettled.get(urn)],
            unknown=urn in self._run.skipped,
        )

    def _construct(
        self, request: resource_pb2.RegisterResourceRequest, own: list[callback_pb2.Callback]
    ) -> resource_pb2.RegisterResourceResponse:
        """A component that a plugin builds. Meanwhile the plugin registers, so nothing is locked."""
        package = urns.package_of(request.type)
        with self._lock:
            providers = self._providers_of_component(request)
            plugin = self._remote.plugin(
                request.provider or providers.get(package, ""),
                package,
                request.type,
                request.version,
                request.pluginDownloadURL,
            )
            if plugin is None:  # its configuration is not known yet, and so is nothing of what is in it
                request.remote = False
                request.ClearField("object")
                return self._register(request, own)
        self._transforms.keep(request, own)
        return self._remote.construct(plugin, request, providers, self._folder, self)

    def _goal(self, request: resource_pb2.RegisterResourceRequest) -> Goal:
        type_ = request.type
        if request.custom and type_.count(":") != 2:
            raise Refusal(grpc.StatusCode.INVALID_ARGUMENT, f"Type '{type_}' is not a valid type token")
        inputs = hashed(plain(request.object), self._folder)
        dependencies, of_property = dependencies_of(request, inputs)
        inputs = {key: without_outputs(value) for key, value in inputs.items()}
        if urns.is_provider_type(type_):
            inputs = self._provider_inputs(request, inputs)
        return goal_of(request, inputs, dependencies, of_property, self._chosen_provider(request), self._positions)

    def _provider(self, request: resource_pb2.RegisterResourceRequest, parent: Goal | None) -> str:
        """The provider that a custom resource has from what it belongs to, or "" for the default one."""
        package = urns.package_of(request.type)
        if parent is not None and parent.provider:
            parents = urns.parse_reference(parent.provider)[0]
            if urns.provider_package(urns.type_of(parents)) == package:
                return parent.provider
        return request.providers.get(package) or self._component_providers.get(request.parent, {}).get(package, "")

    def _chosen_provider(self, request: resource_pb2.RegisterResourceRequest) -> str:
        """The reference to the provider that serves a custom resource."""
        if not request.custom or urns.is_provider_type(request.type):
            return ""
        package = urns.package_of(request.type)
        return request.provider or self._run.default_provider(package, request.version, request.pluginDownloadURL)

    def _providers_of_component(self, request: resource_pb2.RegisterResourceRequest) -> dict[str, str]:
        return {**self._component_providers.get(request.parent, {}), **request.providers}

    def _provider_inputs(self, request: resource_pb2.RegisterResourceRequest, inputs: Properties) -> Properties:
        if not request.version and not request.pluginDownloadURL:
            return inputs
        version = checked_version(request.version) if request.version else ""
        return with_version(inputs, version, request.pluginDownloadURL)

    # Reads and functions

    def _read(self, request: resource_pb2.ReadResourceRequest) -> resource_pb2.ReadResourceResponse:
        type_ = request.type
        provider = request.provider
        if not provider and not urns.is_provider_type(type_):
            provider = self._run.default_provider(urns.package_of(type_), request.version, request.pluginDownloadURL)
        resource = self._run.read(
            ReadGoal(
                type=type_,
                name=request.name,
                id=request.id,
                inputs=plain(request.properties),
                parent=request.parent,
                provider=provider,
                dependencies=sorted(request.dependencies),
                additional_secret_outputs=list(request.additionalSecretOutputs),
                source_position=self._positions.position(source(request)),
                stack_trace=self._positions.trace(request),
            )
        )
        self._children.setdefault(request.parent, []).append(resource.urn)
        result = _RESULTS[self._run.unsettled.get(resource.urn)]
        return resource_pb2.ReadResourceResponse(urn=resource.urn, properties=struct(resource.outputs), result=result)

    def _invoke(self, request: resource_pb2.ResourceInvokeRequest) -> resource_pb2.ResourceInvokeResponse:
        package = urns.package_of(request.tok)
        arguments, options = self._transforms.apply_to_function(
            request.tok,
            plain(request.args),
            resource_pb2.TransformInvokeOptions(
                provider=request.provider or self._component_providers.get(request.parent, {}).get(package, ""),
                version=request.version,
                plugin_download_url=request.pluginDownloadURL,
            ),
        )
        with self._lock:
            return self._ask(request, arguments, options)

    def _ask(
        self,
        request: resource_pb2.ResourceInvokeRequest,
        arguments: Properties,
        options: resource_pb2.TransformInvokeOptions,
    ) -> resource_pb2.ResourceInvokeResponse:
        package = urns.package_of(request.tok)
        provider = options.provider or self._run.default_provider(package, options.version, options.plugin_download_url)
        connection = self._run.connect(provider, request.tok)
        if any(self._unresolved(urn) for urn in request.dependsOn):
            return resource_pb2.ResourceInvokeResponse(unknown=True)
        try:
            result = connection.invoke(request.tok, arguments)
        except NotSimulated as error:
            raise self._run.over(str(error), "") from None
        except StackwrightError as error:
            raise Refusal(
                grpc.StatusCode.UNKNOWN, f"invocation of {request.tok} returned an error: {error.message}"
            ) from error
        response = resource_pb2.ResourceInvokeResponse(
            failures=[
                provider_pb2.CheckFailure(property=failure.property, reason=failure.reason)
                for failure in result.failures
            ]
        )
        getattr(response, "return").CopyFrom(struct(result.value))
        return response

    def _unresolved(self, urn: str) -> bool:
        """Whether a resource, or one below a component, is yet to be created: what it will give is not known."""
        resource = self._run.known.get(urn)
        if resource is not None and resource.custom:
            return not resource.id
        return any(self._unresolved(child) for child in self._children.get(urn, ()))
