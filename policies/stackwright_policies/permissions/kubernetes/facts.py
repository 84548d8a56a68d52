"""Who there is in a cluster, and what its bindings allow each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from stackwright_policies.kubernetes_api import kind_of, objects, types
from stackwright_policies.permissions.directory import Directory
from stackwright_policies.permissions.model import UNKNOWN, Facts, Grant, Identity
from stackwright_policies.permissions.reading import items, text, texts
from stackwright_policies.resource import Resource, View
from stackwright_policies.security.kubernetes.rbac import BINDINGS, ROLES
from stackwright_policies.verdicts import NotKnown
from stackwright_policies.workloads import PODS, Pod, pods

ACCOUNTS: Final = types("ServiceAccount")
CLUSTER: Final = "cluster"
_BUILT_IN: Final[Mapping[str, Sequence[str]]] = {
    # https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
    "cluster-admin": ("* *",),
    "admin": (
        "* pods",
        "* pods/exec",
        "* deployments.apps",
        "* secrets",
        "* serviceaccounts",
        "create serviceaccounts/token",
        "impersonate serviceaccounts",
        "* roles.rbac.authorization.k8s.io",
        "* rolebindings.rbac.authorization.k8s.io",
    ),
    "edit": (
        "* pods",
        "* pods/exec",
        "* deployments.apps",
        "* secrets",
        "* serviceaccounts",
        "create serviceaccounts/token",
        "impersonate serviceaccounts",
    ),
    "view": ("get pods", "list pods", "get pods/log", "get services", "get configmaps", "get deployments.apps"),
}
"""What the roles of every cluster allow, as far as it is looked at here."""
EVERYBODY: Final = ("system:unauthenticated", "system:authenticated", "system:anonymous")


@dataclass(slots=True)
class _Facts:
    directory: Directory
    identities: dict[str, Identity] = field(default_factory=dict[str, Identity])
    accounts: dict[str, str] = field(default_factory=dict[str, str])
    roles: dict[tuple[str, str], View] = field(default_factory=dict[tuple[str, str], View])

    def stranger(self, kind: str, name: str) -> str:
        """The id of a subject that no resource here makes."""
        key = f"kubernetes:{kind} {name}"
        known = {"ServiceAccount": "service account", "User": "user", "Group": "group"}
        identity = Identity(id=key, cloud="kubernetes", kind=known.get(kind, kind), label=name)
        self.identities.setdefault(key, identity)
        return key


def facts_of(directory: Directory) -> Facts:
    """Service accounts, and what is bound to them and to others."""
    found = _Facts(directory)
    for one, it in _objects(directory, ACCOUNTS):
        space, name = namespace(it, one), text(it, "metadata", "name") or one.name
        found.accounts[f"{space}:{name}"] = one.urn
        found.identities[one.urn] = Identity(
            id=one.urn,
            cloud="kubernetes",
            kind="service account",
            label=one.name,
            part=directory.parts.get(one.urn, ""),
            urn=one.urn,
            runs=[directory.label(it) for it in runners(space, name, directory)],
        )
    for one, it in _objects(directory, ROLES):
        space = namespace(it, one) if kind_of(one.type) == "Role" else ""
        found.roles[space, text(it, "metadata", "name")] = it
    grants = [grant for one, it in _objects(directory, BINDINGS) for grant in _bound(one, it, found)]
    return Facts(identities=list(found.identities.values()), grants=grants)


def accounts_of(directory: Directory) -> dict[str, str]:
    """The URNs of service accounts by `namespace:name`."""
    return {
        f"{namespace(it, one)}:{text(it, 'metadata', 'name') or one.name}": one.urn
        for one, it in _objects(directory, ACCOUNTS)
    }


def namespace(one: View, resource: Resource) -> str:
    """Where an object is, as `kubernetes_api.namespace_of` has it."""
    return text(one, "metadata", "namespace") or text(resource.provider, "namespace") or "default"


def runners(space: str, name: str, directory: Directory) -> list[Resource]:
    """The workloads whose pods act as a service account."""
    return [
        one
        for one in directory.of(*PODS)
        if namespace(one.properties, one) == space and name in (_account(pod.template) for pod in _pods(one))
    ]


def _account(template: View) -> str:
    return text(template, "spec", "serviceAccountName") or text(template, "spec", "serviceAccount") or "default"


def _pods(one: Resource) -> list[Pod]:
    try:
        return pods(one)
    except NotKnown:
        return []


def _objects(directory: Directory, tokens: Sequence[str]) -> Iterator[tuple[Resource, View]]:
    for one in directory.of(*tokens):
        try:
            yield from ((one, it) for it in objects(one))
        except NotKnown:
            yield one, one.properties


def _bound(one: Resource, binding: View, found: _Facts) -> Iterator[Grant]:
    clusterwide = kind_of(one.type) == "ClusterRoleBinding"
    space = namespace(binding, one)
    place = CLUSTER if clusterwide else f"namespace:{space}"
    role, kind = text(binding, "roleRef", "name") or UNKNOWN, text(binding, "roleRef", "kind")
    defined = found.roles.get((space if kind == "Role" else "", role))
    for subject in items(binding, "subjects"):
        to = _subject(subject, space, found)
        for grant in _rules(role, defined):
            shown = place if clusterwide else f"namespace {_shown(space, found.directory)}"
            yield Grant(
                to=to,
                actions=grant.actions,
                role=role,
                on=[place],
                shown=[f"{it} in {shown}" for it in grant.shown] or ["the whole cluster" if clusterwide else shown],
                conditions=grant.conditions,
                via=f"{one.type.rpartition(':')[2]} {one.name}",
                source=one.urn,
            )


def _shown(space: str, directory: Directory) -> str:
    made = directory.find(space, types("Namespace"))
    return directory.label(made).partition(" ")[2] if made else space


def _rules(role: str, defined: View | None) -> Iterator[Grant]:
    """What a role allows, not yet to anybody: a grant for each of its rules."""
    if defined is None:
        yield Grant(to="", actions=_BUILT_IN.get(role, [UNKNOWN]))
        return
    for rule in items(defined, "rules"):
        names = texts(rule, "resourceNames")
        yield Grant(
            to="", actions=_actions(rule), shown=names, conditions=[f"named {', '.join(names)}"] if names else ()
        )


def _actions(rule: View) -> list[str]:
    """`get secrets`, `create deployments.apps`: verbs, and resources with the group that is not the core one."""
    if text(rule) == UNKNOWN:
        return [UNKNOWN]
    groups = texts(rule, "apiGroups") or [""]
    resources = texts(rule, "resources") + texts(rule, "nonResourceURLs")
    return [
        f"{verb} {resource}{suffix}"
        for verb in texts(rule, "verbs")
        for resource in resources
        for group in groups
        for suffix in _suffixes(group, resource)
    ] or [UNKNOWN]


def _suffixes(group: str, resource: str) -> Sequence[str]:
    if resource == "*" or resource.startswith("/"):
        return ("",)
    return ("", ".*") if group == "*" else (f".{group}",) if group else ("",)


def _subject(subject: View, space: str, found: _Facts) -> str:
    kind, name = text(subject, "kind") or UNKNOWN, text(subject, "name") or UNKNOWN
    if kind == "ServiceAccount":
        where = text(subject, "namespace") or space
        return found.accounts.get(f"{where}:{name}") or found.stranger(kind, f"{where}:{name}")
    return found.stranger(kind, name)
