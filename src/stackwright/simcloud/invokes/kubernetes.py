"""Functions of pulumi-kubernetes. Decoding YAML is done for real; charts are rendered by helm."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from stackwright.errors import CloudError
from stackwright.simcloud.invokes import rendering
from stackwright.simcloud.invokes.answer import Function
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value


def decode(it: Subject, _store: Store) -> Properties:
    """The documents of a YAML text, each an object; a namespace is set where one is missing."""
    default = it.text("defaultNamespace")
    try:
        documents = [document for document in yaml.safe_load_all(it.text("text")) if document]
    except yaml.YAMLError as error:
        raise CloudError(f"kubernetes:yaml:decode: the text is not YAML ({error})") from error
    return {"result": [_placed(document, default) for document in documents]}


def _placed(document: Value, namespace: str) -> Value:
    if not isinstance(document, dict) or not namespace:
        return document
    metadata = document.get("metadata")
    kept = metadata if isinstance(metadata, dict) else {}
    return {**document, "metadata": {"namespace": namespace, **kept}}


FUNCTIONS: Mapping[str, Function] = {
    "kubernetes:yaml:decode": decode,
    "kubernetes:helm:template": rendering.helm_template,
    "kubernetes:kustomize:directory": rendering.kustomize,
}
