"""Functions of pulumi-kubernetes. Decoding YAML is done for real; charts are rendered by helm."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.checking.kubernetes import namespaced
from stackwright.simcloud.components.normalizing import token_of
from stackwright.simcloud.invokes import rendering
from stackwright.simcloud.invokes.answer import Function
from stackwright.simcloud.manifests import Manifest, documents, text_of
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value


def decode(it: Subject, _store: Store) -> Properties:
    """The objects of a YAML text; those that live in a namespace and name none are given the default one."""
    default = it.text("defaultNamespace")
    found = [each for each in documents(it.text("text")) if text_of(each, "kind") and text_of(each, "apiVersion")]
    return {"result": [_placed(each, default) for each in found]}


def _placed(manifest: Manifest, namespace: str) -> Value:
    metadata = manifest.get("metadata")
    kept = metadata if isinstance(metadata, dict) else {}
    if not namespace or kept.get("namespace") or not namespaced(token_of(manifest)):
        return manifest
    return {**manifest, "metadata": {**kept, "namespace": namespace}}


FUNCTIONS: Mapping[str, Function] = {
    "kubernetes:yaml:decode": decode,
    "kubernetes:helm:template": rendering.helm_template,
    "kubernetes:kustomize:directory": rendering.kustomize,
}
