"""Transforms: functions of the program that may change what is registered, before anything else looks at it.

Source: `wrapTransformCallback`, `RegisterResource` and `Invoke` in `source_eval.go` (pulumi v3.260). A transform sees
values with what they depend on, so that what it makes of them keeps its dependencies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from pulumi.runtime.proto import alias_pb2, callback_pb2, resource_pb2

from stackwright.engine.embedded.callbacks import CallbackFailed, Callbacks
from stackwright.engine.embedded.requests import dependencies_of
from stackwright.errors import EngineError
from stackwright.wire.structs import plain, struct, without_outputs
from stackwright.wire.values import OUTPUT, SECRET, SIGNATURE, Properties, Value, is_unknown

Callback = callback_pb2.Callback
Request = resource_pb2.RegisterResourceRequest


def own_transforms(request: Request) -> list[Callback]:
    """The transforms among a resource's own options."""
    return list(cast("Sequence[Callback]", request.transforms))  # pyright: ignore[reportUnknownMemberType]


class Transforms:
    """The transforms of one program: those of the stack, of functions, and of each resource, by its URN."""

    def __init__(self, callbacks: Callbacks) -> None:
        self._callbacks = callbacks
        self.of_stack: list[Callback] = []
        self.of_functions: list[Callback] = []
        self._of: dict[str, Sequence[Callback]] = {}
        self._kept: dict[tuple[str, str, str], list[Callback]] = {}

    def register(self, urn: str, own: Sequence[Callback]) -> None:
        if own:
            self._of[urn] = own

    def keep(self, request: Request, own: list[Callback]) -> None:
        """A plugin builds the component of `request` and registers it without the transforms, which are its own yet."""
        if own:
            self._kept[request.parent, request.type, request.name] = own

    def own(self, request: Request) -> list[Callback]:
        """The transforms among a resource's own options, also where a plugin registers it."""
        return self._kept.pop((request.parent, request.type, request.name), None) or own_transforms(request)

    def all_of(self, own: list[Callback], ancestors: Iterable[str]) -> list[Callback]:
        """What is to be applied, in order: its own, those of its ancestors upwards, those of the stack."""
        if not (self._of or self.of_stack or own):
            return []
        inherited = [callback for urn in ancestors for callback in self._of.get(urn, ())]
        return [*own, *inherited, *self.of_stack]

    def apply(self, transforms: Sequence[Callback], request: Request) -> None:
        """Let `transforms` change the request.

        Raises:
            EngineError: one of them raised.
            WouldBlock: this is the thread of the program's loop.
        """
        inputs = plain(request.object)
        properties = {key: upgraded(value) for key, value in inputs.items()}
        own = bool(own_transforms(request))
        if own:
            _, of_property = dependencies_of(request, inputs)
            properties = with_dependencies(properties, of_property)
        options = options_of(request)
        for callback in transforms:
            answer = resource_pb2.TransformResponse.FromString(
                self._invoke(
                    callback,
                    resource_pb2.TransformRequest(
                        name=request.name,
                        type=request.type,
                        parent=request.parent,
                        custom=request.custom,
                        properties=struct(properties),
                        options=options,
                    ),
                )
            )
            if answer.HasField("options"):
                options = answer.options
            if answer.HasField("properties"):
                properties = plain(answer.properties)
        dependencies = list(request.dependencies)
        put_options(request, options)
        request.object.CopyFrom(struct(properties))
        if own:
            _rebuild_dependencies(request, properties)
        else:
            # Pulumi looks at what transforms say a resource depends on only where the resource has some of its own.
            request.ClearField("dependencies")
            request.dependencies.extend(dependencies)

    def apply_to_function(
        self, token: str, arguments: Properties, options: resource_pb2.TransformInvokeOptions
    ) -> tuple[Properties, resource_pb2.TransformInvokeOptions]:
        """What the transforms make of a function's arguments and options. Raises as `apply` does."""
        for callback in self.of_functions:
            request = resource_pb2.TransformInvokeRequest(token=token, args=struct(arguments), options=options)
            answer = resource_pb2.TransformInvokeResponse.FromString(self._invoke(callback, request))
            if answer.HasField("options"):
                options = answer.options
            if answer.HasField("args"):
                arguments = plain(answer.args)
        return {key: without_outputs(value) for key, value in arguments.items()}, options

    def _invoke(
        self, callback: Callback, request: resource_pb2.TransformRequest | resource_pb2.TransformInvokeRequest
    ) -> bytes:
        try:
            return self._callbacks.invoke(callback, request)
        except CallbackFailed as error:
            raise EngineError(f"invoke transform: {error}") from None


