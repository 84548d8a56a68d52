"""How a provider builds a component: it registers the component, then what is in it, with the engine that asked.

Source: `construct` in pulumi's `sdk/go/pulumi/provider.go`; `Register` in pulumi-kubernetes,
`provider/pkg/provider/yaml/v2/yaml.go`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, cast

import grpc
from pulumi.runtime.proto import provider_pb2, resource_pb2

from stackwright.errors import CloudError
from stackwright.simcloud.components.normalizing import token_of
from stackwright.simcloud.components.ordering import Key, key_of, ordered
from stackwright.simcloud.manifests import Manifest, text_of
from stackwright.wire.structs import plain, struct, without_outputs
from stackwright.wire.values import RESOURCE, SIGNATURE, UNKNOWN, Properties, Value, secret

_SKIP_AWAIT: Final = "pulumi.com/skipAwait"
_POLICY: Final = "helm.sh/resource-policy"
_TIMES: Final = ("create", "update", "delete", "read")


class Monitor(Protocol):
    """The engine's `ResourceMonitor`: a gRPC stub, or the object itself."""

    def RegisterResource(  # noqa: N802
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse: ...


@dataclass(slots=True)
class Building:
    """One component under construction. `warn` tells people something, about a URN."""

    request: provider_pb2.ConstructRequest
    monitor: Monitor
    warn: Callable[[str, str], None]
    urn: str = ""
    inputs: Properties = field(default_factory=dict[str, Value])

    @property
    def name(self) -> str:
        return self.request.name

    def start(self) -> None:
        """Register the component itself, which has no inputs and no outputs of its own in the state."""
        asked = self.request
        message = resource_pb2.RegisterResourceRequest(
            type=asked.type,
            name=asked.name,
            parent=asked.parent,
            dependencies=sorted(asked.dependencies),
            providers=dict(asked.providers),
            aliases=cast("Any", asked.aliases),
            additionalSecretOutputs=asked.additionalSecretOutputs,
            ignoreChanges=asked.ignoreChanges,
            replaceOnChanges=asked.replaceOnChanges,
            deletedWith=asked.deletedWith,
            replace_with=asked.replace_with,
            deleteBeforeReplace=asked.deleteBeforeReplace,
            deleteBeforeReplaceDefined=asked.HasField("deleteBeforeReplace"),
        )
        for option in ("protect", "retainOnDelete"):
            if asked.HasField(option):
                setattr(message, option, getattr(asked, option))
        if asked.HasField("customTimeouts"):
            for time in _TIMES:
                setattr(message.customTimeouts, time, getattr(asked.customTimeouts, time))
        self.urn = self._registered(message).urn
        self.inputs = {key: without_outputs(value) for key, value in plain(asked.inputs).items()}

    def register(
        self, manifests: Sequence[Manifest], prefix: str, *, skip_await: bool, policies: bool = False
    ) -> list[Value]:
        """Register objects below the component, in their order; gives references to them.

        `policies` heeds Helm's policy to keep an object.
        """
        urns: dict[Key, str] = {}
        references: list[Value] = []
        for manifest, waits in ordered(manifests):
            key = key_of(manifest)
            message = resource_pb2.RegisterResourceRequest(
                type=token_of(manifest),
                name=_named(key, prefix),
                parent=self.urn,
                custom=True,
                object=struct(_inputs(manifest, skip_await=skip_await)),
                dependencies=sorted(urns[each] for each in waits),
                provider=self.request.providers.get("kubernetes", ""),
            )
            if policies:
                self._heed(manifest, message)
            answer = self._registered(message)
            urns[key] = answer.urn
            own = answer.id or (UNKNOWN if self.request.dryRun else "")
            references.append({SIGNATURE: RESOURCE, "urn": answer.urn, "id": own, "packageVersion": ""})
        return references

    def finish(self, resources: Value, *, hidden: bool = False) -> provider_pb2.ConstructResponse:
        """The answer, with the component's one output, which `hidden` makes a secret."""
        state = struct({"resources": secret(resources) if hidden else resources})
        response = provider_pb2.ConstructResponse(urn=self.urn, state=state)
        if isinstance(resources, list):
            urns = [str(each["urn"]) for each in resources if isinstance(each, dict)]
            response.stateDependencies["resources"].urns.extend(sorted(urns))
        return response

    def _heed(self, manifest: Manifest, message: resource_pb2.RegisterResourceRequest) -> None:
        policy = text_of(manifest, "metadata", "annotations", _POLICY)
        if policy == "keep":
            message.retainOnDelete = True
        elif policy:
            self.warn(f'Unsupported Helm resource policy "{policy}"', self.urn)

    def _registered(self, message: resource_pb2.RegisterResourceRequest) -> resource_pb2.RegisterResourceResponse:
        message.acceptSecrets = message.acceptResources = message.supportsResultReporting = True
        try:
            answer = self.monitor.RegisterResource(message)
        except grpc.RpcError as error:
            raise CloudError(str(cast("Any", error).details())) from error
        if answer.result != resource_pb2.SUCCESS:
            raise CloudError(f"resource {message.name} [{message.type}] failed to register")
        return answer


def _named(key: Key, prefix: str) -> str:
    name = f"{key.namespace}/{key.name}" if key.namespace else key.name
    return f"{prefix}:{name}" if prefix else name


def _inputs(manifest: Manifest, *, skip_await: bool) -> Properties:
    inputs = dict(manifest)
    metadata = inputs.get("metadata")
    if skip_await and isinstance(metadata, dict):
        annotations = metadata.get("annotations")
        kept = annotations if isinstance(annotations, dict) else {}
        inputs["metadata"] = {**metadata, "annotations": {**kept, _SKIP_AWAIT: "true"}}
    if token_of(manifest) == "kubernetes:core/v1:Secret":
        return {key: secret(value) if key in {"data", "stringData"} else value for key, value in inputs.items()}
    return inputs
