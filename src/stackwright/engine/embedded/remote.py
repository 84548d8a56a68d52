"""Components that a plugin builds, and their methods.

Source: the remote branch of `RegisterResource`, and `Call`, in `pkg/resource/deploy/source_eval.go` (pulumi v3.260).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pulumi.runtime.proto import provider_pb2, resource_pb2

from stackwright.engine.embedded.assets import hashed
from stackwright.engine.embedded.requests import dependencies_of, planned_urn
from stackwright.engine.embedded.run import Run
from stackwright.engine.provider import Builder
from stackwright.engine.state import urns
from stackwright.errors import CloudError
from stackwright.wire.structs import plain, struct, without_outputs
from stackwright.wire.values import Properties

Dependencies = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Remote:
    """One run's way to what builds components: plugins, and some providers. `address` is where its monitor serves."""

    run: Run
    parallel: int
    address: Callable[[], str]

    def plugin(self, reference: str, package: str, what: str, version: str, url: str) -> Builder | None:
        """What builds `what` behind a provider, by default the package's; None where its configuration is not known.

        Raises:
            Bail: nothing does.
        """
        connection = self.run.connect(reference or self.run.default_provider(package, version, url), what)
        provider = connection.provider
        if not isinstance(provider, Builder) or not provider.builds(what):
            raise self.run.over(_no_plugin(what, package), "")
        return provider if connection.known else None

    def called(self, request: resource_pb2.ResourceCallRequest, provider: str) -> Builder | None:
        """The plugin that has a method; `provider` is that of the resource whose method it is. As `plugin`."""
        reference = request.provider or provider
        package = urns.package_of(request.tok)
        if urns.is_provider_type(request.tok):  # a method of a provider itself: `pulumi:providers:toy/method`
            package = package.partition("/")[0]
            own = plain(request.args).get("__self__")
            reference = urns.reference(own_urn(request), str(own.get("id")) if isinstance(own, dict) else "")
        return self.plugin(reference, package, request.tok, request.version, request.pluginDownloadURL)

    def register_package(self, request: resource_pb2.RegisterPackageRequest) -> resource_pb2.RegisterPackageResponse:
        """A name for a package as it is. One that is made of parameters has no types of its own to simulate.

        Raises:
            Bail: it is one of those.
        """
        for field in ("parameterization", "extension"):
            if request.HasField(field):
                name = getattr(request, field).name
                words = (
                    f"the package {name} is made by the provider {request.name} from parameters, which cannot be "
                    "simulated; where STACKWRIGHT_REHEARSAL is set in its environment the program may leave it out"
                )
                raise self.run.over(words, "")
        return resource_pb2.RegisterPackageResponse(ref=f"{request.name}@{request.version}")

    def construct(
        self,
        plugin: Builder,
        request: resource_pb2.RegisterResourceRequest,
        providers: Mapping[str, str],
        folder: Path,
        monitor: object,
    ) -> resource_pb2.RegisterResourceResponse:
        """Have `plugin` build the component that `request` asks for; it registers what is in it itself.

        Raises:
            Bail: it did not.
        """
        inputs = hashed(plain(request.object), folder)
        _, of_property = dependencies_of(request, inputs)
        message = provider_pb2.ConstructRequest(
            **self._about(),
            type=request.type,
            name=request.name,
            parent=request.parent,
            inputs=struct(inputs),
            providers=dict(providers),
            dependencies=sorted(request.dependencies),
            additionalSecretOutputs=request.additionalSecretOutputs,
            deletedWith=request.deletedWith,
            replace_with=request.replace_with,
            ignoreChanges=request.ignoreChanges,
            replaceOnChanges=request.replaceOnChanges,
            aliases=cast("Any", request.aliases),
        )
        for key, named in of_property.items():
            message.inputDependencies[key].urns.extend(named)
        for field in ("protect", "retainOnDelete"):
            if request.HasField(field):
                setattr(message, field, getattr(request, field))
        if request.deleteBeforeReplaceDefined:
            message.deleteBeforeReplace = request.deleteBeforeReplace
        if request.HasField("customTimeouts"):
            for field in ("create", "update", "delete", "read"):
                setattr(message.customTimeouts, field, getattr(request.customTimeouts, field))
        try:
            answer = plugin.construct(message, monitor, lambda text, urn: self.run.say("warning", text, urn))
        except CloudError as error:
            urn = planned_urn(self.run, request.parent, request.type, request.name)
            words = f"{request.type} resource '{request.name}' has a problem: {error.message}"
            raise self.run.over(words, urn) from None
        outputs, dependencies = _values(plain(answer.state), answer.stateDependencies)
        response = resource_pb2.RegisterResourceResponse(urn=answer.urn, object=struct(outputs))
        for key, named in dependencies.items():
            response.propertyDependencies[key].urns.extend(named)
        return response

    def call(
        self, plugin: Builder | None, request: resource_pb2.ResourceCallRequest, folder: Path
    ) -> provider_pb2.CallResponse:
        """Have `plugin` run a method; without one nothing is known of what it would answer.

        Raises:
            Bail: it did not.
        """
        if plugin is None:
            return provider_pb2.CallResponse()
        arguments = hashed(plain(request.args), folder)
        message = provider_pb2.CallRequest(**self._about(), tok=request.tok, args=struct(arguments))
        for key, named in request.argDependencies.items():
            message.argDependencies[key].urns.extend(named.urns)
        try:
            answer = plugin.call(message)
        except CloudError as error:
            words = f"call to function '{request.tok}' failed: {error.message}"
            raise self.run.over(words, "") from None
        values, dependencies = _values(plain(getattr(answer, "return")), answer.returnDependencies)
        response = provider_pb2.CallResponse(failures=answer.failures)
        getattr(response, "return").CopyFrom(struct(values))
        for key, named in dependencies.items():
            response.returnDependencies[key].urns.extend(named)
        return response

    def _about(self) -> dict[str, Any]:
        """What every request says of the run."""
        config = self.run.setting.config
        return {
            "project": self.run.project,
            "stack": self.run.stack,
            "organization": "organization",
            "config": {key: value for key, (value, _) in config.items()},
            "configSecretKeys": [key for key, (_, secret) in config.items() if secret],
            "dryRun": self.run.preview,
            "parallel": self.parallel,
            "monitorEndpoint": self.address(),
        }


def _values(answered: Properties, said: Any) -> tuple[Properties, Dependencies]:  # noqa: ANN401 - a map of messages
    """Values without what they depend on, and that by key."""
    values: Properties = {}
    dependencies: Dependencies = {}
    for key, value in answered.items():
        found: set[str] = set(said[key].urns) if key in said else set()
        values[key] = without_outputs(value, found)
        dependencies[key] = sorted(found)
    return values, dependencies


def _no_plugin(what: str, package: str) -> str:
    """What is to be done about a component whose package is not at hand."""
    return (
        f"{what} is made by the plugin of the package {package}, which cannot be simulated; where "
        "STACKWRIGHT_REHEARSAL is set in its environment the program may leave it out, or make plain resources instead"
    )


def own_urn(request: resource_pb2.ResourceCallRequest) -> str:
    """The URN of the resource whose method is called; empty where it is nobody's."""
    own = plain(request.args).get("__self__")
    return str(own.get("urn")) if isinstance(own, dict) else ""