def upgraded(value: Value) -> Value:
    """`value` with every secret and unknown as an output value."""
    if is_unknown(value) and isinstance(value, str):
        return {SIGNATURE: OUTPUT}
    if isinstance(value, list):
        return [upgraded(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get(SIGNATURE) == SECRET:
        inner = upgraded(value.get("value"))
        if isinstance(inner, dict) and inner.get(SIGNATURE) == OUTPUT:
            return {**inner, "secret": True}
        return {SIGNATURE: OUTPUT, "value": inner, "secret": True}
    return {key: upgraded(item) for key, item in value.items()}


def with_dependencies(properties: Properties, of_property: Mapping[str, Sequence[str]]) -> Properties:
    """`properties` as output values that say what each depends on (`upgradeOutputValues`)."""
    result: Properties = {}
    for key, value in properties.items():
        there: set[str] = set()
        without_outputs(value, there)
        wanted = set(of_property.get(key, ()))
        if wanted <= there:
            result[key] = value
        elif isinstance(value, dict) and value.get(SIGNATURE) == OUTPUT:
            result[key] = {**value, "dependencies": [*sorted(wanted | there)]}
        else:
            result[key] = {SIGNATURE: OUTPUT, "value": value, "dependencies": [*sorted(wanted)]}
    return result


def _rebuild_dependencies(request: Request, properties: Properties) -> None:
    """What a resource depends on after its own transforms: what they say, and what their values carry."""
    everything = set(request.dependencies)
    request.propertyDependencies.clear()
    for key, value in properties.items():
        found: set[str] = set()
        without_outputs(value, found)
        request.propertyDependencies[key].urns.extend(sorted(found))
        everything |= found
    del request.dependencies[:]
    request.dependencies.extend(sorted(everything))


_LISTS = {
    "ignore_changes": "ignoreChanges",
    "replace_on_changes": "replaceOnChanges",
    "additional_secret_outputs": "additionalSecretOutputs",
    "hide_diff": "hideDiffs",
    "replace_with": "replace_with",
    "depends_on": "dependencies",
    "aliases": "aliases",
}
_TEXTS = {
    "version": "version",
    "provider": "provider",
    "plugin_download_url": "pluginDownloadURL",
    "deleted_with": "deletedWith",
    "import": "importId",
}
_MESSAGES = {"custom_timeouts": "customTimeouts", "hooks": "hooks", "replacement_trigger": "replacement_trigger"}
_FLAGS = {"protect": "protect", "retain_on_delete": "retainOnDelete"}
_MAPS = {"providers": "providers", "plugin_checksums": "pluginChecksums"}


def options_of(request: Request) -> resource_pb2.TransformResourceOptions:
    """The options that a request carries, as transforms see them."""
    options = resource_pb2.TransformResourceOptions()
    aliases = [alias_pb2.Alias(urn=urn) for urn in request.aliasURNs]
    options.aliases.extend(aliases)  # pyright: ignore[reportUnknownMemberType]
    for name, field in _LISTS.items():
        getattr(options, name).extend(getattr(request, field))
    for name, field in _TEXTS.items():
        setattr(options, name, getattr(request, field))
    for name, field in _MESSAGES.items():
        if request.HasField(field):  # pyright: ignore[reportArgumentType]
            getattr(options, name).CopyFrom(getattr(request, field))
    for name, field in _FLAGS.items():
        if request.HasField(field):  # pyright: ignore[reportArgumentType]
            setattr(options, name, getattr(request, field))
    for name, field in _MAPS.items():
        getattr(options, name).update(getattr(request, field))
    if request.deleteBeforeReplaceDefined or request.deleteBeforeReplace:
        options.delete_before_replace = request.deleteBeforeReplace
    return options


def put_options(request: Request, options: resource_pb2.TransformResourceOptions) -> None:
    """The other way round: the request carries these options, and no others."""
    del request.aliasURNs[:]
    for name, field in _LISTS.items():
        values = list(getattr(options, name))
        request.ClearField(field)  # pyright: ignore[reportArgumentType]
        getattr(request, field).extend(values)
    for name, field in _TEXTS.items():
        setattr(request, field, getattr(options, name))
    for name, field in (_MESSAGES | _FLAGS).items():
        request.ClearField(field)  # pyright: ignore[reportArgumentType]
        if not options.HasField(name):  # pyright: ignore[reportArgumentType]
            continue
        if name in _FLAGS:
            setattr(request, field, getattr(options, name))
        else:
            getattr(request, field).CopyFrom(getattr(options, name))
    for name, field in _MAPS.items():
        values = dict(getattr(options, name))
        request.ClearField(field)  # pyright: ignore[reportArgumentType]
        getattr(request, field).update(values)
    request.deleteBeforeReplaceDefined = options.HasField("delete_before_replace")
    request.deleteBeforeReplace = options.delete_before_replace
