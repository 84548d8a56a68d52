"""In which order the objects of a manifest are registered, and what each waits for.

Source: sigs.k8s.io/cli-utils v0.37 (Apache-2.0), `pkg/object/graph` and `pkg/ordering/sort.go`, which
pulumi-kubernetes uses: an object waits for its namespace, for the definition of its kind, and for what its annotation
`config.kubernetes.io/depends-on` names; beyond that kinds have an order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stackwright.errors import CloudError
from stackwright.simcloud.manifests import Manifest, group, text_of

DEPENDS_ON: Final = "config.kubernetes.io/depends-on"
_FIRST: Final = (
    "Namespace ResourceQuota storage.k8s.io/StorageClass apiextensions.k8s.io/CustomResourceDefinition"
    " admissionregistration.k8s.io/MutatingWebhookConfiguration ServiceAccount extensions/PodSecurityPolicy"
    " policy/PodSecurityPolicy rbac.authorization.k8s.io/Role rbac.authorization.k8s.io/ClusterRole"
    " rbac.authorization.k8s.io/RoleBinding rbac.authorization.k8s.io/ClusterRoleBinding ConfigMap Secret Service"
    " LimitRange scheduling.k8s.io/PriorityClass extensions/Deployment apps/Deployment apps/StatefulSet batch/CronJob"
    " policy/PodDisruptionBudget"
)
_LAST: Final = "admissionregistration.k8s.io/ValidatingWebhookConfiguration"
_RANKS: Final = {
    **{kind: rank - len(_FIRST.split()) for rank, kind in enumerate(_FIRST.split())},
    _LAST: 1,
}


@dataclass(frozen=True, slots=True)
class Key:
    """Which object it is, whatever the version of its kind."""

    group: str
    kind: str
    namespace: str
    name: str

    @property
    def order(self) -> tuple[object, ...]:
        rank = _RANKS.get(f"{self.group}/{self.kind}" if self.group else self.kind, 0)
        return rank, self.group, self.kind, self.namespace, self.name

    def __str__(self) -> str:
        return "/".join(filter(None, (self.group, self.kind, self.namespace, self.name)))


def key_of(manifest: Manifest) -> Key:
    metadata = "metadata"
    return Key(
        group(manifest),
        text_of(manifest, "kind"),
        text_of(manifest, metadata, "namespace"),
        text_of(manifest, metadata, "name"),
    )


def ordered(manifests: Sequence[Manifest]) -> list[tuple[Manifest, list[Key]]]:
    """The objects in the order of registration, each with those it depends on. Of two that are one the last counts.

    Raises:
        CloudError: they wait for each other, or for what is not among them.
    """
    objects = {key_of(manifest): manifest for manifest in manifests}
    waits = _waits(manifests, objects)
    left: dict[Key, set[Key]] = {key: set(found) for key, found in waits.items()}
    result: list[tuple[Manifest, list[Key]]] = []
    while left:
        ready = sorted((key for key, found in left.items() if not found), key=lambda key: key.order)
        if not ready:
            circle = ", ".join(sorted(f"{key} -> {other}" for key, found in left.items() for other in found))
            raise CloudError(f"cyclic dependency among Kubernetes objects: {circle}")
        result += [(objects[key], waits[key]) for key in ready]
        left = {key: found.difference(ready) for key, found in left.items() if key not in ready}
    return result


def _waits(manifests: Sequence[Manifest], objects: dict[Key, Manifest]) -> dict[Key, list[Key]]:
    """What each waits for; of two that are one object, both say so."""
    definitions = {
        (text_of(manifest, "spec", "group"), text_of(manifest, "spec", "names", "kind")): key
        for key, manifest in objects.items()
        if (key.group, key.kind) == ("apiextensions.k8s.io", "CustomResourceDefinition")
    }
    namespaces = {key.name: key for key in objects if (key.group, key.kind) == ("", "Namespace")}
    waits: dict[Key, list[Key]] = {key: [] for key in objects}
    for manifest in manifests:
        key = key_of(manifest)
        found = [definitions.get((key.group, key.kind)), namespaces.get(key.namespace) if key.namespace else None]
        named = [*filter(None, found), *_annotated(key, manifest, objects)]
        waits[key] = list(dict.fromkeys([*waits[key], *named]))
    return waits


def _annotated(key: Key, manifest: Manifest, objects: dict[Key, Manifest]) -> list[Key]:
    """What the annotation names: `apps/namespaces/shop/Deployment/web`, or `group/Kind/name` outside a namespace."""
    text = text_of(manifest, "metadata", "annotations", DEPENDS_ON)
    found: list[Key] = []
    for item in filter(None, (each.strip() for each in text.split(","))):
        pieces = item.split("/")
        if len(pieces) == 5 and pieces[1] == "namespaces":
            other = Key(pieces[0], pieces[3], pieces[2], pieces[4])
        elif len(pieces) == 3:
            other = Key(pieces[0], pieces[1], "", pieces[2])
        else:
            raise CloudError(f'invalid "{DEPENDS_ON}" annotation of {key}: failed to parse object reference {item!r}')
        if other not in objects:
            raise CloudError(f'invalid "{DEPENDS_ON}" annotation: external dependency: {key} -> {other}')
        found.append(other)
    return found
