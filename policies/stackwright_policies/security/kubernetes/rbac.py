"""Roles and bindings of Kubernetes' role-based access control.

https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from stackwright_policies.kubernetes_api import types
from stackwright_policies.resource import View
from stackwright_policies.verdicts import NotKnown, all_of, any_in

ROLE: Final = "kubernetes:rbac.authorization.k8s.io/v1:Role"
CLUSTER_ROLE: Final = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"
BINDING: Final = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"
CLUSTER_BINDING: Final = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"
ROLES: Final = types("Role", "ClusterRole")
BINDINGS: Final = types("RoleBinding", "ClusterRoleBinding")
EVERYTHING: Final = "*"
ADMINISTRATOR: Final = "cluster-admin"
READING: Final = ("get", "list", "watch")
RAISING: Final = ("bind", "escalate", "impersonate")
"""Verbs that give every right there is: https://kubernetes.io/docs/concepts/security/rbac-good-practices/"""
# A WebSocket begins as a GET: `get` is enough for pods/exec and pods/attach, and for nodes/proxy, whose POST runs
# commands in every container of a node. https://kubernetes.io/docs/concepts/security/rbac-good-practices/
INTO_PODS: Final[Sequence[tuple[Sequence[str], Sequence[str], str]]] = (
    (("create", "get"), ("pods/exec", "pods/attach"), "runs commands in containers"),
    (("update", "patch"), ("pods/ephemeralcontainers",), "puts containers of its own into pods"),
    (("create", "get"), ("nodes/proxy",), "reaches every container of a node through its kubelet"),
    (("create",), ("pods",), "makes pods, and so uses every Secret and service account of the namespace"),
    (("create",), ("serviceaccounts/token",), "gets itself tokens of other accounts"),
)
"""Verbs, resources, and what one does with them: each gives the rights of what runs there."""


def rules(role: View) -> list[View]:
    """The rules of a role. One that is put together from others by their labels has none of its own.

    Raises:
        NotKnown
    """
    return role.get("rules").items()


def grants(rule: View, verbs: Collection[str], resources: Collection[str], groups: Collection[str] = ("",)) -> bool:
    """Whether a rule allows one of the verbs on one of the resources of one of the API groups (`""`: the core).

    Raises:
        NotKnown: it may, and it is not known.
    """
    return all_of(
        lambda: _has(rule.get("verbs"), verbs),
        lambda: _has(rule.get("resources"), resources),
        lambda: rule.get("apiGroups").absent or _has(rule.get("apiGroups"), groups),
    )


def says(rule: View, key: str, value: str) -> bool:
    """Whether a list of a rule has exactly this value.

    Raises:
        NotKnown
    """
    return any_in(rule.get(key).items(), lambda it: it.text() == value)


def _has(found: View, wanted: Collection[str]) -> bool:
    return any_in(found.items(), lambda it: it.text() in wanted or _covers(it.text(), wanted))


def _covers(given: str, wanted: Collection[str]) -> bool:
    """`*` is everything, and `*/exec` a subresource of everything."""
    if given.startswith("*/"):
        return any(one.endswith(given[1:]) for one in wanted)
    return given == EVERYTHING


def on_all(rule: View) -> bool:
    """Whether a rule is about all objects of a kind, not only about those that it names.

    Raises:
        NotKnown
    """
    return not any_in(rule.get("resourceNames").items(), lambda it: bool(it.text()))


def role_of(binding: View) -> View:
    """The name of the role that a binding gives."""
    return binding.get("roleRef", "name")


def subjects(binding: View) -> list[View]:
    """Whom a binding gives it to."""
    return binding.get("subjects").items()


def named(subject: View) -> str:
    """`Group system:masters`, as far as that is known."""
    return " ".join(filter(None, (_known(subject.get(key)) for key in ("kind", "name"))))


def _known(view: View) -> str:
    try:
        return view.text()
    except NotKnown:
        return ""
