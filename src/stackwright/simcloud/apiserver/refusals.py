"""Refuses an object as an API server would: what it cannot read, what is invalid, may not change, or is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from stackwright.errors import CloudError
from stackwright.simcloud.apiserver import customs, forms
from stackwright.simcloud.apiserver.decoding import Decoder
from stackwright.simcloud.apiserver.field import Field
from stackwright.simcloud.apiserver.kinds import KINDS, Kind
from stackwright.simcloud.apiserver.limits import check_limits
from stackwright.simcloud.apiserver.metadata import check_metadata
from stackwright.simcloud.apiserver.removed import REMOVED
from stackwright.simcloud.apiserver.updates import check_update
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.checking.kubernetes import DEFINITION
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties

Others: TypeAlias = Callable[[str], Sequence[Properties]]
NAME, SELECTOR, OBJECT = "kubernetes-name", "kubernetes-selector", "kubernetes-object"
NAMES: Final = (NAME, SELECTOR, OBJECT)
"""What can be switched off: bad names, selectors that find nothing, and everything else."""
_SELECTOR: Final = "`selector` does not match template `labels`"


def refuse(
    it: Subject, types: Catalogue, others: Others, allowed: frozenset[str], old: Properties | None = None
) -> None:
    """Look at what is to be made, or with `old` at what that is to become.

    Raises:
        CloudError: the server would not take it.
    """
    if it.kind.endswith(("Patch", "List")) or it.token.startswith("kubernetes:helm.sh/"):
        return
    if OBJECT not in allowed:
        _refuse_unknown(it, others)
        _refuse_unreadable(it, types, old)
    errors = _errors(it, others, old)
    left = [error for error in errors if _called(error) not in allowed]
    if left:
        raise invalid(it, left[0] if len(left) == 1 else f"[{', '.join(left)}]")
    if old is None and OBJECT not in allowed:
        _refuse_place(it)
        check_limits(it, others)


def _called(error: str) -> str:
    if error.startswith("metadata.name"):
        return NAME
    return SELECTOR if error.endswith(_SELECTOR) else OBJECT


def _errors(it: Subject, others: Others, old: Properties | None) -> list[str]:
    errors: list[str] = []
    found = Field(it.inputs, "", errors)
    kind = KINDS.get(it.token.removeprefix("kubernetes:"))
    check_metadata(found.at("metadata"), (kind or _ANY).name, custom=kind is None)
    if kind:
        kind.check(found)
        if old is not None:
            check_update(it.token.removeprefix("kubernetes:"), old, it.inputs, errors)
        if not errors and kind.allocate:
            kind.allocate(found)
            _check_taken(it, found, others)
    elif version := _version(it, others):
        customs.check_object(found, version.at("schema", "openAPIV3Schema"))
    if old is not None:  # a name that was taken once is not looked at again
        errors[:] = [error for error in errors if not error.startswith("metadata.name:")]
    return errors


_ANY: Final = Kind(lambda _found: None)


def _group(it: Subject) -> tuple[str, str]:
    group, _, version = it.token.split(":")[1].rpartition("/")
    return group.removeprefix("core"), version


def _version(it: Subject, others: Others) -> Field | None:
    """The version of a custom object's definition, if this cluster has it."""
    group, version = _group(it)
    if "." not in group:
        return None
    for spec in customs.definition(group, others(DEFINITION)):
        if spec.at("names", "kind").text == it.kind:
            return customs.version_of(spec, version)
    return None


def _refuse_unknown(it: Subject, others: Others) -> None:
    """A kind that no server has any more, or that the group's definitions here do not have."""
    group, version = _group(it)
    known = customs.definition(group, others(DEFINITION)) if "." in group else []
    if f"{group}/{version}:{it.kind}" in REMOVED or (known and _version(it, others) is None):
        said = f"{group}/{version}" if group else version
        raise CloudError(f'no matches for kind "{it.kind}" in version "{said}"')


