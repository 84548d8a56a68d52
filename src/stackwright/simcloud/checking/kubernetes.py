"""What pulumi-kubernetes adds to the inputs of an object: version and kind, a namespace, a name.

Source: pulumi-kubernetes, `provider/pkg/metadata/naming.go` (suffix of 8 digits, the annotation that marks an
autonamed object) and `provider.go` (`Check`: a namespaced object gets the provider's namespace).
"""

from __future__ import annotations

import re
from typing import Final

from stackwright.errors import CloudError
from stackwright.simcloud.seed import Seed
from stackwright.wire.naming import Autonaming
from stackwright.wire.values import Properties, Value, is_secret, is_unknown

AUTONAMED: Final = "pulumi.com/autonamed"
DEFINITION: Final = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
_SUFFIX = 8
_CLUSTER = (
    "APIService CSIDriver CSINode CertificateSigningRequest ClusterRole ClusterRoleBinding ClusterTrustBundle"
    " ComponentStatus CustomResourceDefinition DeviceClass FlowSchema IPAddress IngressClass"
    " MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration Namespace Node"
    " PersistentVolume PodSecurityPolicy PriorityClass PriorityLevelConfiguration ResourceSlice RuntimeClass"
    " SelfSubjectAccessReview SelfSubjectReview SelfSubjectRulesReview ServiceCIDR StorageClass StorageVersion"
    " SubjectAccessReview TokenReview ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
    " ValidatingWebhookConfiguration VolumeAttachment VolumeAttributesClass"
)
_CLUSTER_KINDS = frozenset(_CLUSTER.split())
"""Kinds outside any namespace (`kubectl api-resources --namespaced=false`, Kubernetes 1.35)."""

_CUSTOM_CLUSTER = re.compile(r"Cluster[A-Z]")
"""`ClusterIssuer`, `ClusterSecretStore`: what has a namespaced sibling is called so by custom."""
_NAMESPACED = frozenset({"ClusterClass", "ClusterServiceVersion", "ClusterBuild"})
_CUSTOM_CLUSTER_KINDS = frozenset({"GatewayClass", "NodePool", "EC2NodeClass", "ClusterPolicy"})
"""Gateway API, Karpenter."""


def namespaced(token: str) -> bool:
    """Whether objects of this type live in a namespace. Custom resources do, unless their kind says otherwise."""
    kind = token.rpartition(":")[2].removesuffix("Patch")
    if kind in _CLUSTER_KINDS or kind in _CUSTOM_CLUSTER_KINDS:
        return False
    return not _CUSTOM_CLUSTER.match(kind) or kind in _NAMESPACED


def scope_of(definition: Properties) -> tuple[str, str, bool] | None:
    """Of which group and kind a CustomResourceDefinition is, and whether its objects live in a namespace."""
    spec = definition.get("spec")
    names = spec.get("names") if isinstance(spec, dict) else None
    if not isinstance(spec, dict) or not isinstance(names, dict) or is_unknown(spec.get("scope")):
        return None
    return str(spec.get("group")), str(names.get("kind")), spec.get("scope") == "Namespaced"


def complete(
    token: str,
    name: str,
    olds: Properties,
    news: Properties,
    namespace: str,
    seed: Seed,
    *,
    lives: bool | None = None,
    asked: Autonaming | None = None,
) -> Properties:
    """The inputs of one object with everything that the provider adds; `lives` and `asked` as in `check`.

    Raises:
        CloudError: the engine wants no name made, and there is none.
    """
    _, api, kind = token.split(":")
    group_version = api.removeprefix("core/")
    inputs: Properties = {
        **news,
        "apiVersion": news.get("apiVersion") or group_version,
        "kind": news.get("kind") or kind,
    }
    metadata = news.get("metadata")
    if metadata is None:
        metadata = {}
    if not isinstance(metadata, dict) or is_secret(metadata) or kind.endswith("List"):
        return inputs  # a list of objects has no name of its own
    metadata = dict(metadata)
    if metadata.get("name") is None and metadata.get("generateName") is None:
        if asked is not None and asked.mode == "disable" and not olds:
            raise CloudError("autonaming is disabled, resource requires the .metadata.name field to be set")
        new = asked.name if asked is not None else f"{name}-{seed.hex(_SUFFIX, 'autoname')}"
        metadata = _named(metadata, _old_name(olds) or new)
    if metadata.get("namespace") is None and (namespaced(token) if lives is None else lives):
        metadata["namespace"] = namespace
    inputs["metadata"] = metadata
    return inputs


def autonamed(inputs: Properties) -> bool:
    """Whether the provider chose the object's name."""
    metadata = inputs.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    return isinstance(annotations, dict) and annotations.get(AUTONAMED) == "true"


def _named(metadata: dict[str, Value], name: str) -> dict[str, Value]:
    annotations = metadata.get("annotations")
    if is_unknown(annotations) or is_secret(annotations):
        return {**metadata, "name": name}
    kept = annotations if isinstance(annotations, dict) else {}
    return {**metadata, "name": name, "annotations": {**kept, AUTONAMED: "true"}}


def _old_name(olds: Properties) -> str:
    metadata = olds.get("metadata")
    if autonamed(olds) and isinstance(metadata, dict) and isinstance(name := metadata.get("name"), str):
        return name
    return ""
