"""The components of pulumi-kubernetes that its provider builds.

Source: pulumi-kubernetes, `provider/pkg/provider/{yaml/v2,kustomize/v2,helm/v4}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from pulumi.runtime.proto import provider_pb2

from stackwright.simcloud import manifests
from stackwright.simcloud.components.building import Building
from stackwright.simcloud.components.normalizing import normalized
from stackwright.simcloud.invokes import rendering
from stackwright.wire.values import UNKNOWN, Properties, Value, contains_secret, contains_unknown, revealed


@dataclass(frozen=True, slots=True)
class Place:
    """Where a component is built: the provider's namespace, the folder that relative files are in, and whether the
    provider only renders (`renderYamlToDirectory`).
    """

    namespace: str
    folder: Path
    rendering: bool = False


def config_file(it: Building, at: Place) -> provider_pb2.ConstructResponse:
    return _config(it, at, lambda inputs: manifests.read([_text(inputs, "file")], at.folder, globs=False))


def config_group(it: Building, at: Place) -> provider_pb2.ConstructResponse:
    def objects(inputs: Properties) -> list[manifests.Manifest]:
        files = [each for each in _list(inputs, "files") if isinstance(each, str)]
        given = [cast("manifests.Manifest", each) for each in _list(inputs, "objs") if isinstance(each, dict)]
        written = manifests.documents(_text(inputs, "yaml"))
        return [*manifests.read(files, at.folder, globs=True), *written, *given]

    return _config(it, at, objects)


def directory(it: Building, at: Place) -> provider_pb2.ConstructResponse:
    inputs = _known(it)
    if inputs is None:
        return _incomplete(it)
    text = rendering.built_directory(_text(inputs, "directory"), at.folder)
    return _rendered(it, inputs, text, _text(inputs, "namespace") or at.namespace)


def chart(it: Building, at: Place) -> provider_pb2.ConstructResponse:
    inputs = _known(it)
    if inputs is None:
        return _incomplete(it)
    hooks = inputs.get("includeHooks") is True
    if hooks and not at.rendering:
        words = "includeHooks is only supported when the provider is configured with renderYamlToDirectory; "
        it.warn(words + "Helm hooks will be ignored.", it.urn)
    text = rendering.templated_chart(inputs, it.name, at.folder, hooks=hooks and at.rendering)
    return _rendered(it, inputs, text, _text(inputs, "namespace") or at.namespace, policies=True)


BUILDERS: Final[Mapping[str, Callable[[Building, Place], provider_pb2.ConstructResponse]]] = {
    "kubernetes:yaml/v2:ConfigFile": config_file,
    "kubernetes:yaml/v2:ConfigGroup": config_group,
    "kubernetes:kustomize/v2:Directory": directory,
    "kubernetes:helm.sh/v4:Chart": chart,
}


def _config(
    it: Building, at: Place, objects: Callable[[Properties], list[manifests.Manifest]]
) -> provider_pb2.ConstructResponse:
    """A component of manifests, the output of which is secret where an input is."""
    hidden = contains_secret(it.inputs)
    if contains_unknown(it.inputs):
        words = f"{it.request.type}:{it.name} -- Required input properties have unknown values. Preview is incomplete."
        it.warn(words, "")
        return it.finish(UNKNOWN, hidden=hidden)
    inputs = revealed(it.inputs)
    return it.finish(_registered(it, inputs, objects(inputs), at.namespace), hidden=hidden)


def _rendered(
    it: Building, inputs: Properties, text: str, namespace: str, *, policies: bool = False
) -> provider_pb2.ConstructResponse:
    return it.finish(_registered(it, inputs, manifests.documents(text), namespace, policies=policies))


def _registered(
    it: Building,
    inputs: Properties,
    objects: Sequence[manifests.Manifest],
    namespace: str,
    *,
    policies: bool = False,
) -> list[Value]:
    prefix = inputs.get("resourcePrefix")
    return it.register(
        normalized(objects, namespace),
        prefix if isinstance(prefix, str) else it.name,
        skip_await=inputs.get("skipAwait") is True,
        policies=policies,
    )


def _known(it: Building) -> Properties | None:
    return None if contains_unknown(it.inputs) else revealed(it.inputs)


def _incomplete(it: Building) -> provider_pb2.ConstructResponse:
    it.warn("Input properties have unknown values. Preview is incomplete.", it.urn)
    return it.finish(UNKNOWN)


def _text(inputs: Properties, name: str) -> str:
    value = inputs.get(name)
    return value if isinstance(value, str) else ""


def _list(inputs: Properties, name: str) -> list[Any]:
    value = inputs.get(name)
    return value if isinstance(value, list) else []