def _refuse_place(it: Subject) -> None:
    """A namespace that cannot be there, or that is there in every cluster; overhead that no class of runtimes says."""
    name, namespace = (it.mapping("metadata").get(key) for key in ("name", "namespace"))
    if it.token == _NAMESPACE and name in _ALWAYS_THERE:
        raise CloudError(f'namespaces "{name}" already exists')
    if isinstance(namespace, str) and namespace and forms.label(namespace):
        raise CloudError(f'namespaces "{namespace}" not found')
    spec = it.mapping("spec")
    if it.token == "kubernetes:core/v1:Pod" and spec.get("overhead") and not spec.get("runtimeClassName"):  # noqa: S105
        raise CloudError(
            f'pods "{name}" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined'
            " Overhead"
        )


_NAMESPACE: Final = "kubernetes:core/v1:Namespace"
_ALWAYS_THERE: Final = frozenset({"default", "kube-node-lease", "kube-public", "kube-system"})


def _refuse_unreadable(it: Subject, types: Catalogue, old: Properties | None) -> None:
    kind = types.resource(it.token)
    if kind is None or kind.open:
        return
    decoder = Decoder(types)
    group, version = _group(it)
    if wrong := decoder.wrong(it.inputs, kind.inputs, it.kind):
        raise CloudError(f'{it.kind} in version "{version}" cannot be handled as a {it.kind}: {wrong}')
    if old is not None and (path := decoder.undeclared(it.inputs, kind.inputs)):
        metadata = it.mapping("metadata")
        where = f"{metadata['namespace']}/" if metadata.get("namespace") else "/"
        said = f"{group}/{version}" if group else version
        raise CloudError(
            f"failed to create typed patch object ({where}{metadata.get('name')}; {said}, Kind={it.kind}):"
            f" {path}: field not declared in schema"
        )


def _check_taken(it: Subject, found: Field, others: Others) -> None:
    """Ports of nodes, and addresses, that another service of this cluster has."""
    if it.token != "kubernetes:core/v1:Service":  # noqa: S105 - a type
        return
    rest = [item for item in others(it.token) if item.get("metadata") and not _same(item, it)]
    specs = [Field(item.get("spec"), "spec", []) for item in rest]
    ports = {port.at("nodePort").number for spec in specs for port in spec.at("ports").each()} - {None, 0}
    own: set[int] = set()
    for port in found.at("spec", "ports").each():
        number = port.at("nodePort").number
        if number and (number in ports or number in own):
            port.at("nodePort").invalid("provided port is already allocated")
        if number:
            own.add(number)
    address = found.at("spec", "clusterIP")
    if address.text not in {"", "None"} and address.text in {spec.at("clusterIP").text for spec in specs}:
        address.named("spec.clusterIPs").invalid(
            f"failed to allocate IP {address.text}: provided IP is already allocated", [address.text]
        )


def _same(item: Properties, it: Subject) -> bool:
    one, two = item.get("metadata"), it.mapping("metadata")
    return isinstance(one, dict) and all(one.get(name) == two.get(name) for name in ("name", "namespace"))


def resource(it: Subject) -> str:
    """`deployments.apps`, `ingresses.networking.k8s.io`."""
    kind = it.kind.lower()
    if kind.endswith("y"):
        kind = f"{kind[:-1]}ie"
    elif kind.endswith(("s", "x")) and kind != "endpoints":
        kind += "e"
    group, _ = _group(it)
    plural = kind if kind == "endpoints" else f"{kind}s"
    return f"{plural}.{group}" if group else plural


def invalid(it: Subject, reason: str) -> CloudError:
    """`Deployment.apps "web" is invalid: …`."""
    group, _ = _group(it)
    kind = f"{it.kind}.{group}" if group else it.kind
    return CloudError(f'{kind} "{it.mapping("metadata").get("name") or ""}" is invalid: {reason}')
