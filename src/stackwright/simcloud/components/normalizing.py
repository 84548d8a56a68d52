"""Manifests as pulumi-kubernetes registers them: lists expanded, kinds in their place, the default namespace set.

Source: `Normalize` in pulumi-kubernetes, `provider/pkg/provider/yaml/v2/yaml.go`, and `IsNamespacedKind` in
`provider/pkg/clients/clients.go`.
"""

from __future__ import annotations

from collections.abc import Sequence

from stackwright.errors import CloudError
from stackwright.simcloud.checking.kubernetes import namespaced
from stackwright.simcloud.manifests import Manifest, expanded, group, shown, text_of


def normalized(manifests: Sequence[Manifest], namespace: str) -> list[Manifest]:
    """Copies of the objects; `namespace` is for those that live in one and name none.

    Raises:
        CloudError: one has no version, kind or name.
    """
    found = expanded(manifests)
    scopes = {
        (text_of(each, "spec", "group"), text_of(each, "spec", "names", "kind")): text_of(each, "spec", "scope")
        for each in found
        if text_of(each, "kind") == "CustomResourceDefinition"
    }
    return [_normal(each, namespace, scopes) for each in found]


def token_of(manifest: Manifest) -> str:
    """The type token of an object (`RegisterResource` in `sdk/go/kubernetes/yaml/v2/kinds.go`)."""
    version = text_of(manifest, "apiVersion")
    return f"kubernetes:{version if '/' in version else f'core/{version}'}:{text_of(manifest, 'kind')}"


def _normal(manifest: Manifest, namespace: str, scopes: dict[tuple[str, str], str]) -> Manifest:
    version, kind = text_of(manifest, "apiVersion"), text_of(manifest, "kind")
    if not version or not kind:
        raise CloudError(f"Kubernetes resources require a kind and apiVersion: `{shown(manifest)}`")
    if not text_of(manifest, "metadata", "name"):
        raise CloudError(f"Kubernetes resources require a .metadata.name: `{shown(manifest)}`")
    normal: Manifest = {**manifest, "apiVersion": version.removeprefix("core/")}
    metadata = manifest["metadata"]
    if not isinstance(metadata, dict) or metadata.get("namespace"):
        return normal
    scope = scopes.get((group(normal), kind))
    lives = scope == "Namespaced" if scope is not None else namespaced(token_of(normal))
    return {**normal, "metadata": {**metadata, "namespace": namespace}} if lives else normal
