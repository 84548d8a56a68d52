"""Resources as a pack is asked about them.

Source: `pkg/resource/plugin/analyzer_plugin.go` and `MarshalProperties` in `sdk/go/common/resource/plugin/rpc.go`
(pulumi v3.260): unknowns and secrets are kept, a reference to a resource becomes its id or URN, keys that begin with
`__` are the provider's own.
"""

from __future__ import annotations

from google.protobuf import struct_pb2
from pulumi.runtime import proto

from stackwright.engine.goal import Goal
from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.wire import structs
from stackwright.wire.values import RESOURCE, SIGNATURE, UNKNOWN, Properties, Value


def of_resource(resource: Resource, goal: Goal, provider: Resource | None, *, internal: bool) -> proto.AnalyzeRequest:
    """A resource by its inputs. `internal`: with the provider's own keys, which a remediation must keep."""
    return proto.AnalyzeRequest(
        type=resource.type,
        urn=resource.urn,
        name=urns.name_of(resource.urn),
        properties=_properties(resource.inputs, internal=internal),
        options=_options(resource, goal.delete_before_replace, goal.ignore_changes),
        provider=_provider(provider),
    )


def of_state(
    resource: Resource, provider: Resource | None, delete_before_replace: bool | None
) -> proto.AnalyzerResource:
    """A resource by its outputs, with what it depends on: one of a stack that is judged as a whole."""
    return proto.AnalyzerResource(
        type=resource.type,
        urn=resource.urn,
        name=urns.name_of(resource.urn),
        properties=_properties(resource.outputs, internal=False),
        options=_options(resource, delete_before_replace, resource.ignore_changes),
        provider=_provider(provider),
        parent=resource.parent,
        dependencies=resource.dependencies,
        propertyDependencies={
            key: proto.AnalyzerPropertyDependencies(urns=found)
            for key, found in resource.property_dependencies.items()
            if found
        },
    )


def _provider(provider: Resource | None) -> proto.AnalyzerProviderResource | None:
    if provider is None:
        return None
    return proto.AnalyzerProviderResource(
        type=provider.type,
        urn=provider.urn,
        name=urns.name_of(provider.urn),
        properties=_properties(provider.inputs, internal=False),
    )


def _options(
    resource: Resource, delete_before_replace: bool | None, ignore_changes: list[str]
) -> proto.AnalyzerResourceOptions:
    timeouts = resource.custom_timeouts
    return proto.AnalyzerResourceOptions(
        protect=resource.protect,
        ignoreChanges=ignore_changes,
        deleteBeforeReplace=bool(delete_before_replace),
        deleteBeforeReplaceDefined=delete_before_replace is not None,
        additionalSecretOutputs=resource.additional_secret_outputs,
        aliases=resource.aliases,
        customTimeouts=proto.AnalyzerResourceOptions.CustomTimeouts(
            create=timeouts.get("create", 0), update=timeouts.get("update", 0), delete=timeouts.get("delete", 0)
        ),
        parent=resource.parent,
    )


def _properties(values: Properties, *, internal: bool) -> struct_pb2.Struct:
    shown = values if internal else {key: value for key, value in values.items() if not key.startswith("__")}
    return structs.struct({key: _without_references(value) for key, value in shown.items()})


def _without_references(value: Value) -> Value:
    if isinstance(value, dict):
        if value.get(SIGNATURE) == RESOURCE:
            # An id that is empty is not known yet; a component has none.
            return value.get("urn") if value.get("id") is None else value["id"] or UNKNOWN
        return {key: _without_references(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_references(item) for item in value]
    return value
